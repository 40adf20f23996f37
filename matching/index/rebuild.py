"""A new version of the index: when it is due, and the steps in which any number of workers make it.

    start -> count_shard ... -> fit -> weigh_shard ... -> publish

A build is known by the name of its workshop, a folder beside the versions. Any process that sees the folder
may take a step, and twice; the last two steps do themselves what of the others was not done. A step of a
build that was given up raises FileNotFoundError.
"""

import logging
from collections.abc import Sequence

from matching.engine import Index, IndexBuilder, Shard, Side
from matching.index import lexicons, match_queue
from matching.index.delta import changes, known_drift
from matching.index.documents import document_of, texts_of
from matching.index.lexicons import lexicon_of
from matching.index.lock import abandon, exclusive, is_under_way, step, unfinished_builds
from matching.index.plan import BuildPlan, Part, plan_build
from matching.index.store import Label, current, store
from ydeu.marketplace.enums import ListingKind

logger = logging.getLogger(__name__)

DRIFT_SHARE = 0.2
DRIFT_LEAST = 200
DRIFT_MOST = 2000
DRIFT_AT_FIRST = 5
"""A new version is due when the changed listings exceed this share of the index, within these limits.

A small index knows few words and lengths: it is due as soon as the market has doubled.

Each match weighs what has changed anew: half a second for two thousand.
"""


def is_due() -> bool:
    """Whether a build should begin now: nobody is at one, and the index does not do any more."""
    return not is_under_way() and (bool(unfinished_builds()) or is_behind())


def is_behind() -> bool:
    """Whether there is no index, or the market or the glossary has become another one since it was read."""
    index = current()
    return index is None or is_reworded(index) or has_drifted(index)


def has_drifted(index: Index) -> bool:
    return drift(index) > _bearable(index)


def exceeds_delta(index: Index) -> bool:
    """Whether a match beside the index takes long by now, and a new one is under way or due.

    As far as this process has seen: it asks the database only where no build is under way. What is new in a
    small market is matched at once, however much of the market that is.
    """
    if known_drift(index) <= max(_bearable(index), DRIFT_LEAST):
        return False
    return is_under_way() or has_drifted(index)


def drift(index: Index) -> int:
    """How many listings are newer than the index, or have left since."""
    return sum(len(changes(index, kind)) for kind in ListingKind)


def _bearable(index: Index) -> float:
    rows = len(index.offers.ids) + len(index.demands.ids)
    least = min(DRIFT_LEAST, max(rows, DRIFT_AT_FIRST))
    return min(max(least, DRIFT_SHARE * rows), DRIFT_MOST)


def is_reworded(index: Index) -> bool:
    """Whether glossary, dictionary or settings are other ones than when the index was built."""
    return Label.of(index).words != lexicons.fingerprint()


def start() -> tuple[str, Sequence[Part]] | None:
    """Begin a build and say what there is to count and weigh; None if somebody else is at one."""
    with exclusive(wait=False) as is_ours:
        if not is_ours or is_under_way():
            return None
        return _begun()


def count_shard(build: str, side: Side, number: int, first_pk: int, last_pk: int) -> None:
    """Read the published listings of a part, once: they may have changed since."""
    with step(build, f"count-{side}-{number}") as (builder, is_done):
        if not is_done:
            rows = list(
                texts_of(ListingKind.of_plural(side)).filter(pk__range=(first_pk, last_pk)).order_by("pk")
            )
            documents, groups = [document_of(row) for row in rows], [row.enterprise_id for row in rows]
            builder.count(Shard(side, number, documents, groups, [row.revision for row in rows]))


def fit(build: str) -> Sequence[Part]:
    """Make the engine of all that was counted, and say what there is to weigh."""
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
    """Make a version of all that was weighed, put it in use, and let all listings wait if words have changed.

    The workshop is removed last: whoever dies before, another does it all again.
    """
    with step(build, "publish") as (builder, _is_done):
        plan = BuildPlan.read(builder.directory)
        for part in plan.parts:
            weigh_shard(build, part.side, part.number)
        made = store().publish(builder.assemble(str(plan.label)))
        logger.info("index %s: %d + %d listings", made.version, len(made.offers.ids), len(made.demands.ids))
        if plan.rematch:
            logger.info("the glossary has changed: %d listings wait", match_queue.requeue_all())
        abandon(builder)
    return made


def rebuild_here() -> Index:
    """Make a new version in this process. Whoever is at one elsewhere is told to stop."""
    with exclusive(wait=True):
        return _made_here()


def build_first() -> Index:
    """The first version. Of several processes that find none one makes it; the others wait and take it."""
    with exclusive(wait=True):
        return current() or _made_here()


def _made_here() -> Index:
    build, _parts = _begun()
    fit(build)
    return publish(build)


def _begun() -> tuple[str, Sequence[Part]]:
    """An older build that was not finished is given up; a rematch that it was to lead to follows ours."""
    index = current()
    known = None if index is None else Label.of(index)
    plan = plan_build(known=known, rematch=any(map(_asked_for_rematch, unfinished_builds())))
    for unfinished in unfinished_builds():
        abandon(unfinished)
    builder = store().begin(lexicon_of(plan.terms))
    plan.save(builder.directory)
    return builder.directory.name, plan.parts


def _asked_for_rematch(builder: IndexBuilder) -> bool:
    try:
        return BuildPlan.read(builder.directory).rematch
    except (OSError, ValueError):
        return False
