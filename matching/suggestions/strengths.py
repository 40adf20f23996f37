"""The strength of pairs: the engine's, times what the checked requirements say, and less without a reason.

Reading the figures of an offer takes longer than matching it, and nine pairs in ten are far below every
floor. No factor would lift them, so their requirements are not checked.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from matching.confidence import scales
from matching.engine import Document, Index
from matching.index import market_index
from matching.index.documents import document_of
from matching.requirements.weighing import MOST, factor
from matching.suggestions import unnamed
from matching.suggestions.requirements import checks_of
from ydeu.marketplace.models import Demand, Listing, Offer

HOPELESS = 0.25
"""A pair stays unchecked if it would be weak with all musts met, even if each floor were this part of itself:
floors are learnt, and a lower one must not find many pairs unchecked."""


class Rating(NamedTuple):
    """The score of a pair orders the offers of one demand. Its strength also compares demands."""

    score: float
    strength: float


def strengths_of(index: Index, pairs: Sequence[tuple[Demand, Offer, float]]) -> list[float]:
    """The strengths of (demand, offer, score). They do not depend on the side from which a pair was found."""
    demands = _documents_of(demand for demand, _offer, _score in pairs)
    offers = _documents_of(offer for _demand, offer, _score in pairs)
    documents = [(demands[demand.pk], offers[offer.pk]) for demand, offer, _score in pairs]
    of_the_engine = index.strengths(
        [demand for demand, _offer in documents],
        [offer for _demand, offer in documents],
        [score for _demand, _offer, score in pairs],
    )
    least = HOPELESS * scales.current().least / MOST
    strengths = [float(strength) for strength in of_the_engine]
    # Offer by offer: the figures in its texts are then read once, however many demands ask for them.
    for at in sorted(range(len(pairs)), key=lambda at: pairs[at][1].pk):
        if strengths[at] >= least:
            strengths[at] *= requirement_factor(*pairs[at][:2])
    return unnamed.limited(index, documents, strengths, least=least)


def _documents_of(listings: Iterable[Listing]) -> dict[int, Document]:
    """The document of each listing, which may be given several times."""
    distinct = {listing.pk: listing for listing in listings}
    return {pk: document_of(listing) for pk, listing in distinct.items()}


def rating_of(offer: Offer, demand: Demand) -> Rating:
    """What the matcher would give the pair now; zeros without an index, which has the weights."""
    index = market_index.current()
    if index is None:
        return Rating(0.0, 0.0)
    score = index.explain(demand=document_of(demand), offer=document_of(offer)).score
    return Rating(score, strengths_of(index, [(demand, offer, score)])[0])


def requirement_factor(demand: Demand, offer: Offer) -> float:
    """How far met musts raise the strength of a pair, and unmet ones lower it."""
    return factor(checks_of(demand, offer))
