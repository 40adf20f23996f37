"""A broker that accepts connections and never answers: a request waits for it only once."""

import signal
import socket
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from kombu.exceptions import OperationalError

from matching.tasks import match_listing, match_waiting
from tests.conftest import publish_to
from tests.factories import make_admin, make_member, make_offer
from tests.servers import RedisServer
from ydeu.marketplace.states import State
from ydeu.notices.models import Notice
from ydeu.notices.tasks import deliver
from ydeu.publishing import OneWaitPerRequest, SkippedSend, one_wait

pytestmark = pytest.mark.worker


class SilentServer:
    """A listening socket that counts the connections it was offered and answers none of them."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.listener.setblocking(False)
        self.open: list[socket.socket] = []

    def count(self) -> int:
        try:
            while True:
                self.open.append(self.listener.accept()[0])
        except BlockingIOError:
            return len(self.open)


@pytest.fixture
def silent_redis(redis_server: RedisServer) -> Iterator[SilentServer]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        publish_to(f"redis://127.0.0.1:{listener.getsockname()[1]}/0")
        server = SilentServer(listener)
        yield server
        for connection in server.open:
            connection.close()


def failures_of(*sends: Callable[[], object]) -> list[type[Exception]]:
    failed: list[type[Exception]] = []
    for send in sends:
        try:
            send()
        except OperationalError as error:
            failed.append(type(error))
    return failed


SENDS = (
    lambda: deliver.delay(1),
    lambda: deliver.apply_async((2,), countdown=5),
    lambda: match_listing.delay("offer", 3),
    lambda: match_waiting.apply_async(priority=6),
)


def test_a_request_waits_once_for_any_number_of_tasks(silent_redis: SilentServer) -> None:
    seen: list[list[type[Exception]]] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(failures_of(*SENDS))
        return HttpResponse()

    page = OneWaitPerRequest(view)
    page(RequestFactory().get("/"))
    assert silent_redis.count() == 1
    page(RequestFactory().get("/"))
    assert silent_redis.count() == 2
    assert seen == [[OperationalError, SkippedSend, SkippedSend, SkippedSend]] * 2


def test_outside_a_request_every_task_is_tried(silent_redis: SilentServer) -> None:
    assert failures_of(*SENDS[:2]) == [OperationalError, OperationalError]
    assert silent_redis.count() == 2


def test_a_block_in_a_block_waits_once(silent_redis: SilentServer) -> None:
    with one_wait():
        with one_wait():
            assert failures_of(SENDS[0]) == [OperationalError]
        assert failures_of(SENDS[1]) == [SkippedSend]
    assert silent_redis.count() == 1


def test_a_redis_that_stalls_while_connected_is_waited_for_once(redis_server: RedisServer) -> None:
    deliver.delay(1)
    assert redis_server.child
    process = redis_server.child.process
    process.send_signal(signal.SIGSTOP)
    try:
        with one_wait():
            assert failures_of(*SENDS) == [OperationalError, SkippedSend, SkippedSend, SkippedSend]
    finally:
        process.send_signal(signal.SIGCONT)


def test_a_broker_that_answers_gets_every_task(redis_server: RedisServer) -> None:
    with one_wait():
        assert failures_of(*SENDS) == []
    assert sum(redis_server.client.llen(name) for name in redis_server.client.keys("celery*")) == 4


@pytest.mark.django_db(transaction=True)
def test_publishing_a_listing_waits_once_and_the_rows_wait_for_the_sweepers(
    silent_redis: SilentServer, client: Client
) -> None:
    offer = make_offer(state=State.SUBMITTED, enterprise=make_member().memberships.get().enterprise)
    client.force_login(make_admin())
    answer = client.post(f"/admin/marketplace/offer/{offer.pk}/decide/publish/", {})
    assert answer.status_code == 302
    assert silent_redis.count() == 1
    offer.refresh_from_db()
    assert (offer.state, offer.matched_revision < offer.revision) == (State.PUBLISHED, True)
    assert Notice.objects.due(timezone.now()).count() == 1
