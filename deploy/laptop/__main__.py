"""Prepare the data, start Redis, worker, beat and web server, say when they are ready, run until stopped."""

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from deploy.laptop import redis_server
from deploy.laptop.children import ChildDied, Children, together
from ydeu.settings import env

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds in which each process must become ready
WORKER = "laptop@ydeu"
WORKER_OPTIONS = ("-n", WORKER, "-l", "INFO", "-c", "2", "--without-gossip", "--without-mingle")
WEB_OPTIONS = (
    *("--workers", "2", "--threads", "4", "--no-control-socket"),
    *("--logger-class", "ydeu.access_log.Logger", "--access-logfile", "-"),
)


def main() -> None:
    port = env.number("PORT", 8000, least=1)
    var_dir = env.folder("VAR_DIR", ROOT / "var")
    refuse_busy_port(port)
    with only_copy(var_dir):
        environ = child_environment(port, var_dir)
        try:
            with together(environ, var_dir / "log") as children:
                accounts = prepare(environ)
                start(children, port, var_dir)
                print(f"YDEU Exchange is ready: http://127.0.0.1:{port}/", flush=True)
                print(accounts, f"Ctrl-C ends it. Logs: {children.log_dir}", sep="\n", flush=True)
                children.watch()
        except ChildDied as death:
            sys.exit(str(death))


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            sys.exit(
                f"Port {port} cannot be used ({error.strerror}). Choose another: PORT={port + 1} make demo"
            )


@contextmanager
def only_copy(var_dir: Path) -> Iterator[None]:
    var_dir.mkdir(parents=True, exist_ok=True)
    with (var_dir / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit(
                f"A copy already runs on {var_dir}. Give this one a folder of its own: VAR_DIR=... make demo"
            )
        yield


def child_environment(port: int, var_dir: Path) -> dict[str, str]:
    own = {
        "DJANGO_SETTINGS_MODULE": "ydeu.settings.development",
        "PORT": str(port),
        "VAR_DIR": str(var_dir),
        "REDIS_URL": env.text("REDIS_URL", f"unix://{env.socket_path(var_dir)}"),
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **own}


def prepare(environ: dict[str, str]) -> str:
    """Prepare database and sample data. A second run changes nothing. Returns the output of load_demo."""
    for words in (["migrate", "--verbosity", "0"], ["createcachetable"]):
        manage(environ, *words)
    return manage(environ, "load_demo").stdout.strip()


def manage(environ: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"`manage.py {' '.join(words)}` failed; the reason stands above.")
    return done


def start(children: Children, port: int, var_dir: Path) -> None:
    start_redis(children, var_dir)
    celery = (sys.executable, "-m", "celery", "-A", "ydeu")
    again = (sys.executable, "-m", "deploy.again")
    children.start("worker", [*again, *celery, "worker", *WORKER_OPTIONS])
    children.start("beat", [*again, *celery, "beat", "-l", "INFO", "--pidfile="])
    children.start(
        "web",
        [sys.executable, "-m", "gunicorn", "ydeu.wsgi", "--bind", f"127.0.0.1:{port}", *WEB_OPTIONS],
    )
    await_true(children, "web", lambda: page_answers(f"http://127.0.0.1:{port}/"))
    await_true(children, "worker", lambda: worker_answers(celery, children.env))


def start_redis(children: Children, var_dir: Path) -> None:
    if not env.text("REDIS_URL", ""):
        program = redis_server.executable()
        if program is None:
            sys.exit("No Redis found: install redis-server or valkey-server, or set REDIS_URL.")
        path = env.socket_path(var_dir)
        path.unlink(missing_ok=True)
        children.start("redis", redis_server.command(program, path, var_dir / "redis"))
    await_true(children, "redis", lambda: redis_answers(children.env["REDIS_URL"]))


def await_true(children: Children, name: str, answers: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not answers():
        children.check()
        if time.monotonic() > deadline:
            sys.exit(f"{name} gave no good answer within {PATIENCE} seconds. {children.log_tail(name)}")
        time.sleep(0.2)


def page_answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def worker_answers(celery: tuple[str, ...], environ: dict[str, str]) -> bool:
    command = [*celery, "inspect", "ping", "-d", WORKER, "-t", "3"]
    return subprocess.run(command, env=environ, capture_output=True, check=False).returncode == 0


def redis_answers(url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2).ping())
    except redis.exceptions.RedisError:
        return False


if __name__ == "__main__":
    main()
