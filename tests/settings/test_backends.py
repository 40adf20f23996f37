from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from ydeu.celery import app
from ydeu.settings import backends


@pytest.mark.parametrize(
    ("redis_url", "broker"),
    [
        ("redis://:secret@host:6379/2", "redis://:secret@host:6379/2"),
        ("rediss://host:6380/0", "rediss://host:6380/0"),
        ("unix:///srv/redis.sock", "redis+socket:///srv/redis.sock?virtual_host=0"),
        ("unix:///srv/redis.sock?db=3", "redis+socket:///srv/redis.sock?virtual_host=3"),
        ("memory://", "memory://"),
    ],
)
def test_broker_spells_unix_sockets_as_celery_does(redis_url: str, broker: str) -> None:
    assert backends.broker(redis_url) == broker


@pytest.mark.parametrize(
    ("broker", "results"),
    [
        ("memory://", "cache+memory://"),
        ("redis://:secret@host:6379/2", "redis://:secret@host:6379/2"),
        ("rediss://host:6380/0", "rediss://host:6380/0?ssl_cert_reqs=CERT_REQUIRED"),
        ("rediss://host/0?ssl_cert_reqs=CERT_NONE", "rediss://host/0?ssl_cert_reqs=CERT_NONE"),
        ("redis+socket:///srv/redis.sock?virtual_host=3", "redis+socket:///srv/redis.sock?virtual_host=3"),
    ],
)
def test_results_are_kept_where_the_broker_is(broker: str, results: str) -> None:
    assert backends.results(broker) == results
    assert Celery(broker=broker, backend=results, set_as_current=False).backend is not None


def test_hosts_that_do_not_share_the_index_do_not_share_its_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    here = backends.index_queue(Path("/srv/index"), shared=False)
    monkeypatch.setattr("socket.gethostname", lambda: "elsewhere")

    assert (
        here
        != backends.index_queue(Path("/srv/index"), shared=False)
        != backends.index_queue(Path("/other"), shared=False)
    )
    assert backends.index_queue(Path("/srv/index"), shared=True) == "index"


def test_what_has_a_queue_of_its_own_is_a_task_and_workers_take_from_it() -> None:
    app.finalize(auto=True)
    app.loader.import_default_modules()
    assert set(settings.CELERY_TASK_ROUTES) <= set(app.tasks)
    assert {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()} <= {
        queue.name for queue in settings.CELERY_TASK_QUEUES
    }


def test_postgresql_gets_no_sqlite_options() -> None:
    database = backends.database("postgres://ydeu:secret@db:5433/exchange")
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db", 5433, "exchange")
    assert "init_command" not in database.get("OPTIONS", {})


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="about SQLite")
@pytest.mark.django_db(transaction=True)
def test_sqlite_waits_instead_of_failing() -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20000,)
    assert getattr(connection, "transaction_mode", None) == "IMMEDIATE"
