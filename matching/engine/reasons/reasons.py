"""The reasons of a pair: what both texts say, in words, and what the offer does not mention."""

from dataclasses import dataclass

from ..explanation.positions import Span

LEAST_SHARE = 0.03
"""The least share of the score that is worth a reader's time."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A word or phrase that both texts hold as whole words, as the demand writes it.

    ``translation`` is what the offer writes in the other language, or empty. ``share`` is the fraction of the
    pair's score that it accounts for. Spans are slices of the original texts, at least one in each; every one
    reads as the reason does, up to inflection, width of characters and traditional characters.
    """

    text: str
    translation: str
    share: float
    demand_spans: tuple[Span, ...]
    offer_spans: tuple[Span, ...]

    def __str__(self) -> str:
        """The reason in one piece; a sign of equality stands between a phrase and its translation."""
        return f"{self.text} = {self.translation}" if self.translation else self.text


@dataclass(frozen=True, slots=True)
class Missing:
    """A word or phrase that the demand asks for and the offer holds neither as such nor translated.

    ``weight`` is its part of the query weights of the demand.
    """

    text: str
    weight: float
    demand_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons of a pair by falling share.

    ``mentions``, for a pair without reasons, are words of both texts that may mean something else in each, or
    say little alone.
    """

    reasons: tuple[Reason, ...]
    mentions: tuple[Reason, ...] = ()
