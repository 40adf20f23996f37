"""A market in a database, and the times of listings that are published there. Django must be set up."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from matching.engine import Document
from matching.index import market_index
from matching.models import Suggestion
from tests.benchmarks import scale
from tests.factories import make_admin, make_alliance, make_enterprise, make_member
from tests.servers import RedisServer, WorkerProcess, wait_until
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace import listings
from ydeu.marketplace.models import Demand, Listing, Offer
from ydeu.marketplace.states import State

WARM = 4
"""Listings that are published first and not measured, because a worker's first search maps the index."""
PATIENCE = 600.0
POLL = 0.005
AT_ONCE = 1000


def measured(server: RedisServer, folder: Path, size: int, new: int, cache: Path) -> dict[str, Any]:
    """Fill the database, start a worker, publish listings, and return the seconds of each."""
    alliance, admin = make_alliance(), make_admin()
    fill(scale.market(size // 2, cache), alliance)
    began = time.perf_counter()
    market_index.rebuild()
    built = time.perf_counter() - began
    worker = WorkerProcess(server.url, folder, "-c", "1", index=folder / "index")
    try:
        wait_until(worker.answers, seconds=60, what="the worker answers")
        waiting = list(handed_in(scale.market(new, cache, seed=2), new + WARM, alliance))
        seconds = [publish(listing, admin) for listing in waiting][WARM:]
    finally:
        worker.stop()
    found = [Suggestion.objects.filter(**{each.kind: each}).count() for each in waiting[WARM:]]
    return {
        "until published": [first for first, _ in seconds],
        "until matched": [second for _, second in seconds],
        "suggestions": sum(found) / len(found),
        "index": built,
    }


def publish(listing: Listing, admin: User) -> tuple[float, float]:
    """Publish a listing; return the seconds until the use case returns and until the row is matched."""
    began = time.perf_counter()
    listings.publish(listing, by=admin)
    published = time.perf_counter() - began
    row = type(listing).objects.filter(pk=listing.pk)
    while row.awaiting_matching().exists():
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError(f"{listing} is not matched within {PATIENCE} seconds")
        time.sleep(POLL)
    return published, time.perf_counter() - began


def fill(market: scale.Market, alliance: Alliance) -> None:
    """Make published listings that are matched already, about ten for each enterprise."""
    numbers = sorted({*market.offer_groups, *market.demand_groups})
    now = timezone.now()
    rows = [Enterprise(name=f"Enterprise {number}", verified_at=now) for number in numbers]
    Enterprise.objects.bulk_create(rows, batch_size=AT_ONCE)
    enterprises = dict(zip(numbers, rows, strict=True))
    published = {"state": State.PUBLISHED, "revision": 1, "matched_revision": 1, "moderated_revision": 1}
    sides = (
        (Offer, market.offers, market.offer_groups),
        (Demand, market.demands, market.demand_groups),
    )
    for model, documents, groups in sides:
        listed: Iterator[Any] = (
            model(**texts(document, alliance), enterprise=enterprises[group], published_at=now, **published)
            for document, group in zip(documents, groups, strict=True)
        )
        model.objects.bulk_create(listed, batch_size=AT_ONCE)


def handed_in(market: scale.Market, count: int, alliance: Alliance) -> Iterator[Listing]:
    """Submitted demands and offers in turn, of an enterprise without other listings."""
    enterprise = make_enterprise()
    member = make_member(enterprise)
    for number in range(count):
        documents, model = ((market.demands, Demand), (market.offers, Offer))[number % 2]
        document = documents[number // 2]
        yield model.objects.create(
            **texts(document, alliance), enterprise=enterprise, created_by=member, state=State.SUBMITTED
        )


def texts(document: Document, alliance: Alliance) -> dict[str, Any]:
    """The fields that both kinds of listing have."""
    return {
        "alliance": alliance,
        "title": document.title,
        "description": document.body,
        "technology_keywords": list(document.keywords),
        "valid_until": timezone.localdate() + timedelta(days=365),
    }
