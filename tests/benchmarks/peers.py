"""What our figures are held against: scikit-learn as it comes, measured in the same run."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel

from matching.engine import Document
from matching.engine.documents import FIELDS
from matching.engine.terms import terms

BLOCK = 256


def text_of(document: Document) -> str:
    return "\n".join(document.text(field) for field in FIELDS)


def plain_weights(
    queries: Sequence[Document], documents: Sequence[Document]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
    """`TfidfVectorizer()` with its default analyzer: cosines of queries and documents."""
    vectorizer = TfidfVectorizer()
    spoken = vectorizer.fit_transform([text_of(document) for document in documents])
    return vectorizer.transform([text_of(query) for query in queries]), spoken


def plain_pairs(demands: Sequence[Document], offers: Sequence[Document], k: int) -> int:
    """Our terms in a Python analyzer, TF-IDF, blockwise `linear_kernel`, argpartition; counts the pairs."""
    vectorizer = TfidfVectorizer(analyzer=terms, dtype=np.float32)
    vectorizer.fit([text_of(document) for document in (*offers, *demands)])
    spoken = vectorizer.transform([text_of(offer) for offer in offers])
    asked = vectorizer.transform([text_of(demand) for demand in demands])
    found = 0
    for start in range(0, asked.shape[0], BLOCK):
        scores = linear_kernel(asked[start : start + BLOCK], spoken)
        found += np.argpartition(scores, -k, axis=1)[:, -k:].size
    return found
