"""Real servers for tests: a Redis that can be stopped and started again, and a Celery worker process."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import redis
from django.db import connection

from deploy.laptop import redis_server
from deploy.laptop.children import Child
from ydeu.settings import backends

ROOT = Path(__file__).resolve().parents[1]


def wait_until(happens: Callable[[], object], *, seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds} seconds")
        time.sleep(0.05)


class RedisServer:
    """Listens on a Unix socket in a temporary folder. Its address survives a restart, its data do not."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="ydeu-redis-")
        self.socket = Path(self.folder.name) / "redis.sock"
        self.url = f"unix://{self.socket}"
        self.broker_url = backends.broker(self.url)
        self.client = redis.Redis.from_url(self.url)
        self.child: Child | None = None

    def start(self) -> None:
        program = redis_server.executable()
        assert program, "no Redis found: run `make setup`"
        folder = Path(self.folder.name)
        self.child = Child(
            "redis", redis_server.command(program, self.socket, folder), dict(os.environ), folder
        )
        wait_until(self.answers, seconds=10, what="Redis answers")

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.exceptions.RedisError:
            return False

    def stop(self) -> None:
        if self.child:
            self.child.stop()
            self.child = None

    def close(self) -> None:
        self.client.close()
        self.stop()
        self.folder.cleanup()


class WorkerProcess:
    """`celery worker` on the test database. Mails it sends are files in `mail_folder`."""

    OPTIONS = ("-l", "INFO", "--without-gossip", "--without-mingle")

    def __init__(self, broker: str, folder: Path, *words: str, index: Path) -> None:
        self.mail_folder = folder / "mail"
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ydeu.settings.test",
            "DATABASE_URL": own_database_url(),
            "REDIS_URL": broker,
            "EMAIL_FILE_PATH": str(self.mail_folder),
            "MATCHING_INDEX_DIR": str(index),
        }
        self.celery = (sys.executable, "-m", "celery", "-A", "ydeu")
        self.child = Child("worker", [*self.celery, "worker", *self.OPTIONS, *words], self.env, folder)

    def answers(self) -> bool:
        self.child.check()
        command = [*self.celery, "inspect", "ping", "-t", "2"]
        return subprocess.run(command, env=self.env, capture_output=True, check=False).returncode == 0

    def mails(self) -> list[EmailMessage]:
        files = sorted(self.mail_folder.glob("*.log"))
        parts = [part for file in files for part in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")]
        return [message_from_bytes(part, policy=policy.default) for part in parts if part.strip()]  # type: ignore[misc]

    def log(self) -> str:
        return self.child.log.read_text(errors="replace")

    def kill(self) -> None:
        self.child.kill()

    def stop(self) -> None:
        self.child.stop()


def own_database_url() -> str:
    """DATABASE_URL for another process that is to see what the tests write."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    url = urlsplit(os.environ["DATABASE_URL"])
    return url._replace(path=f"/{database['NAME']}").geturl()
