"""Versions of the scales and generic phrases in the admin: records, with one click to move them."""

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import Calibration, GenericPhrase
from tests.accounts.test_views import logged_in
from tests.factories import make_admin, make_alliance, make_calibration

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

VERSIONS = "admin:matching_calibration_changelist"
PHRASES = "admin:matching_genericphrase_changelist"


@pytest.fixture
def desk() -> Client:
    return logged_in(make_admin(name="Lin Wei"))


def act(desk: Client, page: str, action: str, *rows: Calibration | GenericPhrase) -> list[str]:
    """Choose the rows and the action. Returns what the page says then."""
    choice = {"action": action, "_selected_action": [row.pk for row in rows]}
    response = desk.post(reverse(page), choice, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_a_version_is_put_in_use_and_rolled_back(desk: Client) -> None:
    alliance = make_alliance()
    first, second = make_calibration(alliance=alliance), make_calibration(alliance=alliance)
    done = ["Done. The open pairs get their bands again."]
    assert act(desk, VERSIONS, "put_in_use", first) == done
    assert act(desk, VERSIONS, "put_in_use", second) == done
    assert act(desk, VERSIONS, "roll_back", second) == done
    assert list(Calibration.objects.in_use()) == [first]
    assert act(desk, VERSIONS, "roll_back", second) == [
        f"{second}: This version is not in use, so it cannot be rolled back."
    ]


def test_the_list_leads_to_the_figures(desk: Client) -> None:
    make_calibration()
    page = desk.get(reverse(VERSIONS)).content.decode()
    assert f'href="{reverse("matching:quality")}"' in page


def test_phrases_are_granted_and_declined(desk: Client) -> None:
    alliance = make_alliance()
    system, device = (
        GenericPhrase.objects.create(alliance=alliance, phrase=phrase, mismatches=5, approvals=1)
        for phrase in ("system", "device")
    )
    assert act(desk, PHRASES, "grant", system, device) == ["2 phrases decided."]
    assert act(desk, PHRASES, "decline", device) == ["1 phrase decided."]
    states = GenericPhrase.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["granted", "declined"]
