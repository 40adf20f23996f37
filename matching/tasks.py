"""The tasks of the workers. Each takes ids or nothing, may be delivered twice, and survives a missing row.

A matching task that has killed its worker is not delivered again, because it might kill the next one too. The
rows are the record, and the sweeper finds them. Other tasks are delivered again; a step of a build ends for
good after a few starts.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from celery import Signature, chord, shared_task
from django.utils import timezone

from matching.confidence import fitting, generic, lessons
from matching.engine import Side
from matching.index import match_queue, rebuild
from matching.introductions import withdrawals
from matching.introductions.reminders import follow_ups, standstill, steps, unanswered
from matching.models import Suggestion
from matching.review import deferrals, escalations
from matching.suggestions import banding, deadlines, explanations, matcher, refresh
from ydeu.marketplace.enums import ListingKind

BEHIND_THE_REST = 6
"""A low priority: Redis delivers lower numbers first. A rematch must not delay a new listing or an e-mail."""

REQUEST_SECONDS = 15
"""When a request of the sweeper expires. The next sweep makes another one."""

ABANDONED = FileNotFoundError
"""The build was abandoned, or another worker finished it. The step is not needed and ends quietly."""


@shared_task(name="matching.match_listing", reject_on_worker_lost=False)
def match_listing(kind: str, pk: int) -> None:
    """Match one listing, if it is still published and was not matched in the meantime.

    If it has to wait for a new index, start that build. The task ``publish`` then enqueues the listings that
    wait.
    """
    if not matcher.match_one(ListingKind(kind), pk):
        rebuild_index()


@shared_task(name="matching.match_waiting", reject_on_worker_lost=False)
def match_waiting() -> None:
    """Match a batch of the listings that wait, and enqueue the next batch."""
    if matcher.match_some():
        enqueue_waiting()


@shared_task(name="matching.sweep")
def sweep() -> None:
    """Request a new index if one is due, and enqueue work whose task is missing.

    A task is missing if Redis was down, if a worker was killed, or after an import.
    """
    if rebuild.is_due():
        rebuild_index.apply_async(expires=REQUEST_SECONDS)
    if match_queue.is_any_unclaimed():
        enqueue_waiting()
    if Suggestion.objects.without_terms().exists():
        store_terms.apply_async(priority=BEHIND_THE_REST, expires=REQUEST_SECONDS)


@shared_task(name="matching.rebuild")
def rebuild_index() -> None:
    """Start a new version of the index, unless one is under way or an earlier request was enough."""
    started = rebuild.start() if rebuild.is_due() else None
    if started:
        build, parts = started
        _after_all([count_shard.si(build, *part) for part in parts], fit.si(build))


@shared_task(name="matching.count_shard", ignore_result=False)
def count_shard(build: str, side: Side, number: int, first_pk: int, last_pk: int) -> None:
    with suppress(ABANDONED):
        rebuild.count_shard(build, side, number, first_pk, last_pk)


@shared_task(name="matching.fit")
def fit(build: str) -> None:
    with suppress(ABANDONED):
        parts = rebuild.fit(build)
        _after_all([weigh_shard.si(build, part.side, part.number) for part in parts], publish.si(build))


@shared_task(name="matching.weigh_shard", ignore_result=False)
def weigh_shard(build: str, side: Side, number: int) -> None:
    with suppress(ABANDONED):
        rebuild.weigh_shard(build, side, number)


@shared_task(name="matching.publish")
def publish(build: str) -> None:
    """Put the new version in use, and enqueue the listings that waited for it."""
    with suppress(ABANDONED):
        rebuild.publish(build)
        enqueue_waiting()


@shared_task(name="matching.store_terms")
def store_terms() -> None:
    """Store the shared terms of a batch of pairs. The next sweep enqueues the next batch."""
    explanations.store_terms()


@shared_task(name="matching.bring_back")
def bring_back() -> None:
    """Return deferred pairs of today to the queue. Then supersede those of unpublished listings.

    Listings that left have made room for strong pairs of their enterprises.
    """
    deferrals.bring_back_due()
    refresh.supersede_unpublished()
    banding.admit_all_waiting()


@shared_task(name="matching.escalate")
def escalate() -> None:
    """Apply the present targets of the alliances to the deadlines, then tell people of overdue pairs."""
    deadlines.recompute()
    escalations.escalate()


@shared_task(name="matching.remind_silent")
def remind_silent() -> None:
    """Close introductions of withdrawn listings. Remind of silent ones once, and later put them to rest."""
    now = timezone.now()
    withdrawals.end_all()
    for reminder in (unanswered, standstill):
        reminder.remind(now)
        reminder.let_rest(now)


@shared_task(name="matching.remind_steps")
def remind_steps() -> None:
    steps.remind(timezone.now())


@shared_task(name="matching.ask_follow_ups")
def ask_follow_ups() -> None:
    follow_ups.remind(timezone.now())


@shared_task(name="matching.teach")
def teach(demand: int) -> None:
    """Let the decisions on a demand reorder the rest of its pairs."""
    banding.restate([demand])


@shared_task(name="matching.restate")
def restate(alliance: int | None) -> None:
    """State the bands again that the scale of an alliance, or of the union, measures."""
    banding.restate_of(alliance)


@shared_task(name="matching.learn")
def learn() -> None:
    """Learn from the decisions of the day: the scales, the rest of their demands, and generic words."""
    banding.restate(lessons.recent_demands())
    fitting.refit_all()
    generic.propose()


def enqueue_waiting() -> None:
    """Enqueue one more batch at low priority."""
    match_waiting.apply_async(priority=BEHIND_THE_REST)


def _after_all(header: "Sequence[Signature[Any]]", body: "Signature[Any]") -> None:
    """Enqueue ``header``, and ``body`` after all its tasks; ``body`` at once if there are none."""
    (chord(header, body) if header else body).apply_async()
