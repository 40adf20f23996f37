"""Top terms: the heaviest shared terms of many pairs, as the demands write them.

``explain_pair`` explains one pair in full; ``top_terms`` names a few terms for each of a million pairs.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ..model import Engine
from ..text.counting import Matrix
from ..text.documents import FIELDS, Document
from ..text.normalise import normalise
from ..text.tokens import tokens
from .explanation import PARTICLES

CONSIDERED = 3
"""Candidate terms per term that is named: overlapping n-grams become one phrase."""
MIN_CONSIDERED = 12
"""The least number of candidate terms per pair."""

Place = tuple[int, int, int]
"""The number of the field, start and end."""


def top_terms(
    pairs: Sequence[tuple[Document, Document]],
    query_weights: Matrix,
    document_weights: Matrix,
    engine: Engine,
    most: int,
) -> Iterator[list[str]]:
    """Up to ``most`` terms or phrases for each pair of demand and offer, heaviest first.

    ``query_weights`` and ``document_weights`` are csr float32 of shape (pairs, columns), row i for pair i.
    Terms are spelled as in the demand or, if it holds none of them, as in the offer.
    """
    shared = query_weights.multiply(document_weights).tocsr()
    distinct = list(dict.fromkeys(demand for demand, _ in pairs))
    read = dict(zip(distinct, _placed(distinct, engine), strict=True))
    for row, (demand, offer) in enumerate(pairs):
        part = slice(shared.indptr[row], shared.indptr[row + 1])
        columns, shares = shared.indices[part], shared.data[part]
        heaviest = np.lexsort((columns, -shares))[: max(MIN_CONSIDERED, CONSIDERED * most)]
        weights = dict(zip(columns[heaviest].tolist(), shares[heaviest].tolist(), strict=True))
        names = _phrases(*read[demand], weights) or _phrases(*next(_placed([offer], engine)), weights)
        yield names[:most]


def _placed(
    documents: Sequence[Document], engine: Engine
) -> Iterator[tuple[Sequence[str], dict[int, Place]]]:
    """The normalised fields of each document, and the first place of the term of each column."""
    found = tokens(
        [document.text(name) for document in documents for name in FIELDS], fold=engine.lexicon.fold
    )
    columns: npt.NDArray[np.int32] = engine.vocabulary.columns_of(found.keys)
    positions: list[dict[int, Place]] = [{} for _ in documents]
    rows = zip(
        found.texts.tolist(), columns.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True
    )
    for text, column, start, end in rows:
        number, field = divmod(text, len(FIELDS))
        positions[number].setdefault(column, (field, start, end))
    for document, place_of in zip(documents, positions, strict=True):
        yield [normalise(document.text(name)) for name in FIELDS], place_of


def _phrases(texts: Sequence[str], positions: dict[int, Place], shares: dict[int, float]) -> list[str]:
    """The phrases of a document by falling weight.

    Terms in overlapping places become one phrase, whose weight is the sum of theirs. Phrases of one character
    are returned only if there are no longer ones.
    """
    totals: dict[str, float] = defaultdict(float)
    weights = {positions[column]: share for column, share in shares.items() if column in positions}
    for (field, start, end), weight in _joined(weights):
        phrase = texts[field][start:end].strip(PARTICLES)
        totals[phrase or texts[field][start:end]] += weight
    longer = [phrase for phrase in totals if len(phrase) > 1]
    return sorted(longer or totals, key=lambda phrase: (-totals[phrase], phrase))


def _joined(weights: dict[Place, float]) -> Iterator[tuple[Place, float]]:
    field, start, end, total = -1, 0, 0, 0.0
    for place, weight in sorted(weights.items()):
        if place[0] == field and place[1] < end:
            end, total = max(end, place[2]), total + weight
            continue
        if field >= 0:
            yield (field, start, end), total
        (field, start, end), total = place, weight
    if field >= 0:
        yield (field, start, end), total
