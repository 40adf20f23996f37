"""Listings newer than an index, and the numbers of listings."""

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

    def weighed(self, weights: Matrix, removed: set[int]) -> Postings:
        """The postings of the documents without those whose id is ``removed``.

        ``weights`` is csr float32 of shape (documents, columns).
        """
        postings = Postings.of(weights, *numbers_of(self.documents, self.groups or None, None))
        kept = np.flatnonzero(~postings.rows(removed))
        return Postings(
            postings.ids[kept], postings.revisions[kept], postings.groups[kept], postings.matrix[kept]
        )


def numbers_of(
    documents: Sequence[Document], groups: Sequence[int] | None, revisions: Sequence[int] | None
) -> tuple[Ids, Ids, Ids]:
    """Ids, group codes and revisions of documents, each int64 of shape (documents,); see ``codes_of``."""
    size = len(documents)
    return (
        ids_of(documents),
        codes_of(groups, size, "group codes"),
        codes_of(revisions, size, "revisions"),
    )
