"""The first step of a pipeline of scikit-learn: documents in, the counts of their terms out."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from sklearn.utils.validation import check_is_fitted

from ..text.counting import Counts, count, count_tokens
from ..text.documents import FIELDS, Document, checked
from ..text.folding import Fold
from ..text.naming import Names, names_in
from ..text.tokens import tokens
from .estimator import Estimator


class TermCounter(Estimator):
    """Counts the terms of documents by field, as ``CountVectorizer`` does for texts without fields.

    A str is read as a document that has only a body. ``fold`` maps characters to their variants, as that of a
    ``Lexicon`` does; see ``tokens``. ``fit`` learns nothing but the names of the terms: ``transform`` counts
    new terms too, for which the next step has columns.
    """

    names_: Names

    def __init__(self, fold: Fold | None = None) -> None:
        self.fold = fold

    def fit(self, documents: Iterable[Document | str], y: object = None) -> Self:
        """Learn the names of the terms. Raises as ``transform`` does."""
        self.fit_transform(documents)
        return self

    def fit_transform(self, documents: Iterable[Document | str], y: object = None) -> Counts:
        """Learn the names of the terms and count them, in one reading. Raises as ``transform`` does."""
        rows = _read(documents)
        texts = [row.text(name) for row in rows for name in FIELDS]
        found = tokens(texts, fold=self.fold)
        self.names_ = names_in(texts, found, self.fold)
        return count_tokens(found, len(rows))

    def transform(self, documents: Iterable[Document | str]) -> Counts:
        """The counts of the documents.

        Raises NotFittedError before ``fit``, and TypeError if a row is neither a Document nor a str.
        """
        check_is_fitted(self, "names_")
        return count(_read(documents), self.fold)

    def get_feature_names_out(self, input_features: object = None) -> Names:
        """The terms of the documents of ``fit``, str of shape (terms,), each as ``key_of`` reads it.

        Characters are themselves, a word is named by its stem, and a number has no spaces. Raises
        NotFittedError before ``fit``.
        """
        check_is_fitted(self, "names_")
        return self.names_

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        return tags


def _read(documents: Iterable[Document | str]) -> Sequence[Document]:
    """The documents as a sequence; raises TypeError if a row is neither a Document nor a str."""
    if isinstance(documents, (str, bytes, Document)):
        raise TypeError(f"documents must be a sequence of Document or str, not {type(documents).__name__}")
    return checked([Document(0, body=row) if isinstance(row, str) else row for row in documents], "documents")
