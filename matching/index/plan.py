"""What a build has to make. Written to disk when the build starts, so that every step reads the same."""

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
    """The published listings of one side from ``first_pk`` to ``last_pk``, both included."""

    side: Side
    number: int
    first_pk: int
    last_pk: int


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """The label of the new version, the glossary terms behind its fingerprint, and the parts of the work.

    ``rematch``: when the version is published, all listings wait again, because the lexicon has changed.
    """

    label: Label
    terms: Sequence[GlossaryTerm]
    rematch: bool
    parts: Sequence[Part]

    def save(self, folder: Path) -> None:
        (folder / "plan.json").write_text(json.dumps({**asdict(self), "label": str(self.label)}))

    @classmethod
    def read(cls, folder: Path) -> "BuildPlan":
        """The plan in the directory of a build.

        Raises FileNotFoundError if the build was abandoned, or died before it wrote its plan.
        """
        stored = json.loads((folder / "plan.json").read_text())
        return cls(
            Label.read(stored["label"]),
            [GlossaryTerm(*term) for term in stored["terms"]],
            stored["rematch"],
            [Part(*part) for part in stored["parts"]],
        )


def plan_build(*, known: Label | None, rematch: bool) -> BuildPlan:
    """A plan for the market as it is now. ``known`` is the label of the index in use, None without one."""
    read_at, terms = timezone.now(), entries.engine_terms()
    label = Label(lexicons.fingerprint(terms), read_at)
    lexicon_changed = known is not None and known.words != label.words
    return BuildPlan(
        label, terms, rematch or lexicon_changed, [part for kind in ListingKind for part in _parts(kind)]
    )


def _parts(kind: ListingKind) -> Iterator[Part]:
    """Reads only primary keys, and holds no more of them in memory than one part has."""
    size = settings.MATCHING_INDEX_PART
    published = MODELS[kind].objects.published().order_by("pk").values_list("pk", flat=True)
    pks = published.iterator(chunk_size=size)
    number = 0
    while some := list(islice(pks, size)):
        yield Part(kind.plural, number, some[0], some[-1])
        number += 1
