"""Send the e-mail of a notice once, even after a crash. If it may be lost, send it once more and say so.

A worker claims the row by compare-and-swap before it opens a connection, and records on the row when the text
starts to go over the connection. An e-mail that broke before that did not go out and is tried again. One that
broke after it may have arrived: it is sent one more time, with the same Message-ID and a line that says so.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.notices import smtp
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.mails import compose
from ydeu.notices.models import Letter, Notice, NoticeQuerySet
from ydeu.notices.notices import may_hear, speaker_of
from ydeu.notices.preferences import first_state
from ydeu.transitions import DomainError, LostRace

logger = logging.getLogger(__name__)

PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""The pause after the first, second, ... attempt. After one more attempt the notice has failed."""
PAUSES_OF_LETTERS = (timedelta(seconds=10), timedelta(seconds=30), *PAUSES)
"""The same for a letter: somebody sits in front of a page that waits for the link in it."""
STUCK_AFTER = timedelta(minutes=15)
REPEAT_AFTER = timedelta(minutes=5)
MAX_CLAIMS = 20
"""Claims after which an e-mail has failed. If so many workers died before the text, the e-mail kills them."""
BATCH = 100
ANSWERED_NO = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
CLOSING = 421
"""The reply of a server that shuts down, to any command (RFC 5321)."""
BROKE = "The connection broke while the mail was being handed over; it may have gone out."
NEVER_CAME_BACK = "The worker that was sending this mail never came back; it may have gone out."
NEVER_BEGAN = "The worker that was to send this mail never came back; it did not go out."


class MailRefused(Exception):
    """The mail server cannot be reached or refused: the e-mail did not go out."""


class ThisMailRefused(MailRefused):
    """The mail server works but refuses this one address or text."""


class GivenUp(Exception):
    """The sweeper took the row back because this worker was so slow that it seemed dead."""


class MayHaveGone(Exception):
    """Something broke after the text began to go out, so nobody can know if the e-mail arrived."""


def deliver(pk: int) -> bool:
    """Send the notice if it is due and nobody else has claimed it.

    Returns False if the mail server takes no e-mail now.
    """
    notice = _claim(pk)
    return notice is None or not _is_wanted_now(notice) or _send(notice)


def deliver_due() -> int:
    """Send at most ``BATCH`` due e-mails, oldest first, while the server takes them.

    Returns how many it tried.
    """
    return _deliver(Notice.objects.due(timezone.now()))


def deliver_letters() -> int:
    """Send the letters that are due, so that they never wait behind the e-mails of thousands of notices.

    The table of letters holds only those that have not gone out, so this looks at few rows.
    """
    waiting = Letter.objects.values("notice")
    return _deliver(Notice.objects.due(timezone.now()).filter(pk__in=waiting))


def _deliver(due: NoticeQuerySet) -> int:
    tried = 0
    for pk in due.order_by("not_before", "pk").values_list("pk", flat=True)[:BATCH]:
        tried += 1
        if not deliver(pk):
            break
    return tried


def recover_stuck() -> int:
    """Release the claims of dead workers, so that their e-mails are sent again.

    An e-mail that may have arrived is marked as a repeat and sent only once more. Returns how many it moved.
    """
    now = timezone.now()
    stuck = Notice.objects.stuck(now - STUCK_AFTER)
    unsent, handed = stuck.filter(handed_at__isnull=True), stuck.filter(handed_at__isnull=False)
    return (
        handed.filter(is_repeat=True).move(Delivery.FAILED, error=NEVER_CAME_BACK)
        + handed.move(Delivery.WAITING, is_repeat=True, not_before=now, error=NEVER_CAME_BACK)
        + unsent.filter(attempts__gte=MAX_CLAIMS).move(Delivery.FAILED, error=NEVER_BEGAN)
        + unsent.move(Delivery.WAITING, not_before=now, error=NEVER_BEGAN)
    )


def send_again(notice: Notice) -> None:
    """Queue a failed notice again for an administrator, although its reader may get the e-mail twice.

    A notice without an address is addressed first: the enterprise may have an owner by now. Raises LostRace
    if the notice neither failed nor found nobody, DomainError if there is still nobody to tell.
    """
    changes: dict[str, Any] = {"attempts": 0, "error": "", "not_before": timezone.now()}
    if notice.kind == NoticeKind.LETTER:
        _check_text(notice)
    if not notice.address:
        changes |= _addressed_anew(notice)
    ended = Q(state=Delivery.FAILED) | Q(state=Delivery.UNDELIVERABLE, address="")
    if Notice.objects.filter(ended, pk=notice.pk).move(Delivery.WAITING, **changes) != 1:
        raise LostRace(_("Only a notice that failed or found nobody can be sent again."))
    notice.refresh_from_db()


def _is_wanted_now(notice: Notice) -> bool:
    """True if the e-mail is to go out now.

    If its reader has left in the meantime, the notice goes to the owner of the enterprise, in the way the
    owner has chosen.
    """
    try:
        if notice.kind == NoticeKind.LETTER:
            _check_text(notice)
            return True
        if notice.kind == NoticeKind.DIGEST:
            _take_out_of_who_left(notice)
        if notice.recipient is None or may_hear(notice.recipient, notice.enterprise):
            return True
        Notice.objects.filter(pk=notice.pk).update(**_addressed_anew(notice))
    except DomainError as error:
        _settle(notice, Delivery.UNDELIVERABLE, error=str(error))
        return False
    notice.refresh_from_db(fields=["recipient", "address"])
    state = first_state(notice.recipient, NoticeKind(notice.kind))
    if state != Delivery.WAITING:
        _settle(notice, state)
    return state == Delivery.WAITING


def _take_out_of_who_left(digest: Notice) -> None:
    """Remove the notices that are no longer for the digest's reader; they are sent separately.

    Raises DomainError if the digest is empty then.
    """
    digest.collected.of_who_left().move(Delivery.WAITING, digest=None)
    digest.context = {"count": digest.collected.count()}
    Notice.objects.filter(pk=digest.pk).update(context=digest.context)
    if not digest.context["count"]:
        raise DomainError(_("Nothing in this digest is for its reader any more."))


def _check_text(letter: Notice) -> None:
    """Raise DomainError if the text of a letter has been deleted."""
    if not Letter.objects.filter(notice=letter).exists():
        raise DomainError(
            _("The text of this letter has been deleted: its links no longer work. Ask for a new one.")
        )


def _addressed_anew(notice: Notice) -> dict[str, Any]:
    recipient = speaker_of(notice.enterprise)
    address = recipient.email if recipient else notice.enterprise.contact_email if notice.enterprise else ""
    if not address:
        raise DomainError(_("There is still nobody to tell: the enterprise has no owner and no address."))
    return {"recipient": recipient, "address": address}


def _claim(pk: int) -> Notice | None:
    """Claim the notice for this worker. None if it is not due or somebody else has it."""
    now = timezone.now()
    changes = {"claimed_at": now, "handed_at": None, "attempts": F("attempts") + 1}
    if Notice.objects.due(now).filter(pk=pk).move(Delivery.SENDING, **changes) != 1:
        return None
    return Notice.objects.select_related("recipient", "enterprise").get(pk=pk)


def _send(notice: Notice) -> bool:
    """Hand the e-mail over and record the result. Returns False if the server takes no e-mail now."""
    try:
        _hand_over(notice)
    except MailRefused as error:
        _try_later(notice, str(error))
        return isinstance(error, ThisMailRefused)
    except MayHaveGone as error:
        _repeat_later(notice, str(error))
        return False
    except Exception as error:
        logger.exception("Notice %s cannot be written.", notice.pk)
        _settle(notice, Delivery.FAILED, error=repr(error))
    else:
        _settle(notice, Delivery.SENT, error="", sent_at=timezone.now())
    return True


def _hand_over(notice: Notice) -> None:
    """Hand the e-mail to the server.

    Raises MailRefused if it certainly did not go out, MayHaveGone if nobody can know.
    """
    mail, connection = compose(notice), get_connection(settings.MAIL_TRANSPORT)
    _refusing(connection.open)
    try:
        _note_before_text(connection, notice)
        connection.send_messages([mail])
    except (*ANSWERED_NO, GivenUp) as error:
        refusal = ThisMailRefused if _is_about_this_mail(error) else MailRefused
        raise refusal(repr(error)) from error
    except Exception as error:
        if notice.handed_at is None and isinstance(error, smtplib.SMTPException | OSError):
            raise MailRefused(repr(error)) from error
        if notice.handed_at is None:
            raise
        raise MayHaveGone(f"{BROKE} ({error!r})") from error
    finally:
        _close(connection)


def _is_about_this_mail(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code != CLOSING for code, _text in error.recipients.values())
    is_for_good = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
    return is_for_good or isinstance(error, smtplib.SMTPNotSupportedError)


def _note_before_text(connection: BaseEmailBackend, notice: Notice) -> None:
    """Record on the row when its text starts to go out. For a backend that cannot tell, that is now."""

    def note() -> None:
        notice.handed_at = timezone.now()
        if _ours(notice).update(handed_at=notice.handed_at) != 1:
            notice.handed_at = None
            raise GivenUp(f"Notice {notice.pk} was given up before its text went out.")

    if isinstance(connection, smtp.EmailBackend):
        connection.tell_before_text(note)
    else:
        note()


def _refusing(step: Callable[[], object]) -> None:
    try:
        step()
    except (smtplib.SMTPException, OSError) as error:
        raise MailRefused(repr(error)) from error


def _close(connection: BaseEmailBackend) -> None:
    """Close the connection. An error here says nothing about the e-mail, so it is only logged."""
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        logger.warning("The mail server did not say good-bye.", exc_info=True)


def _try_later(notice: Notice, error: str) -> None:
    pauses = PAUSES_OF_LETTERS if notice.kind == NoticeKind.LETTER else PAUSES
    if notice.attempts > len(pauses):
        _settle(notice, Delivery.FAILED, error=error)
    else:
        later = timezone.now() + pauses[notice.attempts - 1]
        _settle(notice, Delivery.WAITING, error=error, not_before=later)


def _repeat_later(notice: Notice, error: str) -> None:
    """Queue an uncertain e-mail as a repeat. If it was one, fail it: an administrator decides on a third."""
    if notice.is_repeat:
        _settle(notice, Delivery.FAILED, error=error)
    else:
        later = timezone.now() + REPEAT_AFTER
        _settle(notice, Delivery.WAITING, error=error, is_repeat=True, not_before=later)


def _settle(notice: Notice, state: Delivery, **changes: object) -> None:
    """Record the result if this worker still has the claim: the sweeper may have taken it back."""
    if _ours(notice).move(state, **changes) != 1:
        logger.warning("Notice %s was given up before it was %s.", notice.pk, state)


def _ours(notice: Notice) -> NoticeQuerySet:
    return Notice.objects.filter(pk=notice.pk, state=Delivery.SENDING, claimed_at=notice.claimed_at)
