"""Follow-ups: six and twelve months after a contract, each side is asked how the cooperation went.

``reminders.follow_ups`` sends the question, once. Its signed link works without a login. The answer can be
changed until the question closes.
"""

import calendar
from datetime import date, datetime, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import EventKind, FollowUpAnswer
from matching.introductions.history import record
from matching.models import FollowUp, IntroductionContract
from ydeu.marketplace.enums import ListingKind
from ydeu.transitions import DomainError

MONTHS = (6, 12)
OPEN_FOR = timedelta(days=60)
SALT = "matching.follow-up"


class Closed(DomainError):
    """The question is closed."""


class ReasonMissing(DomainError):
    """A side that says that the cooperation has ended must say why."""


def schedule(contract: IntroductionContract) -> None:
    """Create the questions of a contract with the days on which they are due. A timed task finds the rows.

    Leaves out questions of an old contract that would be closed already.
    """
    days = {months: months_after(contract.signed_on, months) for months in MONTHS}
    FollowUp.objects.bulk_create(
        FollowUp(contract=contract, side=side, months=months, due_on=day)
        for months, day in days.items()
        if day + OPEN_FOR > timezone.localdate()
        for side in ListingKind
    )


def answer(follow_up: FollowUp, *, answer: str, text: str = "", now: datetime | None = None) -> None:
    """Record the answer of a side. A later answer replaces an earlier one. Raises Closed or ReasonMissing."""
    if answer not in FollowUpAnswer.values or (answer == FollowUpAnswer.ENDED and not text.strip()):
        raise ReasonMissing(_("Please say in a few words why it has ended."))
    moment = now or timezone.now()
    with transaction.atomic():
        follow_up.refresh_from_db(from_queryset=FollowUp.objects.select_for_update())
        if follow_up.is_closed(moment):
            raise Closed(_("This question is closed. Thank you all the same."))
        follow_up.answer, follow_up.text, follow_up.answered_at = answer, text, moment
        follow_up.save(update_fields=["answer", "text", "answered_at"])
        introduction = follow_up.contract.introduction
        record(introduction, EventKind.FOLLOW_UP_ANSWERED, by=None, side=follow_up.side, is_internal=True)


def link_to(follow_up: FollowUp) -> str:
    """The path where this side answers. Anyone who has the link may use it."""
    return reverse("matching:follow_up", args=[signing.dumps(follow_up.pk, salt=SALT)])


def of_token(token: str) -> FollowUp | None:
    """The question of a signed link, open or closed; None if the signature is wrong."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    parties = "contract__introduction__offer__enterprise", "contract__introduction__demand__enterprise"
    return FollowUp.objects.asked().select_related(*parties).filter(pk=pk).first()


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
