"""An e-mail goes out once, even if a process crashes."""

import smtplib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.template import TemplateDoesNotExist
from django.utils import timezone

from tests.factories import make_enterprise, make_member, make_user
from tests.notices.conftest import Server
from tests.notices.test_notices import tell
from ydeu.notices import delivery, notices, tasks
from ydeu.notices.enums import Delivery
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice
from ydeu.transitions import DomainError, LostRace

pytestmark = pytest.mark.django_db

REFUSALS_BEFORE = [
    ConnectionRefusedError("nobody listens"),
    smtplib.SMTPAuthenticationError(535, b"no"),
    TimeoutError("black hole"),
]
REFUSALS = [
    smtplib.SMTPRecipientsRefused({"a@example.com": (421, b"closing")}),
    smtplib.SMTPDataError(451, b"try later"),
    smtplib.SMTPSenderRefused(452, b"full", "us@example.com"),
]
OF_ONE_MAIL = [
    smtplib.SMTPRecipientsRefused({"a@example.com": (450, b"greylisted")}),
    smtplib.SMTPRecipientsRefused({"a@example.com": (550, b"no such user")}),
    smtplib.SMTPDataError(554, b"looks like spam"),
    smtplib.SMTPNotSupportedError("SMTPUTF8 not supported by server"),
]
NOW = timezone.now()
NOBODY_KNOWS = [smtplib.SMTPServerDisconnected("gone"), TimeoutError("no answer"), ConnectionResetError()]


def stored(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def minutes_until(moment: datetime) -> int:
    return round((moment - timezone.now()).total_seconds() / 60)


def test_a_due_notice_goes_out_once() -> None:
    notice = tell(user=make_user("li@example.com"))
    assert delivery.deliver(notice.pk)
    assert delivery.deliver(notice.pk)
    sent = stored(notice)
    assert (sent.state, sent.attempts, sent.error) == (Delivery.SENT, 1, "")
    assert sent.sent_at is not None
    assert [message.to for message in mail.outbox] == [["li@example.com"]]


def test_who_left_while_the_mail_waited_is_not_told_but_who_speaks_now_is() -> None:
    enterprise = make_enterprise(contact_email="")
    leaver, stayer = make_member(enterprise), make_member(enterprise)
    first, second = (tell(user=leaver, enterprise=enterprise) for _ in range(2))
    leaver.memberships.all().delete()
    delivery.deliver(first.pk)
    stayer.memberships.all().delete()
    delivery.deliver(second.pk)
    assert [message.to for message in mail.outbox] == [[stayer.email]]
    assert (stored(first).recipient, stored(second).state) == (stayer, Delivery.UNDELIVERABLE)
    assert not Notice.objects.inbox_of(leaver).exists()


def test_of_two_workers_one_claims_the_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second worker arrives after the first has claimed the notice and before it sends the e-mail."""
    notice = tell(user=make_user())

    def while_another_comes(claimed: Notice) -> object:
        monkeypatch.setattr(delivery, "compose", compose)
        assert stored(notice).state == Delivery.SENDING
        delivery.deliver(notice.pk)
        delivery.deliver_due()
        return compose(claimed)

    monkeypatch.setattr(delivery, "compose", while_another_comes)
    delivery.deliver(notice.pk)
    assert len(mail.outbox) == 1
    assert stored(notice).attempts == 1


def test_not_before_its_time_and_not_when_taken_back() -> None:
    later = tell(user=make_user(), delay=timedelta(minutes=1))
    unsaid = tell(user=make_user())
    notices.withdraw([unsaid.pk])
    for notice in (later, unsaid):
        delivery.deliver(notice.pk)
    assert mail.outbox == []
    assert [stored(notice).state for notice in (later, unsaid)] == [Delivery.WAITING, Delivery.WITHDRAWN]


def test_a_row_that_is_gone_is_no_error() -> None:
    notice = tell(user=make_user())
    pk = notice.pk
    notice.delete()
    tasks.deliver(pk)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("step", "error"),
    [("on_open", error) for error in REFUSALS_BEFORE] + [("on_send", error) for error in REFUSALS],
)
def test_what_did_not_go_out_is_tried_again_later(server: type[Server], step: str, error: Exception) -> None:
    setattr(server, step, error)
    notice = tell(user=make_user())
    assert not delivery.deliver(notice.pk)
    waiting = stored(notice)
    assert (waiting.state, waiting.attempts, waiting.error) == (Delivery.WAITING, 1, repr(error))
    assert minutes_until(waiting.not_before) == 1
    setattr(server, step, None)
    Notice.objects.update(not_before=timezone.now())
    assert delivery.deliver(notice.pk)
    assert stored(notice).state == Delivery.SENT
    assert len(server.sent) == 1


def test_after_five_attempts_it_has_failed(server: type[Server]) -> None:
    server.on_open = ConnectionRefusedError("nobody listens")
    notice = tell(user=make_user())
    pauses = []
    for _ in range(4):
        delivery.deliver(notice.pk)
        pauses.append(minutes_until(stored(notice).not_before))
        Notice.objects.update(not_before=timezone.now())
    delivery.deliver(notice.pk)
    failed = stored(notice)
    assert pauses == [1, 5, 30, 120]
    assert (failed.state, failed.attempts) == (Delivery.FAILED, 5)
    assert failed.error == "ConnectionRefusedError('nobody listens')"
    assert not Notice.objects.due(timezone.now()).exists()


@pytest.mark.parametrize("error", NOBODY_KNOWS)
def test_what_may_have_gone_out_is_repeated_once_and_marked(server: type[Server], error: Exception) -> None:
    server.on_send = error
    notice = tell(user=make_user())
    assert not delivery.deliver(notice.pk)
    waiting = stored(notice)
    assert (waiting.state, waiting.is_repeat) == (Delivery.WAITING, True)
    assert waiting.error == f"{delivery.BROKE} ({error!r})"
    assert minutes_until(waiting.not_before) == 5
    assert delivery.deliver_due() == 0
    server.on_send = None
    Notice.objects.update(not_before=timezone.now())
    assert delivery.deliver(notice.pk)
    assert stored(notice).state == Delivery.SENT
    assert [message.extra_headers["X-YDEU-Repeat"] for message in server.sent] == ["yes"]


def test_what_may_have_gone_out_twice_is_left_to_an_administrator(server: type[Server]) -> None:
    server.on_send = error = TimeoutError("no answer")
    notice = tell(user=make_user())
    for _ in range(3):
        delivery.deliver(notice.pk)
        Notice.objects.update(not_before=timezone.now())
    failed = stored(notice)
    assert (failed.state, failed.attempts) == (Delivery.FAILED, 2)
    assert failed.error == f"{delivery.BROKE} ({error!r})"
    server.on_send = None
    delivery.send_again(notice)
    delivery.deliver(notice.pk)
    assert [message.extra_headers["X-YDEU-Repeat"] for message in server.sent] == ["yes"]


def test_a_broken_goodbye_does_not_unsend(server: type[Server]) -> None:
    server.on_close = smtplib.SMTPServerDisconnected("bye")
    notice = tell(user=make_user())
    delivery.deliver(notice.pk)
    assert stored(notice).state == Delivery.SENT


def test_a_notice_that_cannot_be_written_fails_and_the_next_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, good = tell(user=make_user()), tell(user=make_user())

    def compose_or_fail(notice: Notice) -> object:
        if notice.pk == broken.pk:
            raise TemplateDoesNotExist("emails/x.txt")
        return compose(notice)

    monkeypatch.setattr(delivery, "compose", compose_or_fail)
    assert delivery.deliver_due() == 2
    assert [stored(notice).state for notice in (broken, good)] == [Delivery.FAILED, Delivery.SENT]


@pytest.mark.parametrize(
    ("dead", "becomes"),
    [
        ({}, (Delivery.WAITING, False, delivery.NEVER_BEGAN)),
        ({"is_repeat": True}, (Delivery.WAITING, True, delivery.NEVER_BEGAN)),
        ({"attempts": delivery.MAX_CLAIMS}, (Delivery.FAILED, False, delivery.NEVER_BEGAN)),
        ({"handed_at": NOW}, (Delivery.WAITING, True, delivery.NEVER_CAME_BACK)),
        ({"handed_at": NOW, "is_repeat": True}, (Delivery.FAILED, True, delivery.NEVER_CAME_BACK)),
    ],
    ids=["before its text", "repeat before its text", "each time", "after its text", "repeat after its text"],
)
def test_what_a_dead_worker_leaves_behind(dead: dict[str, Any], becomes: tuple[Any, ...]) -> None:
    notice, fresh = tell(user=make_user()), tell(user=make_user())
    now = timezone.now()
    Notice.objects.update(state=Delivery.SENDING, claimed_at=now - timedelta(minutes=14), **dead)
    Notice.objects.filter(pk=notice.pk).update(claimed_at=now - timedelta(minutes=16))
    assert delivery.recover_stuck() == 1
    left = stored(notice)
    assert (left.state, left.is_repeat, left.error) == becomes
    assert stored(fresh).state == Delivery.SENDING
    tasks.sweep()
    assert len(mail.outbox) == (becomes[0] == Delivery.WAITING)


def test_a_worker_that_was_given_up_does_not_overwrite_what_came_after(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    notice = tell(user=make_user())

    def slowly(claimed: Notice) -> object:
        Notice.objects.update(state=Delivery.FAILED, error=delivery.NEVER_CAME_BACK)
        return compose(claimed)

    monkeypatch.setattr(delivery, "compose", slowly)
    delivery.deliver(notice.pk)
    assert (stored(notice).state, stored(notice).error) == (Delivery.FAILED, delivery.NEVER_CAME_BACK)


def test_the_sweeper_sends_the_oldest_first_and_leaves_a_sick_server_alone(server: type[Server]) -> None:
    told = [tell(user=make_user()) for _ in range(3)]
    server.on_open = ConnectionRefusedError()
    assert delivery.deliver_due() == 1
    assert [stored(notice).attempts for notice in told] == [1, 0, 0]
    server.on_open = None
    assert delivery.deliver_due() == 2
    assert [message.to[0] for message in server.sent] == [notice.address for notice in told[1:]]


@pytest.mark.parametrize("error", OF_ONE_MAIL)
def test_an_address_that_is_dead_holds_up_no_other(
    server: type[Server], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    told = [tell(user=make_user()) for _ in range(3)]
    usual = server.send_messages

    def send(backend: Server, mails: Any) -> int:
        if mails[0].to == [told[0].address]:
            raise error
        return usual(backend, mails)

    monkeypatch.setattr(server, "send_messages", send)
    assert delivery.deliver_due() == 3
    waiting = stored(told[0])
    assert (waiting.state, waiting.attempts, waiting.error) == (Delivery.WAITING, 1, repr(error))
    assert (minutes_until(waiting.not_before), waiting.is_repeat) == (1, False)
    assert [stored(notice).state for notice in told[1:]] == [Delivery.SENT, Delivery.SENT]


def test_a_batch_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "BATCH", 2)
    for _ in range(3):
        tell(user=make_user())
    assert [delivery.deliver_due() for _ in range(3)] == [2, 1, 0]
    assert len(mail.outbox) == 3


def test_an_administrator_sends_a_failed_one_again() -> None:
    notice = tell(user=make_user())
    Notice.objects.update(state=Delivery.FAILED, attempts=5, error="x")
    delivery.send_again(notice)
    assert (notice.state, notice.attempts, notice.error) == (Delivery.WAITING, 0, "")
    tasks.sweep()
    assert stored(notice).state == Delivery.SENT
    with pytest.raises(LostRace):
        delivery.send_again(notice)
    assert len(mail.outbox) == 1


def test_an_enterprise_that_has_an_owner_by_now_is_told_at_last() -> None:
    enterprise = make_enterprise(contact_email="")
    notice = tell(enterprise=enterprise)
    with pytest.raises(DomainError, match="nobody to tell"):
        delivery.send_again(notice)
    owner = make_member(enterprise)
    delivery.send_again(notice)
    assert (notice.recipient, notice.address, notice.state) == (owner, owner.email, Delivery.WAITING)


def test_what_was_taken_back_is_never_sent_again() -> None:
    notice = tell(user=make_user())
    notices.withdraw([notice.pk])
    with pytest.raises(LostRace):
        delivery.send_again(notice)
