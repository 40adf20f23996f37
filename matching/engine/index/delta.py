"""Listings newer than an index, and how they are weighed for a search."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..search.ranking import Ids
from ..text.counting import Matrix
from ..text.documents import Document
from .postings import Postings, codes_of, ids_of


@dataclass(frozen=True, slots=True)
class Delta:
    """Listings newer than the index. A search weighs them by the statistics of the index and includes them.

    ``groups`` holds one group code for each document; if it is empty, no document has a group. A document
    whose id is in the index replaces that row.
    """

    documents: Sequence[Document]
    groups: Sequence[int] = ()


def numbers_of(
    documents: Sequence[Document], groups: Sequence[int] | None, revisions: Sequence[int] | None
) -> tuple[Ids, Ids, Ids]:
    """The ids, group codes and revisions of documents, see ``Index.build``: int64 of shape (documents,)."""
    size = len(documents)
    return (
        ids_of(documents),
        codes_of(groups, size, "group codes"),
        codes_of(revisions, size, "revisions"),
    )


def weighed(delta: Delta, weights: Matrix, removed: set[int]) -> Postings:
    """The postings of newer listings from their weights, without those that are ``removed``."""
    postings = Postings.of(weights, *numbers_of(delta.documents, delta.groups or None, None))
    kept = np.flatnonzero(~postings.rows(removed))
    return Postings(
        postings.ids[kept], postings.revisions[kept], postings.groups[kept], postings.matrix[kept]
    )
