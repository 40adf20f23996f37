"""Vague and nonsense demands: most are too vague or without an offer. Some in English still get a pair."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from matching.review import gaps
from matching.suggestions import matcher, refresh
from tests.factories import make_published_demand
from tests.quality.judged import VagueDemand, vague_demands
from ydeu.marketplace.models import Demand
from ydeu.marketplace.poster_feedback import Gap

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TOO_VAGUE_AT_LEAST = 1 / 3
ANSWERED_AT_MOST = 1 / 5


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


def test_few_vague_demands_bring_a_pair_into_the_queue(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR, settings.MATCHING_DICTIONARY = tmp_path, True
    call_command("load_demo", verbosity=0, stdout=StringIO())
    while matcher.match_some():
        pass
    real = Demand.objects.filter(is_vague=True).count()
    found = {vague.title: gaps.gap_of(post(vague)) for vague in vague_demands()}

    others = sorted(title for title, gap in found.items() if gap not in (Gap.TOO_VAGUE, Gap.NO_OFFER))
    too_vague = sum(gap == Gap.TOO_VAGUE for gap in found.values())
    print(f"{too_vague} of {len(found)} too vague; neither: {others}; {real} demands of the sample too vague")
    assert len(others) <= ANSWERED_AT_MOST * len(found)
    assert too_vague >= TOO_VAGUE_AT_LEAST * len(found)
    assert real == 0
