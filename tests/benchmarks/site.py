"""Django with temporary folders and its own SQLite database, in a process that has not set up Django yet."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.servers import RedisServer


@contextmanager
def alone() -> Iterator[Path]:
    """Set up the site and yield its folder. The index goes to the folder ``index`` in it."""
    with TemporaryDirectory(prefix="ydeu-benchmark-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "ydeu.settings.test",
            "VAR_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "MATCHING_INDEX_DIR": f"{folder}/index",
        }
        _set_up()
        yield Path(folder)


@contextmanager
def with_broker() -> Iterator[tuple[Path, "RedisServer"]]:
    """The same with a Redis server, which this process and its workers use."""
    from tests.servers import RedisServer

    server = RedisServer()
    os.environ["REDIS_URL"] = server.url
    server.start()
    try:
        with alone() as folder:
            yield folder, server
    finally:
        server.close()


def _set_up() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
