"""Similar listings and copies, and who may see them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    make_admin,
    make_enterprise,
    make_member,
    make_offer,
    make_published_demand,
    make_published_offer,
    make_user,
)
from tests.marketplace.fake_search import FakeSearch
from ydeu.marketplace.models import Listing, Offer
from ydeu.marketplace.similarity import Duplicate, Similar, duplicates_of, similar_to
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


class TestSimilar:
    def test_the_most_alike_come_first_up_to_five(self, finder: FakeSearch) -> None:
        rows = [make_published_offer() for _number in range(7)]
        finder.scores = {row: 0.9 - number / 10 for number, row in enumerate(rows)}

        assert similar_to(rows[0], user=make_user()) == [Similar(row, []) for row in rows[1:6]]

    def test_below_the_floor_nothing_is_alike(self, finder: FakeSearch) -> None:
        offer = make_published_offer()
        finder.scores = {make_published_offer(): 0.19, (near := make_published_offer()): 0.2}

        assert similar_to(offer, user=make_user()) == [Similar(near, [])]

    def test_only_what_the_reader_may_browse(self, finder: FakeSearch) -> None:
        offer = make_published_offer()
        hidden, public = make_published_offer(visibility="anonymous"), make_published_offer()
        stale = make_published_offer(valid_until=timezone.localdate() - timedelta(days=1))
        finder.scores = {hidden: 0.9, public: 0.8, stale: 0.7, make_offer(): 0.6}

        assert [found.listing for found in similar_to(offer, user=make_user())] == [public]
        assert [found.listing for found in similar_to(offer, user=make_member())] == [hidden, public]

    def test_the_page_shows_them_and_not_who_posted_them(self, client: Client, finder: FakeSearch) -> None:
        offer = make_published_offer()
        near = make_published_offer(
            title="Sulfide cells", enterprise=make_enterprise(name="沪江新材"), visibility="anonymous"
        )
        client.force_login(make_member())
        assert "Similar offers" not in client.get(offer.get_absolute_url()).text
        finder.scores, finder.words = {near: 0.9}, {near: ["sulfide", "cell < 3 V"]}

        page = client.get(offer.get_absolute_url()).text

        assert "Similar offers" in page
        assert f'<a href="{near.get_absolute_url()}">Sulfide cells</a>' in page
        assert "沪江新材" not in page
        assert '<li class="tag">sulfide</li><li class="tag">cell &lt; 3 V</li>' in page

    def test_a_draft_shows_none(self, client: Client, finder: FakeSearch) -> None:
        draft = make_offer()
        finder.scores = {make_published_offer(): 0.9}
        client.force_login(make_member(draft.enterprise))

        assert "Similar offers" not in client.get(draft.get_absolute_url()).text

    @pytest.mark.parametrize("make", [make_published_offer, make_published_demand])
    def test_more_rows_cost_no_more_queries(self, client: Client, finder: FakeSearch, make: Any) -> None:
        listing, counts = make(), []
        for rows in (1, 2, 47):
            finder.scores |= {make(): 0.9 for _number in range(rows)}
            with CaptureQueriesContext(connection) as queries:
                client.get(listing.get_absolute_url())
            counts.append(len(queries))
        assert counts == [counts[0]] * 3


class TestDoubles:
    def test_one_s_own_in_every_state_that_stands(self, finder: FakeSearch) -> None:
        enterprise = make_enterprise()
        draft = make_offer(enterprise=enterprise)
        others = {state: make_offer(enterprise=enterprise, state=state) for state in State}
        finder.likenesses = dict.fromkeys(others.values(), 0.9)
        found: set[Listing] = set()
        for _round in range(3):
            duplicates = duplicates_of(draft, user=make_member(enterprise))
            assert all(duplicate.is_own for duplicate in duplicates)
            found |= {duplicate.listing for duplicate in duplicates}
            Offer.objects.filter(pk__in=[duplicate.listing.pk for duplicate in duplicates]).delete()

        assert {listing.state for listing in found} == {
            State.DRAFT,
            State.SUBMITTED,
            State.CHANGES_REQUESTED,
            State.PUBLISHED,
            State.PAUSED,
        }

    def test_published_ones_of_others_nearest_first(self, finder: FakeSearch) -> None:
        draft, nearest, near = make_offer(), make_published_offer(), make_published_offer()
        finder.scores = {near: 0.9, nearest: 0.8}
        finder.likenesses = {near: 0.8, nearest: 1.0}

        assert duplicates_of(draft, user=make_user()) == [Duplicate(nearest, False), Duplicate(near, False)]

    def test_below_the_threshold_nothing_looks_like_it(self, finder: FakeSearch) -> None:
        draft, other = make_offer(), make_published_offer()
        finder.scores, finder.likenesses = {other: 0.99}, {other: 0.79}

        assert duplicates_of(draft, user=make_user()) == []

    def test_a_draft_of_others_and_what_one_may_not_see_stay_unknown(self, finder: FakeSearch) -> None:
        draft = make_offer()
        foreign, hidden = make_offer(), make_published_offer(visibility="anonymous")
        finder.scores, finder.likenesses = {foreign: 0.9, hidden: 0.9}, {foreign: 1.0, hidden: 1.0}

        assert duplicates_of(draft, user=make_user()) == []
        assert duplicates_of(draft, user=make_member()) == [Duplicate(hidden, False)]

    def test_without_an_index_there_is_no_warning(self) -> None:
        enterprise = make_enterprise()
        draft = make_offer(enterprise=enterprise, title="固态电池")
        make_offer(enterprise=enterprise, title="固态电池")

        assert duplicates_of(draft, user=make_member(enterprise)) == []

    def test_the_administrator_who_decides_is_warned_too(self, client: Client, finder: FakeSearch) -> None:
        waiting = make_offer(state=State.SUBMITTED, submitted_at=timezone.now())
        own, other = make_offer(enterprise=waiting.enterprise), make_published_offer()
        finder.scores, finder.likenesses = {other: 0.9}, {own: 0.95, other: 0.9}
        client.force_login(make_admin())

        page = " ".join(client.get(f"/admin/marketplace/offer/{waiting.pk}/change/").text.split())

        link = '<a href="/admin/marketplace/offer/{0.pk}/change/">{0.title}</a>'
        assert f"This looks like another listing of the same enterprise: {link.format(own)}" in page
        assert f"This looks like one already published: {link.format(other)}" in page

    def test_more_rows_cost_no_more_queries(self, finder: FakeSearch) -> None:
        enterprise, counts = make_enterprise(), []
        draft, user = make_offer(enterprise=enterprise), make_member(enterprise)
        for rows in (1, 2, 47):
            for _number in range(rows):
                finder.scores[make_published_offer()] = 0.9
                make_offer(enterprise=enterprise)
            with CaptureQueriesContext(connection) as queries:
                duplicates_of(draft, user=user)
            counts.append(len(queries))
        assert counts == [4, 4, 4]
