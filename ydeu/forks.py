"""No child process uses a connection of its parent.

gunicorn with ``--preload`` and Celery's pool fork after the code is loaded. If something has opened a connection
by then, two processes would read each other's answers from one socket. A child therefore forgets all of them. It
does not close them: to close a connection of PostgreSQL is to say good-bye on the socket of the parent.
"""

import os
from functools import cache
from typing import Any

from celery import current_app
from django.db import connections
from kombu import pools

_inherited: list[Any] = []
"""Keeps what was inherited, because the destructor of a connection closes it."""


@cache
def guard() -> None:
    """From now on every child that this process forks starts without connections. A second call does nothing."""
    os.register_at_fork(after_in_child=forget_connections)


def forget_connections() -> None:
    """Forget the connections to the databases and to the broker."""
    for connection in connections.all(initialized_only=True):
        _inherited.append((connection, getattr(connection, "_connection_pools", None)))
        if hasattr(connection, "_connection_pools"):
            type(connection)._connection_pools = {}
        del connections[connection.alias]
    _forget_broker()


def _forget_broker() -> None:
    app: Any = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own method
    for group in (pools.connections, pools.producers):
        _inherited.append(dict(group))
        group.clear()
    _inherited.append((app._pool, app._backend_cache, app._local.__dict__.copy()))
    app._backend_cache = None
    app._local.__dict__.clear()
    app._after_fork()
