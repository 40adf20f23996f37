"""Every event that the site writes to a history is also in the log."""

from typing import Any

import pytest
from django.db.models import Model

from matching.introductions import lifecycle
from matching.models import SuggestionEvent
from matching.states import SuggestionState
from tests.factories import (
    credit_code,
    make_admin,
    make_enterprise,
    make_member,
    make_offer,
    make_suggestion,
    make_user,
)
from tests.matching.introduced import open_introduction
from ydeu.accounts import enterprises, members, verification
from ydeu.accounts.enums import EventKind, Role
from ydeu.accounts.models import Enterprise, Membership
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry
from ydeu.marketplace import listings
from ydeu.marketplace.models import ListingEvent

pytestmark = pytest.mark.django_db


def lines(row: Model) -> list[tuple[str, int | None, str, str, dict[str, Any]]]:
    fields = ("action", "actor", "old_state", "new_state", "details")
    return list(Entry.objects.about(row).order_by("pk").values_list(*fields))


def test_every_kind_of_event_of_an_enterprise_is_an_action() -> None:
    assert set(EventKind.values) <= set(Action.values)


def test_memberships_name_the_person_by_number() -> None:
    owner, admin = make_user("owner@example.com"), make_admin()
    enterprise = enterprises.register(Enterprise(name="E", credit_code=None), by=owner)
    invited = make_user("li@example.com")
    invitation = members.invite(enterprise, invited.email, role=Role.EDITOR, by=owner)
    membership = members.accept(invitation, by=invited)
    members.change_role(membership, Role.OWNER, by=owner)
    members.remove(membership, by=owner)
    Enterprise.objects.filter(pk=enterprise.pk).update(credit_code=credit_code(1))
    enterprise.refresh_from_db()
    verification.verify(enterprise, by=admin)
    person = {"person": invited.pk}
    assert lines(enterprise) == [
        (Action.REGISTERED, owner.pk, "", "", {}),
        (Action.INVITED, owner.pk, "", "", {"role": "editor"}),
        (Action.MEMBER_ADDED, invited.pk, "", "", {**person, "role": "editor"}),
        (Action.ROLE_CHANGED, owner.pk, "", "", {**person, "role": "owner"}),
        (Action.MEMBER_REMOVED, owner.pk, "", "", {**person, "role": "owner"}),
        (Action.VERIFIED, admin.pk, "", "", {}),
    ]
    assert not Membership.objects.filter(user=invited).exists()


def test_a_listing_from_its_draft_to_its_end() -> None:
    enterprise = make_enterprise()
    owner, admin = make_member(enterprise), make_admin()
    offer = make_offer(enterprise=enterprise)
    listings.submit(offer, by=owner)
    listings.publish(offer, by=admin)
    listings.revise(offer, by=owner)
    listings.withdraw(offer, by=owner)
    assert lines(offer) == [
        (Action.MOVED, owner.pk, "draft", "submitted", {"revision": 0}),
        (Action.MOVED, admin.pk, "submitted", "published", {"revision": 1}),
        (Action.REVISED, owner.pk, "published", "published", {"revision": 2}),
        (Action.MOVED, owner.pk, "published", "withdrawn", {"revision": 2}),
    ]


def test_events_written_together_leave_a_line_each() -> None:
    offers = [make_offer() for _ in range(3)]
    admin = make_admin()
    ListingEvent.objects.bulk_create(
        ListingEvent(offer=offer, actor=admin, to_state="draft") for offer in offers
    )
    assert [lines(offer) for offer in offers] == [
        [(Action.CREATED, admin.pk, "", "draft", {"revision": 0})]
    ] * 3


def test_a_pair_and_its_introduction() -> None:
    pair, admin = make_suggestion(), make_admin()
    introduction = open_introduction(pair, by=admin)
    member = make_member(pair.offer.enterprise)
    side = lifecycle.sides_of(introduction, member)[0]
    lifecycle.accept(introduction, side, by=member)
    assert lines(pair) == [(Action.MOVED, admin.pk, "pending", "approved", {})]
    assert lines(introduction) == [
        (Action.CREATED, admin.pk, "", "consent_pending", {}),
        (
            Action.REVISED,
            member.pk,
            "consent_pending",
            "consent_pending",
            {"side": "offer", "answer": "accepted"},
        ),
    ]


def test_what_the_matcher_does_by_itself_stays_with_the_pair() -> None:
    pair = make_suggestion()
    SuggestionEvent.objects.bulk_create(
        [SuggestionEvent(suggestion=pair, from_state="pending", to_state=SuggestionState.SUPERSEDED)]
    )
    assert lines(pair) == []
