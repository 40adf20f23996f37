"""A new version of the index: when one is due, and the steps in which any number of workers build it.

    start -> count_shard ... -> fit -> weigh_shard ... -> publish

A build is known by the name of its directory, which lies next to the versions. Any process that sees the
directory may run a step, also a second time. ``fit`` and ``publish`` first run the earlier steps that are
missing. A step of an abandoned build raises FileNotFoundError.
"""

import logging
from collections.abc import Sequence

from matching.engine import Index, IndexBuilder, Shard, Side
from matching.index import lexicons, match_queue
from matching.index.delta import changes, known_drift
from matching.index.documents import document_of, texts_of
from matching.index.lexicons import lexicon_of
from matching.index.lock import abandon, exclusive, is_under_way, step, unfinished_builds
from matching.index.owners import owners_of
from matching.index.plan import BuildPlan, Part, plan_build
from matching.index.store import Label, current, store
from ydeu.marketplace.enums import ListingKind

logger = logging.getLogger(__name__)

DRIFT_SHARE = 0.2
DRIFT_LEAST = 200
DRIFT_MOST = 2000
DRIFT_AT_FIRST = 5
"""A new version is due when the changed listings exceed this share of the index, within these limits.

A small index has learnt from few texts, so a new one is due as soon as the market has doubled. Each match
weighs all changed listings again, which takes half a second for two thousand.
"""


def is_due() -> bool:
    """True if a build should start now: none is under way, and the index is out of date or a build died."""
    return not is_under_way() and (bool(unfinished_builds()) or is_behind())


def is_behind() -> bool:
    """True if there is no index, its lexicon fingerprint has changed, or too many listings have changed."""
    index = current()
    return index is None or has_new_lexicon(index) or has_drifted(index)


def has_drifted(index: Index) -> bool:
    return drift(index) > _drift_limit(index)


def exceeds_delta(index: Index) -> bool:
    """True if so much has changed that a match takes long, and a new index is under way or due.

    Goes by the differences that this process has already seen, and queries the database only if there are
    many of them and no build is under way. Up to ``DRIFT_LEAST`` changed listings are never too many, even if
    they are most of a small market.
    """
    if known_drift(index) <= max(_drift_limit(index), DRIFT_LEAST):
        return False
    return is_under_way() or has_drifted(index)


def drift(index: Index) -> int:
    """How many listings are newer than the index, or were withdrawn since."""
    return sum(len(changes(index, kind)) for kind in ListingKind)


def _drift_limit(index: Index) -> float:
    rows = len(index.offers.ids) + len(index.demands.ids)
    least = min(DRIFT_LEAST, max(rows, DRIFT_AT_FIRST))
    return min(max(least, DRIFT_SHARE * rows), DRIFT_MOST)


def has_new_lexicon(index: Index) -> bool:
    """True if the lexicon fingerprint has changed since the index was built."""
    return Label.of(index).words != lexicons.fingerprint()


def start() -> tuple[str, Sequence[Part]] | None:
    """Start a build. Returns its name and the parts to count, or None if another build is under way."""
    with exclusive(wait=False) as is_ours:
        if not is_ours or is_under_way():
            return None
        return _begin()


def count_shard(build: str, side: Side, number: int, first_pk: int, last_pk: int) -> None:
    """Count the terms of the published listings of a part. Reads a part only once: it may change later."""
    with step(build, f"count-{side}-{number}") as (builder, is_done):
        if not is_done:
            rows = list(
                texts_of(ListingKind.of_plural(side)).filter(pk__range=(first_pk, last_pk)).order_by("pk")
            )
            documents, groups = [document_of(row) for row in rows], owners_of(rows)
            builder.count(Shard(side, number, documents, groups, [row.revision for row in rows]))


def fit(build: str) -> Sequence[Part]:
    """Fit the engine to the counts of all parts. Returns the parts to weigh."""
    with step(build, "fit") as (builder, is_done):
        parts = BuildPlan.read(builder.directory).parts
        if not is_done:
            for part in parts:
                count_shard(build, *part)
            builder.fit()
    return parts


def weigh_shard(build: str, side: Side, number: int) -> None:
    with step(build, f"weigh-{side}-{number}") as (builder, is_done):
        if not is_done:
            builder.weigh((side, number))


def publish(build: str) -> Index:
    """Assemble a version from the weights of all parts and put it in use.

    If the plan says so, all listings wait again. The directory of the build is removed last: if this process
    dies earlier, another one repeats the step.
    """
    with step(build, "publish") as (builder, _is_done):
        plan = BuildPlan.read(builder.directory)
        for part in plan.parts:
            weigh_shard(build, part.side, part.number)
        index = store().publish(builder.assemble(str(plan.label)))
        logger.info(
            "index %s: %d + %d listings", index.version, len(index.offers.ids), len(index.demands.ids)
        )
        if plan.rematch:
            logger.info("the glossary has changed: %d listings wait", match_queue.requeue_all())
        abandon(builder)
    return index


def rebuild_here() -> Index:
    """Build a new version in this process. Abandons a build that is under way elsewhere."""
    with exclusive(wait=True):
        return _build_here()


def build_first() -> Index:
    """The first version. If several processes find none, one builds it and the others wait for it."""
    with exclusive(wait=True):
        return current() or _build_here()


def _build_here() -> Index:
    build, _parts = _begin()
    fit(build)
    return publish(build)


def _begin() -> tuple[str, Sequence[Part]]:
    """Abandon unfinished builds and start a new one. It takes over a rematch that one of them had planned."""
    index = current()
    known = None if index is None else Label.of(index)
    plan = plan_build(known=known, rematch=any(map(_planned_rematch, unfinished_builds())))
    for unfinished in unfinished_builds():
        abandon(unfinished)
    builder = store().begin_build(lexicon_of(plan.terms))
    plan.save(builder.directory)
    return builder.directory.name, plan.parts


def _planned_rematch(builder: IndexBuilder) -> bool:
    try:
        return BuildPlan.read(builder.directory).rematch
    except (OSError, ValueError):
        return False
