"""No child process uses a connection of its parent.

gunicorn with ``--preload`` and Celery's pool fork after the code is loaded. If something has opened a
connection by then, two processes would read each other's answers from one socket. A child therefore forgets
all of them. It does not close them: closing a connection to PostgreSQL ends that of the parent.
"""

import os
from functools import cache
from typing import Any

from celery import current_app
from django.conf import settings
from django.core import checks
from django.db import connections
from kombu import pools

_inherited: list[Any] = []
"""Keeps what was inherited, because the destructor of a connection closes it."""


@cache
def guard() -> None:
    """Let every child that this process forks start without connections. A second call does nothing."""
    os.register_at_fork(after_in_child=forget_connections)
    checks.register(check_pools)


def forget_connections() -> None:
    """Forget the connections to the databases and to the broker."""
    for connection in connections.all(initialized_only=True):
        _inherited.append((connection, getattr(connection, "_connection_pools", None)))
        if hasattr(connection, "_connection_pools"):
            type(connection)._connection_pools = {}
        del connections[connection.alias]
    _forget_broker()


def check_pools(**_: Any) -> list[checks.CheckMessage]:
    """An error for each database with a pool of psycopg: its threads do not survive a fork."""
    return [
        checks.Error(
            f"The database {name!r} has a pool in the process, which does not survive a fork.",
            hint="Take pool=... out of DATABASE_URL. If PostgreSQL has too few connections, use PgBouncer.",
            id="ydeu.E001",
        )
        for name, database in settings.DATABASES.items()
        if database.get("OPTIONS", {}).get("pool")
    ]


def _forget_broker() -> None:
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own method
    for group in (pools.connections, pools.producers):
        _inherited.append(dict(group))
        group.clear()
    _inherited.append((app._pool, app._backend_cache, app._local.__dict__.copy()))
    app._backend_cache = None
    app._local.__dict__.clear()
    app._after_fork()
