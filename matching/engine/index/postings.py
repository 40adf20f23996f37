"""The postings of one side of the market: its weight matrix by columns, with ids, revisions and groups."""

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
"""The group code of a listing without a group. Any negative code means the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """One side of an index; rows are in the order of their ids.

    ``matrix`` is csc float32 of shape (rows, columns): an inverted file. ``ids``, ``revisions`` and
    ``groups`` are int64 of shape (rows,). A group is the code of the owner: two listings of one group are
    never a pair. A listing with ``NO_GROUP`` has no owner.
    """

    ids: Ids
    revisions: Ids
    groups: Ids
    matrix: sparse.csc_matrix

    @classmethod
    def of(cls, weights: Matrix, ids: Ids, groups: Ids, revisions: Ids) -> "Postings":
        """The postings of csr weights, sorted by id. The vectors hold one element for each row.

        Raises ValueError if an id repeats, or there are more or fewer ids than rows.
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
        """Map the files that ``save`` wrote. Raises as ``load_csr`` does."""
        ids, revisions, groups, shape = (
            mapped(directory / f"{name}.{part}.npy") for part in ("ids", "revisions", "groups", "shape")
        )
        return cls(ids, revisions, groups, load_csc(directory / name, (int(shape[0]), int(shape[1]))))

    def save(self, directory: Path, name: str) -> None:
        """Write the arrays as ``name.*.npy`` into an existing directory."""
        shape = np.array(self.matrix.shape)
        arrays = {"ids": self.ids, "revisions": self.revisions, "groups": self.groups, "shape": shape}
        for part, array in arrays.items():
            np.save(directory / f"{name}.{part}.npy", array, allow_pickle=False)
        save_sparse(directory / name, self.matrix)

    def rows(self, ids: Iterable[int]) -> npt.NDArray[np.bool_]:
        """True for the rows with one of the ids, bool of shape (rows,). Unknown ids are ignored."""
        wanted = np.fromiter(ids, dtype=np.int64)
        return np.isin(self.ids, wanted)

    def revision_of(self, number: int) -> int | None:
        """The revision of the listing with the id ``number``; None if it is not in the postings."""
        row = int(np.searchsorted(self.ids, number))
        return int(self.revisions[row]) if row < len(self.ids) and self.ids[row] == number else None


def ids_of(documents: Sequence[Document]) -> Ids:
    """The ids of documents, int64 of shape (documents,). Raises TypeError if one is not an integer."""
    return whole_numbers([document.id for document in documents], "document ids")


def codes_of(values: Sequence[int] | None, length: int, name: str) -> Ids:
    """The values as int64 of shape (length,); all ``NO_GROUP`` if ``values`` is None.

    Raises ValueError for another length, TypeError for values that are not integers. ``name`` names them in
    the message.
    """
    if values is None:
        return np.full(length, NO_GROUP, dtype=np.int64)
    codes = whole_numbers(values, name)
    if len(codes) != length:
        raise ValueError(f"{len(codes)} {name} for {length} documents")
    return codes
