"""Texts to term counts: the vocabulary, and one sparse matrix a field."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self, TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.utils.validation import check_is_fitted

from matching.engine.documents import FIELDS, Document
from matching.engine.estimator import Estimator
from matching.engine.terms import terms

Matrix: TypeAlias = sparse.csr_matrix
FieldCounts = dict[str, Matrix]
"""One csr matrix of counts, float32 of shape (documents, columns), for each of ``FIELDS``."""


class TermCounter(Estimator):
    """Counts the terms of texts, as scikit-learn's CountVectorizer does with its own analyzer.

    The first ``len(vocabulary_)`` columns are the known terms in code point order, so the same texts in any
    order give the same columns. A term that was not seen in ``fit`` is hashed (CRC-32) to one of
    ``unseen_columns`` further columns: two listings newer than the vocabulary still meet on a word that is
    new to both.
    """

    vocabulary_: dict[str, int]

    def __init__(self, unseen_columns: int = 1 << 16) -> None:
        self.unseen_columns = unseen_columns

    def fit(self, texts: Iterable[str], y: object = None) -> Self:
        """Learns the vocabulary of an iterable of str. Raises TypeError for anything else."""
        self.fit_transform(texts)
        return self

    def fit_transform(self, texts: Iterable[str], y: object = None, **_: Any) -> Matrix:
        """``fit(texts).transform(texts)``, reading every text once."""
        if isinstance(self.unseen_columns, bool) or int(self.unseen_columns) < 1:
            raise ValueError("unseen_columns must be a whole number >= 1")
        seen: dict[str, int] = {}
        rows = [Counter(terms(text)) for text in _texts(texts)]
        for row in rows:
            for term in row:
                seen.setdefault(term, len(seen))
        self.vocabulary_ = {term: column for column, term in enumerate(sorted(seen))}
        return self._matrix(rows)

    def transform(self, texts: Iterable[str]) -> Matrix:
        """Counts, csr float32 of shape (texts, columns). Raises NotFittedError before ``fit``."""
        check_is_fitted(self, "vocabulary_")
        return self._matrix([Counter(terms(text)) for text in _texts(texts)])

    @property
    def n_columns(self) -> int:
        """Known terms plus the columns of unseen ones."""
        return len(self.vocabulary_) + self.unseen_columns

    def column(self, term: str) -> int:
        """The column that counts a term, whether it is known or not."""
        known = self.vocabulary_.get(term)
        if known is not None:
            return known
        return len(self.vocabulary_) + crc32(term.encode("utf-8", "surrogatepass")) % self.unseen_columns

    def get_feature_names_out(self, input_features: object = None) -> npt.NDArray[np.object_]:
        """The known terms by column, then ``unseen0``, ``unseen1``, ..."""
        check_is_fitted(self, "vocabulary_")
        unseen = [f"unseen{number}" for number in range(self.unseen_columns)]
        return np.array([*self.vocabulary_, *unseen], dtype=object)

    def _matrix(self, rows: Sequence[Counter[str]]) -> Matrix:
        indptr = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in rows], out=indptr[1:])
        column = self.column
        indices = np.fromiter((column(term) for row in rows for term in row), np.int64, indptr[-1])
        counts = np.fromiter((count for row in rows for count in row.values()), np.float32, indptr[-1])
        matrix = sparse.csr_matrix((counts, indices, indptr), shape=(len(rows), self.n_columns))
        matrix.sum_duplicates()
        return matrix

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _texts(texts: Iterable[str]) -> Iterable[str]:
    if isinstance(texts, str):
        raise TypeError("an iterable of texts is expected, not one text")
    return texts


def count_fields(counter: TermCounter, documents: Sequence[Document]) -> FieldCounts:
    """The counts of each field of the documents, by a fitted counter."""
    return _by_field(counter.transform(_all_texts(documents)), len(documents))


def fit_fields(counter: TermCounter, documents: Sequence[Document]) -> FieldCounts:
    """Fits the counter on all texts of the documents and returns the counts of each field."""
    return _by_field(counter.fit_transform(_all_texts(documents)), len(documents))


def _all_texts(documents: Sequence[Document]) -> Iterator[str]:
    return (document.text(name) for name in FIELDS for document in documents)


def _by_field(counts: Matrix, size: int) -> FieldCounts:
    return {name: counts[at * size : (at + 1) * size] for at, name in enumerate(FIELDS)}


def rows_of(counts: FieldCounts, rows: slice) -> FieldCounts:
    """The same rows of every field."""
    return {name: matrix[rows] for name, matrix in counts.items()}
