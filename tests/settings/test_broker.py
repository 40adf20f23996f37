"""A broker that is gone: whoever publishes hears of it at once, and the worker comes back with it."""

import socket
import time
from collections.abc import Callable, Iterator

import pytest
from kombu.exceptions import OperationalError

from tests.conftest import publish_to
from tests.servers import RedisServer, WorkerProcess, wait_until
from ydeu.celery import app

pytestmark = pytest.mark.worker


def seconds_to_fail() -> float:
    start = time.monotonic()
    with pytest.raises(OperationalError):
        app.send_task("notices.sweep")
    return time.monotonic() - start


def test_publishing_fails_at_once_while_redis_is_down(redis_server: RedisServer) -> None:
    app.send_task("notices.sweep")
    redis_server.stop()
    assert seconds_to_fail() < 1
    redis_server.start()
    app.send_task("notices.sweep")
    assert redis_server.client.llen("celery") == 1


@pytest.fixture
def black_hole(redis_server: RedisServer) -> Iterator[None]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        publish_to(f"redis://127.0.0.1:{listener.getsockname()[1]}/0")
        yield


@pytest.mark.usefixtures("black_hole")
def test_publishing_gives_up_on_a_redis_that_does_not_answer() -> None:
    assert seconds_to_fail() < 5


def test_the_worker_works_again_after_redis_was_away(
    celery_worker_process: Callable[..., WorkerProcess], redis_server: RedisServer
) -> None:
    worker = celery_worker_process()
    redis_server.stop()
    time.sleep(1)
    redis_server.start()
    wait_until(worker.answers, seconds=30, what="the worker is back")
