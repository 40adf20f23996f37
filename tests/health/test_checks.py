"""What each check takes for fine, and what for a failure."""

import signal
import socket
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from pytest_django import Settings

from tests.conftest import publish_to
from tests.factories import make_enterprise, make_published_demand, make_published_offer
from tests.health.conftest import living
from tests.servers import RedisServer
from ydeu.celery import app
from ydeu.health import broker, heartbeats
from ydeu.health.models import Heartbeat
from ydeu.health.report import Result, State, examine
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Notice


def result_of(name: str) -> Result:
    (result,) = examine([name])
    return result


def state_of(name: str) -> State:
    return result_of(name).state


@pytest.fixture
def long_ago(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Send tasks as if it were so many seconds ago."""

    def send(name: str, seconds: float, **options: Any) -> None:
        with monkeypatch.context() as patch:
            now = time.time()
            patch.setattr("ydeu.publishing.time.time", lambda: now - seconds)
            app.send_task(name, **options)

    return send


@pytest.mark.worker
def test_the_queue_fails_when_its_oldest_task_waits_too_long(
    redis_server: RedisServer, long_ago: Any
) -> None:
    assert result_of("queue").says == "No task waits."
    long_ago("notices.sweep", 100)
    long_ago("notices.sweep", 10)
    assert result_of("queue")[1:] == (State.FINE, "Tasks that wait: 2, the oldest for 100 s.")
    long_ago("matching.match_waiting", 1000, priority=6)
    long_ago("matching.fit", 1200, queue=django_settings.MATCHING_INDEX_QUEUE)
    found = result_of("queue")
    assert found.state == State.FAILING
    assert found.says.startswith("Tasks that wait: 4, the oldest for 20 min.")


@pytest.mark.worker
def test_a_redis_that_is_down_silent_or_stopped_fails_within_seconds(redis_server: RedisServer) -> None:
    assert state_of("redis") == State.FINE
    assert redis_server.child
    redis_server.child.process.send_signal(signal.SIGSTOP)
    try:
        assert (state_of("redis"), state_of("queue")) == (State.FAILING, State.UNKNOWN)
    finally:
        redis_server.child.process.send_signal(signal.SIGCONT)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        publish_to(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        assert state_of("redis") == State.FAILING
    assert state_of("redis") == State.FAILING  # now nobody listens there
    publish_to("redis+socket:///nowhere/redis.sock?virtual_host=0")
    assert state_of("redis") == State.FAILING


@pytest.mark.parametrize(
    ("url", "spelt"),
    [
        ("redis+socket:///srv/redis.sock?virtual_host=3", "unix:///srv/redis.sock?db=3"),
        ("redis+socket:///srv/redis.sock", "unix:///srv/redis.sock?db=0"),
        ("rediss://:secret@host:6380/1", "rediss://:secret@host:6380/1"),
    ],
)
def test_the_address_of_redis_is_that_of_the_broker(url: str, spelt: str) -> None:
    assert broker._url(url) == spelt


@pytest.mark.django_db
def test_matching_is_stalled_when_listings_wait_and_none_is_matched() -> None:
    assert result_of("matching").says == "No listing waits."
    old = timezone.now() - timedelta(minutes=20)
    make_published_offer(changed_at=timezone.now())
    assert state_of("matching") == State.FINE
    make_published_demand(changed_at=old)
    found = result_of("matching")
    assert found.state == State.FAILING
    assert found.says.startswith("Listings that wait: 2. None has been matched for 20 min.")


@pytest.mark.django_db
def test_matching_that_gets_on_is_fine_however_much_waits() -> None:
    make_published_demand(changed_at=timezone.now() - timedelta(days=3))
    heartbeats.record(heartbeats.MATCHING)
    assert state_of("matching") == State.FINE
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert state_of("matching") == State.FAILING


def mail(**fields: Any) -> Notice:
    ago = fields.pop("ago", timedelta(0))
    notice = Notice.objects.create(
        kind=NoticeKind.ENTERPRISE_VERIFIED, enterprise=make_enterprise(), address="a@example.org", **fields
    )
    Notice.objects.filter(pk=notice.pk).update(created_at=timezone.now() - ago)
    return notice


def before(**ago: float) -> Any:
    return timezone.now() - timedelta(**ago)


@pytest.mark.django_db
def test_mail_is_stalled_when_nobody_takes_what_is_due() -> None:
    assert result_of("mail").says == "No e-mail waits."
    mail(not_before=before(minutes=5))
    mail(not_before=timezone.now() + timedelta(days=1), ago=timedelta(days=1))
    assert result_of("mail")[1:] == (State.FINE, "E-mails that wait: 1.")
    mail(not_before=before(minutes=25))
    assert result_of("mail").says.startswith("E-mails that wait: 2, the oldest for 25 min.")


@pytest.mark.django_db
def test_mail_that_the_server_refuses_is_stalled_unless_other_mail_goes_out() -> None:
    mail(attempts=2, not_before=timezone.now() + timedelta(minutes=5), ago=timedelta(minutes=20))
    assert state_of("mail") == State.FAILING
    mail(state=Delivery.SENT, sent_at=before(minutes=2))
    assert state_of("mail") == State.FINE


@pytest.mark.django_db
def test_mail_that_all_failed_for_good_is_noticed() -> None:
    mail(state=Delivery.SENT, sent_at=before(hours=2))
    for minutes in (50, 40):
        mail(state=Delivery.FAILED, claimed_at=before(minutes=minutes))
    mail(state=Delivery.FAILED, claimed_at=before(hours=3))
    assert state_of("mail") == State.FINE
    mail(state=Delivery.FAILED, claimed_at=before(minutes=30))
    assert result_of("mail").says == "The last 3 e-mails failed. Look for their last error among the notices."
    mail(state=Delivery.SENT, sent_at=timezone.now())
    assert state_of("mail") == State.FINE


@pytest.mark.django_db
def test_an_index_that_cannot_be_read_fails_and_one_that_is_missing_does_not(settings: Settings) -> None:
    assert result_of("index").says == "This host has none, or nothing was matched yet."
    make_published_offer()
    from matching.index import market_index

    market_index.current_or_build()
    found = result_of("index")
    assert (found.state, found.says.partition(" is ")[0]) == (State.FINE, "The version in use")
    for _ in range(6):
        make_published_offer(changed_at=timezone.now() + timedelta(seconds=1))
    due = result_of("index")
    assert (due.state, due.is_ready) == (State.WARNING, True)
    for file in Path(settings.MATCHING_INDEX_DIR).rglob("*.json"):
        file.write_text("{")
    market_index.store.__globals__["_store"].cache_clear()
    assert state_of("index") == State.FAILING


@pytest.mark.django_db
def test_a_sign_of_life_replaces_the_last_one() -> None:
    living(worker=timedelta(hours=1), beat=-timedelta(hours=1))
    assert (state_of("worker"), state_of("beat")) == (State.FAILING, State.FAILING)
    for name in (heartbeats.WORKER, heartbeats.BEAT):
        heartbeats.record(name)
    assert (state_of("worker"), state_of("beat")) == (State.FINE, State.FINE)
    assert Heartbeat.objects.count() == 2
