"""A search of an index: which postings it reads, and how it weighs its queries and newer listings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..search.ranking import Ids
from ..search.topk import Forbidden, TopK, merged, top_k
from ..text.counting import Matrix
from ..text.documents import Document, checked
from .deltas import Delta
from .postings import Postings, codes_of

Weigh = Callable[[Sequence[Document]], Matrix]
"""Weights of documents: csr float32 of shape (documents, columns)."""


@dataclass(frozen=True, slots=True)
class Search:
    """The postings of the candidates, and the weights of queries and of candidates newer than the index."""

    postings: Postings
    weigh_queries: Weigh
    weigh_found: Weigh

    def best(
        self,
        documents: Sequence[Document],
        k: int,
        *,
        groups: Sequence[int] | None,
        withdrawn: Iterable[int],
        delta: Delta | None,
    ) -> TopK:
        """The k best candidates for each document, with arguments and errors as ``Index.best_offers``."""
        rows = checked(documents, "documents")
        codes = codes_of(groups, len(rows), "groups")
        queries, removed = self.weigh_queries(rows), set(withdrawn)
        added = None if delta is None else delta.weighed(self.weigh_found(delta.documents), removed)
        replaced = [] if added is None else added.ids.tolist()
        excluded = self.postings.rows([*removed, *replaced])
        found = _best(queries, codes, self.postings, k, excluded)
        return found if added is None else merged(found, _best(queries, codes, added, k, None))


def _best(
    queries: Matrix, codes: Ids, postings: Postings, k: int, excluded: npt.NDArray[np.bool_] | None
) -> TopK:
    exclude = Forbidden(codes, postings.groups, excluded)
    return top_k(queries, postings.matrix, postings.ids, k, exclude=exclude)
