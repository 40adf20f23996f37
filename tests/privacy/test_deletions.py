"""Who may ask for a deletion, take it back, decide on it and carry it out, and in which state."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from pytest_django import Settings

from matching.introductions import lifecycle, pipeline
from tests.factories import (
    make_admin,
    make_enterprise,
    make_member,
    make_offer,
    make_published_offer,
    make_suggestion,
    make_user,
)
from ydeu.accounts.enums import Role
from ydeu.accounts.models import Membership, User
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry
from ydeu.marketplace.models import Offer
from ydeu.marketplace.states import State
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice
from ydeu.privacy import deletions, erasing, tasks
from ydeu.privacy.enums import StopReason
from ydeu.privacy.models import Deletion
from ydeu.privacy.states import DELETION_TRANSITIONS, OPEN, DeletionState
from ydeu.transitions import DomainError, LostRace, TransitionRefused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ACTIONS = {
    "approve": (deletions.approve, DeletionState.SCHEDULED),
    "refuse": (deletions.refuse, DeletionState.STOPPED),
    "cancel": (deletions.cancel, DeletionState.CANCELLED),
}


def make_due(deletion: Deletion) -> None:
    Deletion.objects.filter(pk=deletion.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def told() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("kind", "recipient__email"))


def test_a_person_is_deleted_when_the_grace_is_over(settings: Settings) -> None:
    settings.DELETION_GRACE_DAYS = 14
    person = make_user("li@example.com", name="Li")
    deletion = deletions.ask(person, by=person)
    assert (deletion.due_at - timezone.now()).days == 13
    assert told() == [(NoticeKind.DELETION_SCHEDULED, "li@example.com")]
    tasks.sweep()
    person.refresh_from_db()
    assert person.email == "li@example.com"
    make_due(deletion)
    tasks.sweep()
    tasks.sweep()
    person.refresh_from_db()
    deletion.refresh_from_db()
    assert (person.email, deletion.state) == (f"deleted-{person.pk}@deleted.invalid", DeletionState.DONE)
    steps = (
        Entry.objects.about(deletion).order_by("pk").values_list("action", "old_state", "new_state", "actor")
    )
    assert list(steps) == [
        (Action.CREATED, "", "scheduled", person.pk),
        (Action.MOVED, "scheduled", "done", None),
    ]
    assert Entry.objects.about(person).filter(action=Action.ERASED).count() == 1


def test_without_grace_it_is_due_at_once(settings: Settings) -> None:
    settings.DELETION_GRACE_DAYS = 0
    person = make_user()
    deletions.ask(person, by=person)
    assert deletions.carry_out_due() == 1
    assert deletions.carry_out_due() == 0


def test_the_log_of_the_worker_names_it_by_number(caplog: pytest.LogCaptureFixture) -> None:
    person = make_user()
    deletion = deletions.ask(person, by=person)
    make_due(deletion)
    with caplog.at_level("INFO", "ydeu.privacy.deletions"):
        assert deletions.carry_out(deletion.pk) is True
        assert deletions.carry_out(deletion.pk) is False
    assert caplog.messages == [f"Deletion {deletion.pk} was carried out: accounts.user {person.pk}."]


def test_what_was_taken_back_is_not_carried_out() -> None:
    person = make_user("li@example.com")
    deletion = deletions.ask(person, by=person)
    deletions.cancel(deletion, by=person)
    make_due(deletion)
    tasks.sweep()
    person.refresh_from_db()
    assert person.email == "li@example.com"
    deletions.ask(person, by=person)


def test_one_open_deletion_is_enough() -> None:
    person = make_user()
    deletions.ask(person, by=person)
    with pytest.raises(deletions.AskedAlready):
        deletions.ask(person, by=person)
    assert Deletion.objects.count() == 1


def test_the_last_owner_hands_over_or_closes_first() -> None:
    enterprise = make_enterprise()
    owner, editor = make_member(enterprise), make_member(enterprise, role=Role.EDITOR)
    with pytest.raises(deletions.HandOverFirst, match="without an owner"):
        deletions.ask(owner, by=owner)
    assert not Deletion.objects.exists()
    Membership.objects.filter(user=editor).update(role=Role.OWNER)
    deletions.ask(owner, by=owner)


def test_a_closed_enterprise_goes_before_its_last_owner() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    for subject in (enterprise, owner):
        make_due(deletions.ask(subject, by=owner))
    assert deletions.carry_out_due() == 2
    enterprise.refresh_from_db()
    owner.refresh_from_db()
    assert enterprise.name.endswith(f"Deleted enterprise {enterprise.pk}")
    assert not owner.is_active


@pytest.mark.parametrize(
    ("state", "ends"),
    [
        (State.DRAFT, None),
        (State.SUBMITTED, State.WITHDRAWN),
        (State.CHANGES_REQUESTED, State.WITHDRAWN),
        (State.PUBLISHED, State.WITHDRAWN),
        (State.PAUSED, State.ARCHIVED),
        (State.EXPIRED, State.ARCHIVED),
        (State.REJECTED, State.ARCHIVED),
        (State.FULFILLED, State.ARCHIVED),
        (State.WITHDRAWN, State.ARCHIVED),
        (State.ARCHIVED, State.ARCHIVED),
    ],
)
def test_no_listing_of_a_closed_enterprise_waits_for_anybody(state: State, ends: State | None) -> None:
    offer = make_offer(state=state)
    make_due(deletions.ask(offer.enterprise, by=make_member(offer.enterprise)))
    assert deletions.carry_out_due() == 1
    assert list(Offer.objects.values_list("state", flat=True)) == ([ends] if ends else [])


def test_who_has_become_the_last_owner_meanwhile_is_told_and_stays() -> None:
    enterprise = make_enterprise()
    owner, other = make_member(enterprise, email="li@example.com"), make_member(enterprise)
    deletion = deletions.ask(owner, by=owner)
    Membership.objects.filter(user=other).delete()
    make_due(deletion)
    tasks.sweep()
    deletion.refresh_from_db()
    owner.refresh_from_db()
    assert (deletion.state, deletion.stop_reason) == (DeletionState.STOPPED, StopReason.LAST_OWNER)
    assert owner.email == "li@example.com"
    assert told()[-1] == (NoticeKind.DELETION_STOPPED, "li@example.com")


def test_the_last_administrator_stays() -> None:
    admin = make_admin()
    with pytest.raises(deletions.HandOverFirst, match="without an administrator"):
        deletions.ask(admin, by=admin)
    make_admin()
    deletions.ask(admin, by=admin)


def test_an_enterprise_with_open_introductions_waits_for_an_administrator() -> None:
    offer, admin = make_published_offer(), make_admin(email="admin@example.com")
    owner = make_member(offer.enterprise)
    pair = make_suggestion(offer=offer)
    introduction = lifecycle.open_for(pair, by=admin)
    deletion = deletions.ask(offer.enterprise, by=owner)
    assert deletion.state == DeletionState.TO_APPROVE
    assert (NoticeKind.DELETION_ASKED, "admin@example.com") in told()
    make_due(deletion)
    assert deletions.carry_out_due() == 0
    deletions.approve(deletion, by=admin)
    make_due(deletion)
    assert deletions.carry_out_due() == 1
    offer.refresh_from_db()
    introduction.refresh_from_db()
    assert (introduction.state, introduction.close_reason) == ("closed_no_deal", "withdrawn")
    assert (offer.state, offer.title) == ("withdrawn", "")


def test_all_owners_hear_that_their_enterprise_is_to_be_closed() -> None:
    offer, admin = make_published_offer(), make_admin(email="admin@example.com")
    enterprise = offer.enterprise
    owner, other = (make_member(enterprise, email=email) for email in ("li@example.com", "wu@example.com"))
    make_member(enterprise, email="gone@example.com", is_active=False)
    make_member(enterprise, role=Role.EDITOR)
    make_member()
    both = ["li@example.com", "wu@example.com"]
    deletions.cancel(deletions.ask(enterprise, by=owner), by=other)
    assert told() == [(NoticeKind.DELETION_SCHEDULED, email) for email in both]
    lifecycle.open_for(make_suggestion(offer=offer), by=admin)
    for decide, kind in (
        (deletions.approve, NoticeKind.DELETION_SCHEDULED),
        (deletions.refuse, NoticeKind.DELETION_STOPPED),
    ):
        deletion = deletions.ask(enterprise, by=admin)
        Notice.objects.all().delete()
        decide(deletion, by=admin)
        assert told() == [(kind, email) for email in ("admin@example.com", *both)]
        Deletion.objects.filter(pk=deletion.pk).update(state=DeletionState.CANCELLED)


def test_an_introduction_opened_in_the_days_of_grace_needs_a_yes_as_well() -> None:
    offer, admin = make_published_offer(), make_admin(email="admin@example.com")
    deletion = deletions.ask(offer.enterprise, by=make_member(offer.enterprise))
    lifecycle.open_for(make_suggestion(offer=offer), by=admin)
    make_due(deletion)
    assert deletions.carry_out_due() == 0
    deletion.refresh_from_db()
    offer.refresh_from_db()
    assert (deletion.state, offer.state) == (DeletionState.TO_APPROVE, "published")
    assert told()[-1] == (NoticeKind.DELETION_ASKED, "admin@example.com")


def test_an_introduction_that_rests_is_closed_too() -> None:
    offer, admin = make_published_offer(), make_admin()
    introduction = lifecycle.open_for(make_suggestion(offer=offer), by=admin)
    pipeline.rest(introduction, by=admin)
    deletion = deletions.ask(offer.enterprise, by=make_member(offer.enterprise))
    deletions.approve(deletion, by=admin)
    make_due(deletion)
    assert deletions.carry_out_due() == 1
    introduction.refresh_from_db()
    assert introduction.state == "closed_no_deal"


def make_roles() -> tuple[dict[str, User], Deletion]:
    enterprise = make_enterprise()
    people = {
        "owner": make_member(enterprise),
        "editor": make_member(enterprise, role=Role.EDITOR),
        "stranger": make_member(),
        "admin": make_admin(),
    }
    return people, deletions.ask(enterprise, by=people["owner"])


@pytest.mark.parametrize("role", ["owner", "editor", "stranger", "admin"])
def test_who_may_ask_and_take_back(role: str) -> None:
    people, deletion = make_roles()
    if role in ("owner", "admin"):
        deletions.cancel(deletion, by=people[role])
        assert deletions.ask(deletion.subject, by=people[role]).asked_by == people[role]
        return
    before = list(Entry.objects.values_list("pk", flat=True))
    for attempt in (
        lambda: deletions.cancel(deletion, by=people[role]),
        lambda: deletions.ask(deletion.subject, by=people[role]),
        lambda: deletions.ask(people["owner"], by=people[role]),
    ):
        with pytest.raises(deletions.NotYours):
            attempt()
    deletion.refresh_from_db()
    assert (deletion.state, list(Entry.objects.values_list("pk", flat=True))) == (
        DeletionState.SCHEDULED,
        before,
    )


@pytest.mark.parametrize(("state", "name"), list(product(DeletionState, ACTIONS)))
def test_every_state_with_every_action(state: DeletionState, name: str) -> None:
    people, deletion = make_roles()
    Deletion.objects.filter(pk=deletion.pk).update(state=state)
    deletion.refresh_from_db()
    action, target = ACTIONS[name]
    before = (Entry.objects.count(), Notice.objects.count())
    if target in DELETION_TRANSITIONS.get(state, ()):
        action(deletion, by=people["admin"])
        expected = target
    else:
        with pytest.raises(TransitionRefused):
            action(deletion, by=people["admin"])
        expected = state
        assert (Entry.objects.count(), Notice.objects.count()) == before
    deletion.refresh_from_db()
    assert deletion.state == expected


def test_a_lost_race_changes_nothing() -> None:
    people, deletion = make_roles()
    stale = Deletion.objects.get(pk=deletion.pk)
    deletions.cancel(deletion, by=people["owner"])
    with pytest.raises(LostRace):
        deletions.cancel(stale, by=people["owner"])


@pytest.mark.parametrize("state", [state for state in DeletionState if state not in OPEN])
def test_only_what_is_scheduled_is_carried_out(state: DeletionState) -> None:
    people, deletion = make_roles()
    Deletion.objects.filter(pk=deletion.pk).update(state=state)
    make_due(deletion)
    assert deletions.carry_out(deletion.pk) is False
    assert deletions.carry_out(deletion.pk + 1) is False
    assert people["owner"].memberships.exists()


def test_one_that_fails_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make_user(), make_user()
    for person in (first, second):
        make_due(deletions.ask(person, by=person))
    usual = erasing.erase_person

    def failing(person: User) -> None:
        usual(person)
        if person == first:
            raise RuntimeError("a bug")

    monkeypatch.setattr(erasing, "erase_person", failing)
    assert deletions.carry_out_due() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_active, second.is_active) == (True, False)
    assert Deletion.objects.get(person=first).state == DeletionState.SCHEDULED


def test_a_refusal_is_a_domain_error() -> None:
    assert issubclass(deletions.NotYours, DomainError)
