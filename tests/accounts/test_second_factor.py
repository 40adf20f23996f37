"""Who holds a role of SECOND_FACTOR_ROLES sets up a second factor before anything else."""

import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.accounts.test_views import logged_in
from tests.factories import PASSWORD, make_admin, make_alliance, make_coordinator, make_member, make_user
from ydeu.accounts.models import User
from ydeu.settings import base, env

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIRST = reverse("accounts:second_factor")
SHOW = reverse("mfa_reauthenticate")


@pytest.fixture(autouse=True)
def as_in_production(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = ["administrator", "coordinator"]


HOLDERS = {
    "administrator": make_admin,
    "staff": lambda: make_user(is_staff=True),
    "superuser who is no staff": lambda: make_user(is_superuser=True),
    "coordinator": lambda: make_coordinator(make_alliance()),
}


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


@pytest.mark.parametrize("make", HOLDERS.values(), ids=HOLDERS)
@pytest.mark.parametrize(
    "name",
    ["home", "admin:index", "matching:queue", "marketplace:offer_list", "account_email", "mfa_index"],
)
def test_nothing_opens_before_the_second_factor(make: Callable[[], User], name: str) -> None:
    client = logged_in(make())
    for response in (client.get(reverse(name)), client.post(reverse(name))):
        assert (response.status_code, response["Location"]) == (302, FIRST)
    part = client.get(reverse(name), headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == FIRST


def test_the_page_says_why_and_what_to_do() -> None:
    client = logged_in(make_coordinator(make_alliance()))
    page = client.get(FIRST, headers={"accept-language": "en"})
    assert "Your account needs a second factor" in page.text
    for name in ("mfa_activate_totp", "account_logout"):
        assert f'href="{reverse(name)}"' in page.text
    chinese = client.get(FIRST, headers={"accept-language": "zh-hans"})
    assert "请先为账号开启两步验证" in chinese.text
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(reverse("healthz")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("home")).status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth tells of it after the commit
def test_it_can_be_set_up_from_there() -> None:
    person = make_coordinator(make_alliance())
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client = Client()
    response = client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True
    )
    assert response.redirect_chain[-1] == (FIRST, 302)
    activate = reverse("mfa_activate_totp")
    ask = client.get(activate)
    assert ask["Location"].startswith(reverse("account_reauthenticate"))
    page = client.post(ask["Location"], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    assert client.post(activate, {"code": code_for(secret)}).status_code == 302
    assert client.get(reverse("matching:queue")).status_code == 200
    assert client.get(FIRST)["Location"] == reverse("mfa_index")


def test_recovery_codes_alone_are_no_second_factor_and_a_removed_one_is_asked_for_again() -> None:
    person = make_admin()
    client = logged_in(person)
    Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": "x"})
    assert client.get(reverse("home")).status_code == 302
    factor = Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    assert client.get(reverse("home"))["Location"].startswith(SHOW)
    factor.delete()
    assert client.get(reverse("home"))["Location"] == FIRST


def with_factor(person: User) -> str:
    """Give the person a second factor. Returns its secret."""
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    secret = "JBSWY3DPEHPK3PXP"
    Authenticator.objects.create(user=person, type="totp", data={"secret": secret})
    return secret


@pytest.mark.parametrize("make", HOLDERS.values(), ids=HOLDERS)
def test_a_session_from_before_the_factor_has_to_show_it(make: Callable[[], User]) -> None:
    """Anyone who knew the password may have opened it."""
    person = make()
    stranger = logged_in(person)
    secret = with_factor(person)
    for name in ("home", "admin:index", "matching:queue", "account_email", "mfa_index"):
        for response in (stranger.get(reverse(name)), stranger.post(reverse(name))):
            assert response["Location"].startswith(SHOW)
    part = stranger.get(
        reverse("home"), headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/offers/?q=a"}
    )
    assert part["HX-Redirect"] == f"{SHOW}?next=%2Foffers%2F%3Fq%3Da"
    assert stranger.get(SHOW).status_code == 200
    assert stranger.post(f"{SHOW}?next=/offers/", {"code": "000000"}).status_code == 200
    assert stranger.get(reverse("home"))["Location"] == f"{SHOW}?next=%2F"
    assert stranger.post(SHOW, {"code": code_for(secret), "next": "/offers/"})["Location"] == "/offers/"
    assert stranger.get(reverse("home")).status_code == 200


def test_who_logs_in_with_the_factor_is_not_asked_twice() -> None:
    person = make_coordinator(make_alliance())
    secret = with_factor(person)
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert client.get(reverse("matching:queue")).status_code == 200


def test_who_holds_no_role_is_left_alone_until_they_get_one() -> None:
    person = make_member()
    client = logged_in(person)
    assert client.get(reverse("accounts:enterprise_list")).status_code == 200
    make_alliance().coordinators.create(user=person)
    assert client.get(reverse("accounts:enterprise_list"))["Location"] == FIRST


def test_a_role_that_is_not_named_needs_none(settings: Settings) -> None:
    settings.SECOND_FACTOR_ROLES = ["administrator"]
    assert logged_in(make_coordinator(make_alliance())).get(reverse("matching:queue")).status_code == 200
    assert logged_in(make_admin()).get(reverse("matching:queue")).status_code == 302


@pytest.mark.parametrize(
    ("value", "roles"),
    [
        ("", ["administrator", "coordinator"]),
        ("none", []),
        ("coordinator", ["coordinator"]),
        ("coordinator, administrator", ["coordinator", "administrator"]),
    ],
)
def test_the_setting(monkeypatch: pytest.MonkeyPatch, value: str, roles: list[str]) -> None:
    monkeypatch.setenv("X", value)
    assert env.choices("X", "administrator,coordinator", among=base.ROLES) == roles


@pytest.mark.parametrize("value", ["admin", "coordinator,none", "administrators"])
def test_a_role_that_does_not_exist_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="administrator, coordinator, or none"):
        env.choices("X", "none", among=base.ROLES)


@pytest.mark.parametrize("data", [{"action_add": ""}, {"action_remove": ""}, {"action_primary": ""}])
def test_an_address_is_changed_only_by_who_types_the_password_again(data: dict[str, str]) -> None:
    person = make_user("li@example.com")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    other = "action_add" not in data
    if other:
        EmailAddress.objects.create(user=person, email="second@example.com", verified=True)
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    before = set(EmailAddress.objects.values_list("email", "primary"))
    asked = client.post(reverse("account_email"), {"email": "second@example.com", **data})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert set(EmailAddress.objects.values_list("email", "primary")) == before
    client.post(asked["Location"], {"password": "wrong"})
    assert set(EmailAddress.objects.values_list("email", "primary")) == before
    time.sleep(0.01)
    client.post(asked["Location"], {"password": PASSWORD})
    assert set(EmailAddress.objects.values_list("email", "primary")) != before
