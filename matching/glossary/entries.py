"""The union's own glossary: what the engine reads of it, and taking over many pairs at once."""

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
    """Every pair, also those of weight 0, in one order whatever the collation of the database. One query."""
    rows = GlossaryEntry.objects.order_by().values_list("zh", "en", "weight")
    return tuple(sorted(GlossaryTerm(zh, en, float(weight)) for zh, en, weight in rows))


def fingerprint(terms: Sequence[GlossaryTerm] | None = None) -> str:
    """Sixteen characters that differ when ``terms`` do; without them, those of the glossary at this moment.

    An index keeps that of the terms it was built with, and is renewed when the glossary has another one.
    """
    said = json.dumps(engine_terms() if terms is None else terms, ensure_ascii=False)
    return sha256(said.encode()).hexdigest()[:16]


class Pair(NamedTuple):
    """What somebody says of a pair, in its stored spelling.

    No weight or an empty note leaves what the glossary says already.
    """

    zh: str
    en: str
    weight: Decimal | None = None
    note: str = ""


class Change(NamedTuple):
    """A known pair as it is to be, and what it was."""

    entry: GlossaryEntry
    weight_before: Decimal
    note_before: str


@dataclass(slots=True)
class ImportPlan:
    """What some pairs do to the glossary as it is."""

    new: list[GlossaryEntry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def plan_import(pairs: Sequence[Pair]) -> ImportPlan:
    """Compare with the glossary, in one query; nothing is written."""
    known = {(entry.zh, entry.en): entry for entry in GlossaryEntry.objects.order_by()}
    result = ImportPlan()
    for pair in pairs:
        entry = known.get((pair.zh, pair.en))
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
    """Add the new pairs and update the known ones, all or nothing; returns what was done. Raises LostRace."""
    try:
        with transaction.atomic():
            done = plan_import(pairs)
            _write(done, by=by)
    except IntegrityError as error:
        raise LostRace(
            _("Somebody else is changing the same pairs; nothing was written. Please try again.")
        ) from error
    return done


def _write(done: ImportPlan, *, by: User) -> None:
    for entry in done.new:
        entry.created_by = entry.updated_by = by
    changed = [change.entry for change in done.changed]
    for entry in changed:
        entry.updated_by, entry.updated_at = by, timezone.now()
    GlossaryEntry.objects.bulk_create(done.new, BATCH)
    GlossaryEntry.objects.bulk_update(changed, ("weight", "note", "updated_by", "updated_at"), BATCH)
