"""The worker is called after the commit. If the broker is down, the user notices nothing."""

import logging
import socket
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.conftest import publish_to
from tests.factories import make_user
from tests.notices.test_notices import tell
from ydeu.celery import app
from ydeu.notices import preferences, tasks
from ydeu.notices.enums import Choice, Delivery, NoticeKind
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def enqueued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    pks: list[int] = []
    monkeypatch.setattr(tasks.deliver, "delay", pks.append)
    return pks


@pytest.fixture(params=["refuses", "never answers"])
def dead_broker(request: pytest.FixtureRequest) -> Iterator[None]:
    """A broker address on which nothing listens, or on which a server accepts and never answers."""
    usual = app.conf.broker_url
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if request.param == "never answers":
            listener.listen()
        publish_to(f"redis://127.0.0.1:{listener.getsockname()[1]}/0")
        yield
    publish_to(usual)


def test_a_due_notice_is_handed_to_the_worker_after_the_commit(
    enqueued: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        notice = tell(user=make_user())
        tell(user=make_user(), delay=timedelta(seconds=30))
        tell()
        assert enqueued == []
    assert enqueued == [notice.pk]


def test_what_waits_for_the_digest_is_not_hurried(
    enqueued: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = make_user()
    with django_capture_on_commit_callbacks(execute=True):
        for choice in (Choice.DIGEST, Choice.OFF):
            preferences.choose({NoticeKind.LISTING_PUBLISHED: choice}, by=person)
            tell(user=person)
    assert enqueued == []


def test_what_is_rolled_back_was_never_said(
    enqueued: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        tell(user=make_user())
        transaction.set_rollback(True)
    assert enqueued == []
    assert not Notice.objects.exists()


def test_with_the_broker_down_the_row_waits_and_the_poster_does_not(
    dead_broker: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
) -> None:
    began = time.monotonic()
    with caplog.at_level(logging.WARNING), django_capture_on_commit_callbacks(execute=True):
        notice = tell(user=make_user())
    assert time.monotonic() - began < 5
    assert f"Notice {notice.pk} waits for the sweeper" in caplog.text
    assert Notice.objects.get().state == Delivery.WAITING
    tasks.sweep()
    assert Notice.objects.get().state == Delivery.SENT


def test_the_tasks_have_the_names_that_beat_calls() -> None:
    names = [task.name for task in (tasks.deliver, tasks.sweep, tasks.collect)]
    assert names == ["notices.deliver", "notices.sweep", "notices.collect"]
    assert {name for name in settings.CELERY_BEAT_SCHEDULE if name in names} == set(names[1:])
