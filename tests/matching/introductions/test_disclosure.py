"""A coordinator who belongs to one of the two sides may see no more than that side."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.introductions import lifecycle, messages, notes
from matching.introductions.disclosure import Viewer
from matching.models import Introduction
from tests.matching.introduced import SECRET, Cast, make_cast, make_introduction, told
from ydeu.accounts.models import User
from ydeu.marketplace.enums import Visibility

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DECLINE_NOTE = "We dislike buyers."
INTERNAL = "For coordinators only."


@pytest.fixture
def cast() -> Cast:
    return make_cast(visibility=Visibility.ANONYMOUS)


@pytest.fixture
def introduction(cast: Cast) -> Introduction:
    """The anonymous seller has declined with a note, and a coordinator has written a note for colleagues."""
    opened = make_introduction(cast)
    notes.write(opened, by=cast.offer_coordinator, text=INTERNAL, audience="coordinators")
    side = opened.sides.get(side="offer")
    lifecycle.decline(opened, side, by=cast.seller, reason="capacity", note=DECLINE_NOTE)
    return opened


def pages_of(introduction: Introduction, user: User) -> str:
    client = Client()
    client.force_login(user)
    names = ("introduction_detail", "introduction_notes", "introduction_messages")
    urls = [reverse(f"matching:{name}", args=[introduction.pk]) for name in names]
    urls += [reverse("matching:introduction_list"), reverse("matching:introduction_board")]
    return "".join(client.get(url).content.decode() for url in urls)


def told_in(page: str) -> dict[str, bool]:
    return {secret: secret in page for secret in (SECRET, DECLINE_NOTE, INTERNAL)}


@pytest.mark.parametrize(
    ("role", "knows"),
    [("buyer", False), ("coordinating_buyer", False), ("demand_coordinator", True), ("admin", True)],
)
def test_what_stands_on_the_pages(role: str, knows: Any, cast: Cast, introduction: Introduction) -> None:
    found = told_in(pages_of(introduction, cast.person(role)))
    assert found == {SECRET: knows, DECLINE_NOTE: knows, INTERNAL: knows}
    assert Viewer.of(cast.person(role)).oversees(introduction) is knows


def test_who_coordinates_and_belongs_to_a_side_is_not_told_as_a_coordinator(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    Introduction.objects.update(opened_by=None)
    introduction.refresh_from_db()
    messages.write(introduction, by=cast.seller, text="Good day")
    assert [user for _kind, user in told()] == [cast.buyer, cast.offer_coordinator, cast.demand_coordinator]
