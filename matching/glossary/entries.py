"""The union's own glossary: its terms for the engine, and the import of many pairs at once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.engine.lexicon.glossary import GlossaryTerm
from matching.models import GlossaryEntry
from ydeu.accounts.models import User
from ydeu.transitions import LostRace

BATCH = 500


def engine_terms() -> tuple[GlossaryTerm, ...]:
    """All pairs, including those of weight 0. Sorted here, so that the database's collation does not matter.

    One query.
    """
    rows = GlossaryEntry.objects.order_by().values_list("zh", "en", "weight")
    return tuple(sorted(GlossaryTerm(zh, en, float(weight)) for zh, en, weight in rows))


def fingerprint(terms: Sequence[GlossaryTerm] | None = None) -> str:
    """A hash of ``terms``, 16 characters; without ``terms``, of the stored glossary.

    It is part of the lexicon fingerprint that an index keeps. When that changes, a new index is due.
    """
    text = json.dumps(engine_terms() if terms is None else terms, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:16]


class Pair(NamedTuple):
    """A pair to import, in its stored spelling.

    Without a weight or a note, an existing entry keeps its own.
    """

    zh: str
    en: str
    weight: Decimal | None = None
    note: str = ""


class Change(NamedTuple):
    """An existing entry with its new values, and its weight and note before."""

    entry: GlossaryEntry
    weight_before: Decimal
    note_before: str


@dataclass(slots=True)
class ImportPlan:
    """What an import changes in the glossary. False if it changes nothing."""

    new: list[GlossaryEntry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def plan_import(pairs: Sequence[Pair]) -> ImportPlan:
    """Compare ``pairs`` with the glossary, in one query. Write nothing."""
    existing = {(entry.zh, entry.en): entry for entry in GlossaryEntry.objects.order_by()}
    result = ImportPlan()
    for pair in pairs:
        entry = existing.get((pair.zh, pair.en))
        if entry is None:
            weight = Decimal(1) if pair.weight is None else pair.weight
            result.new.append(GlossaryEntry(zh=pair.zh, en=pair.en, weight=weight, note=pair.note))
            continue
        change = Change(entry, entry.weight, entry.note)
        entry.weight = entry.weight if pair.weight is None else pair.weight
        entry.note = pair.note or entry.note
        if (entry.weight, entry.note) == (change.weight_before, change.note_before):
            result.same += 1
        else:
            result.changed.append(change)
    return result


def import_pairs(pairs: Sequence[Pair], *, by: User) -> ImportPlan:
    """Add new pairs and update existing ones, all or nothing. Returns what was written.

    Raises LostRace if somebody else adds one of the pairs at the same time.
    """
    try:
        with transaction.atomic():
            plan = plan_import(pairs)
            _write(plan, by=by)
    except IntegrityError as error:
        raise LostRace(
            _("Somebody else is changing the same pairs; nothing was written. Please try again.")
        ) from error
    return plan


def _write(plan: ImportPlan, *, by: User) -> None:
    for entry in plan.new:
        entry.created_by = entry.updated_by = by
    changed = [change.entry for change in plan.changed]
    for entry in changed:
        entry.updated_by, entry.updated_at = by, timezone.now()
    GlossaryEntry.objects.bulk_create(plan.new, BATCH)
    GlossaryEntry.objects.bulk_update(changed, ("weight", "note", "updated_by", "updated_at"), BATCH)
