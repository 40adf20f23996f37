"""What a build is to make: written down when it begins, so that every step reads the same."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from matching.engine import GlossaryTerm, Side
from matching.glossary import entries
from matching.index import lexicons
from matching.index.documents import MODELS
from matching.index.store import Label
from ydeu.marketplace.enums import ListingKind


class Part(NamedTuple):
    """The listings of one side from one number to another, both included."""

    side: Side
    number: int
    first_pk: int
    last_pk: int


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """The very terms that the fingerprint was made of, the moment of reading, and how the work is dealt out.

    ``rematch``: all listings are to be matched again once it is published, for the words have changed.
    """

    label: Label
    terms: Sequence[GlossaryTerm]
    rematch: bool
    parts: Sequence[Part]

    def save(self, folder: Path) -> None:
        (folder / "plan.json").write_text(json.dumps({**asdict(self), "label": str(self.label)}))

    @classmethod
    def read(cls, folder: Path) -> "BuildPlan":
        """That of a build. Raises FileNotFoundError if it was given up, or died before this was written."""
        said = json.loads((folder / "plan.json").read_text())
        return cls(
            Label.read(said["label"]),
            [GlossaryTerm(*term) for term in said["terms"]],
            said["rematch"],
            [Part(*part) for part in said["parts"]],
        )


def plan_build(*, known: Label | None, rematch: bool) -> BuildPlan:
    """For the market as it is now. ``known`` is the label of the index in use, None where there is none."""
    read_at, terms = timezone.now(), entries.engine_terms()
    label = Label(lexicons.fingerprint(terms), read_at)
    reworded = known is not None and known.words != label.words
    return BuildPlan(
        label, terms, rematch or reworded, [part for kind in ListingKind for part in _parts(kind)]
    )


def _parts(kind: ListingKind) -> Iterator[Part]:
    """Only the numbers are read, and no more of them are held than a part has."""
    size = settings.MATCHING_INDEX_PART
    published = MODELS[kind].objects.published().order_by("pk").values_list("pk", flat=True)
    pks = published.iterator(chunk_size=size)
    number = 0
    while some := list(islice(pks, size)):
        yield Part(kind.plural, number, some[0], some[-1])
        number += 1
