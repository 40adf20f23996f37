"""The pages of people and their enterprises, including what strangers get."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.accounts.test_credit_code import form_data
from tests.factories import make_admin, make_enterprise, make_member, make_user
from ydeu.accounts import members, verification
from ydeu.accounts.enums import Role
from ydeu.accounts.models import Enterprise, Invitation, Membership, User

pytestmark = pytest.mark.django_db


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_signing_up_an_enterprise_leads_to_its_page() -> None:
    person = make_user()
    response = logged_in(person).post(reverse("accounts:enterprise_create"), form_data())
    enterprise = Enterprise.objects.get()
    assert response.status_code == 302
    assert response["Location"] == enterprise.get_absolute_url()
    assert enterprise.memberships.get().user == person
    page = logged_in(person).get(enterprise.get_absolute_url())
    assert page.status_code == 200
    assert "新元储能科技" in page.text


def test_the_owner_and_the_verification_do_not_come_from_the_form() -> None:
    person, other = make_user(), make_user()
    data = form_data(
        verified_at="2026-01-01", verified_by=str(other.pk), origin="imported", user=str(other.pk)
    )
    logged_in(person).post(reverse("accounts:enterprise_create"), data)
    enterprise = Enterprise.objects.get()
    assert (enterprise.verified_at, enterprise.verified_by, enterprise.origin) == (None, None, "registered")
    assert list(enterprise.memberships.values_list("user", flat=True)) == [person.pk]


def test_what_was_typed_stays_when_something_is_wrong() -> None:
    data = form_data(credit_code="123")
    response = logged_in(make_user()).post(reverse("accounts:enterprise_create"), data)
    assert response.status_code == 200
    assert "新元储能科技" in response.text
    assert not Enterprise.objects.exists()


def test_an_edit_says_that_a_new_name_waits_for_an_administrator() -> None:
    enterprise = make_enterprise(name="Old")
    client = logged_in(make_member(enterprise, role=Role.EDITOR))
    data = form_data(credit_code=enterprise.credit_code or "", name="New")
    response = client.post(reverse("accounts:enterprise_edit", args=[enterprise.pk]), data, follow=True)
    assert response.redirect_chain == [(enterprise.get_absolute_url(), 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["warning"]
    stored = Enterprise.objects.get()
    assert (stored.name, stored.is_verified, stored.contact_name) == ("Old", True, "Li Wei")


@pytest.mark.parametrize("page", ["enterprise_detail", "enterprise_edit", "member_list"])
def test_a_stranger_finds_nothing(page: str) -> None:
    address = reverse(f"accounts:{page}", args=[make_enterprise().pk])
    assert logged_in(make_member()).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_an_editor_sees_the_members_and_changes_none() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    client = logged_in(make_member(enterprise, role=Role.EDITOR))
    membership = owner.memberships.get()
    assert client.get(reverse("accounts:member_list", args=[enterprise.pk])).status_code == 200
    attempts = [
        ("accounts:member_invite", [enterprise.pk]),
        ("accounts:member_remove", [enterprise.pk, membership.pk]),
        ("accounts:member_role", [enterprise.pk, membership.pk]),
    ]
    answers = [
        client.post(reverse(name, args=args), {"role": "owner"}).status_code for name, args in attempts
    ]
    assert answers == [403, 403, 403]
    assert enterprise.memberships.filter(role=Role.OWNER).count() == 1


def test_a_membership_of_another_enterprise_is_out_of_reach() -> None:
    mine, other = make_enterprise(), make_enterprise()
    theirs = make_member(other).memberships.get()
    client = logged_in(make_member(mine))
    assert client.post(reverse("accounts:member_remove", args=[mine.pk, theirs.pk])).status_code == 404
    assert client.post(reverse("accounts:member_remove", args=[other.pk, theirs.pk])).status_code == 404
    assert Membership.objects.filter(pk=theirs.pk).exists()


@pytest.mark.slow
def test_from_invitation_to_member() -> None:
    enterprise = make_enterprise()
    owner = logged_in(make_member(enterprise))
    address = reverse("accounts:member_invite", args=[enterprise.pk])
    owner.post(address, {"email": "new@example.com", "role": "editor"})
    invitation = Invitation.objects.get()
    stranger, invited = make_user(), make_user("new@example.com")
    accept = reverse("accounts:invitation_accept", args=[invitation.pk])
    assert logged_in(stranger).post(accept).status_code == 404
    assert accept in logged_in(invited).get(reverse("accounts:enterprise_list")).text
    assert logged_in(invited).post(accept)["Location"] == enterprise.get_absolute_url()
    assert logged_in(invited).post(accept).status_code == 404
    assert list(invited.memberships.values_list("enterprise", "role")) == [(enterprise.pk, "editor")]


def test_an_invitation_is_declined_or_withdrawn() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    invited = make_user("a@example.com")
    first = members.invite(enterprise, "a@example.com", role=Role.EDITOR, by=owner)
    second = members.invite(enterprise, "b@example.com", role=Role.EDITOR, by=owner)
    logged_in(invited).post(reverse("accounts:invitation_decline", args=[first.pk]))
    logged_in(owner).post(reverse("accounts:invitation_withdraw", args=[enterprise.pk, second.pk]))
    assert not Invitation.objects.exists()
    assert not invited.memberships.exists()


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_an_invitation_that_ends_in_the_same_moment_is_told_politely(
    answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    enterprise, invited = make_enterprise(), make_user("a@example.com")
    owner = make_member(enterprise)
    invitation = members.invite(enterprise, "a@example.com", role=Role.EDITOR, by=owner)
    close = members._close

    def too_late(found: Invitation) -> None:
        Invitation.objects.all().delete()
        close(found)

    monkeypatch.setattr(members, "_close", too_late)
    address = reverse(f"accounts:invitation_{answer}", args=[invitation.pk])
    response = logged_in(invited).post(address, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert not invited.memberships.exists()


def test_the_last_owner_is_told_why_they_cannot_leave() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    address = reverse("accounts:member_remove", args=[enterprise.pk, owner.memberships.get().pk])
    response = logged_in(owner).post(address, follow=True)
    assert response.redirect_chain == [(reverse("accounts:member_list", args=[enterprise.pk]), 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_who_leaves_lands_on_their_list() -> None:
    enterprise = make_enterprise()
    make_member(enterprise)
    editor = make_member(enterprise, role=Role.EDITOR)
    address = reverse("accounts:member_remove", args=[enterprise.pk, editor.memberships.get().pk])
    assert logged_in(editor).post(address)["Location"] == reverse("accounts:enterprise_list")


def test_nothing_changes_by_following_a_link() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    membership = owner.memberships.get()
    addresses = [
        reverse("accounts:member_invite", args=[enterprise.pk]),
        reverse("accounts:member_remove", args=[enterprise.pk, membership.pk]),
        reverse("accounts:member_role", args=[enterprise.pk, membership.pk]),
        reverse("accounts:invitation_accept", args=[1]),
    ]
    assert [logged_in(owner).get(address).status_code for address in addresses] == [405] * 4


def test_the_person_chooses_the_language_of_their_mails() -> None:
    person = make_user()
    client = logged_in(person)
    client.post(reverse("accounts:profile"), {"name": "Li Wei", "language": "en", "is_staff": "on"})
    person.refresh_from_db()
    assert (person.name, person.language, person.is_staff) == ("Li Wei", "en", False)


@pytest.mark.slow
def test_the_lists_ask_the_database_as_often_for_many_rows() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    client = logged_in(owner)
    addresses = [reverse("accounts:member_list", args=[enterprise.pk]), reverse("accounts:enterprise_list")]
    counts = []
    for rows in (1, 3, 50):
        while enterprise.invitations.count() < rows:
            number = enterprise.invitations.count()
            make_member(enterprise, role=Role.EDITOR)
            Membership.objects.create(user=owner, enterprise=make_enterprise(), role=Role.OWNER)
            for where, email in ((enterprise, f"p{number}@example.com"), (make_enterprise(), owner.email)):
                Invitation.objects.create(enterprise=where, email=email, invited_by=make_user())
        counts.append([queries_of(client, address) for address in addresses])
    assert counts == [counts[0]] * 3


def test_an_administrator_without_a_name_is_not_shown_by_address() -> None:
    enterprise = make_enterprise(verified=False)
    verification.verify(enterprise, by=make_admin(email="log.in@example.com"))
    page = logged_in(make_member(enterprise)).get(enterprise.get_absolute_url())
    assert "log.in@example.com" not in page.text
