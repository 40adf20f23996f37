"""What a coordinator decides about a suggested pair.

Each decision takes the suggestion as it was read, and the coordinator. If somebody else was faster, it
raises LostRace or TransitionRefused with a sentence that says who decided what.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.enums import RejectionReason
from matching.introductions import lifecycle
from matching.models import Introduction, Suggestion
from matching.review import interests, second_opinions
from matching.review.transitions import (
    NotPublished,
    NotYourAlliance,
    check_reviewer,
    describe_decision,
    lock_published,
    move,
    require_state,
)
from matching.states import DECIDED, SuggestionState
from ydeu.accounts.models import User
from ydeu.transitions import DomainError, TransitionRefused

__all__ = [
    "NotInTheFuture",
    "NotPublished",
    "NotYourAlliance",
    "ReasonForPosterNeeded",
    "approve",
    "check_reason",
    "defer",
    "describe_decision",
    "reject",
    "undo",
]

DEFERRED_DAYS = 30
"""A pair that is deferred without a date comes back after this many days, so that no pair is forgotten."""


LATEST_DAYS = 90
"""A pair can be deferred for this many days at most: the parties should not wait longer."""


class ReasonForPosterNeeded(DomainError):
    """The posters have to be told why. An internal note does not reach them."""


class NotInTheFuture(DomainError):
    """A pair is deferred to a day after today, and within ``LATEST_DAYS``."""


def approve(suggestion: Suggestion, *, by: User, seen: str = "") -> Introduction | None:
    """Approve the pair and open an introduction of the two enterprises.

    Returns None if the other alliance has to give a second opinion first: then that is asked for. ``seen``
    are the revisions that were on the page (``Suggestion.revisions``); LostRace is raised if a text has
    changed.
    """
    check_reviewer(suggestion, by)
    require_state(suggestion, SuggestionState.PENDING)
    with transaction.atomic():
        lock_published(suggestion, seen=seen)
        lifecycle.require_first_introduction(suggestion)
        side = second_opinions.side_to_ask(suggestion, by=by)
        if side is not None:
            second_opinions.ask(suggestion, side, by=by)
            return None
        move(suggestion, SuggestionState.APPROVED, by=by)
        return lifecycle.open_for(suggestion, by=by)


def reject(suggestion: Suggestion, *, by: User, reason: str, note: str = "", poster_note: str = "") -> None:
    """Reject the pair for a reason. The posters read the reason and ``poster_note``, but not ``note``."""
    check_reason(reason, poster_note)
    check_reviewer(suggestion, by)
    explanation = {"reason": reason, "note": note, "poster_note": poster_note}
    with transaction.atomic():
        move(suggestion, SuggestionState.REJECTED, by=by, explanation=explanation)
        interests.tell_refused([suggestion], **explanation)


def defer(suggestion: Suggestion, *, by: User, note: str = "", until: date | None = None) -> None:
    """Take the pair out of the queue until a day comes or somebody undoes this. Raises NotInTheFuture."""
    today = timezone.localdate()
    until = until or today + timedelta(days=DEFERRED_DAYS)
    if until <= today:
        raise NotInTheFuture(_("Please choose a day after today."))
    if until > today + timedelta(days=LATEST_DAYS):
        raise NotInTheFuture(_("Please choose a day within %(days)s days.") % {"days": LATEST_DAYS})
    check_reviewer(suggestion, by)
    move(suggestion, SuggestionState.DEFERRED, by=by, explanation={"note": note}, deferred_until=until)


def undo(suggestion: Suggestion, *, by: User) -> None:
    """Undo a decision. An approval can be undone only before either enterprise has been told of it."""
    check_reviewer(suggestion, by)
    if suggestion.state == SuggestionState.SECOND_OPINION and not second_opinions.may_take_back(
        suggestion, by=by
    ):
        raise TransitionRefused(describe_decision(suggestion))
    if suggestion.state not in DECIDED | {SuggestionState.SECOND_OPINION}:
        raise TransitionRefused(_("There is no decision here to undo."))
    with transaction.atomic():
        introduction = Introduction.objects.select_for_update().filter(suggestion=suggestion).first()
        if introduction is not None:
            lifecycle.undo_opening(introduction)
        move(suggestion, SuggestionState.PENDING, by=by)
        interests.withdraw_notices([suggestion])
        second_opinions.withdraw_request(suggestion)


def check_reason(reason: str, poster_note: str) -> None:
    """Raises ReasonForPosterNeeded for an unknown reason, or for “other” without a note for the posters."""
    if reason not in RejectionReason.values or (reason == RejectionReason.OTHER and not poster_note.strip()):
        raise ReasonForPosterNeeded(_("Please choose a reason; “other” needs a word for the posters."))
