"""A broker that is down: publishing fails at once, and the worker recovers when the broker is back."""

import socket
import time
from collections.abc import Callable, Iterator

import pytest
from kombu.exceptions import OperationalError

from matching.tasks import BEHIND_THE_REST
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


def test_a_burst_of_new_listings_holds_up_neither_an_email_nor_a_build(redis_server: RedisServer) -> None:
    for pk in range(6):
        app.send_task("matching.match_listing", ("offer", pk))
    for name in ("matching.match_waiting", "matching.fit", "matching.fit", "notices.deliver"):
        app.send_task(name, ("",), priority=BEHIND_THE_REST if name.endswith("waiting") else None)
    names: list[str] = []
    with app.connection() as connection:
        taken = connection.Consumer(app.amqp.queues.values(), no_ack=True)
        taken.register_callback(lambda _body, message: names.append(message.headers["task"]))
        with taken:
            while len(names) < 10:
                connection.drain_events(timeout=5)
    rest = [name.removeprefix("matching.") for name in names[1:]]
    assert (names[0], rest[4:]) == ("notices.deliver", ["match_listing"] * 4 + ["match_waiting"])
    assert sorted(rest[:2]) == sorted(rest[2:4]) == ["fit", "match_listing"]


@pytest.fixture
def black_hole(redis_server: RedisServer) -> Iterator[None]:
    """A server that accepts connections and never answers."""
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
