"""What a forked child inherits: no connection to the database, none to the broker."""

import json
import os
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection, connections
from kombu import pools

from tests.servers import RedisServer
from ydeu import forks
from ydeu.celery import app
from ydeu.notices.tasks import deliver


def told_by_child(tell: Any) -> Any:
    """What ``tell`` returns in a forked child of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, json.dumps(tell()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = json.loads(answer.read())
    os.waitpid(child, 0)
    return told


@pytest.mark.django_db(transaction=True)
def test_a_child_opens_its_own_connection_to_the_database() -> None:
    connection.ensure_connection()
    inherited = connection.connection

    def tell() -> list[bool]:
        begins_without = connections["default"].connection is None
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
        return [begins_without, connections["default"].connection is not inherited]

    assert told_by_child(tell) == [True, True]
    with connection.cursor() as cursor:  # the parent's still works
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert connection.connection is inherited


@pytest.mark.worker
def test_a_child_opens_its_own_connection_to_the_broker(redis_server: RedisServer) -> None:
    deliver.delay(1)
    held = list(pools.connections)

    def tell() -> list[Any]:
        held = vars(app)  # private: the pool, and the client of the results
        begins_without = [
            len(pools.connections),
            len(pools.producers),
            held.get("_pool"),
            held.get("_backend_cache"),
        ]
        deliver.delay(2)
        return begins_without

    before = redis_server.client.info("clients")["connected_clients"]
    assert told_by_child(tell) == [0, 0, None, None]
    assert list(pools.connections) == held
    deliver.delay(3)
    assert redis_server.client.llen("celery") == 3
    assert redis_server.client.info("clients")["connected_clients"] == before


def test_the_guard_is_set_up_once() -> None:
    forks.guard()
    assert forks.guard.cache_info().misses == 1


@pytest.mark.parametrize(
    ("options", "errors"),
    [
        ({}, []),
        ({"pool": False}, []),
        ({"pool": True}, ["ydeu.E001"]),
        ({"pool": {"min_size": 2}}, ["ydeu.E001"]),
        ({"pool": "true"}, ["ydeu.E001"]),
    ],
)
def test_a_pool_in_the_process_is_refused(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], errors: list[str]
) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "OPTIONS", options)
    assert [error.id for error in run_checks() if error.id == "ydeu.E001"] == errors
