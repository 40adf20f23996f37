"""What the workers do. Each task takes ids or nothing, may be delivered twice, and survives a missing row.

The rows are the record, and the sweeper finds them: a task that took its worker along is not delivered again,
it would take the next one along too.
"""

from celery import shared_task

from matching import rounds, waiting
from ydeu.marketplace.enums import Kind

BEHIND_THE_REST = 6
"""Redis hands out lower numbers first: a long rematch holds up neither a new listing nor an e-mail."""


@shared_task(name="matching.match_listing", reject_on_worker_lost=False)
def match_listing(kind: str, pk: int) -> None:
    """Match one listing, if it is still published and was not matched meanwhile."""
    rounds.match_one(Kind(kind), pk)


@shared_task(name="matching.match_waiting", reject_on_worker_lost=False)
def match_waiting() -> None:
    """Match some of the listings that wait, and see to it that the next ones follow."""
    if rounds.match_some():
        enqueue_waiting()


@shared_task(name="matching.sweep")
def sweep() -> None:
    """Heal what got lost between a publication and its task: Redis down, a worker killed, an import."""
    if waiting.count_free():
        enqueue_waiting()


def enqueue_waiting() -> None:
    """Ask for one more batch, when nothing else is to do."""
    match_waiting.apply_async(priority=BEHIND_THE_REST)
