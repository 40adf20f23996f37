"""A demand finds offers in the other language through the dictionary and the union's own glossary."""

from typing import Any

import pytest
from pytest_django import Settings

from matching.index import market_index
from matching.models import GlossaryEntry, Suggestion
from matching.suggestions import refresh
from tests.factories import make_published_demand, make_published_offer
from tests.matching.suggestions.explaining import explain

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PLAIN = {"summary": "", "market_keywords": []}
ENGLISH = {
    "title": "Ceramic separator",
    "description": "Coated on both sides.",
    "technology_keywords": ["coating"],
}
CHINESE = {"title": "求购隔膜", "description": "用于储能。", "technology_keywords": ["储能"]}


def make_pair() -> Any:
    make_published_offer(**PLAIN, **ENGLISH, advantages="")
    return make_published_demand(**PLAIN, **CHINESE, problem="")


def heaviest() -> str:
    return explain(Suggestion.objects.get()).terms[0].term


def test_without_a_word_in_common_there_is_no_pair() -> None:
    refresh.refresh_one(make_pair())
    assert not Suggestion.objects.exists()


def test_a_word_of_the_glossary_leads_to_the_offer_and_says_so() -> None:
    GlossaryEntry.objects.create(zh="隔膜", en="separator")
    refresh.refresh_one(make_pair())
    assert heaviest() == "隔膜 = separator"


def test_a_new_word_counts_from_the_next_version_of_the_index_on() -> None:
    demand = make_pair()
    refresh.refresh_one(demand)
    GlossaryEntry.objects.create(zh="隔膜", en="separator")
    refresh.refresh_one(demand)
    assert not Suggestion.objects.exists()
    market_index.rebuild()
    refresh.refresh_one(demand)
    assert Suggestion.objects.count() == 1


def test_an_english_demand_finds_a_chinese_offer_by_the_same_word() -> None:
    GlossaryEntry.objects.create(zh="隔膜", en="separator")
    make_published_offer(**PLAIN, **CHINESE, advantages="")
    refresh.refresh_one(make_published_demand(**PLAIN, **ENGLISH, problem=""))
    assert heaviest() == "separator = 隔膜"


@pytest.mark.slow
def test_the_dictionary_knows_common_words_until_the_glossary_forbids_a_pair(settings: Settings) -> None:
    settings.MATCHING_DICTIONARY = True
    make_published_offer(**PLAIN, title="Solar cell", description="", technology_keywords=[], advantages="")
    demand = make_published_demand(
        **PLAIN, title="太阳能电池", description="", technology_keywords=[], problem=""
    )
    refresh.refresh_one(demand)
    assert heaviest() == "太阳能电池 = solar cell"
    GlossaryEntry.objects.create(zh="太阳能电池", en="solar cell", weight=0)
    market_index.rebuild()
    assert "太阳能电池 = solar cell" not in {term.term for term in explain(Suggestion.objects.get()).terms}
