"""What the page of a pair shows: both texts with the reasons marked, and arguments for and against.

The marks are the reasons and the shared keywords that are listed, and nothing else: words and phrases that a
person would name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from matching.confidence import generic
from matching.engine import Missing
from matching.engine.text.scripts import SPACELESS
from matching.index.documents import document_of, line_of
from matching.models import Suggestion
from matching.review.field_comparison import Comparison, compare
from matching.review.marked_listing import MarkedListing, marked_listing
from matching.review.requirement_checks import RequirementCheck, check_requirements
from matching.suggestions.explanations import missing, reasons, shared_keywords
from matching.suggestions.whole_keywords import is_piece

MAX_REASONS = 12
_CHINESE = re.compile(f"[{SPACELESS}]")


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
    mentions: list[str]
    """Without a reason: words of both that may mean something else in each, or say little alone."""
    other_keywords: list[str]
    """The keywords that both listings name and no reason says."""
    missing: list[Ground]
    comparisons: list[Comparison]
    requirements: list[RequirementCheck]

    @property
    def unnamed_percent(self) -> int:
        """The part of the score, in per cent, that no reason names, so that the column adds up to 100."""
        return max(0, 100 - sum(round(reason.percent) for reason in self.reasons))

    @property
    def has_open_requirements(self) -> bool:
        """True if a verdict is open, so that the offer does not answer everything."""
        return any(each.question for each in self.requirements)


def pair_of(suggestion: Suggestion) -> Pair:
    demand, offer = document_of(suggestion.demand), document_of(suggestion.offer)
    granted = generic.granted()
    found, keywords = reasons(suggestion, granted), shared_keywords(suggestion, granted)
    lacking = missing(suggestion, granted)
    shown, requirements = found.reasons[:MAX_REASONS], check_requirements(suggestion.demand, suggestion.offer)
    named = [text for reason in shown for text in (reason.text, reason.translation)]
    demand_spans = (span for reason in shown for span in reason.demand_spans)
    offer_spans = (span for reason in shown for span in reason.offer_spans)
    return Pair(
        demand=marked_listing(suggestion.demand, demand, demand_spans, keywords),
        offer=marked_listing(suggestion.offer, offer, offer_spans, keywords),
        reasons=[Ground(each.text, each.translation, each.share) for each in shown],
        mentions=[str(each) for each in found.mentions[:MAX_REASONS]],
        other_keywords=[word for word in keywords if not is_named(word, named)],
        missing=[Ground(each.text, "", each.weight) for each in not_answered(lacking, requirements)],
        comparisons=compare(suggestion.demand, suggestion.offer),
        requirements=requirements,
    )


def is_named(keyword: str, phrases: Iterable[str]) -> bool:
    """True if one of the phrases is the keyword or holds it."""
    return any(phrase.casefold() == keyword.casefold() or is_piece(keyword, phrase) for phrase in phrases)


def not_answered(missing: Iterable[Missing], requirements: Iterable[RequirementCheck]) -> list[Missing]:
    """What is missing, without words of requirements for which the table quotes a sentence."""
    quoted = [line_of(each.requirement).casefold() for each in requirements if each.quote]
    return [each for each in missing if not any(each.text.casefold() in line for line in quoted)]
