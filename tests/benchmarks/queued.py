"""The times of the pages of a queue in a database. Django must be set up."""

import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matching.index import market_index
from matching.models import Suggestion
from matching.review import bulk
from matching.states import SuggestionState
from matching.suggestions import explanations
from tests.benchmarks import posted, scale
from tests.factories import make_alliance, make_coordinator
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Demand, Offer

LISTINGS = 2000
"""Listings of each side, dealt to the alliances in turn."""
PAGES = 100
UNNOTED = 20
BULK = 500
ALLIANCES = 4
"""Alliances; the coordinator is that of the first."""

FILTERS = ("q=电池", "mode=license", "overdue=true", "assigned=nobody&band=strong")


def measured(size: int, cache: Path) -> dict[str, Any]:
    """Fill the database and request pages as a coordinator does."""
    alliances = [make_alliance() for _ in range(ALLIANCES)]
    user = make_coordinator(alliances[0])
    fill(size, alliances, cache)
    market_index.rebuild()
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = visits(client, user, size)
    unnoted = [milliseconds(client, url) for url in found["a page of the queue"][:UNNOTED]]
    while explanations.store_terms():
        pass
    return {
        "unnoted": unnoted,
        "pages": {name: [milliseconds(client, url) for url in urls] for name, urls in found.items()},
        "queries": {name: queries(client, urls[-1]) for name, urls in found.items()},
        "bulk": rejecting(user),
    }


def visits(client: Client, user: User, size: int) -> dict[str, list[str]]:
    """Warm up, because a first request loads templates and index, and return the pages to request."""
    rng = random.Random(1)
    last = size // 20
    pks = list(Suggestion.objects.waiting_for(user).reviewable_by(user).values_list("pk", flat=True)[:5000])
    for url in ("/review/", f"/review/{pks[0]}/"):
        client.get(url)
    pages = [f"/review/?page={page}" for page in rng.sample(range(1, last + 1), min(PAGES, last))]
    return {
        "a page of the queue": pages,
        "a filtered page": [f"/review/?{query}" for query in FILTERS for _ in range(PAGES // 10)],
        "a pair": [f"/review/{pk}/" for pk in rng.sample(pks, PAGES)],
    }


def milliseconds(client: Client, url: str) -> float:
    began = time.perf_counter()
    response = client.get(url)
    elapsed = (time.perf_counter() - began) * 1000
    assert response.status_code == 200, (url, response.status_code)
    return elapsed


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def rejecting(user: User) -> float:
    pks = Suggestion.objects.reviewable_by(user).pending().values_list("pk", flat=True)[:BULK]
    chosen = list(pks)
    began = time.perf_counter()
    done = bulk.reject(chosen, by=user, reason="too_early").done
    assert len(done) == BULK
    return (time.perf_counter() - began) * 1000


def fill(size: int, alliances: list[Alliance], cache: Path) -> None:
    """Make ``size`` pairs that wait in the first alliance, and as many that are of others or decided."""
    posted.fill(scale.market(LISTINGS, cache), alliances[0])
    for model in (Offer, Demand):
        for number, alliance in enumerate(alliances[1:], start=1):
            pks = model.objects.order_by("pk").values_list("pk", flat=True)
            model.objects.filter(pk__in=list(pks)[number::ALLIANCES]).update(alliance=alliance)
        model.objects.update(cooperation_modes=["license"])
    mine, others = pair_numbers(alliances[0])
    rng = random.Random(2)
    rows = [pair(rng, *each, SuggestionState.PENDING) for each in rng.sample(mine, size)]
    rest = rng.sample(others, size // 2)
    rows += [pair(rng, *each, SuggestionState.PENDING) for each in rest]
    taken = {(row.offer_id, row.demand_id) for row in rows}
    decided = [each for each in rng.sample(mine, 2 * size) if each not in taken][: size // 2]
    rows += [pair(rng, *each, SuggestionState.REJECTED) for each in decided]
    Suggestion.objects.bulk_create(rows, batch_size=1000)


def pair_numbers(alliance: Alliance) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of ids with a side in the alliance, and pairs without."""
    offers = list(Offer.objects.order_by("pk").values_list("pk", "alliance")[:400])
    demands = list(Demand.objects.order_by("pk").values_list("pk", "alliance")[:400])
    mine: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for offer, of_offer in offers:
        for demand, of_demand in demands:
            (mine if alliance.pk in (of_offer, of_demand) else others).append((offer, demand))
    return mine, others


def pair(rng: random.Random, offer: int, demand: int, state: str) -> Suggestion:
    since = timezone.now() - timedelta(days=rng.random() * 10)
    decided = state == SuggestionState.REJECTED
    strength = rng.random()
    return Suggestion(
        offer_id=offer,
        demand_id=demand,
        score=strength,
        base_strength=strength,
        strength=strength,
        band="strong" if strength > 0.5 else "fair",
        is_rated=True,
        offer_rank=rng.randint(1, 10),
        state=state,
        reason="too_early" if decided else "",
        decided_at=since if decided else None,
        waiting_since=since,
        due_at=since + timedelta(days=7),
    )
