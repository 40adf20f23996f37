"""The cache of rate limits: a table from which only what has expired is deleted.

Django's own table keeps 300 rows and then deletes live ones in the order of their keys, so anybody could wash
out a lock with requests that are counted under other keys.
"""

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections


class ThrottleCache(DatabaseCache):
    """Live rows are never evicted. Their number is bounded: each network may add only a few a minute."""

    def _cull(self, db: str, cursor: Any, now: Any, num: int) -> None:
        """Delete what has expired. Django calls this if the table has more than MAX_ENTRIES rows."""
        operations = connections[db].ops
        own: str = self._table  # type: ignore[attr-defined]  # private
        table, expires = operations.quote_name(own), operations.quote_name("expires")
        cursor.execute(
            f"DELETE FROM {table} WHERE {expires} < %s",  # noqa: S608 - quoted names of our own
            [operations.adapt_datetimefield_value(now)],
        )
