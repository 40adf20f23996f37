"""The unsubscribe link in every e-mail: signed, usable without logging in, and only for this purpose."""

import re

import pytest
from django.core import mail, signing
from django.test import Client

from tests.accounts.test_views import logged_in
from tests.factories import make_user
from tests.notices.test_notices import tell
from tests.servers import html_of
from ydeu.accounts.models import User
from ydeu.notices import delivery, preferences, unsubscriptions
from ydeu.notices.enums import Choice, Delivery, NoticeKind
from ydeu.notices.models import Notice, Preference

pytestmark = pytest.mark.django_db
PUBLISHED, REJECTED = NoticeKind.LISTING_PUBLISHED, NoticeKind.LISTING_REJECTED


def address(user: User, kind: NoticeKind) -> str:
    return f"/notices/unsubscribe/{unsubscriptions.token_for(user, kind)}/"


def off(user: User) -> set[NoticeKind]:
    return {kind for kind, choice in preferences.choices_of(user).items() if choice == Choice.OFF}


def test_a_look_changes_nothing_and_the_button_turns_that_kind_off() -> None:
    person, other = make_user(), make_user()
    waiting = tell(user=person)
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(address(person, PUBLISHED), headers={"accept-language": "en"})
    assert (page.status_code, "Listing published" in page.text) == (200, True)
    assert not Preference.objects.exists()
    page = browser.post(address(person, PUBLISHED), headers={"accept-language": "en"})
    assert "These e-mails are off" in page.text
    assert (off(person), off(other)) == ({PUBLISHED}, set())
    assert Notice.objects.get(pk=waiting.pk).state == Delivery.INBOX_ONLY


def test_a_mail_program_does_it_by_one_post_without_cookies() -> None:
    """RFC 8058: the URL is in the header, and the response is not a redirect."""
    person = make_user()
    delivery.deliver(tell(user=person).pk)
    headers = mail.outbox[0].message()
    link = str(headers["List-Unsubscribe"]).strip("<>").replace("\n ", "")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = link.removeprefix("http://127.0.0.1:8000")
    answer = Client(enforce_csrf_checks=True).post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert off(person) == {PUBLISHED}
    assert Client().post(path).status_code == 200


def test_it_is_about_whom_the_link_names_whoever_is_logged_in() -> None:
    person, other = make_user(), make_user()
    logged_in(other).post(address(person, PUBLISHED))
    assert (off(person), off(other)) == ({PUBLISHED}, set())


def test_the_link_of_a_digest_turns_off_what_is_in_it() -> None:
    person = make_user()
    preferences.choose({PUBLISHED: Choice.DIGEST, REJECTED: Choice.AT_ONCE}, by=person)
    Client().post(address(person, NoticeKind.DIGEST))
    assert off(person) == {PUBLISHED, NoticeKind.SEARCH_FOUND}


def test_no_other_link_does_anything() -> None:
    person = make_user()
    good = unsubscriptions.token_for(person, PUBLISHED)
    forged = [
        "unknown",
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        signing.Signer(salt="another").sign_object([person.pk, PUBLISHED]),
        signing.Signer(salt=unsubscriptions.SALT).sign_object([person.pk + 1, PUBLISHED]),
        signing.Signer(salt=unsubscriptions.SALT).sign_object([person.pk, "nothing"]),
    ]
    for token in forged:
        for method in ("get", "post"):
            assert getattr(Client(), method)(f"/notices/unsubscribe/{token}/").status_code == 404
    assert Client().put(address(person, PUBLISHED)).status_code == 405
    assert not Preference.objects.exists()


def test_a_link_for_what_must_be_told_is_none() -> None:
    person = make_user()
    assert Client().post(address(person, NoticeKind.MEMBER_INVITED)).status_code == 404
    assert not Preference.objects.exists()


def test_the_link_in_the_text_is_the_one_in_the_header() -> None:
    delivery.deliver(tell(user=make_user()).pk)
    message = mail.outbox[0]
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert link in str(message.body)
    assert re.findall(r'href="([^"]*unsubscribe[^"]*)"', html_of(message)) == [link]
