from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matching.models import Interest, Suggestion
from matching.review import decisions, interests
from tests.factories import (
    make_admin,
    make_alliance,
    make_coordinator,
    make_enterprise,
    make_member,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from ydeu.accounts.models import User
from ydeu.marketplace.models import Demand, Offer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def seller(client: Client) -> User:
    """A member of a verified enterprise who is logged in."""
    user = make_member(make_enterprise(introduction="We make electrolytes."))
    client.force_login(user)
    return user


@pytest.fixture
def offer(seller: User) -> Offer:
    return make_published_offer(enterprise=seller.memberships.get().enterprise)


def url(demand: Demand) -> str:
    return f"/interests/demand/{demand.pk}/"


def said(offer: Offer, **more: str) -> dict[str, Any]:
    return {"own": offer.pk, "mode": "license", "question": "Which?", "about": "We.", **more}


def test_the_page_of_a_listing_leads_to_the_question(client: Client, seller: User) -> None:
    demand = make_published_demand()
    assert f'href="{url(demand)}"' in client.get(demand.get_absolute_url()).content.decode()
    for other in (make_member(demand.enterprise), make_coordinator(), make_admin()):
        client.force_login(other)
        assert url(demand) not in client.get(demand.get_absolute_url()).content.decode()
    client.logout()
    assert url(demand) not in client.get(demand.get_absolute_url()).content.decode()


def test_the_form_knows_who_we_are_and_offers_our_listings(
    client: Client, seller: User, offer: Offer
) -> None:
    make_published_offer()
    demand = make_published_demand(cooperation_modes=["equity"])
    form = client.get(url(demand)).context["form"]
    assert list(form.fields["own"].queryset) == [offer]
    assert form.initial == {"own": offer, "mode": "equity", "about": "We make electrolytes."}
    make_published_offer(enterprise=offer.enterprise)
    assert client.get(url(demand)).context["form"].initial["own"] is None


def test_who_has_nothing_to_bring_is_led_to_post_it(client: Client, seller: User) -> None:
    page = client.get(url(make_published_demand())).content.decode()
    assert "Post an offer first" in page
    assert 'href="/offers/new/"' in page
    page = client.get(f"/interests/offer/{make_published_offer().pk}/").content.decode()
    assert "Post a demand first" in page
    assert 'href="/demands/new/"' in page


def test_an_interest_is_sent_and_stands_among_mine(client: Client, seller: User, offer: Offer) -> None:
    demand = make_published_demand()
    response = client.post(url(demand), said(offer), follow=True)
    assert response.redirect_chain == [("/interests/", 302)]
    assert Interest.objects.get().wanted == demand
    page = response.content.decode()
    for text in (demand.title, "A coordinator is checking it", "You have an answer by"):
        assert text in page


@pytest.mark.parametrize("wrong", [{"own": ""}, {"mode": "nonsense"}, {"about": " "}])
def test_what_is_missing_is_told_and_nothing_typed_is_lost(
    wrong: dict[str, str], client: Client, seller: User, offer: Offer
) -> None:
    response = client.post(url(make_published_demand()), said(offer, **wrong))
    assert response.status_code == 200
    assert response.context["form"].errors
    assert "Which?" in response.content.decode()
    assert not Suggestion.objects.exists()


def test_a_foreign_listing_cannot_be_brought_along(client: Client, seller: User, offer: Offer) -> None:
    response = client.post(url(make_published_demand()), said(make_published_offer()))
    assert "own" in response.context["form"].errors
    assert not Suggestion.objects.exists()


def test_asking_twice_is_refused_on_the_page(client: Client, seller: User, offer: Offer) -> None:
    demand = make_published_demand()
    client.post(url(demand), said(offer))
    response = client.post(url(demand), said(offer))
    assert "You have asked for this already." in response.content.decode()
    assert Interest.objects.count() == 1


def test_my_interests_tell_the_reason_the_advice_and_the_way_on(
    client: Client, seller: User, offer: Offer
) -> None:
    first, second = make_published_demand(), make_published_demand()
    pairs = [
        interests.express(offer, demand, by=seller, mode="license", about="We.").suggestion
        for demand in (first, second)
    ]
    decisions.reject(
        pairs[0], by=make_admin(), reason="capacity", note="Inner note.", poster_note="Say how much."
    )
    introduction = decisions.approve(pairs[1], by=make_admin())
    assert introduction is not None
    page = client.get("/interests/").content.decode()
    for text in (
        "No introduction",
        "Capacity or size mismatch",
        "State quantities",
        "Say how much.",
        introduction.get_absolute_url(),
    ):
        assert text in page
    assert "Inner note." not in page
    client.force_login(make_member())
    assert first.title not in client.get("/interests/").content.decode()


def test_what_is_put_aside_says_until_when(client: Client, seller: User, offer: Offer) -> None:
    pair = interests.express(
        offer, make_published_demand(), by=seller, mode="license", about="We."
    ).suggestion
    day = timezone.localdate() + timedelta(days=30)
    decisions.defer(pair, by=make_admin(), until=day)
    assert f"looks at it again on {day.isoformat()}" in client.get("/interests/").content.decode()


def test_an_anonymous_poster_stays_unknown_to_who_asks(client: Client, seller: User, offer: Offer) -> None:
    demand = make_published_demand(visibility="anonymous", enterprise=make_enterprise(name="Hidden Champion"))
    pages = [client.get(url(demand)), client.post(url(demand), said(offer), follow=True)]
    assert all("Hidden Champion" not in page.content.decode() for page in pages)


def test_the_owner_reads_numbers_and_advice_and_nobody_else_does(
    client: Client, seller: User, offer: Offer
) -> None:
    other = make_published_demand(enterprise=make_enterprise(name="Other Side Ltd"))
    pair = make_suggestion(offer=offer, demand=other)
    make_suggestion(offer=offer)
    decisions.reject(pair, by=make_admin(), reason="capacity", note="Inner.", poster_note="How many tonnes?")
    page = client.get(offer.get_absolute_url()).content.decode()
    for text in ("Possible partners", "Capacity or size mismatch", "How many tonnes?"):
        assert text in page
    for text in ("Other Side Ltd", other.title, "Inner."):
        assert text not in page
    for stranger in (make_member(), make_coordinator(), make_admin()):
        client.force_login(stranger)
        page = client.get(offer.get_absolute_url()).content.decode()
        assert "Possible partners" not in page
        assert "How many tonnes?" not in page


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow(client: Client, seller: User, offer: Offer) -> None:
    counts = []
    for more in (1, 2, 16):
        for _ in range(more):
            interests.express(offer, make_published_demand(), by=seller, mode="license", about="We.")
        with CaptureQueriesContext(connection) as queries:
            client.get("/interests/")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_the_day_of_the_answer_does_not_tell_the_alliance_of_an_anonymous_listing(
    client: Client, seller: User, offer: Offer
) -> None:
    """Each alliance promises its own number of days."""
    client.force_login(seller)
    for visibility, is_told in (("public", True), ("anonymous", False)):
        wanted = make_published_demand(alliance=make_alliance(days_to_decide=3), visibility=visibility)
        interests.express(offer, wanted, by=seller, mode="joint_development", about="We make cells.")
        assert ("You have an answer by" in client.get("/interests/").text) == is_told
        Interest.objects.all().delete()
