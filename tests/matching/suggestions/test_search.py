"""The answers of the index to the marketplace's search: by words, similar listings, copies."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.index import market_index, store
from matching.suggestions import search
from tests.factories import make_demand, make_offer, make_published_demand, make_published_offer
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing, Requirement
from ydeu.marketplace.similarity import DUPLICATE_SHARE

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SEARCH = search.IndexSearch()
OWN_TEXT = {ListingKind.OFFER: "advantages", ListingKind.DEMAND: "problem"}
MAKERS = {ListingKind.OFFER: make_published_offer, ListingKind.DEMAND: make_published_demand}


def about(kind: ListingKind, title: str, **fields: Any) -> Listing:
    texts = {"summary": "", "description": title, "technology_keywords": [], OWN_TEXT[kind]: ""}
    return MAKERS[kind](**{"title": title, **texts, **fields})


def ranked(kind: ListingKind, words: str, limit: int = 10) -> list[int]:
    return [hit.pk for hit in SEARCH.ranked(kind, words, limit) or ()]


@pytest.fixture(params=list(ListingKind), ids=str)
def kind(request: pytest.FixtureRequest) -> ListingKind:
    return ListingKind(request.param)


@pytest.fixture
def market(kind: ListingKind) -> list[Listing]:
    """Three listings of the kind, and an index with them."""
    rows = [about(kind, title) for title in ("硫化物固态电解质电池", "污水处理膜组件", "工业质检图像识别")]
    market_index.rebuild()
    return rows


class TestWords:
    def test_chinese_words_find_what_speaks_of_them(self, kind: ListingKind, market: list[Listing]) -> None:
        assert ranked(kind, "电池固态")[0] == market[0].pk
        assert ranked(kind, "图像质检")[0] == market[2].pk

    def test_only_of_the_kind_that_was_asked_for(self, kind: ListingKind, market: list[Listing]) -> None:
        assert ranked(kind.opposite, "固态电池") == []

    def test_a_share_of_what_was_asked(self, kind: ListingKind, market: list[Listing]) -> None:
        hits = SEARCH.ranked(kind, "固态电池 污水", 10) or []

        assert {hit.pk for hit in hits} >= {market[0].pk, market[1].pk}
        assert all(0 < hit.score < 1 for hit in hits)
        assert hits == sorted(hits, key=lambda hit: -hit.score)

    def test_newer_ones_are_found_and_an_edit_counts_at_once(
        self, kind: ListingKind, market: list[Listing]
    ) -> None:
        newer = about(kind, "固态电池回收")
        market[1].title = market[1].description = "固态电池检测"
        market[1].revision += 1
        market[1].save()

        assert set(ranked(kind, "固态电池")) == {market[0].pk, newer.pk, market[1].pk}
        assert market[1].pk not in ranked(kind, "污水处理膜")
        about(kind, "固态电池包")
        assert len(ranked(kind, "固态电池")) == 4
        assert len(ranked(kind, "固态电池", limit=3)) == 3

    def test_what_has_left_is_not_found(self, kind: ListingKind, market: list[Listing]) -> None:
        newer = about(kind, "固态电池回收")
        assert ranked(kind, "固态电池")
        for row in (newer, market[0]):
            type(row).objects.filter(pk=row.pk).update(state="withdrawn")

        assert ranked(kind, "固态电池") == []

    @pytest.mark.parametrize("words", ["", "🙂", "%", "　", "的", "x" * 10_000, "字" * 10_000])
    def test_no_words_are_an_error(self, kind: ListingKind, market: list[Listing], words: str) -> None:
        about(kind, "固态电池回收")

        assert SEARCH.ranked(kind, words, 10) is not None

    def test_the_name_of_an_enterprise_is_not_read(self, kind: ListingKind, market: list[Listing]) -> None:
        market[0].enterprise.name = "沪江"
        market[0].enterprise.save()
        market_index.rebuild()

        assert ranked(kind, "沪江") == []

    def test_more_listings_cost_no_more_queries(self, kind: ListingKind, market: list[Listing]) -> None:
        counts = []
        for rows in (1, 2, 47):
            for _number in range(rows):
                about(kind, "固态电池回收")
            with CaptureQueriesContext(connection) as queries:
                SEARCH.ranked(kind, "固态电池", 1000)
            counts.append(len(queries))
        assert counts == [counts[0]] * 3

    def test_what_is_newer_is_weighed_once(self, kind: ListingKind, market: list[Listing]) -> None:
        about(kind, "固态电池回收")
        ranked(kind, "固态电池")
        with CaptureQueriesContext(connection) as queries:
            ranked(kind, "固态电池")
        assert len(queries) == 3  # recent changes, the two sums, revisions of newer listings


class TestAlike:
    def test_the_listings_that_say_most_of_it_without_itself(
        self, kind: ListingKind, market: list[Listing]
    ) -> None:
        copy, part = about(kind, market[0].title), about(kind, "固态电池")

        best = SEARCH.alike(market[0], 1)
        assert best is not None
        assert [hit.pk for hit in best] == [copy.pk]
        assert [hit.score for hit in best] == pytest.approx([1.0], abs=0.1)
        assert [hit.pk for hit in SEARCH.alike(market[0], 10) or ()][:2] == [copy.pk, part.pk]
        assert [hit.pk for hit in SEARCH.alike(copy, 1) or ()] == [market[0].pk]

    def test_a_listing_without_words_is_like_nothing(self, kind: ListingKind, market: list[Listing]) -> None:
        silent = about(kind, "")

        assert SEARCH.alike(silent, 10) == []
        assert SEARCH.likeness(silent, market) == [0.0, 0.0, 0.0]


class TestMarks:
    def test_the_longest_words_that_both_hold(self, kind: ListingKind, market: list[Listing]) -> None:
        row = about(kind, "电池<回收>", summary="固态电池，电机")

        assert SEARCH.marked("固态电池回收", [row, market[1]]) == [
            ("<mark>电池</mark>&lt;<mark>回收</mark>&gt;", "<mark>固态电池</mark>，电机", []),
            ("污水处理膜组件", "", []),
        ]

    def test_keywords_that_hold_the_words(self, kind: ListingKind, market: list[Listing]) -> None:
        row = about(kind, "探测器", technology_keywords=["膨胀力", "<固态电池回收>"])

        assert [each.keywords for each in SEARCH.marked("固态电池回收", [row]) or ()] == [
            ["膨胀力", "&lt;<mark>固态电池回收</mark>&gt;"]
        ]

    def test_one_character_is_marked_if_it_is_all_that_was_typed(
        self, kind: ListingKind, market: list[Listing]
    ) -> None:
        assert [row.title for row in SEARCH.marked(" 膜 ", market[1:2]) or ()] == [
            "污水处理<mark>膜</mark>组件"
        ]


class TestLikeness:
    def test_a_copy_is_one_and_another_matter_is_nothing(
        self, kind: ListingKind, market: list[Listing]
    ) -> None:
        copy = about(kind, market[0].title)

        shares = SEARCH.likeness(copy, market[:2])
        assert shares is not None
        same, other = shares

        assert same == pytest.approx(1.0)
        assert other < DUPLICATE_SHARE

    def test_drafts_are_compared_too(self, market: list[Listing]) -> None:
        first, second = (make_offer(title="固态电池", description="", summary="") for _number in range(2))

        assert SEARCH.likeness(first, [second]) == pytest.approx([1.0])
        assert SEARCH.likeness(first, []) == []

    def test_a_short_text_inside_a_long_one_is_no_copy(
        self, kind: ListingKind, market: list[Listing]
    ) -> None:
        long = about(kind, "固态电池", description="污水处理膜组件，工业质检图像识别，动力系统检测平台。" * 5)
        short = about(kind, "固态电池")

        there = SEARCH.likeness(short, [long]) or []
        back = SEARCH.likeness(long, [short]) or []

        assert there == [pytest.approx(back[0])]
        assert there[0] < DUPLICATE_SHARE

    def test_requirements_cost_no_query_each(self, market: list[Listing]) -> None:
        demands = [make_demand() for _number in range(4)]
        for demand in demands:
            Requirement.objects.create(demand=demand, name="循环寿命", value="3000", unit="次")
        with CaptureQueriesContext(connection) as queries:
            SEARCH.likeness(demands[0], demands[1:])
        assert len(queries) == 2


def test_an_index_that_cannot_be_read_is_none(market: list[Listing], kind: ListingKind) -> None:
    for path in Path(settings.MATCHING_INDEX_DIR).rglob("*.json"):
        path.write_text("?")
    store._store.cache_clear()

    assert SEARCH.ranked(kind, "固态电池", 10) is None
    assert SEARCH.alike(market[0], 10) is None
    assert SEARCH.likeness(market[0], market) is None
    assert SEARCH.marked("固态电池", market) is None
