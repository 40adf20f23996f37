"""Sending the e-mail of a notice: never twice by itself, whatever crashes.

A worker claims the row by compare-and-swap before it opens a connection. What certainly did not go out is
tried again later; what may have gone out is left to an administrator.
"""

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.notices.enums import Delivery
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice
from ydeu.notices.notices import may_hear, speaker_of
from ydeu.transitions import DomainError, LostRace

logger = logging.getLogger(__name__)

PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long to wait after the first, second, ... attempt; after one more the notice has failed."""
STUCK_AFTER = timedelta(minutes=15)
BATCH = 100
ANSWERED_NO = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
MAY_HAVE_GONE = "The connection broke while the mail was being handed over; it may have gone out."
NEVER_CAME_BACK = "The worker that was sending this mail never came back; it may have gone out."


class MailRefused(Exception):
    """The mail server cannot be reached or said no: the mail did not go out."""


def deliver(pk: int) -> bool:
    """Send the notice if it is due and nobody else does. False when the mail server would not have it now."""
    notice = _claim(pk)
    if notice is None:
        return True
    try:
        _turn_from_who_left(notice)
        _hand_over(compose(notice))
    except DomainError as error:
        _settle(notice, Delivery.UNDELIVERABLE, error=str(error))
        return True
    except MailRefused as error:
        _try_later(notice, str(error))
        return False
    except (smtplib.SMTPException, OSError) as error:
        _settle(notice, Delivery.FAILED, error=f"{MAY_HAVE_GONE} ({error!r})")
        return False
    except Exception as error:
        logger.exception("Notice %s cannot be written.", notice.pk)
        _settle(notice, Delivery.FAILED, error=repr(error))
        return True
    _settle(notice, Delivery.SENT, error="", sent_at=timezone.now())
    return True


def deliver_due() -> int:
    """Send a batch of what is due, oldest first, until the mail server says no. Returns how many it tried."""
    tried = 0
    due = Notice.objects.due(timezone.now()).order_by("not_before", "pk").values_list("pk", flat=True)
    for pk in due[:BATCH]:
        tried += 1
        if not deliver(pk):
            break
    return tried


def give_up_stuck() -> int:
    """What a dead worker left behind is shown as failed; nobody can know whether it went out."""
    stuck = Notice.objects.stuck(timezone.now() - STUCK_AFTER)
    return stuck.update(state=Delivery.FAILED, error=NEVER_CAME_BACK)


def send_again(notice: Notice) -> None:
    """An administrator takes it upon themselves that somebody may get the mail twice.

    A notice that found nobody is first addressed anew: the enterprise may have an owner by now.
    """
    changes: dict[str, Any] = {
        "state": Delivery.WAITING,
        "attempts": 0,
        "error": "",
        "not_before": timezone.now(),
    }
    if not notice.address:
        changes |= _addressed_anew(notice)
    ended = Q(state=Delivery.FAILED) | Q(state=Delivery.UNDELIVERABLE, address="")
    if Notice.objects.filter(ended, pk=notice.pk).update(**changes) != 1:
        raise LostRace(_("Only a notice that failed or found nobody can be sent again."))
    notice.refresh_from_db()


def _turn_from_who_left(notice: Notice) -> None:
    """The reader may have left while the mail waited: then whoever speaks for the enterprise now is told."""
    if notice.recipient is None or may_hear(notice.recipient, notice.enterprise):
        return
    Notice.objects.filter(pk=notice.pk).update(**_addressed_anew(notice))
    notice.refresh_from_db(fields=["recipient", "address"])


def _addressed_anew(notice: Notice) -> dict[str, Any]:
    recipient = speaker_of(notice.enterprise)
    address = recipient.email if recipient else notice.enterprise.contact_email if notice.enterprise else ""
    if not address:
        raise DomainError(_("There is still nobody to tell: the enterprise has no owner and no address."))
    return {"recipient": recipient, "address": address}


def _claim(pk: int) -> Notice | None:
    """The notice, if it was due and is now ours alone."""
    now = timezone.now()
    changes = {"state": Delivery.SENDING, "claimed_at": now, "attempts": F("attempts") + 1}
    if Notice.objects.due(now).filter(pk=pk).update(**changes) != 1:
        return None
    return Notice.objects.select_related("recipient", "enterprise").get(pk=pk)


def _hand_over(mail: EmailMultiAlternatives) -> None:
    """Raises MailRefused when the mail certainly did not go out, anything else when nobody can know."""
    connection = get_connection()
    _refusing(connection.open)
    try:
        connection.send_messages([mail])
    except ANSWERED_NO as error:
        raise MailRefused(repr(error)) from error
    finally:
        _close(connection)


def _refusing(step: Callable[[], object]) -> None:
    try:
        step()
    except (smtplib.SMTPException, OSError) as error:
        raise MailRefused(repr(error)) from error


def _close(connection: BaseEmailBackend) -> None:
    """A broken good-bye says nothing about the mail."""
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        logger.warning("The mail server did not say good-bye.", exc_info=True)


def _try_later(notice: Notice, error: str) -> None:
    if notice.attempts > len(PAUSES):
        _settle(notice, Delivery.FAILED, error=error)
    else:
        later = timezone.now() + PAUSES[notice.attempts - 1]
        _settle(notice, Delivery.WAITING, error=error, not_before=later)


def _settle(notice: Notice, state: Delivery, **changes: object) -> None:
    """Only the claim that sent it may say how it ended: the sweeper may have given this row up meanwhile."""
    ours = Notice.objects.filter(pk=notice.pk, state=Delivery.SENDING, claimed_at=notice.claimed_at)
    if ours.update(state=state, **changes) != 1:
        logger.warning("Notice %s was given up before it was %s.", notice.pk, state)
