import pytest
from django.db import connection

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
    assert connection.transaction_mode == "IMMEDIATE"
