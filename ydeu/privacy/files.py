"""Files that have to go: written down with the rows, taken from the disk once those are surely gone."""

from collections.abc import Iterable

from django.core.files.storage import default_storage
from django.db import transaction

from ydeu.privacy.models import Leftover


def discard(paths: Iterable[str]) -> None:
    """In the transaction of the rows. A worker that is killed after it leaves the rest to the sweeper."""
    rows = Leftover.objects.bulk_create([Leftover(path=path) for path in paths if path])
    numbers = [row.pk for row in rows]

    def remove_now() -> None:
        remove(numbers)

    if numbers:
        transaction.on_commit(remove_now, robust=True)


def remove(numbers: Iterable[int] | None = None) -> int:
    """Take the files away, and then what reminds of them. Returns how many."""
    rows = Leftover.objects.all() if numbers is None else Leftover.objects.filter(pk__in=list(numbers))
    gone = 0
    for row in rows:
        default_storage.delete(row.path)
        gone += row.delete()[0]
    return gone
