"""The index of the market as the other modules see it: the version in use, and what has changed since.

The engine's store keeps whole, immutable versions. What was published or edited since is searched beside it,
what is gone is masked; when that has become too much, workers build a new version (``rebuild``).
"""

from matching.engine import Delta, Index
from matching.index.delta import Changes, changes, postings_of
from matching.index.documents import document_of, texts_of
from matching.index.rebuild import build_first, rebuild_here
from matching.index.store import current, store
from ydeu.marketplace.enums import ListingKind

__all__ = ["Changes", "changes", "current", "delta_of", "fresh", "postings_of", "rebuild", "store"]


def fresh() -> Index:
    """The index to match with: that in use, however much has changed since; the first one is built here."""
    return current() or build_first()


def rebuild() -> Index:
    """Read every published listing and publish a new version of the index."""
    return rebuild_here()


def delta_of(kind: ListingKind, pks: list[int]) -> Delta:
    """The listings that the index lacks, in the form in which it searches them too."""
    rows = list(texts_of(kind).filter(pk__in=pks)) if pks else []
    return Delta([document_of(row) for row in rows], [row.enterprise_id for row in rows])
