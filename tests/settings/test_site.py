"""What the settings guarantee to every visitor."""

import pytest
from django.test import Client, override_settings

from ydeu.settings import base

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "url", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/healthz"]
)
def test_pages_for_people_who_are_not_logged_in(client: Client, url: str) -> None:
    assert client.get(url).status_code == 200


def test_the_language_can_be_chosen_before_logging_in(client: Client) -> None:
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert client.get("/accounts/login/")["Content-Language"] == "en"


@override_settings(LANGUAGE_CODE=base.LANGUAGE_CODE)
def test_chinese_is_the_default_and_the_browser_may_ask_for_english(client: Client) -> None:
    assert client.get("/accounts/login/")["Content-Language"] == "zh-hans"
    assert client.get("/accounts/login/", headers={"Accept-Language": "en-GB"})["Content-Language"] == "en"


def test_log_in_is_the_default(client: Client) -> None:
    answer = client.get("/admin/accounts/user/")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/login/")


def test_the_browser_is_told_to_trust_nothing_but_the_site(client: Client) -> None:
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert set(policy.split("; ")) == {
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }
