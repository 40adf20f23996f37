"""Vague and nonsense demands bring nothing into the queue: they are too vague, or without an offer."""

from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from matching.review import gaps
from matching.suggestions import matcher, refresh
from tests.factories import make_published_demand
from tests.quality.judged import VagueDemand, vague_demands, vague_demands_aside
from ydeu.marketplace.models import Demand
from ydeu.marketplace.poster_feedback import Gap

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def post(vague: VagueDemand) -> Demand:
    """The demand as it stands, without the keywords and the problem that other tests fill in."""
    demand = make_published_demand(
        title=vague.title,
        summary=vague.summary,
        description=vague.description,
        problem="",
        technology_keywords=[],
    )
    refresh.refresh_one(demand)
    demand.refresh_from_db()
    return demand


@pytest.fixture
def sample(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR, settings.MATCHING_DICTIONARY = tmp_path, True
    call_command("load_demo", verbosity=0, stdout=StringIO())
    while matcher.match_some():
        pass


def gaps_of(demands: list[VagueDemand]) -> dict[str, Gap | None]:
    return {vague.title: gaps.gap_of(post(vague)) for vague in demands}


def answered(found: dict[str, Gap | None]) -> set[str]:
    return {title for title, gap in found.items() if gap not in (Gap.TOO_VAGUE, Gap.NO_OFFER)}


@pytest.mark.usefixtures("sample")
def test_every_vague_demand_is_too_vague_or_has_no_offer_yet() -> None:
    assert not Demand.objects.filter(is_vague=True).exists(), "a demand of the sample"
    found = gaps_of(vague_demands())
    print(Counter(found.values()))
    assert len(found) >= 20
    assert answered(found) == set()


@pytest.mark.usefixtures("sample")
def test_so_have_most_of_those_that_were_put_aside() -> None:
    found = gaps_of(vague_demands_aside())
    print(Counter(found.values()), answered(found))
    assert len(found) == 12
    assert len(answered(found)) <= 2
