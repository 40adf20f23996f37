import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from deploy.laptop import redis_server
from deploy.laptop.children import ChildDied, Children

pytestmark = pytest.mark.slow

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


@pytest.fixture
def children(tmp_path: Path) -> Children:
    return Children(dict(os.environ), tmp_path)


def test_a_dead_child_is_named_with_the_end_of_its_log(children: Children) -> None:
    child = children.start("web", [sys.executable, "-c", "print('no such port'); raise SystemExit(3)"])
    child.process.wait()
    with pytest.raises(ChildDied) as death:
        children.check()
    assert str(death.value) == f"web ended with status 3.\nThe end of {child.log}:\n  no such port"


def test_stopping_ends_grandchildren_and_the_deaf(
    children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploy.laptop.children.PATIENCE", 0.5)
    strangers = psutil.Process().children(recursive=True)
    children.start("calm", ["sleep", "60"])
    children.start("deaf", [sys.executable, "-c", STUBBORN])
    children.start("parent", ["sh", "-c", "sleep 61 & wait"])
    time.sleep(0.5)
    family = [child for child in psutil.Process().children(recursive=True) if child not in strangers]
    assert len(family) >= 4
    children.stop()
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []


def test_redis_is_found_and_listens_on_its_socket_only(tmp_path: Path) -> None:
    program = redis_server.executable()
    assert program is not None
    command = redis_server.command(program, tmp_path / "redis.sock", tmp_path / "redis")
    assert command[:3] == [program, "--port", "0"]


def test_a_busy_port_gives_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "deploy.laptop"],
            env={**os.environ, "PORT": port, "VAR_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Port {port} cannot be used")
    assert done.stderr.count("\n") == 1
