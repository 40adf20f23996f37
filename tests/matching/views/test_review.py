from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.models import Suggestion
from matching.review import decisions
from tests.factories import (
    alliance_of,
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
from ydeu.marketplace.enums import Visibility
from ydeu.marketplace.models import Requirement

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

QUEUE = "/review/"


@pytest.fixture
def coordinator(client: Client) -> User:
    """A coordinator who is logged in."""
    user = make_coordinator(name="Lin Wei")
    client.force_login(user)
    return user


def make_own_pair(user: User, **fields: Any) -> Suggestion:
    alliance = user.coordinates.get().alliance
    return make_suggestion(**{"demand": make_published_demand(alliance=alliance), **fields})


def shown(client: Client, query: str = "") -> list[Suggestion]:
    response = client.get(QUEUE + query)
    assert response.status_code == 200
    return [row.suggestion for row in response.context["rows"]]


@pytest.mark.slow
def test_only_coordinators_and_administrators_enter(client: Client) -> None:
    pair = make_suggestion()
    pages = [QUEUE, pair.get_absolute_url()]
    assert [client.get(page).status_code for page in pages] == [302, 302]
    for user, expected in [
        (make_member(pair.demand.enterprise), [403, 403]),
        (make_coordinator(), [200, 404]),
        (make_coordinator(alliance_of(pair.demand)), [200, 200]),
        (make_coordinator(alliance_of(pair.offer)), [200, 200]),
        (make_admin(), [200, 200]),
    ]:
        client.force_login(user)
        assert [client.get(page).status_code for page in pages] == expected


def test_the_queue_holds_what_waits_in_my_alliances_strongest_first(
    client: Client, coordinator: User
) -> None:
    weak = make_own_pair(coordinator, score=0.2)
    strong = make_own_pair(coordinator, score=0.8)
    offer = make_published_offer(alliance=coordinator.coordinates.get().alliance)
    middling = make_suggestion(offer=offer, score=0.5)
    decisions.defer(make_own_pair(coordinator, score=0.9), by=coordinator)
    make_suggestion(score=0.95)
    assert shown(client) == [strong, middling, weak]


def test_a_row_names_both_sides_and_the_shared_terms(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator, score=0.4567, strength=0.8765)
    page = client.get(QUEUE).content.decode()
    for text in (
        pair.demand.title,
        pair.offer.title,
        alliance_of(pair.demand).name_en,
        alliance_of(pair.offer).name_en,
        ">Strong<",
        "no. 1 of 1 by strength",
        ">Lithium battery<",
        "1 pair",
    ):
        assert text in page


@pytest.mark.slow
def test_filters(client: Client, coordinator: User) -> None:
    other = make_alliance()
    found = make_own_pair(
        coordinator,
        band="fair",
        offer=make_published_offer(
            alliance=other,
            title="Molten salt",
            language="en",
            cooperation_modes=["toll_manufacturing"],
            enterprise=make_enterprise(province="34", name="Kiln Works"),
        ),
    )
    rest = make_own_pair(coordinator, band="weak", strength=0.3)
    own = coordinator.coordinates.get().alliance
    for query in (
        "q=molten",
        "q=kiln",
        "mode=toll_manufacturing",
        "province=34",
        "languages=zh-hans|en",
        "band=fair",
    ):
        assert shown(client, f"?{query}") == [found], query
    assert shown(client, f"?alliance={own.pk}") == [found, rest]
    assert shown(client, "?q=nothing-of-the-kind") == []


@pytest.mark.slow
def test_the_state_filter_finds_decided_pairs(client: Client, coordinator: User) -> None:
    pending, deferred = make_own_pair(coordinator, score=0.4), make_own_pair(coordinator, score=0.3)
    decisions.defer(deferred, by=coordinator)
    assert shown(client, "?state=deferred") == [deferred]
    assert shown(client, "?state=any") == [pending, deferred]
    assert shown(client, "?state=&q=") == shown(client, "?state=any")


def test_only_own_alliances_are_offered_as_a_filter(client: Client, coordinator: User) -> None:
    make_alliance()
    field = client.get(QUEUE).context["filter"].form["alliance"]
    assert [choice[1] for choice in field.field.choices][1:] == [str(coordinator.coordinates.get().alliance)]


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow(client: Client, coordinator: User) -> None:
    counts = []
    for more in (1, 2, 47):
        for _ in range(more):
            pair = make_own_pair(coordinator)
            Requirement.objects.create(demand=pair.demand, name="Hardness", value="12")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(QUEUE)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.slow
def test_pages_of_twenty_keep_the_filter(client: Client, coordinator: User) -> None:
    for _ in range(21):
        make_own_pair(coordinator)
    assert len(shown(client, "?q=lithium")) == 20
    assert len(shown(client, "?q=lithium&page=2")) == 1
    page = client.get(f"{QUEUE}?q=lithium&page=2").content.decode()
    assert "?q=lithium&amp;page=1" in page
    last = Suggestion.objects.last()
    assert last is not None
    assert f'{last.get_absolute_url()}?q=lithium"' in page


def test_the_pair_page_shows_what_a_coordinator_weighs(client: Client, coordinator: User) -> None:
    pair = make_own_pair(
        coordinator,
        offer=make_published_offer(
            visibility=Visibility.ANONYMOUS, enterprise=make_enterprise(name="Hidden Champion")
        ),
    )
    Requirement.objects.create(demand=pair.demand, name="Cycle life", value="3000")
    rival = make_suggestion(demand=pair.demand, score=0.3)
    page = client.get(pair.get_absolute_url()).content.decode()
    for text in (
        "<mark>Lithium battery</mark>",
        "Hidden Champion",
        "anonymous until introduced",
        "Where they agree and clash",
        "both: Technology licence",
        "Cycle life",
        rival.offer.title,
        'data-key="a"',
        'data-key="r"',
        'data-key="d"',
        "data-help",
    ):
        assert text in page
    assert 'data-key="u"' not in page


def test_a_decided_pair_says_who_decided_what(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator)
    decisions.reject(pair, by=coordinator, reason="competitors", note="Both sell pumps.")
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Rejected by Lin Wei" in page
    assert "Competitors" in page
    assert "Both sell pumps." in page
    assert 'data-key="u"' in page
    assert 'data-key="a"' not in page


def test_next_and_previous_follow_the_filtered_queue(client: Client, coordinator: User) -> None:
    def offer(title: str) -> Any:
        return make_published_offer(title=title)

    first = make_own_pair(coordinator, score=0.9, offer=offer("Graphite one"))
    make_own_pair(coordinator, score=0.8, offer=offer("Copper"))
    second = make_own_pair(coordinator, score=0.7, offer=offer("Graphite two"))
    third = make_own_pair(coordinator, score=0.7, offer=offer("Graphite three"))
    context = client.get(f"{second.get_absolute_url()}?q=graphite").context
    assert (context["previous"], context["next"], context["left"]) == (first, third, 3)
    page = client.get(f"{second.get_absolute_url()}?q=graphite").content.decode()
    assert f'href="{third.get_absolute_url()}?q=graphite"' in page
    assert f'action="{reverse("matching:approve", args=[second.pk])}?q=graphite"' in page


def test_a_pair_that_has_left_the_queue_still_knows_its_neighbours(client: Client, coordinator: User) -> None:
    before, pair, after = (make_own_pair(coordinator, score=score) for score in (0.9, 0.8, 0.7))
    decisions.defer(pair, by=coordinator)
    context = client.get(pair.get_absolute_url()).context
    assert (context["previous"], context["next"]) == (before, after)


def test_texts_of_a_listing_are_never_html(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator, offer=make_published_offer(title="<script>battery</script>"))
    for page in (QUEUE, pair.get_absolute_url()):
        assert "<script>battery" not in client.get(page).content.decode()
