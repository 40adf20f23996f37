"""What the workers do. Each task takes ids or nothing, may be delivered twice, and survives a missing row.

The rows are the record, and the sweeper finds them: a task that took its worker along is not delivered again,
it would take the next one along too. A step of a build is, a few times.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from celery import Signature, chord, shared_task
from django.utils import timezone

from matching.engine import Side
from matching.index import match_queue, rebuild
from matching.introductions import withdrawals
from matching.introductions.reminders import follow_ups, standstill, steps, unanswered
from matching.models import Suggestion
from matching.review import deferrals, escalations
from matching.suggestions import deadlines, explanations, matcher, refresh
from ydeu.marketplace.enums import ListingKind

BEHIND_THE_REST = 6
"""Redis hands out lower numbers first: a long rematch holds up neither a new listing nor an e-mail."""

REQUEST_SECONDS = 15
"""How long a request for a new version counts: the sweeper makes the next one then."""

GIVEN_UP = FileNotFoundError
"""A newer build is under way, or another worker was done first: a step that is not needed ends quietly."""


@shared_task(name="matching.match_listing", reject_on_worker_lost=False)
def match_listing(kind: str, pk: int) -> None:
    """Match one listing, if it is still published and was not matched meanwhile.

    One that has to wait for a new index sees to it that this is begun: `publish` asks for the rest.
    """
    if not matcher.match_one(ListingKind(kind), pk):
        rebuild_index()


@shared_task(name="matching.match_waiting", reject_on_worker_lost=False)
def match_waiting() -> None:
    """Match some of the listings that wait, and see to it that the next ones follow."""
    if matcher.match_some():
        enqueue_waiting()


@shared_task(name="matching.sweep")
def sweep() -> None:
    """Heal what got lost between a publication and its task: Redis down, a worker killed, an import.

    And see to it that the index follows the market.
    """
    if rebuild.is_due():
        rebuild_index.apply_async(expires=REQUEST_SECONDS)
    if match_queue.count_unclaimed():
        enqueue_waiting()
    if Suggestion.objects.without_terms().exists():
        store_terms.apply_async(priority=BEHIND_THE_REST, expires=REQUEST_SECONDS)


@shared_task(name="matching.rebuild")
def rebuild_index() -> None:
    """Begin a new version of the index, unless one is under way or a former request has led to one."""
    begun = rebuild.start() if rebuild.is_due() else None
    if begun:
        build, parts = begun
        _after_all([count_shard.si(build, *part) for part in parts], fit.si(build))


@shared_task(name="matching.count_shard", ignore_result=False)
def count_shard(build: str, side: Side, number: int, first_pk: int, last_pk: int) -> None:
    with suppress(GIVEN_UP):
        rebuild.count_shard(build, side, number, first_pk, last_pk)


@shared_task(name="matching.fit")
def fit(build: str) -> None:
    with suppress(GIVEN_UP):
        parts = rebuild.fit(build)
        _after_all([weigh_shard.si(build, part.side, part.number) for part in parts], publish.si(build))


@shared_task(name="matching.weigh_shard", ignore_result=False)
def weigh_shard(build: str, side: Side, number: int) -> None:
    with suppress(GIVEN_UP):
        rebuild.weigh_shard(build, side, number)


@shared_task(name="matching.publish")
def publish(build: str) -> None:
    """Put the new version in use; what waited for it follows."""
    with suppress(GIVEN_UP):
        rebuild.publish(build)
        enqueue_waiting()


@shared_task(name="matching.store_terms")
def store_terms() -> None:
    """Note what some pairs share; the next sweep asks for the next ones."""
    explanations.store_terms()


@shared_task(name="matching.bring_back")
def bring_back() -> None:
    """What was deferred until today is in the queue again; what has lost a side meanwhile leaves it."""
    deferrals.bring_back_due()
    refresh.supersede_unpublished()


@shared_task(name="matching.escalate")
def escalate() -> None:
    """Follow the targets of the alliances, then tell who is to hear of what is overdue."""
    deadlines.recompute()
    escalations.escalate()


@shared_task(name="matching.remind_silent")
def remind_silent() -> None:
    """What nobody answers or moves: a reminder once, then rest; what a withdrawal has decided ends."""
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


def enqueue_waiting() -> None:
    """Ask for one more batch, when nothing else is to do."""
    match_waiting.apply_async(priority=BEHIND_THE_REST)


def _after_all(header: "Sequence[Signature[Any]]", body: "Signature[Any]") -> None:
    """The body once every task of the header has ended; at once if there is none."""
    (chord(header, body) if header else body).apply_async()
