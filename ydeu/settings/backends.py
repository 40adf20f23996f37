"""Translate the URLs of the environment into settings of Django and Celery."""

import socket
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import dj_database_url
from kombu import Queue

from ydeu.settings import env

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"


def database(url: str) -> dict[str, Any]:
    """The value of DATABASES["default"]. On SQLite, web and worker wait for each other instead of failing.

    A PostgreSQL that cannot be reached is waited for ten seconds, unless the URL says otherwise.
    """
    parsed: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if parsed["ENGINE"].endswith("sqlite3"):
        parsed["OPTIONS"] = {
            **parsed.get("OPTIONS", {}),
            "init_command": SQLITE_PRAGMAS,
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    elif parsed["ENGINE"].endswith("postgresql"):
        parsed["OPTIONS"] = {"connect_timeout": 10, **parsed.get("OPTIONS", {})}
    return parsed


def broker(redis_url: str) -> str:
    """Celery's spelling of REDIS_URL: redis+socket:// instead of redis-py's unix://."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def results(broker_url: str) -> str:
    """The URL of the result backend, on the broker's server: the steps of a build report there.

    With TLS, Celery requires a setting that certificates are checked; for the broker it is the default.
    """
    if broker_url.startswith("memory:"):
        return "cache+memory://"
    if broker_url.startswith("rediss:") and "ssl_cert_reqs" not in broker_url:
        return f"{broker_url}{'&' if '?' in broker_url else '?'}ssl_cert_reqs=CERT_REQUIRED"
    return broker_url


def index_queue(folder: Path, *, shared: bool) -> str:
    """The queue of the steps of a build: one for this host, or one for all hosts if they share the folder."""
    return "index" if shared else f"index-{socket.gethostname()}-{env.fingerprint(folder)}"


def queues(*names: str) -> list[Queue]:
    """The queues that a worker consumes by default."""
    return [Queue(name) for name in names]
