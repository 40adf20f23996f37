"""The strength of pairs: the engine's, times what the checked requirements say."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.engine import Document, Index
from matching.index import market_index
from matching.index.documents import document_of
from ydeu.marketplace.models import Listing


class Rating(NamedTuple):
    """The score of a pair orders the offers of one demand. Its strength also compares demands."""

    score: float
    strength: float


def strengths_of(index: Index, pairs: Sequence[tuple[Listing, Listing, float]]) -> list[float]:
    """The strengths of (demand, offer, score). They do not depend on the side from which a pair was found."""
    demands = {demand.pk: document_of(demand) for demand, _offer, _score in pairs}
    offers = {offer.pk: document_of(offer) for _demand, offer, _score in pairs}
    of_the_engine = _engine_strengths(
        index,
        [demands[demand.pk] for demand, _offer, _score in pairs],
        [offers[offer.pk] for _demand, offer, _score in pairs],
        [score for _demand, _offer, score in pairs],
    )
    return [
        float(strength) * requirement_factor(demand, offer)
        for strength, (demand, offer, _score) in zip(of_the_engine, pairs, strict=True)
    ]


def rating_of(offer: Listing, demand: Listing) -> Rating:
    """What the matcher would give the pair now; zeros without an index, which has the weights."""
    index = market_index.current()
    if index is None:
        return Rating(0.0, 0.0)
    score = index.explain(demand=document_of(demand), offer=document_of(offer)).score
    return Rating(score, strengths_of(index, [(demand, offer, score)])[0])


def requirement_factor(demand: Listing, offer: Listing) -> float:
    """How far met musts raise the strength of a pair, and unmet ones lower it."""
    return 1.0


def _engine_strengths(
    index: Index, demands: Sequence[Document], offers: Sequence[Document], scores: Sequence[float]
) -> npt.NDArray[np.float64]:
    """The share that each score has of what the demand scores against its own text."""
    given = getattr(index, "strengths", None)
    if given is not None:
        found: npt.NDArray[np.float64] = given(demands, offers, scores)
        return found
    own = {document.id: 0.0 for document in demands}
    documents = list({document.id: document for document in demands}.values())
    if documents:
        asked, spoken = index.weigh_demands(documents), index.engine.weigh_offers(documents)
        wholes = np.asarray(asked.multiply(spoken).sum(axis=1)).ravel()
        own = {document.id: float(whole) for document, whole in zip(documents, wholes, strict=True)}
    return np.array([score / (own[demand.id] or 1.0) for demand, score in zip(demands, scores, strict=True)])
