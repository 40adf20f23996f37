"""A lock holds for its full time, no matter what else is counted until then."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.accounts.test_sign_up import DATA
from tests.factories import PASSWORD, make_user
from ydeu.settings import base

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(600)]
LOGIN = reverse("account_login")


@pytest.fixture
def table(settings: Settings) -> None:
    settings.CACHES = base.CACHES
    settings.ACCOUNT_RATE_LIMITS = {}
    call_command("createcachetable")


def from_elsewhere(number: int) -> str:
    return f"10.{number // 250}.{number % 250}.1"


def reset(number: int) -> None:
    data = {"email": f"nobody-{number}@example.com"}
    Client(REMOTE_ADDR=from_elsewhere(number)).post(reverse("account_reset_password"), data)


def fail_to_log_in(number: int) -> None:
    data = {"login": f"nobody-{number}@example.com", "password": "wrong"}
    Client(REMOTE_ADDR=from_elsewhere(number)).post(LOGIN, data)


def sign_up(number: int) -> None:
    data = {**DATA, "email": f"new-{number}@example.com"}
    Client(REMOTE_ADDR=from_elsewhere(number)).post(reverse("account_signup"), data)


def store(number: int) -> None:
    cache.set(f"0{number}", number, timeout=300)


@pytest.mark.parametrize(
    ("act", "times"), [(reset, 310), (fail_to_log_in, 100), (sign_up, 100), (store, 1000)]
)
def test_a_lock_cannot_be_washed_out(act: Callable[[int], None], times: int, table: None) -> None:
    person = make_user("li@example.com")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for _attempt in range(5):
        Client().post(LOGIN, {"login": person.email, "password": "wrong"})
    for number in range(times):
        act(number)
    response = Client(REMOTE_ADDR="192.0.2.1", headers={"accept-language": "en"}).post(
        LOGIN, {"login": person.email, "password": PASSWORD}
    )
    assert response.context["form"].non_field_errors() == ["Too many failed login attempts. Try again later."]


HOSTS = [f"testserver:{port}" for port in (1, 80, 8000, 65535)] + ["TESTSERVER", "localhost", "localhost:99"]


def test_a_lock_counts_all_names_of_the_site(table: None) -> None:
    person = make_user("li@example.com")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for number, host in enumerate(HOSTS[:5]):
        data = {"login": person.email, "password": "wrong"}
        Client(REMOTE_ADDR=from_elsewhere(number), headers={"host": host}).post(LOGIN, data)
    for host in (*HOSTS, "testserver"):
        visitor = Client(REMOTE_ADDR="192.0.2.1", headers={"host": host, "accept-language": "en"})
        response = visitor.post(LOGIN, {"login": person.email.upper(), "password": PASSWORD})
        assert response.status_code == 200, host
        assert "Too many failed login attempts" in response.text


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
@pytest.mark.parametrize("forwarded", ["203.0.113.7", "", ",", "x", "1.1.1.1,2.2.2.2", "x, y, z", "[::1]:80"])
def test_a_request_that_has_not_passed_all_proxies_is_answered(
    name: str, forwarded: str, table: None, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    client = Client(headers={"x-forwarded-for": forwarded})
    client.raise_request_exception = False
    data = {"login": "a@example.com", "email": "a@example.com", "password": "wrong"}
    assert client.post(reverse(name), data).status_code in ((403,) if "x," in forwarded else (200, 302))


def test_what_has_expired_goes(table: None) -> None:
    for number in range(301):
        cache.set(f"old-{number}", number, timeout=-60)
    cache.set("live", 1, timeout=300)
    cache.set("another", 1, timeout=300)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache")
        (count,) = cursor.fetchone()
    assert (count, cache.get("live")) == (2, 1)
