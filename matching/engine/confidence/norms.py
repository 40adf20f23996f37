"""The norms of demands: what their own text scores, and what they score with the background.

A demand has the same norms as long as it has the same texts, so they are computed once, with the index, and
found by a digest of the texts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..text.arrays import mapped, rows_of, taken
from ..text.counting import Matrix
from ..text.documents import FIELDS, Document
from .background import Background

AT_ONCE = 1 << 14
"""Demands whose scores with the background are in memory at a time."""

Floats = npt.NDArray[np.float64]
Digests = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Norms:
    """The norms of some demands, by ascending digest: uint64 and float64 of shape (texts,).

    ``own`` is the score of a demand with its own text, weighed as an offer. ``means`` and ``deviations`` are
    those of its scores with the background.
    """

    digests: Digests
    own: Floats
    means: Floats
    deviations: Floats

    @classmethod
    def of(
        cls, digests: Digests, query_weights: Matrix, document_weights: Matrix, background: Background
    ) -> "Norms":
        """The norms of demands with these digests, uint64 of shape (demands,), and weights.

        ``query_weights`` with feedback and ``document_weights`` are csr float32 of shape (demands, columns).
        """
        distinct, rows = np.unique(digests, return_index=True)
        parts = [
            _norms(taken(query_weights, each), taken(document_weights, each), background)
            for each in (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
        ]
        found = np.concatenate([np.zeros((3, 0)), *parts], axis=1)
        return cls(distinct, *found)

    @classmethod
    def load(cls, directory: Path) -> "Norms":
        """Map the files that ``save`` wrote. Raises FileNotFoundError if one is missing."""
        return cls(*(mapped(directory / f"norms.{each.name}.npy") for each in fields(cls)))

    def save(self, directory: Path) -> None:
        """Write ``norms.*.npy`` into an existing directory."""
        for each in fields(self):
            np.save(directory / f"norms.{each.name}.npy", getattr(self, each.name), allow_pickle=False)

    def rows_of(self, digests: Digests) -> npt.NDArray[np.int64]:
        """The row of each digest, int64 of shape (digests,); -1 for an unknown one."""
        if not self.digests.size:
            return np.full(len(digests), -1)
        rows = np.minimum(np.searchsorted(self.digests, digests), self.digests.size - 1)
        return np.where(self.digests[rows] == digests, rows, -1)

    def joined(self, others: "Norms") -> "Norms":
        """Both, by ascending digest. No digest is in both."""
        order = np.argsort(np.concatenate([self.digests, others.digests]), kind="stable")
        names = [each.name for each in fields(self)]
        return Norms(*(np.concatenate([getattr(self, name), getattr(others, name)])[order] for name in names))

    def taken(self, rows: npt.NDArray[np.int64]) -> "Norms":
        """The norms of these rows, in their order."""
        return Norms(*(getattr(self, each.name)[rows] for each in fields(self)))


def digests_of(documents: Iterable[Document]) -> Digests:
    """A digest of the texts of each document, uint64 of shape (documents,); the id does not count."""
    return np.array([_digest([each.text(name) for name in FIELDS]) for each in documents], dtype=np.uint64)


def _digest(texts: Sequence[str]) -> int:
    lengths = " ".join(str(len(text)) for text in texts)
    whole = "\n".join([lengths, *texts]).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(whole, digest_size=8).digest(), "big")


def _norms(query_weights: Matrix, document_weights: Matrix, background: Background) -> Floats:
    """Own scores, means and deviations: float64 of shape (3, demands)."""
    return np.stack([covered(query_weights, document_weights), *background.moments(query_weights)])


def covered(query_weights: Matrix, document_weights: Matrix) -> Floats:
    """The dot product of each two rows, float64 of shape (rows,). Both are csr of the same shape.

    Both have sorted indices without duplicates. A row and a column make one number, which is looked up.
    """
    first, second = _places(query_weights), _places(document_weights)
    at = np.searchsorted(second, first)
    both = np.flatnonzero(second.take(at, mode="clip") == first) if second.size else at[:0]
    products = query_weights.data[both] * document_weights.data[at[both]]
    rows = first[both] // query_weights.shape[1]
    sums = np.bincount(rows, products, minlength=query_weights.shape[0])
    return sums.astype(np.float64, copy=False)


def _places(matrix: Matrix) -> npt.NDArray[np.int64]:
    """The number of each stored value's place, row by row, ascending: int64 of shape (nnz,)."""
    places: npt.NDArray[np.int64] = rows_of(matrix) * matrix.shape[1] + matrix.indices
    return places
