import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from tests.accounts.test_views import logged_in, queries_of
from tests.factories import make_admin, make_enterprise, make_member, make_user
from ydeu.accounts.enums import EventKind, Role
from ydeu.accounts.models import Enterprise, User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def admin() -> Client:
    return logged_in(make_admin(email="admin@example.com"))


def decide(client: Client, enterprise: Enterprise, **data: str) -> list[str]:
    seen = {"seen_name": enterprise.name, "seen_code": enterprise.credit_code or ""}
    address = reverse("admin:accounts_enterprise_decide", args=[enterprise.pk])
    response = client.post(address, {**seen, **data}, follow=True)
    return [message.level_tag for message in response.context["messages"]]


def test_the_button_verifies_what_the_page_showed(admin: Client) -> None:
    enterprise = make_enterprise(verified=False)
    page = admin.get(reverse("admin:accounts_enterprise_change", args=[enterprise.pk]))
    assert 'name="decision" value="verify"' in page.text
    Enterprise.objects.filter(pk=enterprise.pk).update(name="Renamed since then")
    assert decide(admin, enterprise, decision="verify") == ["error"]
    enterprise.refresh_from_db()
    assert not enterprise.is_verified
    assert decide(admin, enterprise, decision="verify") == ["success"]
    enterprise.refresh_from_db()
    assert (enterprise.is_verified, enterprise.name) == (True, "Renamed since then")


def test_the_button_withdraws_with_a_note(admin: Client) -> None:
    enterprise = make_enterprise()
    assert decide(admin, enterprise, decision="revoke", note="Expired") == ["success"]
    assert list(enterprise.events.values_list("kind", "note")) == [(EventKind.REVOKED, "Expired")]


def test_only_those_who_may_change_enterprises_verify_them() -> None:
    enterprise = make_enterprise(verified=False)
    address = reverse("admin:accounts_enterprise_decide", args=[enterprise.pk])
    statuses = [
        logged_in(user).post(address, {"decision": "verify"}).status_code
        for user in (make_member(enterprise), make_user(is_staff=True))
    ]
    assert statuses == [302, 403]
    assert not Enterprise.objects.get().is_verified


def test_actions_verify_many_and_say_which_could_not(admin: Client) -> None:
    good = make_enterprise(verified=False)
    without_code = make_enterprise(verified=False, credit_code=None)
    data = {"action": "verify_selected", "_selected_action": [good.pk, without_code.pk]}
    response = admin.post(reverse("admin:accounts_enterprise_changelist"), data, follow=True)
    tags = sorted(message.level_tag for message in response.context["messages"])
    assert tags == ["error", "success"]
    assert list(Enterprise.objects.verified()) == [good]


def test_the_queue_of_those_who_wait(admin: Client) -> None:
    waiting, verified, unclaimed = (
        make_enterprise(verified=False),
        make_enterprise(),
        make_enterprise(verified=False, origin="imported"),
    )
    make_member(waiting)
    address = reverse("admin:accounts_enterprise_changelist")
    found = {
        key: list(admin.get(address, {"verification": key}).context["cl"].queryset)
        for key in ("awaiting", "verified", "unclaimed")
    }
    assert found == {"awaiting": [waiting], "verified": [verified], "unclaimed": [unclaimed]}


def test_a_member_added_by_an_administrator_stands_in_the_history(admin: Client) -> None:
    enterprise = make_enterprise(verified=False, origin="imported", credit_code=None)
    person = make_user("li@example.com")
    data = {
        "name": enterprise.name,
        "contact_email": "li@example.com",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-user": str(person.pk),
        "memberships-0-role": "owner",
        "events-TOTAL_FORMS": "0",
        "events-INITIAL_FORMS": "0",
    }
    address = reverse("admin:accounts_enterprise_change", args=[enterprise.pk])
    response = admin.post(address, data)
    assert response.status_code == 302, response.context["errors"]
    assert list(enterprise.memberships.values_list("user", "role")) == [(person.pk, Role.OWNER)]
    assert list(enterprise.events.values_list("kind", "note")) == [
        (EventKind.MEMBER_ADDED, "li@example.com (owner)")
    ]
    assert Enterprise.objects.get().credit_code is None


def test_an_administrator_adds_a_person_by_address(admin: Client) -> None:
    data = {
        "email": "New@Example.com",
        "name": "Li Wei",
        "language": "en",
        "usable_password": "true",
        "password1": "a long enough passphrase",
        "password2": "a long enough passphrase",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    response = admin.post(reverse("admin:accounts_user_add"), data)
    assert response.status_code == 302, response.context["errors"]
    person = User.objects.exclude(email="admin@example.com").get()
    assert (person.email, person.check_password("a long enough passphrase")) == ("new@example.com", True)


@pytest.mark.parametrize("model", ["user", "enterprise"])
def test_the_lists_ask_the_database_as_often_for_many_rows(admin: Client, model: str) -> None:
    address = reverse(f"admin:accounts_{model}_changelist")
    counts = []
    for rows in (1, 3, 50):
        while Enterprise.objects.count() < rows:
            make_member()
        counts.append(queries_of(admin, address))
    assert counts == [counts[0]] * 3


def test_a_decision_that_says_nothing_changes_nothing(admin: Client) -> None:
    enterprise = make_enterprise()
    assert decide(admin, enterprise) == decide(admin, enterprise, decision="other") == []
    enterprise.refresh_from_db()
    assert enterprise.is_verified


def make_clerk(*codenames: str) -> User:
    """A user who may enter the admin and has only these permissions."""
    clerk = make_user(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return clerk


def test_the_secret_of_a_second_factor_is_shown_to_nobody(admin: Client) -> None:
    row = Authenticator.objects.create(user=make_user(), type="totp", data={"secret": "SECRET"})
    address = reverse("admin:mfa_authenticator_change", args=[row.pk])
    for client in (admin, logged_in(make_clerk("view_authenticator", "change_authenticator"))):
        page = client.get(address)
        assert (page.status_code, "SECRET" in page.text) == (200, False)


def test_who_may_change_people_makes_nobody_an_administrator() -> None:
    clerk, person = make_clerk("view_user", "change_user"), make_user(name="Before")
    address = reverse("admin:accounts_user_change", args=[person.pk])
    data = {"email": person.email, "name": "After", "language": "en", "is_active": "on"}
    rows = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    powers = {"is_staff": "on", "is_superuser": "on"}
    assert logged_in(clerk).post(address, {**data, **rows, **powers}).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.is_staff, person.is_superuser) == ("After", False, False)


@pytest.mark.parametrize(
    "page", ["accounts_user_change", "auth_user_password_change", "accounts_user_delete"]
)
def test_who_may_change_people_takes_over_no_administrator(page: str) -> None:
    clerk = logged_in(make_clerk("view_user", "change_user", "delete_user"))
    statuses = {
        clerk.post(reverse(f"admin:{page}", args=[person.pk]), {"post": "yes"}).status_code
        for person in (make_admin(), make_clerk("view_user"))
    }
    assert statuses == {403}
