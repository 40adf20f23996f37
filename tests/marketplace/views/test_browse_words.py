"""A search by words on the browse pages: the ranking, with filters and permissions."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_enterprise, make_member, make_published_demand, make_published_offer
from tests.marketplace.fake_search import FakeSearch
from tests.marketplace.views.test_browse import found
from ydeu.marketplace import ranking
from ydeu.marketplace.enums import ListingKind, Visibility
from ydeu.marketplace.models import Offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]

WORDS = "固態電池"
"""In no text of a test, so only the fake search can find it."""


@pytest.fixture
def member_client(client: Client) -> Client:
    client.force_login(make_member())
    return client


def orders(client: Client, **query: str) -> list[tuple[str, bool]]:
    """Each option of the select, and True if it is selected."""
    field = client.get("/offers/", query).context["filter"].form["sort"]
    return [(str(option.data["label"]), option.data["selected"]) for option in field.subwidgets]


def test_the_best_come_first_and_the_words_are_asked_for_once(client: Client, finder: FakeSearch) -> None:
    weaker, best, unrelated = (make_published_offer() for _number in range(3))
    finder.scores = {best: 0.9, weaker: 0.5, make_published_demand(): 0.7}

    assert found(client, "/offers/", q=WORDS) == [best, weaker]
    assert unrelated in found(client, "/offers/")
    assert finder.asked == [(ListingKind.OFFER, WORDS, 1000)]


def test_what_is_much_weaker_than_the_best_is_left_out_unless_it_holds_the_words(
    client: Client, finder: FakeSearch
) -> None:
    best, weak, literal, unranked = (
        make_published_offer(title=title) for title in ("最好", "偶然", f"{WORDS}一", f"{WORDS}二")
    )
    finder.scores = {best: 0.9, weak: 0.4, literal: 0.3}

    assert found(client, "/offers/", q=WORDS) == [best, literal, unranked]


def test_how_good_a_hidden_listing_is_shows_nowhere(client: Client, finder: FakeSearch) -> None:
    hidden = make_published_offer(visibility=Visibility.MEMBERS)
    seen = make_published_offer()
    finder.scores = {hidden: 0.9, seen: 0.3}

    assert found(client, "/offers/", q=WORDS) == [seen]


def test_filters_narrow_what_the_words_find(client: Client, finder: FakeSearch) -> None:
    finder.scores = {
        make_published_offer(trl=3): 0.9,
        (late := make_published_offer(trl=7)): 0.6,
        (later := make_published_offer(trl=8)): 0.7,
    }

    assert found(client, "/offers/", q=WORDS, trl="6") == [later, late]


def test_the_other_orders_are_still_there(client: Client, finder: FakeSearch) -> None:
    today, now = timezone.localdate(), timezone.now()
    old = make_published_offer(published_at=now - timedelta(days=9), valid_until=today + timedelta(days=9))
    new = make_published_offer(published_at=now, valid_until=today + timedelta(days=20))
    finder.scores = {old: 0.9, new: 0.5}

    assert found(client, "/offers/", q=WORDS) == [old, new]
    assert found(client, "/offers/", q=WORDS, sort="newest") == [new, old]
    assert found(client, "/offers/", q=WORDS, sort="ending") == [old, new]


def test_the_best_match_is_the_usual_order_of_words_only(client: Client, finder: FakeSearch) -> None:
    assert orders(client) == [("newest first", True), ("ending soon", False)]
    assert orders(client, sort="ending") == [("newest first", False), ("ending soon", True)]
    assert orders(client, q=WORDS) == [("best match", True), ("newest first", False), ("ending soon", False)]
    assert orders(client, q=WORDS, sort="newest")[1] == ("newest first", True)


def test_without_an_index_the_text_is_searched_and_the_page_says_so(client: Client) -> None:
    literal = make_published_offer(title=f"{WORDS}材料")
    make_published_offer()

    page = client.get("/offers/", {"q": WORDS})

    assert list(page.context["page_obj"]) == [literal]
    assert "only the text itself is searched" in page.text
    assert orders(client, q=WORDS) == [("newest first", True), ("ending soon", False)]
    assert "only the text itself is searched" not in client.get("/offers/").text


def test_with_an_index_no_note_is_shown(client: Client, finder: FakeSearch) -> None:
    page = client.get("/offers/", {"q": WORDS}).text

    assert "only the text itself is searched" not in page
    assert "Nothing fits all of these filters" in page


def test_a_list_that_is_ranked_in_part_says_so(
    client: Client, finder: FakeSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ydeu.marketplace.filters.DEPTH", 2)
    best, second, third = (make_published_offer(title=WORDS) for _number in range(3))
    finder.scores = {best: 0.9}
    assert "Very many listings" not in client.get("/offers/", {"q": WORDS}).text
    finder.scores = {best: 0.9, second: 0.8, third: 0.7}

    page = client.get("/offers/", {"q": WORDS})

    assert "the 2 best are in order" in " ".join(page.text.split())
    assert list(page.context["page_obj"]) == [best, second, third]


def test_the_cards_mark_what_was_found(client: Client, finder: FakeSearch) -> None:
    finder.scores = {make_published_offer(title="<b>固态</b>", summary="<i>"): 0.9}

    page = client.get("/offers/", {"q": WORDS}).text

    assert "<mark>&lt;b&gt;固态&lt;/b&gt;</mark>" in page
    assert "&lt;i&gt;" in page
    assert "<mark>" not in client.get("/offers/").text


class TestWhoSees:
    def test_nobody_finds_what_they_may_not_see(self, client: Client, finder: FakeSearch) -> None:
        public = make_published_offer()
        members = make_published_offer(visibility="members")
        stale = make_published_offer(valid_until=timezone.localdate() - timedelta(days=1))
        finder.scores = {stale: 0.9, members: 0.8, public: 0.7}

        assert found(client, "/offers/", q=WORDS) == [public]
        client.force_login(make_member())
        assert found(client, "/offers/", q=WORDS) == [members, public]

    def test_a_hit_that_has_left_is_gone(self, client: Client, finder: FakeSearch) -> None:
        gone, here = make_published_offer(), make_published_offer()
        finder.scores = {gone: 0.9, here: 0.6}
        Offer.objects.filter(pk=gone.pk).update(state="withdrawn")

        assert found(client, "/offers/", q=WORDS) == [here]

    def test_a_name_is_found_where_it_is_shown(self, member_client: Client, finder: FakeSearch) -> None:
        enterprise = make_enterprise(name="上海沪江新材料有限公司")
        named = make_published_offer(enterprise=enterprise)
        make_published_offer(enterprise=enterprise, visibility="anonymous")

        assert found(member_client, "/offers/", q="沪江新材") == [named]


class TestNames:
    """Words in the names of enterprises."""

    def test_a_name_that_is_meant_comes_before_what_is_like_it(
        self, client: Client, finder: FakeSearch
    ) -> None:
        named = make_published_offer(enterprise=make_enterprise(name="上海沪江新材料有限公司"))
        other = make_published_offer(title="新材")
        finder.scores = {other: 0.9}

        assert found(client, "/offers/", q="沪江新材") == [named, other]

    def test_a_word_that_many_names_hold_is_no_name(self, client: Client, finder: FakeSearch) -> None:
        many = [
            make_published_offer(enterprise=make_enterprise(name=f"新材料{number}厂"))
            for number in range(ranking.FEW_ENTERPRISES + 1)
        ]
        best = make_published_offer()
        finder.scores = {best: 0.9}

        assert found(client, "/offers/", q="新材料") == [best, *reversed(many)]


def test_pages_are_exact_and_keep_the_order(client: Client, finder: FakeSearch) -> None:
    rows = [make_published_offer() for _number in range(21)]
    finder.scores = {row: 0.9 - number / 100 for number, row in enumerate(rows)}

    first = client.get("/offers/", {"q": WORDS})

    assert list(first.context["page_obj"]) == rows[:20]
    assert "21 listings found" in first.text
    assert found(client, "/offers/", q=WORDS, page="2") == rows[20:]


@pytest.mark.parametrize("words", ["的", "🙂", "%", "a" * 100, "字 " * 50, "the of and", "　"])
def test_no_words_are_an_error(client: Client, finder: FakeSearch, words: str) -> None:
    assert client.get("/offers/", {"q": words}).status_code == 200


def test_too_many_words_are_named_and_not_asked_for(client: Client, finder: FakeSearch) -> None:
    page = client.get("/offers/", {"q": "字" * 10_000})

    assert list(page.context["filter"].form.errors) == ["q"]
    assert finder.asked == []


@pytest.mark.parametrize(
    ("address", "make"), [("/offers/", make_published_offer), ("/demands/", make_published_demand)]
)
def test_more_hits_cost_no_more_queries(
    member_client: Client, finder: FakeSearch, address: str, make: Any
) -> None:
    counts = []
    for rows in (1, 2, 47):
        finder.scores |= {make(): 0.9 for _number in range(rows)}
        with CaptureQueriesContext(connection) as queries:
            member_client.get(address, {"q": WORDS})
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
