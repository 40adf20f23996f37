"""The heaviest shared terms of many pairs, as the demands write them: a quick, rough explanation.

``explained`` tells all of one pair; this names a few terms of each of a million pairs.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from matching.engine.counting import Matrix
from matching.engine.documents import FIELDS, Document
from matching.engine.explanation import PARTICLES
from matching.engine.model import Engine
from matching.engine.normalise import normalise
from matching.engine.tokens import tokens

CONSIDERED = 3
"""Terms that are looked at for each that is named: n-grams that overlap become one phrase."""
FEWEST = 12
"""Terms that are looked at in any case."""

Place = tuple[int, int, int]
"""Text, start and end."""


def named(
    demands: Sequence[Document], asked: Matrix, spoken: Matrix, engine: Engine, most: int
) -> Iterator[list[str]]:
    """Up to ``most`` terms or phrases of each pair, heaviest first.

    Pair i is ``demands[i]``, row i of ``asked`` and row i of ``spoken``, csr of shape (pairs, columns).
    """
    shared = asked.multiply(spoken).tocsr()
    distinct = list(dict.fromkeys(demands))
    texts = [[normalise(demand.text(name)) for name in FIELDS] for demand in distinct]
    places = _first_places(distinct, engine)
    at = {demand: number for number, demand in enumerate(distinct)}
    for row, demand in enumerate(demands):
        number = at[demand]
        part = slice(shared.indptr[row], shared.indptr[row + 1])
        columns, shares = shared.indices[part], shared.data[part]
        heaviest = np.lexsort((columns, -shares))[: max(FEWEST, CONSIDERED * most)]
        weights = {
            places[number][column]: share
            for column, share in zip(columns[heaviest].tolist(), shares[heaviest].tolist(), strict=True)
            if column in places[number]
        }
        yield _phrases(texts[number], weights)[:most]


def _first_places(demands: Sequence[Document], engine: Engine) -> list[dict[int, Place]]:
    """For each demand, where the term of each column stands first."""
    found = tokens([demand.text(name) for demand in demands for name in FIELDS], fold=engine.lexicon.fold)
    columns: npt.NDArray[np.int32] = engine.vocabulary.columns_of(found.keys)
    places: list[dict[int, Place]] = [{} for _ in demands]
    rows = zip(
        found.texts.tolist(), columns.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True
    )
    for text, column, start, end in rows:
        number, field = divmod(text, len(FIELDS))
        places[number].setdefault(column, (field, start, end))
    return places


def _phrases(texts: Sequence[str], weights: dict[Place, float]) -> list[str]:
    """Places that overlap become one phrase, with the sum of their weights.

    A lone character of a script without spaces is named only where there is nothing longer.
    """
    totals: dict[str, float] = defaultdict(float)
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
