"""Demands that are too vague to match: hardly a word of theirs says which technology is wanted."""

from collections.abc import Sequence

from matching.engine import Document, Index
from matching.index import market_index
from matching.index.documents import document_of
from ydeu.marketplace.models import Demand, Listing
from ydeu.marketplace.search import LEAST_SPECIFIC_WORDS


def specific_words_of(listing: Listing) -> list[str] | None:
    """The words of a listing that tell it from others; None without an index."""
    index = market_index.current()
    return None if index is None else list(index.specific_words(document_of(listing)))


def note(index: Index, demands: Sequence[Listing]) -> None:
    """Store for each of these demands whether it is too vague to match."""
    vague = {demand.pk for demand in demands if _is_vague(index, document_of(demand))}
    own = Demand.objects.filter(pk__in=[demand.pk for demand in demands])
    own.filter(pk__in=vague, is_vague=False).update(is_vague=True)
    own.exclude(pk__in=vague).filter(is_vague=True).update(is_vague=False)


def _is_vague(index: Index, document: Document) -> bool:
    """True if a demand has too few specific words. Most have enough in their title, which is quickly read."""
    title = Document(document.id, title=document.title)
    return all(len(index.specific_words(each)) < LEAST_SPECIFIC_WORDS for each in (title, document))
