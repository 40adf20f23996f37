"""The index of the market as other modules see it: the version in use, and what has changed since.

The engine's store keeps whole, immutable versions. Listings that were published or edited since are searched
together with the index, and withdrawn ones are masked. When too much has changed, workers build a new version
(``matching.index.rebuild``).
"""

from matching.engine import Delta, Index
from matching.index.delta import Changes, changes, postings_of
from matching.index.documents import document_of, texts_of
from matching.index.owners import owners_of
from matching.index.rebuild import build_first, rebuild_here
from matching.index.store import current, store
from ydeu.marketplace.enums import ListingKind

__all__ = ["Changes", "changes", "current", "current_or_build", "delta_of", "postings_of", "rebuild", "store"]


def current_or_build() -> Index:
    """The index to match with: the version in use, however much has changed since. Builds the first one."""
    return current() or build_first()


def rebuild() -> Index:
    """Read all published listings and publish a new version of the index."""
    return rebuild_here()


def delta_of(kind: ListingKind, pks: list[int]) -> Delta:
    """The listings ``pks``, which the index lacks, in the form in which it searches them too."""
    rows = list(texts_of(kind).filter(pk__in=pks)) if pks else []
    return Delta([document_of(row) for row in rows], owners_of(rows))
