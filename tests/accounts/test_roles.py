"""Who holds any role is out of reach of staff who are not superusers, by every way of the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from tests.accounts.test_views import logged_in
from tests.factories import PASSWORD, make_admin, make_alliance, make_coordinator, make_user
from ydeu.accounts import roles
from ydeu.accounts.models import User
from ydeu.alliances.models import Coordinator
from ydeu.privacy.models import Deletion

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MEMBER = "member@example.com"


def in_a_group() -> User:
    person = make_user()
    person.groups.add(Group.objects.create(name="editors"))
    return person


def with_a_right() -> User:
    person = make_user()
    person.user_permissions.add(Permission.objects.get(codename="view_offer"))
    return person


def retired_coordinator() -> User:
    return make_coordinator(make_alliance(), is_active=False)


HOLDERS = {
    "administrator": make_admin,
    "staff": lambda: make_user(is_staff=True),
    "coordinator": lambda: make_coordinator(make_alliance()),
    "inactive": retired_coordinator,
    "group": in_a_group,
    "right": with_a_right,
}


@pytest.fixture
def clerk() -> Client:
    """Staff with every right there is, except that of a superuser."""
    person = make_user("clerk@example.com", is_staff=True)
    person.user_permissions.set(Permission.objects.all())
    return logged_in(person)


@pytest.fixture(params=HOLDERS)
def holder(request: pytest.FixtureRequest) -> User:
    person: User = HOLDERS[request.param]()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "SECRET"})
    return person


def account(person: User) -> Any:
    """Everything about an account that opens it."""
    person.refresh_from_db()
    return (
        *(person.email, person.is_active, person.is_staff, person.check_password(PASSWORD)),
        *(list(person.groups.all()), list(person.user_permissions.all()), list(person.coordinates.all())),
        list(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")),
        list(Authenticator.objects.filter(user=person).values_list("pk", flat=True)),
    )


def change_form(clerk: Client, person: User) -> Any:
    data = {"email": "mine@example.com", "language": "en", "name": "X"}
    rows = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    return clerk.post(reverse("admin:accounts_user_change", args=[person.pk]), {**data, **rows})


def password_form(clerk: Client, person: User) -> Any:
    new = "another long passphrase"
    data = {"usable_password": "true", "password1": new, "password2": new}
    return clerk.post(reverse("admin:auth_user_password_change", args=[person.pk]), data)


def deletion_page(clerk: Client, person: User) -> Any:
    return clerk.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"})


def deletion_action(clerk: Client, person: User) -> Any:
    data = {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"}
    return clerk.post(reverse("admin:accounts_user_changelist"), data)


def request_for_deletion(clerk: Client, person: User) -> Any:
    return clerk.post(reverse("admin:privacy_deletion_add"), {"person": person.pk})


def address_of(person: User) -> EmailAddress:
    return EmailAddress.objects.get(user=person)


def change_of_an_address(clerk: Client, person: User) -> Any:
    data = {"user": person.pk, "email": "mine@example.com", "verified": "on", "primary": "on"}
    return clerk.post(reverse("admin:account_emailaddress_change", args=[address_of(person).pk]), data)


def another_address(clerk: Client, person: User) -> Any:
    data = {"user": person.pk, "email": "mine@example.com", "verified": "on"}
    return clerk.post(reverse("admin:account_emailaddress_add"), data)


def address_that_moves(clerk: Client, person: User) -> Any:
    own = EmailAddress.objects.create(user=make_user(MEMBER), email="mine@example.com", verified=True)
    data = {"user": person.pk, "email": own.email, "verified": "on"}
    return clerk.post(reverse("admin:account_emailaddress_change", args=[own.pk]), data)


def removal_of_an_address(clerk: Client, person: User) -> Any:
    row = address_of(person)
    return clerk.post(reverse("admin:account_emailaddress_delete", args=[row.pk]), {"post": "yes"})


def addresses_at_once(clerk: Client, person: User) -> Any:
    data = {"action": "delete_selected", "_selected_action": [address_of(person).pk], "post": "yes"}
    return clerk.post(reverse("admin:account_emailaddress_changelist"), data)


def verification_at_once(clerk: Client, person: User) -> Any:
    other = EmailAddress.objects.create(user=person, email="mine@example.com")
    data = {"action": "make_verified", "_selected_action": [other.pk]}
    clerk.post(reverse("admin:account_emailaddress_changelist"), data)
    assert not EmailAddress.objects.get(pk=other.pk).verified
    other.delete()


def removal_of_the_factor(clerk: Client, person: User) -> Any:
    row = Authenticator.objects.get(user=person)
    return clerk.post(reverse("admin:mfa_authenticator_delete", args=[row.pk]), {"post": "yes"})


def factors_at_once(clerk: Client, person: User) -> Any:
    rows = list(Authenticator.objects.filter(user=person).values_list("pk", flat=True))
    data = {"action": "delete_selected", "_selected_action": rows, "post": "yes"}
    return clerk.post(reverse("admin:mfa_authenticator_changelist"), data)


def appointment(clerk: Client, person: User) -> Any:
    data = {"user": person.pk, "alliance": make_alliance().pk}
    return clerk.post(reverse("admin:alliances_coordinator_add"), data)


def dismissals(clerk: Client, person: User) -> Any:
    rows = list(Coordinator.objects.values_list("pk", flat=True)) or [0]
    data = {"action": "delete_selected", "_selected_action": rows, "post": "yes"}
    clerk.post(reverse("admin:alliances_coordinator_changelist"), data)
    clerk.post(reverse("admin:alliances_coordinator_delete", args=[rows[0]]), {"post": "yes"})


def replacement(clerk: Client, person: User) -> Any:
    other = make_user(MEMBER)
    for row in person.coordinates.all():
        data = {"user": other.pk, "alliance": row.alliance_id}
        clerk.post(reverse("admin:alliances_coordinator_change", args=[row.pk]), data)


def row_below_an_alliance(clerk: Client, person: User) -> Any:
    alliance = make_alliance()
    data = {"name_zh": alliance.name_zh, "name_en": alliance.name_en, "slug": alliance.slug}
    coordinators = {
        "coordinators-TOTAL_FORMS": "1",
        "coordinators-INITIAL_FORMS": "0",
        "coordinators-0-user": person.pk,
    }
    members = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}
    address = reverse("admin:alliances_alliance_change", args=[alliance.pk])
    return clerk.post(address, {**data, **coordinators, **members})


def deletion_of_alliances(clerk: Client, person: User) -> Any:
    for row in person.coordinates.all():
        address = reverse("admin:alliances_alliance_delete", args=[row.alliance_id])
        clerk.post(address, {"post": "yes"})


def rights_of_the_group(clerk: Client, person: User) -> Any:
    for group in Group.objects.all():
        data = {"name": "mine", "permissions": [Permission.objects.get(codename="change_user").pk]}
        clerk.post(reverse("admin:auth_group_change", args=[group.pk]), data)
        clerk.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"})
        assert list(Group.objects.filter(name="editors", permissions=None)) == [group]


WAYS: list[Callable[[Client, User], Any]] = [
    *(change_form, password_form, deletion_page, deletion_action, request_for_deletion),
    *(change_of_an_address, another_address, address_that_moves, removal_of_an_address, addresses_at_once),
    *(verification_at_once, removal_of_the_factor, factors_at_once, appointment, dismissals, replacement),
    *(row_below_an_alliance, deletion_of_alliances, rights_of_the_group),
]


@pytest.mark.parametrize("way", WAYS)
def test_no_way_of_the_admin_changes_who_holds_a_role(
    way: Callable[[Client, User], Any], holder: User, clerk: Client
) -> None:
    before = account(holder)
    way(clerk, holder)
    assert account(holder) == before
    assert not Deletion.objects.exists()


def test_the_pages_show_staff_no_buttons_for_it(holder: User, clerk: Client) -> None:
    page = clerk.get(reverse("admin:accounts_user_change", args=[holder.pk]))
    assert (page.status_code, 'name="_save"' in page.text) == (200, False)


@pytest.mark.parametrize("way", [change_form, password_form, another_address, removal_of_the_factor])
def test_staff_help_members(way: Callable[[Client, User], Any], clerk: Client) -> None:
    member = make_user(MEMBER)
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    Authenticator.objects.create(user=member, type="totp", data={"secret": "SECRET"})
    before = account(member)
    assert way(clerk, member).status_code == 302
    assert account(member) != before


@pytest.mark.parametrize("way", [change_form, password_form, another_address, removal_of_the_factor])
def test_superusers_reach_everybody(way: Callable[[Client, User], Any], holder: User) -> None:
    before = account(holder)
    assert way(logged_in(make_admin(email="root@example.com")), holder).status_code == 302
    assert account(holder) != before


def test_who_may_only_look_at_addresses_verifies_none() -> None:
    looking = make_user(is_staff=True)
    looking.user_permissions.set(Permission.objects.filter(codename="view_emailaddress"))
    row = EmailAddress.objects.create(user=make_user(MEMBER), email=MEMBER)
    data = {"action": "make_verified", "_selected_action": [row.pk]}
    logged_in(looking).post(reverse("admin:account_emailaddress_changelist"), data)
    assert not EmailAddress.objects.get().verified


def test_reach() -> None:
    clerk, member = make_user(is_staff=True), make_user(MEMBER)
    others = [make() for make in HOLDERS.values()]
    assert list(roles.within_reach(by=clerk)) == [member]
    assert [roles.is_within_reach(person, by=clerk) for person in (member, *others)] == [True] + [False] * 6
