"""Fixtures for every room: real servers on demand, and isolation between tests."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker, Settings

from matching.models import GlossaryEntry
from tests.servers import MailServer, RedisServer, WorkerProcess, wait_until
from ydeu.audit import guard
from ydeu.celery import app
from ydeu.marketplace.models import numbers
from ydeu.settings import base
from ydeu.workdays import calendar as workdays

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "40"))
"""Examples of a test that does not set its own number. Each run draws others."""

hypothesis_settings.register_profile("suite", deadline=None, max_examples=EXAMPLES)
hypothesis_settings.load_profile("suite")


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Search for no garbage while tests are collected: hardly any of what is made then is ever let go.

    The process that hands tests to others collects none and runs to the end, so it has to search again too.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL; `make test` runs it there")
    is_alike = item.get_closest_marker("appearance") or item.get_closest_marker("processes")
    if is_alike and connection.vendor == "postgresql":
        pytest.skip("shows the same on every database; `make test` runs it on SQLite")
    if connection.vendor == "postgresql" and not uses_database(item):
        pytest.skip("uses no database; `make test` runs it on SQLite")
    if connection.vendor == "postgresql" and item.get_closest_marker("slow") and not is_about_databases(item):
        pytest.skip("is slow and commits nothing; `make test` runs it on SQLite")


def uses_database(item: pytest.Item) -> bool:
    """True if the test or one of its fixtures may talk to the database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not fixtures.isdisjoint(DATABASE_FIXTURES)


def is_about_databases(item: pytest.Item) -> bool:
    """True if the test commits, locks or starts workers, or says that it needs PostgreSQL."""
    marker = item.get_closest_marker("django_db")
    commits = marker is not None and bool(marker.kwargs.get("transaction"))
    named = any(item.get_closest_marker(name) for name in ("postgres", "worker"))
    return commits or named or "transactional_db" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Search for no garbage during the migrations: for each state of the models it takes longer."""
    gc.disable()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Empty the glossary that a migration fills: a test that needs terms says which."""
    gc.enable()
    with django_db_blocker.unblock():
        GlossaryEntry.objects.all().delete()


@pytest.fixture(autouse=True)
def media_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """Give each test its own folders for files and the index."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MATCHING_INDEX_DIR = tmp_path / "index"


@pytest.fixture(autouse=True)
def counted_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the database count the listings, so that a test may expect those made later to come first."""
    monkeypatch.setattr(numbers, "draw", lambda: None)


@pytest.fixture(autouse=True, scope="session")
def mails_go_into_the_outbox(django_test_environment: None) -> None:
    """Undo that Django's test runner sends e-mails at once: ``mail.outbox`` is what the worker has sent."""
    settings.EMAIL_BACKEND = base.EMAIL_BACKEND


@pytest.fixture(autouse=True, scope="session")
def the_log_may_be_emptied() -> Iterator[None]:
    """Remove the triggers of the log while a transactional test empties all tables."""
    usual = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # private

    def without_guard(case: TransactionTestCase) -> None:
        guard.take_down(connection)
        usual(case)
        guard.put_up(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_guard)
        yield


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """Reset counted log-in attempts, the holidays and the language of the last request."""
    yield
    cache.clear()
    workdays.forget()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def every_day_is_worked(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """Make every day a working day, so that a test gives the same result on every weekday."""
    monkeypatch.setattr(workdays.WorkCalendar, "is_workday", lambda _calendar, _day: True)
    workdays.current()


@pytest.fixture(scope="session")
def one_redis() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.close()


@pytest.fixture
def redis_server(one_redis: RedisServer) -> Iterator[RedisServer]:
    """A real, empty Redis that this process publishes to. `stop()` and `start()` simulate an outage."""
    if not one_redis.answers():
        one_redis.start()
    one_redis.client.flushall()
    usual = app.conf.broker_url
    publish_to(one_redis.broker_url)
    yield one_redis
    publish_to(usual)


def publish_to(broker_url: str) -> None:
    app.conf.update(broker_url=broker_url, broker_read_url=broker_url, broker_write_url=broker_url)
    app._after_fork()  # type: ignore[attr-defined]  # private; drops the open connections


@pytest.fixture
def celery_worker_process(
    transactional_db: None, redis_server: RedisServer, tmp_path: Path, settings: Settings
) -> Iterator[Callable[..., WorkerProcess]]:
    """Start a worker on the test database: `worker = celery_worker_process(concurrency=2, beat=True)`."""
    started: list[WorkerProcess] = []

    def start(
        *,
        concurrency: int = 1,
        beat: bool = False,
        mail_server: MailServer | None = None,
        again: bool = False,
    ) -> WorkerProcess:
        folder = tmp_path / f"worker-{len(started)}"
        folder.mkdir()
        schedule = ["--beat", "--schedule", str(folder / "schedule")] if beat else []
        worker = WorkerProcess(
            redis_server.url,
            folder,
            *("-c", str(concurrency), *schedule),
            index=settings.MATCHING_INDEX_DIR,
            mail_server=mail_server,
            again=again,
        )
        started.append(worker)
        wait_until(worker.answers, seconds=60, what="the worker answers")
        return worker

    yield start
    for worker in started:
        worker.stop()
