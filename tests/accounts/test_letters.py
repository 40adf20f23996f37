"""The e-mails of allauth: as text and HTML, in the language of their reader."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.test_sign_up import DATA
from tests.factories import make_user
from tests.servers import html_of
from ydeu.notices import tasks

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGES = {
    "zh-hans": Client(headers={"accept-language": "zh-hans"}),
    "en": Client(headers={"accept-language": "en"}),
}
HELLO = {"zh-hans": "你好，这里是长三角企业家联盟。", "en": "Hello from YDEU Exchange!"}


def letter() -> tuple[str, str]:
    tasks.sweep()
    message = mail.outbox[-1]
    return str(message.body), html_of(message)


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', html)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_who_signs_up_reads_the_language_of_the_page(language: str) -> None:
    PAGES[language].post(reverse("account_signup"), DATA)
    text, html = letter()
    assert text.splitlines()[0] == HELLO[language]
    assert f'<html lang="{language}">' in html
    link = re.search(r"http://testserver/accounts/confirm-email/[^\s。]+", text)
    assert link
    assert link[0] in links(html)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", ["zh-hans", "en"])
def test_who_has_an_account_reads_their_own_language(page: str, language: str) -> None:
    person = make_user("li@example.com", language=language)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    for name, data in (
        ("account_reset_password", {"email": "Li@Example.com"}),
        ("account_signup", {**DATA, "email": "li@example.com"}),
    ):
        PAGES[page].post(reverse(name), data)
        text, html = letter()
        assert text.splitlines()[0] == HELLO[language]
        assert f'<html lang="{language}">' in html
        assert any("/password/reset/" in link for link in links(html))
    assert len(mail.outbox) == 2


def test_what_somebody_wrote_is_no_markup() -> None:
    PAGES["en"].post(reverse("account_signup"), {**DATA, "name": "<b>Li</b>"})
    text, html = letter()
    assert "<b>Li</b>" in text
    assert "&lt;b&gt;Li&lt;/b&gt;" in html
