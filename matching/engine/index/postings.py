"""One side of the market, weighed, in the order of its ids: what an index is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..search.ranking import Ids
from ..search.topk import whole_numbers
from ..text.arrays import load_csc, mapped, save_sparse
from ..text.counting import Matrix
from ..text.documents import Document

NO_GROUP = -1


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """One side of the index, rows in the order of their ids.

    ``matrix`` is csc float32 of shape (rows, columns); ``ids``, ``revisions`` and ``groups`` are int64
    of shape (rows,). A group is the code of the owner: rows of one group never meet, and those
    of ``NO_GROUP`` belong to nobody.
    """

    ids: Ids
    revisions: Ids
    groups: Ids
    matrix: sparse.csc_matrix

    @classmethod
    def of(cls, weights: Matrix, ids: Ids, groups: Ids, revisions: Ids) -> "Postings":
        """The rows of csr weights in the order of their ids.

        Raises ValueError if an id repeats or there are more or fewer of them than rows.
        """
        if weights.shape[0] != len(ids):
            raise ValueError(f"{weights.shape[0]} weights for {len(ids)} documents")
        order = np.argsort(ids, kind="stable")
        ordered = ids[order]
        if np.any(ordered[1:] == ordered[:-1]):
            raise ValueError("document ids of one side must not repeat")
        sorted_already = np.array_equal(ordered, ids)
        postings = sparse.csc_matrix(weights if sorted_already else weights[order])
        return cls(ordered, revisions[order], groups[order], postings)

    @classmethod
    def load(cls, directory: Path, name: str) -> "Postings":
        """Maps what ``save`` wrote into memory. Raises FileNotFoundError."""
        ids, revisions, groups, shape = (
            mapped(directory / f"{name}.{part}.npy") for part in ("ids", "revisions", "groups", "shape")
        )
        return cls(ids, revisions, groups, load_csc(directory / name, int(shape[0])))

    def save(self, directory: Path, name: str) -> None:
        """Writes the arrays as ``name.*.npy`` into a directory."""
        shape = np.array(self.matrix.shape)
        arrays = {"ids": self.ids, "revisions": self.revisions, "groups": self.groups, "shape": shape}
        for part, array in arrays.items():
            np.save(directory / f"{name}.{part}.npy", array, allow_pickle=False)
        save_sparse(directory / name, self.matrix)

    def rows(self, ids: Iterable[int]) -> npt.NDArray[np.bool_]:
        """True for the rows that have one of the ids; ids that are not here are ignored."""
        wanted = np.fromiter(ids, dtype=np.int64)
        return np.isin(self.ids, wanted)

    def revision_of(self, number: int) -> int | None:
        """The revision at which a listing stands in the index; None if it does not."""
        row = int(np.searchsorted(self.ids, number))
        return int(self.revisions[row]) if row < len(self.ids) and self.ids[row] == number else None


def ids_of(documents: Sequence[Document]) -> Ids:
    """The ids of documents, int64 of shape (documents,)."""
    return whole_numbers([document.id for document in documents], "document ids")


def codes_of(values: Sequence[int] | None, length: int, name: str) -> Ids:
    """The values as int64 of shape (length,); ``NO_GROUP`` for each where there are none."""
    if values is None:
        return np.full(length, NO_GROUP, dtype=np.int64)
    codes = whole_numbers(values, name)
    if len(codes) != length:
        raise ValueError(f"{len(codes)} {name} for {length} documents")
    return codes
