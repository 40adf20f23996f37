"""The SMTP backend reports when the text of an e-mail starts to go out."""

from collections.abc import Iterator

import pytest
from django.core.mail import EmailMessage, get_connection
from pytest_django import Settings

from tests.factories import make_user
from tests.notices.test_notices import tell
from tests.servers import MailServer
from ydeu.notices import delivery
from ydeu.notices.enums import Delivery
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice
from ydeu.notices.smtp import EmailBackend

pytestmark = pytest.mark.django_db
MAIL = EmailMessage("Subject", "Text\n.\nquit\n", "us@example.com", ["li@example.com"])


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    settings.MAIL_TRANSPORT = "ydeu.notices.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with MailServer() as server:
        settings.EMAIL_PORT = server.port
        yield server


def test_it_is_told_once_between_readiness_and_text(server: MailServer) -> None:
    told: list[tuple[int, int]] = []
    with EmailBackend() as connection:
        connection.tell_before_text(lambda: told.append((server.seen["data"], server.seen["text"])))
        assert connection.send_messages([MAIL]) == 1
    assert told == [(1, 0)]
    assert [mail.get_content().splitlines() for mail in server.mails] == [["Text", ".", "quit"]]


def test_without_anybody_who_asks_it_is_django_s_own(server: MailServer) -> None:
    assert get_connection("ydeu.notices.smtp.EmailBackend").send_messages([MAIL]) == 1
    assert len(server.mails) == 1


def test_who_says_no_before_the_text_stops_the_mail(server: MailServer) -> None:
    def stop() -> None:
        raise ValueError("stop")

    with EmailBackend() as connection:
        connection.tell_before_text(stop)
        with pytest.raises(ValueError, match="stop"):
            connection.send_messages([MAIL])
    assert server.mails == []


def test_a_notice_that_was_given_up_meanwhile_does_not_go_out(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = tell(user=make_user())

    def while_the_sweeper_comes(claimed: Notice) -> object:
        Notice.objects.update(state=Delivery.WAITING)
        return compose(claimed)

    monkeypatch.setattr(delivery, "compose", while_the_sweeper_comes)
    delivery.deliver(notice.pk)
    assert Notice.objects.get().state == Delivery.WAITING
    assert server.mails == []


def test_a_line_that_breaks_before_the_text_is_no_repeat(server: MailServer) -> None:
    notice = tell(user=make_user())

    def break_the_line(step: str) -> float:
        if step == "rcpt":
            raise ConnectionError
        return 0

    server.pause = break_the_line
    assert not delivery.deliver(notice.pk)
    waiting = Notice.objects.get()
    assert (waiting.state, waiting.is_repeat, waiting.handed_at) == (Delivery.WAITING, False, None)


def test_a_line_that_breaks_after_the_text_is(server: MailServer) -> None:
    notice = tell(user=make_user())

    def break_the_line(step: str) -> float:
        if step == "text":
            raise ConnectionError
        return 0

    server.pause = break_the_line
    assert not delivery.deliver(notice.pk)
    waiting = Notice.objects.get()
    assert (waiting.state, waiting.is_repeat, len(server.mails)) == (Delivery.WAITING, True, 1)
    server.pause = lambda _step: 0
    Notice.objects.update(not_before=notice.not_before)
    assert delivery.deliver(notice.pk)
    assert [mail["X-YDEU-Repeat"] for mail in server.mails] == [None, "yes"]
    assert len({mail["Message-ID"] for mail in server.mails}) == 1
