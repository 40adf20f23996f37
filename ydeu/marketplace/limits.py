"""How much one enterprise may store and submit, so that it cannot slow the site for the others (decision 33).

Every limit is counted from the rows, with the row of the enterprise locked: two requests cannot both pass it.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from ydeu.accounts.models import Enterprise
from ydeu.marketplace.models import Attachment, Demand, ListingEvent, Offer
from ydeu.marketplace.states import State
from ydeu.transitions import DomainError

MEGABYTE = 1024 * 1024
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class TooMuch(DomainError):
    """The enterprise has reached a limit. The message says which, and what to do."""


def require_room_for_drafts(enterprise: Enterprise, more: int = 1) -> None:
    """Raise TooMuch if the enterprise has no room for ``more`` drafts. Call it in their transaction."""
    _lock(enterprise)
    most = settings.LISTINGS_MAX_DRAFTS
    present = sum(
        model.objects.filter(enterprise=enterprise, state=State.DRAFT).count() for model in (Offer, Demand)
    )
    if present + more > most:
        raise TooMuch(
            _(
                "Your enterprise has %(has)s drafts, and at most %(most)s fit. "
                "Please submit some of them, or delete those that you no longer need."
            )
            % {"has": present, "most": most}
        )


def require_submission(enterprise: Enterprise) -> None:
    """Raise TooMuch if the enterprise has submitted too often. Call it in the transaction of the move."""
    _lock(enterprise)
    now = timezone.now()
    for span, most, message in (
        (
            HOUR,
            settings.LISTINGS_SUBMITS_AN_HOUR,
            _("Your enterprise has submitted %(most)s listings within an hour. Please go on in an hour."),
        ),
        (
            DAY,
            settings.LISTINGS_SUBMITS_A_DAY,
            _("Your enterprise has submitted %(most)s listings within a day. Please go on tomorrow."),
        ),
    ):
        if _submissions(enterprise).filter(at__gt=now - span).count() >= most:
            raise TooMuch(message % {"most": most})


def refusal_of_file(enterprise: Enterprise, name: str, size: int, *, before: Iterable[int] = ()) -> str:
    """Why the file does not fit, or "". ``before`` has the sizes of files that are stored first."""
    sizes = list(before)
    stored = Attachment.objects.filter(Q(offer__enterprise=enterprise) | Q(demand__enterprise=enterprise))
    count = stored.count() + len(sizes)
    taken = (stored.aggregate(sum=Sum("size"))["sum"] or 0) + sum(sizes)
    most = settings.LISTINGS_MAX_FILES_MB * MEGABYTE
    if count < settings.LISTINGS_MAX_FILES and taken + size <= most:
        return ""
    return _(
        "“%(name)s” does not fit: your enterprise stores %(count)s files with %(taken)s, and at most "
        "%(files)s files with %(most)s fit. Please remove files that are no longer needed."
    ) % {
        "name": name,
        "count": count,
        "taken": filesizeformat(taken),
        "files": settings.LISTINGS_MAX_FILES,
        "most": filesizeformat(most),
    }


def require_room_for_file(enterprise: Enterprise, name: str, size: int) -> None:
    """Raise TooMuch if the file does not fit."""
    with transaction.atomic():
        _lock(enterprise)
        if refusal := refusal_of_file(enterprise, name, size):
            raise TooMuch(refusal)


def _submissions(enterprise: Enterprise) -> Any:
    """The submissions by people. An import of the operators has no state before."""
    ours = Q(offer__enterprise=enterprise) | Q(demand__enterprise=enterprise)
    return ListingEvent.objects.filter(ours, to_state=State.SUBMITTED).exclude(from_state="")


def _lock(enterprise: Enterprise) -> None:
    Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
