"""An implementation of the search port, for tests of the marketplace alone."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing
from ydeu.marketplace.search import Hit, Marked


class FakeSearch:
    """Returns the scores that a test sets. ``asked`` records the queries."""

    def __init__(self) -> None:
        self.scores: dict[Listing, float] = {}
        self.likenesses: dict[Listing, float] = {}
        self.words: dict[Listing, list[str]] = {}
        self.specific: list[str] | None = None
        self.asked: list[tuple[ListingKind, str, int]] = []

    def ranked(self, kind: ListingKind, words: str, limit: int) -> list[Hit]:
        self.asked.append((kind, words, limit))
        return self._hits(kind, limit)

    def alike(self, listing: Listing, limit: int) -> list[Hit]:
        return [hit for hit in self._hits(listing.kind, limit + 1) if hit.pk != listing.pk][:limit]

    def likeness(self, listing: Listing, others: Sequence[Listing]) -> list[float]:
        return [self.likenesses.get(other, 0.0) for other in others]

    def common_words(self, listing: Listing, others: Sequence[Listing]) -> list[list[str]]:
        return [self.words.get(other, []) for other in others]

    def marked(self, words: str, listings: Sequence[Listing]) -> list[Marked]:
        return [Marked(format_html("<mark>{}</mark>", row.title), SafeString(""), []) for row in listings]

    def specific_words(self, listing: Listing) -> list[str] | None:
        return self.specific

    def _hits(self, kind: ListingKind, limit: int) -> list[Hit]:
        hits = [Hit(row.pk, score) for row, score in self.scores.items() if row.kind == kind]
        return sorted(hits, key=lambda hit: (-hit.score, hit.pk))[:limit]
