"""What a URL in the environment means to Django and to Celery."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import dj_database_url

SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"


def database(url: str) -> dict[str, Any]:
    """DATABASES["default"]. On SQLite, web and worker wait for each other instead of failing."""
    parsed: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if parsed["ENGINE"].endswith("sqlite3"):
        parsed["OPTIONS"] = {
            **parsed.get("OPTIONS", {}),
            "init_command": SQLITE_PRAGMAS,
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    return parsed


def broker(redis_url: str) -> str:
    """Celery's spelling of REDIS_URL: it says redis+socket:// where redis-py says unix://."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"
