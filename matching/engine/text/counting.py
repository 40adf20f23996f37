"""Term counts: how often each term occurs in each field of each document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .arrays import row_sums
from .characters import Hashes
from .documents import FIELDS, Document
from .folding import Fold
from .keys import CHARACTERS, kinds_of
from .tokens import Tokens, tokens

Matrix: TypeAlias = sparse.csr_matrix
N_FIELDS = len(FIELDS)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """The term counts of a batch of documents.

    ``keys`` are the distinct terms, uint64 of shape (terms,), ascending. ``by_field`` is csr float32 of shape
    (documents * N_FIELDS, terms): row ``document * N_FIELDS + field`` holds the counts of one field, in the
    order of ``FIELDS``.
    """

    keys: Hashes
    by_field: Matrix

    @property
    def size(self) -> int:
        """The number of documents."""
        return int(self.by_field.shape[0]) // N_FIELDS

    def of_documents(self, chosen: npt.NDArray[np.bool_]) -> "Counts":
        """The counts of the chosen documents, bool of shape (documents,), with the terms of all."""
        return Counts(self.keys, self.by_field[np.repeat(chosen, N_FIELDS)])

    def taken(self, rows: npt.NDArray[np.int64]) -> "Counts":
        """The counts of documents by their numbers, int64 of shape (documents,), with the terms of all."""
        fields = (rows[:, None] * N_FIELDS + np.arange(N_FIELDS)).ravel()
        return Counts(self.keys, self.by_field[fields])

    def lengths(self) -> npt.NDArray[np.float64]:
        """The length of each field in occurrences of terms, float64 of shape (documents, N_FIELDS)."""
        return row_sums(self.by_field).reshape(self.size, N_FIELDS)

    def presence(self) -> Matrix:
        """csr float32 of shape (documents, terms): 1 where a term occurs in any field."""
        found = sum_fields(self.by_field)
        found.data[:] = 1
        return found

    def are_spaceless(self) -> npt.NDArray[np.bool_]:
        """True for documents mostly in scripts without spaces, bool of shape (documents,).

        A document is one if more than half of its occurrences are characters or pairs of characters.
        """
        signs = np.where(kinds_of(self.keys) <= CHARACTERS, 1, -1)[self.by_field.indices]
        body = (self.by_field.data * signs, self.by_field.indices, self.by_field.indptr)
        votes = sparse.csr_matrix(body, shape=self.by_field.shape)
        majority: npt.NDArray[np.bool_] = row_sums(votes).reshape(self.size, N_FIELDS).sum(axis=1) > 0
        return majority


def count(documents: Sequence[Document], fold: Fold | None = None) -> Counts:
    """Count the terms of documents. ``fold`` and the errors raised are those of ``tokens``."""
    texts = [document.text(name) for document in documents for name in FIELDS]
    return count_tokens(tokens(texts, fold=fold), len(documents))


def count_tokens(found: Tokens, size: int) -> Counts:
    """The counts of ``size`` documents, from the tokens of their ``size * N_FIELDS`` fields in order."""
    keys, columns = np.unique(found.keys, return_inverse=True)
    rows = size * N_FIELDS
    indptr = np.zeros(rows + 1, dtype=np.int64)
    np.cumsum(np.bincount(found.texts, minlength=rows), out=indptr[1:])
    ones = np.ones(len(columns), dtype=np.float32)
    matrix = sparse.csr_matrix((ones, columns.astype(np.int32), indptr), shape=(rows, len(keys)))
    matrix.sum_duplicates()
    return Counts(keys, matrix)


def sum_fields(by_field: Matrix) -> Matrix:
    """The sum over the fields of each document: csr of shape (documents, terms), dtype as in ``by_field``.

    The argument is csr of shape (documents * N_FIELDS, terms) and stays as it is.
    """
    indptr = by_field.indptr[::N_FIELDS].copy()
    shape = (by_field.shape[0] // N_FIELDS, by_field.shape[1])
    matrix = sparse.csr_matrix((by_field.data.copy(), by_field.indices.copy(), indptr), shape=shape)
    matrix.sum_duplicates()
    return matrix
