"""How the market differs from the index, without a full read of the market each time.

A process remembers the differences that it has found and adds what has changed since its last look. Two
totals of the published listings prove that nothing is missing: their number and the sum of their revisions.
The database computes both from an index of its own. If they disagree, all listings are compared: rows were
deleted, or a transaction took longer than ``OVERLAP``.
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
"""How far each look reaches back before the last one, for open transactions and clocks that disagree."""

ATTEMPTS = 2
"""Looks before everything is compared: a listing may change between the look and the sums."""

Integers = npt.NDArray[np.int64]
Revisions = dict[int, int | None]
"""The published revision of each listing, by primary key; None for a listing that is not published."""


@dataclass(frozen=True)
class Changes:
    """How one side of the market differs from the index.

    ``newer``: published in a revision that the index lacks. ``withdrawn``: in the index, but not published.
    """

    newer: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.newer) + len(self.withdrawn)


@dataclass(frozen=True, slots=True)
class _Ledger:
    """What one process knows of one side of one index. Immutable, so that threads may share it."""

    ids: Integers
    revisions: Integers
    read_at: datetime
    differing: Revisions

    def indexed(self, pks: Iterable[int]) -> list[int | None]:
        """The revision of each listing in the index; None for a listing that is not there."""
        wanted = np.fromiter(pks, dtype=np.int64)
        if not len(self.ids):
            return [None] * len(wanted)
        rows = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        held, found = self.ids[rows] == wanted, self.revisions[rows]
        return [int(each) if here else None for each, here in zip(found, held, strict=True)]

    def expects(self) -> tuple[int, int]:
        """Number and sum of revisions of the published listings, if the ledger is complete."""
        number, total = len(self.ids), int(self.revisions.sum())
        before = self.indexed(self.differing)
        for was, now in zip(before, self.differing.values(), strict=True):
            number += (now is not None) - (was is not None)
            total += (now or 0) - (was or 0)
        return number, total

    def changes(self) -> Changes:
        before = self.indexed(self.differing)
        entries = zip(self.differing.items(), before, strict=True)
        withdrawn = [pk for (pk, now), was in entries if now is None and was is not None]
        return Changes([pk for pk, now in self.differing.items() if now is not None], withdrawn)


_ledgers: dict[ListingKind, _Ledger] = {}


def postings_of(index: Index, kind: ListingKind) -> Postings:
    return index.offers if kind == ListingKind.OFFER else index.demands


def changes(index: Index, kind: ListingKind) -> Changes:
    """How the published listings of ``kind`` differ from the index at this moment."""
    ledger = _ledgers[kind] = _brought_up_to_date(_last_ledger(index, kind), kind)
    return ledger.changes()


def known_drift(index: Index) -> int:
    """The number of differences that this process saw at its last look; 0 before the first. Does not look."""
    ledgers = ((postings_of(index, kind), _ledgers.get(kind)) for kind in ListingKind)
    return sum(len(ledger.differing) for postings, ledger in ledgers if ledger and ledger.ids is postings.ids)


def _last_ledger(index: Index, kind: ListingKind) -> _Ledger:
    """The ledger of the last look. Before the first look: nothing differed when the market was read."""
    postings, ledger = postings_of(index, kind), _ledgers.get(kind)
    if ledger is not None and ledger.ids is postings.ids:
        return ledger
    read_at = Label.of(index).read_at
    empty = _Ledger(postings.ids, postings.revisions, read_at or timezone.now(), {})
    return empty if read_at else _with_all_compared(empty, kind)


def _brought_up_to_date(ledger: _Ledger, kind: ListingKind) -> _Ledger:
    for _ in range(ATTEMPTS):
        ledger = _with_recent_changes(ledger, kind)
        if ledger.expects() == _sums(kind):
            return ledger
    return _with_all_compared(ledger, kind)


def _with_recent_changes(ledger: _Ledger, kind: ListingKind) -> _Ledger:
    """The ledger with what has changed since the last look."""
    now = timezone.now()
    changed = MODELS[kind].objects.changed_since(ledger.read_at - OVERLAP).order_by()
    found: Revisions = {
        pk: revision if state == State.PUBLISHED else None
        for pk, state, revision in changed.values_list("pk", "state", "revision")
    }
    before = zip(found, ledger.indexed(found), strict=True)
    same = {pk for pk, revision in before if found[pk] == revision}
    differing = {pk: now for pk, now in {**ledger.differing, **found}.items() if pk not in same}
    return replace(ledger, read_at=now, differing=differing)


def _with_all_compared(ledger: _Ledger, kind: ListingKind) -> _Ledger:
    """The ledger after a comparison of all listings: one query that returns every published listing."""
    now = timezone.now()
    live: Revisions = dict(MODELS[kind].objects.published().order_by().values_list("pk", "revision"))
    withdrawn: Revisions = {pk: None for pk in ledger.ids.tolist() if pk not in live}
    before = zip(live, ledger.indexed(live), strict=True)
    newer = {pk: live[pk] for pk, revision in before if revision != live[pk]}
    return replace(ledger, read_at=now, differing=newer | withdrawn)


def _sums(kind: ListingKind) -> tuple[int, int]:
    sums = MODELS[kind].objects.published().aggregate(number=Count("pk"), total=Sum("revision"))
    return sums["number"], sums["total"] or 0
