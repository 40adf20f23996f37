"""How the market differs from the index, without reading the market each time.

A process remembers what it found to differ, and adds what has changed since it last looked. Whether that is
the whole truth it sees by two sums over the published listings, their number and that of their revisions,
which the database takes from an index of its own. If they do not agree - rows were deleted, or a transaction
was under way for longer than we look back - all listings are compared.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Sum
from django.utils import timezone

from matching.engine import Index, Postings
from matching.index.documents import MODELS
from matching.index.store import Label
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.states import State

OVERLAP = timedelta(seconds=60)
"""How far each look goes back before the last one: for transactions under way and clocks that disagree."""

ATTEMPTS = 2
"""Looks before everything is compared: a listing may move between the look and the sums."""

Integers = npt.NDArray[np.int64]
Revisions = dict[int, int | None]
"""The revision in which a listing is published now, by its number; None if it is not."""


@dataclass(frozen=True)
class Changes:
    """How one side differs from the index: what it lacks, and what it holds too much."""

    newer: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.newer) + len(self.withdrawn)


@dataclass(frozen=True, slots=True)
class _Ledger:
    """What one process knows of one side of one index. Never changed, so that threads may share it."""

    ids: Integers
    revisions: Integers
    read_at: datetime
    differing: Revisions

    def indexed(self, pks: Iterable[int]) -> list[int | None]:
        """The revision in which each listing stands in the index; None if it does not."""
        wanted = np.fromiter(pks, dtype=np.int64)
        if not len(self.ids):
            return [None] * len(wanted)
        rows = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        held, found = self.ids[rows] == wanted, self.revisions[rows]
        return [int(each) if here else None for each, here in zip(found, held, strict=True)]

    def expects(self) -> tuple[int, int]:
        """How many listings are published if this is the whole truth, and the sum of their revisions."""
        number, total = len(self.ids), int(self.revisions.sum())
        before = self.indexed(self.differing)
        for was, now in zip(before, self.differing.values(), strict=True):
            number += (now is not None) - (was is not None)
            total += (now or 0) - (was or 0)
        return number, total

    def changes(self) -> Changes:
        before = self.indexed(self.differing)
        entries = zip(self.differing.items(), before, strict=True)
        gone = [pk for (pk, now), was in entries if now is None and was is not None]
        return Changes([pk for pk, now in self.differing.items() if now is not None], gone)


_ledgers: dict[ListingKind, _Ledger] = {}


def postings_of(index: Index, kind: ListingKind) -> Postings:
    return index.offers if kind == ListingKind.OFFER else index.demands


def changes(index: Index, kind: ListingKind) -> Changes:
    """What of ``kind`` is published in a revision that the index lacks, and what it holds that has left."""
    ledger = _ledgers[kind] = _true(_known(index, kind), kind)
    return ledger.changes()


def known_drift(index: Index) -> int:
    """How many listings this process last saw to differ from the index, without another look: 0 at first."""
    ledgers = ((postings_of(index, kind), _ledgers.get(kind)) for kind in ListingKind)
    return sum(len(ledger.differing) for postings, ledger in ledgers if ledger and ledger.ids is postings.ids)


def _known(index: Index, kind: ListingKind) -> _Ledger:
    """What was found out before; at first, that nothing differed at the moment when the index was read."""
    postings, ledger = postings_of(index, kind), _ledgers.get(kind)
    if ledger is not None and ledger.ids is postings.ids:
        return ledger
    read_at = Label.of(index).read_at
    empty = _Ledger(postings.ids, postings.revisions, read_at or timezone.now(), {})
    return empty if read_at else _compared(empty, kind)


def _true(ledger: _Ledger, kind: ListingKind) -> _Ledger:
    for _ in range(ATTEMPTS):
        ledger = _looked_again(ledger, kind)
        if ledger.expects() == _sums(kind):
            return ledger
    return _compared(ledger, kind)


def _looked_again(ledger: _Ledger, kind: ListingKind) -> _Ledger:
    """With what has changed since the last look."""
    now = timezone.now()
    moved = MODELS[kind].objects.changed_since(ledger.read_at - OVERLAP).order_by()
    found: Revisions = {
        pk: revision if state == State.PUBLISHED else None
        for pk, state, revision in moved.values_list("pk", "state", "revision")
    }
    before = zip(found, ledger.indexed(found), strict=True)
    same = {pk for pk, revision in before if found[pk] == revision}
    differing = {pk: now for pk, now in {**ledger.differing, **found}.items() if pk not in same}
    return replace(ledger, read_at=now, differing=differing)


def _compared(ledger: _Ledger, kind: ListingKind) -> _Ledger:
    """With what all listings say: one query, but of as many rows as are published."""
    now = timezone.now()
    live: Revisions = dict(MODELS[kind].objects.published().order_by().values_list("pk", "revision"))
    gone: Revisions = {pk: None for pk in ledger.ids.tolist() if pk not in live}
    before = zip(live, ledger.indexed(live), strict=True)
    newer = {pk: live[pk] for pk, revision in before if revision != live[pk]}
    return replace(ledger, read_at=now, differing=newer | gone)


def _sums(kind: ListingKind) -> tuple[int, int]:
    said = MODELS[kind].objects.published().aggregate(number=Count("pk"), total=Sum("revision"))
    return said["number"], said["total"] or 0
