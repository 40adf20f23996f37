"""Every state, action and role on the pages. A refused action changes nothing."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    make_admin,
    make_coordinator,
    make_demand,
    make_enterprise,
    make_member,
    make_offer,
)
from ydeu.accounts.models import Membership, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.admin.decisions import DECISIONS
from ydeu.marketplace.models import Listing
from ydeu.marketplace.owner_actions import MOVES
from ydeu.marketplace.states import State
from ydeu.notices.models import Notice

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.appearance,  # runs on one database only
    pytest.mark.usefixtures("in_english"),
]

ROLES = (
    "owner",
    "member of another enterprise",
    "coordinator",
    "coordinator of others",
    "admin",
    "anonymous",
)
KINDS = {"offer": make_offer, "demand": make_demand}

OF_OWNER = {
    ("draft", "submit"): "submitted",
    ("changes_requested", "submit"): "submitted",
    ("published", "pause"): "paused",
    ("published", "fulfil"): "fulfilled",
    ("published", "withdraw"): "withdrawn",
    ("published", "confirm"): "published",
    ("published", "extend"): "published",
    ("paused", "resume"): "published",
    ("expired", "renew"): "submitted",
    ("expired", "archive"): "archived",
    ("rejected", "archive"): "archived",
    ("fulfilled", "archive"): "archived",
    ("withdrawn", "archive"): "archived",
}
OF_ADMIN = {
    ("submitted", "publish"): "published",
    ("submitted", "request_changes"): "changes_requested",
    ("submitted", "reject"): "rejected",
    ("published", "pause"): "paused",
    ("published", "withdraw"): "withdrawn",
    ("published", "accept_edit"): "published",
    ("paused", "accept_edit"): "paused",
    ("paused", "resume"): "published",
    ("paused", "archive"): "archived",
    ("expired", "archive"): "archived",
    ("rejected", "archive"): "archived",
    ("fulfilled", "archive"): "archived",
    ("withdrawn", "archive"): "archived",
}
SAID = {"note": "Name the cell type.", "reason": "duplicate"}
"""The input of decisions that ask for one. Others ignore it."""


def trace(listing: Any) -> tuple[Any, ...]:
    """Everything that an action may change."""
    stored = type(listing)._default_manager.get(pk=listing.pk)
    columns = {field.attname: getattr(stored, field.attname) for field in stored._meta.concrete_fields}
    return columns, list(stored.events.values_list("from_state", "to_state", "actor")), Notice.objects.count()


@pytest.fixture
def people() -> dict[str, User | None]:
    return {
        "member of another enterprise": make_member(),
        "coordinator of others": make_coordinator(),
        "admin": make_admin(),
        "anonymous": None,
        "owner": make_member(make_enterprise()),
        "coordinator": make_coordinator(),
    }


def listing_in(state: State, kind: str, people: dict[str, User | None]) -> Listing:
    """A complete listing with an edit that no administrator has read. Only the table can refuse an action."""
    enterprise = Membership.objects.get(user=people["owner"]).enterprise
    alliance = Alliance.objects.get(coordinators__user=people["coordinator"])
    listing: Listing = KINDS[kind](
        state=state, enterprise=enterprise, alliance=alliance, revision=2, moderated_revision=1
    )
    return listing


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("action", MOVES)
@pytest.mark.parametrize("role", ROLES)
def test_what_owners_do(role: str, action: str, kind: str, people: dict[str, User | None]) -> None:
    client, status = client_of(people[role]), 302 if role in ("owner", "anonymous") else 404
    for state in State:
        listing = listing_in(state, kind, people)
        before = trace(listing)

        response = client.post(f"/{kind}s/{listing.pk}/{action}/")

        expected = OF_OWNER.get((state.value, action)) if role == "owner" else None
        assert response.status_code == status, state
        check(listing, before, expected, by=people[role])


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("action", [decision.name for decision in DECISIONS])
@pytest.mark.parametrize("role", ROLES)
def test_what_administrators_do(role: str, action: str, kind: str, people: dict[str, User | None]) -> None:
    client = client_of(people[role])
    for state in State:
        listing = listing_in(state, kind, people)
        before = trace(listing)

        response = client.post(f"/admin/marketplace/{kind}/{listing.pk}/decide/{action}/", SAID)

        expected = OF_ADMIN.get((state.value, action)) if role == "admin" else None
        assert response.status_code == 302, state
        check(listing, before, expected, by=people[role])


def check(listing: Any, before: tuple[Any, ...], expected: str | None, *, by: User | None) -> None:
    """Assert one event for an allowed action (none for an approved edit), and nothing for a refused one."""
    if expected is None:
        assert trace(listing) == before
        return
    columns, events, _notices = trace(listing)
    was = before[0]["state"]
    assert columns["state"] == expected
    assert columns != before[0]
    assert events in ([(was, expected, by.pk if by else None)], [])
    assert events or was == expected


def test_the_tables_above_name_known_actions_only() -> None:
    assert {action for _state, action in OF_OWNER} == set(MOVES)
    assert {action for _state, action in OF_ADMIN} == {decision.name for decision in DECISIONS}
