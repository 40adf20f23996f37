"""What the page of a pair shows: both texts with the reasons marked, and arguments for and against.

The marks are the reasons that are listed, and nothing else: words and phrases that a person would name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from matching.engine import Document, Missing
from matching.engine.text.documents import FIELDS, KEYWORD_SEPARATOR
from matching.engine.text.scripts import SPACELESS
from matching.index.documents import document_of
from matching.models import Suggestion
from matching.review.field_comparison import Comparison, compare
from matching.review.requirement_checks import RequirementCheck, check_requirements
from matching.suggestions.explanations import reasons
from matching.suggestions.highlighting import Slice, marked
from ydeu.marketplace.models import Listing

MAX_REASONS = 12
_CHINESE = re.compile(f"[{SPACELESS}]")


@dataclass(frozen=True)
class MarkedListing:
    """The texts that were compared, as HTML with the reasons marked."""

    listing: Listing
    title: SafeString
    keywords: list[SafeString]
    summary: SafeString
    description: SafeString
    remainder: SafeString
    """The advantages of an offer, or the problem and the requirements of a demand."""


@dataclass(frozen=True)
class Ground:
    """A reason, or something that the offer does not mention, with its translation if there is one.

    ``fraction`` is the part of the score, or of the demand, from 0 to 1.
    """

    text: str
    translation: str
    fraction: float

    @property
    def percent(self) -> float:
        return 100 * self.fraction

    @property
    def zh(self) -> str:
        """The Chinese side of a pair of terms for the glossary; empty if it is not known."""
        return next((term for term in (self.text, self.translation) if _CHINESE.search(term)), "")

    @property
    def en(self) -> str:
        """The English side."""
        return next((term for term in (self.text, self.translation) if not _CHINESE.search(term)), "")


@dataclass(frozen=True)
class Pair:
    """Everything that a coordinator needs for a decision."""

    demand: MarkedListing
    offer: MarkedListing
    reasons: list[Ground]
    missing: list[Ground]
    comparisons: list[Comparison]
    requirements: list[RequirementCheck]


def pair_of(suggestion: Suggestion) -> Pair:
    demand, offer = document_of(suggestion.demand), document_of(suggestion.offer)
    found = reasons(suggestion)
    shown, requirements = found.reasons[:MAX_REASONS], check_requirements(suggestion.demand, suggestion.offer)
    demand_spans = (span for reason in shown for span in reason.demand_spans)
    offer_spans = (span for reason in shown for span in reason.offer_spans)
    return Pair(
        demand=_marked_listing(suggestion.demand, demand, demand_spans),
        offer=_marked_listing(suggestion.offer, offer, offer_spans),
        reasons=[Ground(each.text, each.translation, each.share) for each in shown],
        missing=[Ground(each.text, "", each.weight) for each in not_answered(found.missing, requirements)],
        comparisons=compare(suggestion.demand, suggestion.offer),
        requirements=requirements,
    )


def not_answered(missing: Iterable[Missing], requirements: Iterable[RequirementCheck]) -> list[Missing]:
    """What is missing, without words in the names of requirements for which the table quotes a sentence."""
    quoted = [each.requirement.name.casefold() for each in requirements if each.quote]
    return [each for each in missing if not any(each.text.casefold() in name for name in quoted)]


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
