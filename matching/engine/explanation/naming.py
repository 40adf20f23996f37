"""The heaviest shared terms of many pairs, as the demands write them: a quick, rough explanation.

``explained`` tells all of one pair; this names a few terms of each of a million pairs.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from matching.engine.explanation.explanation import PARTICLES
from matching.engine.model import Engine
from matching.engine.text.counting import Matrix
from matching.engine.text.documents import FIELDS, Document
from matching.engine.text.normalise import normalise
from matching.engine.text.tokens import tokens

CONSIDERED = 3
"""Terms that are looked at for each that is named: n-grams that overlap become one phrase."""
FEWEST = 12
"""Terms that are looked at in any case."""

Place = tuple[int, int, int]
"""Text, start and end."""


def named(
    pairs: Sequence[tuple[Document, Document]], asked: Matrix, spoken: Matrix, engine: Engine, most: int
) -> Iterator[list[str]]:
    """Up to ``most`` terms or phrases of each pair of demand and offer, heaviest first.

    Row i of ``asked`` and of ``spoken``, csr of shape (pairs, columns), are those of pair i. Terms are named
    as the demand writes them; where it holds none of them, as the offer does.
    """
    shared = asked.multiply(spoken).tocsr()
    distinct = list(dict.fromkeys(demand for demand, _ in pairs))
    read = dict(zip(distinct, _placed(distinct, engine), strict=True))
    for row, (demand, offer) in enumerate(pairs):
        part = slice(shared.indptr[row], shared.indptr[row + 1])
        columns, shares = shared.indices[part], shared.data[part]
        heaviest = np.lexsort((columns, -shares))[: max(FEWEST, CONSIDERED * most)]
        weights = dict(zip(columns[heaviest].tolist(), shares[heaviest].tolist(), strict=True))
        names = _phrases(*read[demand], weights) or _phrases(*next(_placed([offer], engine)), weights)
        yield names[:most]


def _placed(
    documents: Sequence[Document], engine: Engine
) -> Iterator[tuple[Sequence[str], dict[int, Place]]]:
    """The normalised fields of each document, and where the term of each column stands first."""
    found = tokens(
        [document.text(name) for document in documents for name in FIELDS], fold=engine.lexicon.fold
    )
    columns: npt.NDArray[np.int32] = engine.vocabulary.columns_of(found.keys)
    places: list[dict[int, Place]] = [{} for _ in documents]
    rows = zip(
        found.texts.tolist(), columns.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True
    )
    for text, column, start, end in rows:
        number, field = divmod(text, len(FIELDS))
        places[number].setdefault(column, (field, start, end))
    for document, place_of in zip(documents, places, strict=True):
        yield [normalise(document.text(name)) for name in FIELDS], place_of


def _phrases(texts: Sequence[str], places: dict[int, Place], shares: dict[int, float]) -> list[str]:
    """Terms in places that overlap become one phrase, with the sum of their weights.

    A lone character of a script without spaces is named only where there is nothing longer.
    """
    totals: dict[str, float] = defaultdict(float)
    weights = {places[column]: share for column, share in shares.items() if column in places}
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
