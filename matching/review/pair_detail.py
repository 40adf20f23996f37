"""What the page of a pair shows: both texts with the shared terms marked, and arguments for and against.

Only the heaviest terms are listed and marked. If all were, light terms would hide those that count.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from matching.engine import Document, Explanation
from matching.engine.text.documents import FIELDS, KEYWORD_SEPARATOR
from matching.index.documents import document_of
from matching.models import Suggestion
from matching.review.field_comparison import Comparison, compare
from matching.review.requirement_checks import RequirementCheck, check_requirements
from matching.suggestions.explanations import explain
from matching.suggestions.highlighting import Slice, marked
from ydeu.marketplace.models import Listing

MAX_TERMS = 12
MAX_MISSING = 8


@dataclass(frozen=True)
class MarkedListing:
    """The texts that were compared, as HTML with the shared terms marked."""

    listing: Listing
    title: SafeString
    keywords: list[SafeString]
    summary: SafeString
    description: SafeString
    remainder: SafeString
    """The advantages of an offer, or the problem and the requirements of a demand."""


@dataclass(frozen=True)
class Share:
    """A term and its share of the score or of the demand: a fraction from 0 to 1.

    ``is_feedback``: a feedback term. It comes from the best offers, not from the text of the demand.
    """

    term: str
    fraction: float
    is_feedback: bool = False

    @property
    def percent(self) -> float:
        return 100 * self.fraction


@dataclass(frozen=True)
class Pair:
    """Everything that a coordinator needs for a decision."""

    demand: MarkedListing
    offer: MarkedListing
    shares: list[Share]
    missing: list[Share]
    comparisons: list[Comparison]
    requirements: list[RequirementCheck]


def pair_of(suggestion: Suggestion) -> Pair:
    demand, offer = document_of(suggestion.demand), document_of(suggestion.offer)
    explanation = explain(suggestion)
    heaviest = explanation.terms[:MAX_TERMS]
    demand_spans = (span for term in heaviest for span in term.demand_spans)
    offer_spans = (span for term in heaviest for span in term.offer_spans)
    return Pair(
        demand=_marked_listing(suggestion.demand, demand, demand_spans),
        offer=_marked_listing(suggestion.offer, offer, offer_spans),
        shares=_shares(explanation),
        missing=[Share(word.term, word.weight) for word in explanation.missing_terms[:MAX_MISSING]],
        comparisons=compare(suggestion.demand, suggestion.offer),
        requirements=check_requirements(suggestion.demand, suggestion.offer),
    )


def _shares(explanation: Explanation) -> list[Share]:
    whole = explanation.score or 1.0
    return [
        Share(term.term, term.share / whole, is_feedback=not term.demand_spans)
        for term in explanation.terms[:MAX_TERMS]
    ]


def _marked_listing(
    listing: Listing, document: Document, spans: Iterable[tuple[str, int, int]]
) -> MarkedListing:
    slices: dict[str, list[Slice]] = {field: [] for field in FIELDS}
    for field, start, end in spans:
        slices[field].append((start, end))
    cut = len(listing.description)
    return MarkedListing(
        listing=listing,
        title=marked(document.title, slices["title"]),
        keywords=list(_keywords(document, slices["keywords"])),
        summary=marked(document.summary, slices["summary"]),
        description=marked(document.body[:cut], slices["body"]),
        remainder=marked(document.body[cut:].lstrip("\n"), _shifted(slices["body"], cut + bool(cut))),
    )


def _keywords(document: Document, slices: list[Slice]) -> Iterator[SafeString]:
    """The keywords one by one. The slices count from the start of the joined keywords."""
    start = 0
    for keyword in document.keywords:
        yield marked(keyword, _shifted(slices, start))
        start += len(keyword) + len(KEYWORD_SEPARATOR)


def _shifted(slices: list[Slice], by: int) -> list[Slice]:
    return [(start - by, end - by) for start, end in slices]
