"""Delete files together with their rows: record the paths in the transaction, delete the files after it."""

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db import transaction

from ydeu.privacy.models import Leftover


def discard(paths: Iterable[str]) -> None:
    """Record the paths in the transaction of the rows and delete the files after the commit.

    If the worker is killed after the commit, the sweeper deletes the files.
    """
    rows = Leftover.objects.bulk_create([Leftover(path=path) for path in paths if path])
    numbers = [row.pk for row in rows]

    def remove_now() -> None:
        remove(numbers)

    if numbers:
        transaction.on_commit(remove_now, robust=True)


def remove(numbers: Iterable[int] | None = None) -> int:
    """Delete the files, then the rows that record them. Without ``numbers`` delete all. Returns how many."""
    rows = Leftover.objects.all() if numbers is None else Leftover.objects.filter(pk__in=list(numbers))
    gone = 0
    for row in rows:
        default_storage.delete(row.path)
        gone += row.delete()[0]
    return gone
