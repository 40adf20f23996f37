"""What the workers do. Each task takes ids or nothing, may be delivered twice, and survives a missing row."""

from celery import shared_task

from matching import failures, waiting
from matching.documents import texts_of
from ydeu.marketplace.enums import Kind


@shared_task(name="matching.match_listing")
def match_listing(kind: str, pk: int) -> None:
    """Match one listing, if it is still published and was not matched meanwhile."""
    listing = texts_of(Kind(kind)).awaiting_matching().filter(pk=pk).first()
    if listing is not None:
        failures.match(Kind(kind), [listing])


@shared_task(name="matching.match_waiting")
def match_waiting() -> None:
    """Match some of the listings that wait, and see to it that the next ones follow."""
    taken = waiting.take()
    if taken is not None:
        failures.match(*taken)
        match_waiting.delay()


@shared_task(name="matching.sweep")
def sweep() -> None:
    """Heal what got lost between a publication and its task: Redis down, a worker killed, an import."""
    if waiting.count_free():
        match_waiting.delay()
