import pytest

from tests.factories import make_admin, make_enterprise, make_member, make_user
from ydeu.accounts import members
from ydeu.accounts.enums import EventKind, Role
from ydeu.accounts.models import Enterprise, Invitation, Membership, User
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice
from ydeu.transitions import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def history(enterprise: Enterprise) -> list[tuple[str, str]]:
    return list(enterprise.events.values_list("kind", "note"))


def membership_of(user: User, enterprise: Enterprise) -> Membership:
    return Membership.objects.get(user=user, enterprise=enterprise)


def test_known_and_unknown_addresses_are_invited_alike() -> None:
    enterprise = make_enterprise(name="Works")
    owner = make_member(enterprise, name="Li Wei")
    known = make_user("known@example.com")
    for address in ("Known@Example.com", "nobody@example.com"):
        members.invite(enterprise, address, role=Role.EDITOR, by=owner)
    assert list(Invitation.objects.values_list("email", "role", "invited_by")) == [
        ("known@example.com", "editor", owner.pk),
        ("nobody@example.com", "editor", owner.pk),
    ]
    told = Notice.objects.order_by("pk").values_list("kind", "address", "recipient", "context")
    context = {"title": "Works", "by": "Li Wei"}
    assert list(told) == [
        (NoticeKind.MEMBER_INVITED, "known@example.com", known.pk, context),
        (NoticeKind.MEMBER_INVITED, "nobody@example.com", None, context),
    ]
    assert not Membership.objects.filter(user=known).exists()


def test_inviting_twice_writes_once_and_takes_the_later_role() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    for role in (Role.EDITOR, Role.OWNER):
        members.invite(enterprise, "a@example.com", role=role, by=owner)
    assert Invitation.objects.get().role == Role.OWNER
    assert Notice.objects.count() == 1


def test_a_member_is_not_invited() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise, email="owner@example.com")
    with pytest.raises(members.AlreadyMember):
        members.invite(enterprise, "OWNER@example.com", role=Role.EDITOR, by=owner)


def test_nobody_writes_to_many_strangers() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    for number in range(members.INVITATIONS_A_DAY):
        invitation = members.invite(enterprise, f"p{number}@example.com", role=Role.EDITOR, by=owner)
        members.end_invitation(invitation, by=owner)
    with pytest.raises(members.TooManyInvitations):
        members.invite(enterprise, "one.more@example.com", role=Role.EDITOR, by=owner)
    assert Notice.objects.count() == members.INVITATIONS_A_DAY


def test_nor_does_anybody_by_signing_up_more_enterprises() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    for number in range(members.INVITATIONS_A_DAY):
        members.invite(enterprise, f"p{number}@example.com", role=Role.EDITOR, by=owner)
    with pytest.raises(members.TooManyInvitations):
        members.invite(make_enterprise(), "one.more@example.com", role=Role.EDITOR, by=owner)


def test_who_accepts_becomes_a_member_once() -> None:
    enterprise = make_enterprise()
    invited = make_user("new@example.com")
    members.invite(enterprise, "new@example.com", role=Role.EDITOR, by=make_member(enterprise))
    invitation = Invitation.objects.to(invited).get()
    twin = Invitation.objects.to(invited).get()
    members.accept(invitation, by=invited)
    with pytest.raises(DomainError):
        members.accept(twin, by=invited)
    assert membership_of(invited, enterprise).role == Role.EDITOR
    assert history(enterprise) == [
        (EventKind.INVITED, "new@example.com (editor)"),
        (EventKind.MEMBER_ADDED, "new@example.com (editor)"),
    ]


def test_an_invitation_belongs_to_its_address() -> None:
    enterprise = make_enterprise()
    members.invite(enterprise, "new@example.com", role=Role.EDITOR, by=make_member(enterprise))
    assert not Invitation.objects.to(make_user("other@example.com")).exists()


def test_the_last_owner_stays() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    make_member(enterprise, role=Role.EDITOR)
    make_member(enterprise, is_active=False)
    only = membership_of(owner, enterprise)
    with pytest.raises(members.LastOwner):
        members.remove(only, by=owner)
    with pytest.raises(members.LastOwner):
        members.change_role(only, Role.EDITOR, by=owner)
    assert membership_of(owner, enterprise).role == Role.OWNER
    assert history(enterprise) == []


def test_two_owners_who_remove_each_other_leave_one() -> None:
    enterprise = make_enterprise()
    first, second = make_member(enterprise), make_member(enterprise)
    theirs = [membership_of(user, enterprise) for user in (first, second)]
    members.remove(theirs[1], by=first)
    with pytest.raises(members.LastOwner):
        members.remove(theirs[0], by=second)
    assert list(enterprise.memberships.values_list("user", flat=True)) == [first.pk]


def test_an_editor_is_removed_and_another_promoted() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    leaving = make_member(enterprise, role=Role.EDITOR, email="leaving@example.com")
    rising = make_member(enterprise, role=Role.EDITOR, email="rising@example.com")
    members.remove(membership_of(leaving, enterprise), by=owner)
    members.change_role(membership_of(rising, enterprise), Role.OWNER, by=owner)
    assert list(enterprise.memberships.order_by("pk").values_list("user", "role")) == [
        (owner.pk, "owner"),
        (rising.pk, "owner"),
    ]
    assert history(enterprise) == [
        (EventKind.MEMBER_REMOVED, "leaving@example.com"),
        (EventKind.ROLE_CHANGED, "rising@example.com (owner)"),
    ]


def test_owners_and_administrators_manage() -> None:
    enterprise = make_enterprise()
    assert members.may_manage(enterprise, make_member(enterprise))
    assert members.may_manage(enterprise, make_admin())
    assert not members.may_manage(enterprise, make_member(enterprise, role=Role.EDITOR))
    assert not members.may_manage(enterprise, make_member())
