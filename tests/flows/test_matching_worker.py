"""From publication to suggestion through a real broker and a real worker, also when one of them fails."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from matching.index import match_queue
from matching.models import Suggestion
from matching.states import SuggestionState
from matching.tasks import match_waiting
from tests.factories import make_admin, make_demand, make_offer, make_published_demand, make_published_offer
from tests.servers import RedisServer, WorkerProcess, wait_until
from ydeu.marketplace import listings
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Worker = Callable[..., WorkerProcess]


def all_matched() -> bool:
    return match_queue.count() == 0


def test_a_published_demand_has_suggestions_within_ten_seconds(celery_worker_process: Worker) -> None:
    celery_worker_process()
    offer = make_published_offer(matched_revision=1)
    demand = make_demand(state=State.SUBMITTED)

    listings.publish(demand, by=make_admin())

    wait_until(all_matched, seconds=10, what="the demand is matched")
    assert list(Suggestion.objects.values_list("offer", "demand", "state")) == [
        (offer.pk, demand.pk, SuggestionState.PENDING)
    ]


def test_what_is_published_while_redis_is_down_is_matched_when_it_is_back(
    celery_worker_process: Worker, redis_server: RedisServer
) -> None:
    celery_worker_process(beat=True)
    admin = make_admin()
    waiting_ones = [make_demand(state=State.SUBMITTED), make_offer(state=State.SUBMITTED)]
    waiting_ones.append(make_demand(state=State.SUBMITTED))
    redis_server.stop()

    started = time.monotonic()
    for listing in waiting_ones:
        listings.publish(listing, by=admin)
    assert time.monotonic() - started < 10, "the poster waits for a dead broker"
    assert match_queue.count() == 3
    redis_server.start()

    wait_until(all_matched, seconds=60, what="the three listings are matched")
    assert Suggestion.objects.count() == 2


def test_a_worker_killed_in_the_middle_loses_nothing_and_touches_no_decision(
    celery_worker_process: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(150):
        make_published_offer()
    for _ in range(150):
        make_published_demand()
    decided = Suggestion.objects.create(
        offer=Offer.objects.earliest("pk"),
        demand=Demand.objects.earliest("pk"),
        score=0.9,
        state=SuggestionState.REJECTED,
    )
    before = Suggestion.objects.filter(pk=decided.pk).values().get()
    first = celery_worker_process()
    for _ in range(3):
        match_waiting.delay()
    wait_until(lambda: match_queue.count() < 300, seconds=30, what="the first batch is matched")

    first.kill()
    for model in (Offer, Demand):  # skip the minute after which a taken listing is free again
        past = F("matching_since") - timedelta(minutes=2)
        model.objects.filter(matching_since__isnull=False).update(matching_since=past)
    celery_worker_process(beat=True)

    wait_until(all_matched, seconds=60, what="every listing is matched")
    pairs = list(Suggestion.objects.values_list("offer", "demand"))
    assert len(pairs) == len(set(pairs))
    assert Suggestion.objects.filter(pk=decided.pk).values().get() == before
    for model in (Offer, Demand):
        assert model.objects.filter(matched_at__lte=timezone.now()).count() == 150
