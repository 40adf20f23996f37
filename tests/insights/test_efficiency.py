"""The figures of efficiency: each recomputed from the rows in plain Python, on histories made at random."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random
from statistics import median

import pytest
from django.utils import timezone

from matching.models import Introduction, Suggestion
from matching.models.introduction_contract import IntroductionContract
from matching.states import SuggestionState
from tests.factories import make_alliance, make_published_demand, make_published_offer, make_suggestion
from ydeu.insights import efficiency
from ydeu.insights.figure import FEWEST, Figure
from ydeu.marketplace.models import Demand

pytestmark = pytest.mark.django_db

STATES = ("pending", "approved", "rejected", "folded", "deferred", "superseded")


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def history(now: datetime, seed: int, demands: int = 14) -> None:
    """Demands of two years with pairs, introductions and contracts at random moments."""
    rng, alliance = Random(seed), make_alliance()
    offers = [make_published_offer(alliance=alliance) for _ in range(3)]

    def moment(least: int = 0, most: int = 730) -> datetime:
        return now - timedelta(days=rng.uniform(least, most))

    for _ in range(demands):
        demand = make_published_demand(alliance=alliance)
        Demand.objects.filter(pk=demand.pk).update(published_at=moment())
        for offer in rng.sample(offers, rng.randrange(len(offers) + 1)):
            pair = make_suggestion(offer=offer, demand=demand, state=rng.choice(STATES))
            decided_at = moment() if rng.random() < 0.7 else None
            due_at = moment(-30) if rng.random() < 0.8 else None
            Suggestion.objects.filter(pk=pair.pk).update(due_at=due_at, decided_at=decided_at)
            if rng.random() < 0.6:
                begin(pair, moment(), signed=rng.random() < 0.6, days=rng.randrange(200))


def begin(pair: Suggestion, at: datetime, *, signed: bool, days: int) -> None:
    row = Introduction.objects.create(suggestion=pair, offer=pair.offer, demand=pair.demand)
    Introduction.objects.filter(pk=row.pk).update(opened_at=at)
    if signed:
        day = timezone.localdate(at + timedelta(days=days))
        IntroductionContract.objects.create(
            introduction=row, mode="license", signed_on=day, amount_band="10_50"
        )


def first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((each for each in moments if each), default=None)


@pytest.mark.parametrize("seed", range(6))
def test_each_figure_is_what_the_rows_say(seed: int, now: datetime) -> None:
    history(now, seed)
    since = now - timedelta(days=efficiency.DAYS)
    rows = list(Demand.objects.prefetch_related("suggestions", "introductions__contract"))

    kept = []
    for row in rows:
        pairs = list(row.suggestions.all())
        due = first(pair.due_at for pair in pairs)
        answers = [pair.decided_at for pair in pairs if pair.state in efficiency.ANSWERS]
        if due and since < due <= now:
            kept.append((answered := first(answers)) is not None and answered <= due)
    percent = 100 * sum(kept) / len(kept) if kept else None
    check(efficiency.answered_in_time(since, now), percent, len(kept))

    days = []
    for row in rows:
        opened = first(each.opened_at for each in row.introductions.all())
        if opened and since < opened <= now and row.published_at and row.published_at <= opened:
            days.append((opened - row.published_at).days)
    check(efficiency.days_to_introduction(since, now), median(days) if days else None, len(days))

    contracts = list(IntroductionContract.objects.select_related("introduction__demand"))
    start, end = timezone.localdate(since), timezone.localdate(now)
    signed = [each for each in contracts if start < each.signed_on <= end]
    spans = [
        (each.signed_on - timezone.localdate(each.introduction.demand.published_at)).days for each in signed
    ]
    spans = [each for each in spans if each >= 0]
    check(efficiency.days_to_contract(since, now), median(spans) if spans else None, len(spans))

    published = [row for row in rows if row.published_at and since < row.published_at <= now]
    expected = 100 * len(signed) / len(published) if published else None
    check(efficiency.contracts_per_100_demands(since, now), expected, len(signed))


def check(figure: Figure, value: float | None, cases: int) -> None:
    assert figure.cases == cases
    assert figure.value == pytest.approx(value)


def test_without_a_case_there_is_no_number() -> None:
    assert [(each.value, each.cases, each.is_shown) for each in efficiency.current()] == [
        (None, 0, False)
    ] * 4


@pytest.mark.parametrize("cases", [FEWEST - 1, FEWEST])
def test_what_rests_on_fewer_than_five_cases_is_not_shown(cases: int, now: datetime) -> None:
    for _ in range(cases):
        pair = make_suggestion(state=SuggestionState.REJECTED)
        moments = {"due_at": now - timedelta(days=1), "decided_at": now - timedelta(days=2)}
        Suggestion.objects.filter(pk=pair.pk).update(**moments)
    answered = efficiency.current()[0]
    assert (answered.value, answered.cases, answered.is_shown) == (100, cases, cases >= FEWEST)
