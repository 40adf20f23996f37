"""A Latin word matches as a word, a Chinese one anywhere, on every database."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_offer, make_published_offer, make_saved_search, make_user
from ydeu.marketplace import tasks
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Offer
from ydeu.marketplace.words import holds
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("word", "text", "is_held"),
    [
        ("AI", "AI芯片", True),
        ("ai", "基于AI的检测", True),
        ("AI", "an (AI) system", True),
        ("AI", "AI-based", True),
        ("AI", "AIs for all", True),
        ("AI", "train", False),
        ("AI", "maintenance of painted rails", False),
        ("AI", "Dalai", False),
        ("AI", "AIoT", False),
        ("5G", "5G基站", True),
        ("5G", "支持5g网络", True),
        ("5G", "15G", False),
        ("5G", "5GHz", False),
        ("C++", "written in C++.", True),
        ("C++", "C++17", True),
        ("C++", "VC++", False),
        (".NET", "on .NET 9", True),
        (".NET", "ASP.NET", True),
        (".NET", "planet", False),
        ("C#", "C#开发", True),
        ("PCB", "PCBs", True),
        ("PCBs", "a PCB", True),
        ("sensors", "one sensor", True),
        ("GPUs", "a GPU", True),
        ("bus", "bu", False),
        ("battery", "solid batteries", True),
        ("batteries", "a battery cell", True),
        ("battery", "batterie", False),
        ("key", "keys", True),
        ("sensor", "biosensors", False),
        ("gas", "a gasket", False),
        ("LED", "sealed", False),
        ("led", "LED灯", True),
        ("AI芯片", "新AI芯片厂", True),
        ("AI芯片", "OpenAI芯片", False),
        ("芯片", "AI芯片厂", True),
        ("10%", "110%", False),
        ("café", "a Café", True),
        ("caf", "café", False),
        ("(a+)+", "x (a+)+ y", True),
        ("a.c", "abc", False),
    ],
)
def test_a_latin_edge_of_a_word_is_an_edge_in_the_text(word: str, text: str, is_held: bool) -> None:
    make_offer(title=text)
    assert Offer.objects.filter(holds("title", word)).exists() == is_held


def test_each_keyword_has_edges_of_its_own() -> None:
    make_offer(technology_keywords=["MEMS", "AI"], title="x")
    assert Offer.objects.filter(holds("technology_keywords", "ai")).count() == 1
    assert Offer.objects.filter(holds("technology_keywords", "sai")).count() == 0


TEXTS = {"summary": "x", "description": "x", "technology_keywords": ["x"], "market_keywords": []}


def test_the_browse_page_finds_words_and_no_parts_of_them(client: Client) -> None:
    chip = make_published_offer(title="AI芯片", **TEXTS)
    for title in ("Train control", "Maintenance", "Painted sheets"):
        make_published_offer(title=title, **TEXTS)
    response = client.get("/offers/", {"q": "AI"})
    assert [card.pk for card in response.context["page_obj"]] == [chip.pk]


def test_a_saved_search_tells_of_words_only() -> None:
    person = make_user()
    now = timezone.now()
    make_saved_search(
        owner=person, kind=ListingKind.OFFER, query="q=AI", looked_until=now - timedelta(days=8), name="AI"
    )
    for title in ("Train control", "AI芯片", "Paints"):
        make_published_offer(title=title, published_at=now - timedelta(days=2), valid_until=None, **TEXTS)
    tasks.look_through()
    notice = Notice.objects.get(recipient=person, kind=NoticeKind.SEARCH_FOUND)
    assert notice.details == ["AI芯片"]


def test_a_search_by_a_latin_word_costs_as_many_queries_as_by_a_chinese_one(client: Client) -> None:
    make_published_offer(title="AI芯片 for trains", **TEXTS)
    counts = []
    for word in ("芯片", "AI"):
        with CaptureQueriesContext(connection) as queries:
            client.get("/offers/", {"q": word})
        counts.append(len(queries))
    assert counts[0] == counts[1]
