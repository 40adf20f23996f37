"""What a coordinator decides about a suggested pair: the only module that moves it in or out of a decision.

Every function takes the suggestion as it was read and who asks. Where somebody else was faster it raises
LostRace or TransitionRefused with a sentence that says who decided what.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching import introductions
from matching.enums import RejectionReason
from matching.models import Introduction, Suggestion, SuggestionEvent
from matching.states import DECIDED, SUGGESTION_TRANSITIONS, SuggestionState
from ydeu.accounts.models import User
from ydeu.transitions import DomainError, LostRace, TransitionRefused, swap_state


class NotYourAlliance(DomainError):
    """Only a coordinator of either side's alliance, or an administrator, decides."""


class NotPublished(DomainError):
    """One of the two listings has left the exchange."""


def approve(suggestion: Suggestion, *, by: User) -> Introduction:
    """Introduce the two enterprises to each other."""
    _check_reviewer(suggestion, by)
    with transaction.atomic():
        _hold_published(suggestion)
        _move(suggestion, SuggestionState.APPROVED, by=by)
        return introductions.open_for(suggestion, by=by)


def reject(suggestion: Suggestion, *, by: User, reason: str, note: str = "") -> None:
    """Say that the two do not fit, and why."""
    if reason not in RejectionReason.values or (reason == RejectionReason.OTHER and not note.strip()):
        raise introductions.ReasonNeeded(_("Please choose a reason; “other” needs an explanation."))
    _check_reviewer(suggestion, by)
    _move(suggestion, SuggestionState.REJECTED, by=by, reason=reason, note=note)


def defer(suggestion: Suggestion, *, by: User, note: str = "") -> None:
    """Put the pair aside, out of the queue, until somebody takes it back."""
    _check_reviewer(suggestion, by)
    _move(suggestion, SuggestionState.DEFERRED, by=by, note=note)


def undo(suggestion: Suggestion, *, by: User) -> None:
    """Take a decision back; an approval only while neither enterprise has heard of it."""
    _check_reviewer(suggestion, by)
    if suggestion.state not in DECIDED:
        raise TransitionRefused(_("There is no decision here to undo."))
    with transaction.atomic():
        introduction = Introduction.objects.select_for_update().filter(suggestion=suggestion).first()
        if introduction is not None:
            introductions.take_back(introduction)
        _move(suggestion, SuggestionState.PENDING, by=by)


def standing(suggestion: Suggestion) -> str:
    """What has been decided about the pair and by whom, for the one who comes second."""
    now = Suggestion.objects.select_related("decided_by").get(pk=suggestion.pk)
    if now.decided_by is None:
        return _("This pair has changed meanwhile. It is now: %(state)s.") % {
            "state": now.get_state_display()
        }
    return _("%(person)s has already decided on this pair: %(state)s.") % {
        "person": now.decided_by,
        "state": now.get_state_display(),
    }


def _check_reviewer(suggestion: Suggestion, user: User) -> None:
    if not Suggestion.objects.reviewable_by(user).filter(pk=suggestion.pk).exists():
        raise NotYourAlliance(_("Only a coordinator of one of the two alliances can decide on this pair."))


def _hold_published(suggestion: Suggestion) -> None:
    """Both listings stay published until the transaction ends: a withdrawal waits, or was faster.

    The pair is locked before its listings, as the matcher does, so that neither waits for the other.
    """
    Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    pair = Suggestion.objects.of_live_listings().select_related("offer", "demand")
    if not pair.select_for_update(of=("offer", "demand")).filter(pk=suggestion.pk):
        raise NotPublished(
            _("One of the two listings is no longer published. Please reject or defer the pair.")
        )


def _move(suggestion: Suggestion, to: SuggestionState, *, by: User, reason: str = "", note: str = "") -> None:
    """Every decision goes through here: table, compare-and-swap, event."""
    was = suggestion.state
    decided = to in DECIDED
    with transaction.atomic():
        try:
            swap_state(
                suggestion,
                to=to,
                transitions=SUGGESTION_TRANSITIONS,
                reason=reason,
                note=note,
                decided_by=by if decided else None,
                decided_at=timezone.now() if decided else None,
            )
        except (LostRace, TransitionRefused) as refusal:
            raise type(refusal)(standing(suggestion)) from refusal
        SuggestionEvent.objects.create(
            suggestion=suggestion, actor=by, from_state=was, to_state=to, reason=reason, note=note
        )
