"""Two alliances, two opinions: the second disagrees, the first reads why and decides again."""

import pytest
from django.test import Client
from pytest_django import Settings

from matching.models import Introduction, Suggestion
from tests.factories import (
    make_alliance,
    make_coordinator,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from ydeu.accounts.models import User
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def in_english(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_second_opinion_that_disagrees_then_one_that_agrees() -> None:
    batteries, chemistry = make_alliance(second_opinion=True), make_alliance()
    pair = make_suggestion(
        demand=make_published_demand(alliance=batteries), offer=make_published_offer(alliance=chemistry)
    )
    first = make_coordinator(batteries, name="Lin Wei")
    second = make_coordinator(chemistry, name="Chen Yu")
    url = pair.get_absolute_url()

    enter(first).post(f"{url}approve/")
    assert not Introduction.objects.exists()
    assert "The queue is empty" in enter(first).get("/review/").text
    assert Notice.objects.get().recipient == second

    other = enter(second)
    assert pair.demand.title in other.get("/review/").text
    other.post(f"{url}disagree/", {"reason": "technical_mismatch", "note": "It melts at 80 degrees."})
    assert Suggestion.objects.get().state == "pending"
    assert not Introduction.objects.exists()

    page = enter(first).get(url).text
    for text in ("Two opinions", "Lin Wei", "Chen Yu", "Technical mismatch", "It melts at 80 degrees."):
        assert text in page

    enter(first).post(f"{url}approve/")
    enter(second).post(f"{url}agree/")
    introduction = Introduction.objects.get()
    assert (introduction.suggestion, introduction.opened_by) == (pair, second)
    history = list(pair.events.values_list("actor__name", "from_state", "to_state", "reason"))
    assert history == [
        ("Lin Wei", "pending", "second", ""),
        ("Chen Yu", "second", "pending", "technical_mismatch"),
        ("Lin Wei", "pending", "second", ""),
        ("Chen Yu", "second", "approved", ""),
    ]
