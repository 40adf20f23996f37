"""The current index of the market, and when it is time for a new one.

The engine's store keeps whole, immutable versions. What was published or edited since is searched beside it,
what is gone is masked; when that has become too much, the next matching task builds a new version.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from matching.documents import MODELS, document_of, texts_of
from matching.engine import Document, Engine, Index, IndexStore, Newer, Shelf
from ydeu.marketplace.enums import Kind

logger = logging.getLogger(__name__)

DRIFT_SHARE = 0.2
DRIFT_LEAST = 200
DRIFT_MOST = 2000
"""A new version is due when the changed listings exceed this share of the index, within these limits.

Each match weighs what has changed anew: a second or two for two thousand.
"""

BATCH = 2000


@dataclass(frozen=True)
class Changes:
    """How one side differs from the index: what it lacks, and what it holds too much."""

    newer: list[int] = field(default_factory=list)
    withdrawn: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.newer) + len(self.withdrawn)


@cache
def _store(root: Path) -> IndexStore:
    return IndexStore(root)


def store() -> IndexStore:
    """One store a process and folder, so that the mapped pages are shared by all who ask."""
    return _store(Path(settings.MATCHING_INDEX_DIR))


def current() -> Index | None:
    """The index in use; None before anything was ever matched on this host, or if it cannot be read.

    Whatever is wrong with the files - gone, cut short, of another release - the next build replaces them.
    """
    try:
        return store().current()
    except Exception:
        logger.exception("the index in %s cannot be read; the next match builds a new one", store().root)
        return None


def fresh() -> Index:
    """The index in use, or a new one if there is none or too much has changed since.

    Of several processes that find it too old at once the first builds; the others wait and take its work.
    """
    found = current()
    if found is not None and not has_drifted(found):
        return found
    with _one_at_a_time():
        renewed = current()
        if renewed is not None and (found is None or renewed.version != found.version):
            return renewed
        return _publish_new()


def rebuild() -> Index:
    """Read every published listing and publish a new version of the index."""
    with _one_at_a_time():
        return _publish_new()


def has_drifted(index: Index) -> bool:
    changed = sum(len(changes(index, kind)) for kind in Kind)
    rows = len(index.offers.ids) + len(index.demands.ids)
    return changed > min(max(DRIFT_LEAST, DRIFT_SHARE * rows), DRIFT_MOST)


def changes(index: Index, kind: Kind) -> Changes:
    """Compare the published listings of ``kind``, by number and revision, with the index."""
    shelf = shelf_of(index, kind)
    indexed = dict(zip(shelf.ids.tolist(), shelf.revisions.tolist(), strict=True))
    live = dict(MODELS[kind].objects.published().order_by().values_list("pk", "revision"))
    newer = [pk for pk, revision in live.items() if indexed.get(pk) != revision]
    return Changes(newer, [pk for pk in indexed if pk not in live])


def shelf_of(index: Index, kind: Kind) -> Shelf:
    return index.offers if kind == Kind.OFFER else index.demands


def newer_documents(kind: Kind, pks: list[int]) -> Newer:
    """The listings that the index lacks, in the form in which it searches them too."""
    rows = list(texts_of(kind).filter(pk__in=pks)) if pks else []
    return Newer([document_of(row) for row in rows], [row.enterprise_id for row in rows])


def _publish_new() -> Index:
    built = store().publish(_build())
    logger.info("index %s: %d + %d listings", built.version, len(built.offers.ids), len(built.demands.ids))
    return built


def _build() -> Index:
    sides = {kind: _side(kind) for kind in Kind}
    offers, demands = sides[Kind.OFFER], sides[Kind.DEMAND]
    return Index.build(
        Engine.fit(offers.documents, demands.documents),
        offers.documents,
        demands.documents,
        offer_groups=offers.groups,
        demand_groups=demands.groups,
        offer_revisions=offers.revisions,
        demand_revisions=demands.revisions,
    )


@dataclass
class _Side:
    documents: list[Document] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    revisions: list[int] = field(default_factory=list)


def _side(kind: Kind) -> _Side:
    side = _Side()
    for row in texts_of(kind).order_by("pk").iterator(chunk_size=BATCH):
        side.documents.append(document_of(row))
        side.groups.append(row.enterprise_id)
        side.revisions.append(row.revision)
    return side


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Held by the process that builds; the system lets go if it dies."""
    root = store().root
    root.mkdir(parents=True, exist_ok=True)
    with (root / "BUILD").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
