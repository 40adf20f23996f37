"""No page sends an e-mail: what it has to say becomes a letter in the outbox, and the worker sends it."""

import re
import smtplib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.accounts.test_sign_up import DATA
from tests.factories import PASSWORD, make_user
from tests.notices.conftest import Server
from tests.notices.test_notices import tell
from tests.servers import html_of
from ydeu.accounts.models import User
from ydeu.notices import delivery, letters, outbox, tasks
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Letter, Notice
from ydeu.notices.notices import mark_all_read
from ydeu.settings import base, development
from ydeu.transitions import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NEW = "another long passphrase"


def client_of(person: User) -> Client:
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def sign_up(person: User) -> Any:
    return Client().post(reverse("account_signup"), DATA)


def sign_up_again(person: User) -> Any:
    client_of(person)
    return Client().post(reverse("account_signup"), {**DATA, "email": person.email})


def reset(person: User) -> Any:
    client_of(person)
    return Client().post(reverse("account_reset_password"), {"email": person.email})


def reset_of_a_stranger(person: User) -> Any:
    return Client().post(reverse("account_reset_password"), {"email": "nobody@example.com"})


def change_password(person: User) -> Any:
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    return client_of(person).post(reverse("account_change_password"), data)


def add_address(person: User) -> Any:
    data = {"email": "second@example.com", "action_add": ""}
    return client_of(person).post(reverse("account_email"), data)


def verify_again(person: User) -> Any:
    client = client_of(person)
    EmailAddress.objects.create(user=person, email="second@example.com")
    return client.post(reverse("account_email"), {"email": "second@example.com", "action_send": ""})


def remove_address(person: User) -> Any:
    client = client_of(person)
    EmailAddress.objects.create(user=person, email="second@example.com", verified=True)
    return client.post(reverse("account_email"), {"email": "second@example.com", "action_remove": ""})


def send_plainly(person: User) -> Any:
    mail.send_mail("Subject", "Text", None, [person.email])


def tell_administrators(person: User) -> Any:
    mail.mail_admins("Subject", "Text", html_message="<p>Text</p>")


@pytest.fixture
def no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a page opened a connection to the mail server")

    monkeypatch.setattr(smtplib.SMTP, "__init__", refuse)


@pytest.mark.parametrize(
    "act",
    [
        sign_up,
        sign_up_again,
        reset,
        reset_of_a_stranger,
        change_password,
        add_address,
        verify_again,
        remove_address,
        send_plainly,
        tell_administrators,
    ],
)
def test_a_page_answers_without_a_mail_server(
    act: Callable[[User], Any], no_connection: None, settings: Settings
) -> None:
    settings.ADMINS = [("Root", "root@example.com")]
    person = make_user("li@example.com", language="en")
    response = act(person)
    assert response is None or response.status_code == 302, response.text
    assert [notice.state for notice in Notice.objects.filter(kind=NoticeKind.LETTER)] == [Delivery.WAITING]
    assert mail.outbox == []
    tasks.sweep()
    tasks.sweep()
    (sent,) = mail.outbox
    assert [sent.to] == [[notice.address] for notice in Notice.objects.filter(state=Delivery.SENT)]
    assert not Letter.objects.exists()


def test_a_letter_with_html_arrives_with_it(settings: Settings) -> None:
    settings.ADMINS = [("Root", "root@example.com"), ("Li", "li@example.com")]
    mail.mail_admins("Subject", "Text", html_message="<p>Text</p>")
    tasks.sweep()
    assert [(sent.to, sent.body, html_of(sent)) for sent in mail.outbox] == [
        ([address], "Text", "<p>Text</p>") for address in ("root@example.com", "li@example.com")
    ]


def test_an_attachment_is_refused_where_it_is_written() -> None:
    message = mail.EmailMessage("Subject", "Text", None, ["li@example.com"])
    message.attach("secret.txt", "secret")
    with pytest.raises(ValueError, match="no attachments"):
        message.send()
    assert not Notice.objects.exists()


def links_to(person: User) -> list[str]:
    return re.findall(r"/accounts/password/reset/key/[^\s]+/", str(letters.compose(letter(), {}).body))


def letter() -> Notice:
    return Notice.objects.get(kind=NoticeKind.LETTER)


def test_the_link_is_not_readable_in_the_database() -> None:
    person = make_user("li@example.com")
    reset(person)
    (link,) = links_to(person)
    with connection.cursor() as cursor:
        for model in (Notice, Letter):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            assert link.split("/")[-2] not in str(cursor.fetchall())
    assert Client().get(link).status_code == 302


def test_a_changed_secret_key_makes_it_fail_with_a_reason(settings: Settings) -> None:
    reset(make_user("li@example.com"))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "changed"
    assert letters.compose(letter(), {}).to == ["li@example.com"]
    settings.SECRET_KEY_FALLBACKS = []
    tasks.sweep()
    assert letter().state == Delivery.FAILED
    assert "another SECRET_KEY" in letter().error


def test_a_change_whose_letter_cannot_be_stored_did_not_happen(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_args: object) -> None:
        raise RuntimeError("the database is full")

    person = make_user("li@example.com")
    client = client_of(person)
    client.raise_request_exception = False
    monkeypatch.setattr(letters, "keep", break_down)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), data).status_code == 500
    assert Client(raise_request_exception=False).post(reverse("account_signup"), DATA).status_code == 500
    person.refresh_from_db()
    assert (person.check_password(PASSWORD), User.objects.count()) == (True, 1)


def test_an_outage_delays_a_letter_by_seconds_and_an_administrator_sees_the_end(
    server: type[Server], admin_client: Client
) -> None:
    reset(make_user("li@example.com"))
    server.on_open = ConnectionRefusedError()
    waits = []
    for _attempt in range(6):
        before = timezone.now()
        Notice.objects.update(not_before=before)
        tasks.sweep()
        waits.append(round((letter().not_before - before).total_seconds()))
    assert waits == [10, 30, 60, 300, 1800, 7200]
    Notice.objects.update(not_before=timezone.now())
    tasks.sweep()
    page = admin_client.get(reverse("admin:notices_notice_change", args=[letter().pk])).text
    assert (letter().state, "ConnectionRefusedError" in page) == (Delivery.FAILED, True)
    assert links_to(User.objects.get(email="li@example.com"))[0] not in page
    server.on_open = None
    delivery.send_again(letter())
    tasks.sweep()
    assert [sent.to for sent in server.sent] == [["li@example.com"]]


def test_a_link_that_no_longer_works_is_not_sent(server: type[Server]) -> None:
    reset(make_user("li@example.com"))
    server.on_open = ConnectionRefusedError()
    tasks.sweep()
    Notice.objects.update(created_at=timezone.now() - letters.KEPT - timedelta(minutes=1))
    tasks.sweep()
    assert not Letter.objects.exists()
    server.on_open = None
    Notice.objects.update(not_before=timezone.now())
    tasks.sweep()
    assert (letter().state, server.sent) == (Delivery.UNDELIVERABLE, [])
    with pytest.raises(DomainError):
        delivery.send_again(letter())


def test_a_letter_goes_before_the_notices(settings: Settings) -> None:
    notices = [tell(user=make_user()) for _ in range(3)]
    reset(make_user("li@example.com"))
    tasks.deliver(notices[1].pk)
    assert [sent.to for sent in mail.outbox] == [["li@example.com"], [notices[1].address]]
    mail.send_mail("Subject", "Text", None, ["wang@example.com"])
    tasks.sweep()
    assert mail.outbox[2].to == ["wang@example.com"]
    assert len(mail.outbox) == 5


def test_a_letter_that_may_be_a_repeat_says_so() -> None:
    person = make_user("li@example.com", language="en")
    reset(person)
    Notice.objects.update(is_repeat=True)
    tasks.sweep()
    (sent,) = mail.outbox
    assert str(sent.body).startswith("You may have got this e-mail already")
    assert "<p>You may have got this e-mail already" in html_of(sent)
    assert sent.extra_headers["X-YDEU-Repeat"] == "yes"


def test_the_inbox_shows_no_letters() -> None:
    person = make_user("li@example.com")
    reset(person)
    assert (letter().recipient, mark_all_read(person)) == (person, 0)


def test_only_the_delivery_and_the_watch_open_connections_to_the_mail_server() -> None:
    opening = re.compile(r"get_connection\(|smtplib\.SMTP|connection=|MAIL_TRANSPORT|AdminEmailHandler")
    found = {
        str(path.relative_to(base.ROOT))
        for room in ("ydeu", "matching", "deploy")
        for path in (base.ROOT / room).rglob("*.py")
        if opening.search(path.read_text())
    }
    files = {"ydeu/notices/delivery.py", "ydeu/notices/smtp.py", "ydeu/health/messages.py"}
    assert {path for path in found if not Path(path).is_relative_to("ydeu/settings")} == files
    assert base.EMAIL_BACKEND == development.EMAIL_BACKEND == f"{outbox.__name__}.EmailBackend"
