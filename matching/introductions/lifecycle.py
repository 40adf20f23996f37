"""How an introduction begins: an approval opens it or is undone, and each side accepts or declines.

An answer locks the introduction first, so that two sides who accept at the same moment connect it exactly
once. The later stages are in ``pipeline``.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import Answer, DeclineReason, EventKind
from matching.introductions import next_steps
from matching.introductions.history import lock, move, record
from matching.introductions.notices import tell_coordinators, tell_side, tell_sides
from matching.models import Introduction, IntroductionSide, Suggestion
from matching.models.introduction import WITHDRAWN
from matching.states import ANSWER_TRANSITIONS, IntroductionState
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.marketplace.enums import ListingKind
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.transitions import DomainError, LostRace, TransitionRefused, swap_state

CONNECTED, CLOSED = IntroductionState.CONNECTED, IntroductionState.CLOSED_NO_DEAL


class NotYourSide(DomainError):
    """Only a member of an enterprise may answer for it."""


class Withdrawn(DomainError):
    """One of the two listings was withdrawn or archived."""


class SideRevoked(DomainError):
    """The verification of one of the two enterprises was withdrawn."""


class AlreadyIntroduced(DomainError):
    """The two enterprises already have an introduction about one of the listings."""


class ReasonNeeded(DomainError):
    """A refusal needs a reason, and “other” needs a note."""


def require_first_introduction(suggestion: Suggestion) -> None:
    """Raises AlreadyIntroduced if the two enterprises have an introduction about this offer or this demand.

    An introduction that was closed without a deal does not count. An enterprise under another spelling does.
    """
    offer, demand = suggestion.offer, suggestion.demand
    same = Q(demand=demand, offer__enterprise__in=Enterprise.objects.named([offer.enterprise.name]))
    same |= Q(offer=offer, demand__enterprise__in=Enterprise.objects.named([demand.enterprise.name]))
    if Introduction.objects.filter(same).exclude(state=CLOSED).exists():
        raise AlreadyIntroduced(
            _("The two enterprises are introduced about this already. Please reject the pair as a duplicate.")
        )


def open_for(suggestion: Suggestion, *, by: User) -> Introduction:
    """Open the introduction of an approved pair. Both enterprises are told after the time to undo it."""
    with transaction.atomic():
        introduction = Introduction.objects.create(
            suggestion=suggestion, offer=suggestion.offer, demand=suggestion.demand, opened_by=by
        )
        record(introduction, EventKind.MOVED, by=by, from_state="")
        for side in ListingKind:
            _open_side(introduction, side)
    return introduction


def undo_opening(introduction: Introduction) -> None:
    """Delete an introduction that no side has been told of. Raises LostRace if a side has been told.

    A notice that sends no e-mail can be withdrawn until it is read, however late, so the time to undo is
    checked as well.
    """
    with transaction.atomic():
        lock(introduction)
        if _has_begun(introduction):
            raise LostRace(_("The introduction has begun, so the approval stands. It can still be closed."))
        sent = list(introduction.sides.values_list("notice", flat=True))
        if notices.withdraw(pk for pk in sent if pk) != len(sent):
            raise LostRace(_("The enterprises have already been told, so the approval stands."))
        introduction.delete()


def accept(introduction: Introduction, side: IntroductionSide, *, by: User, note: str = "") -> None:
    """Accept for one side. When both have accepted, the two enterprises are connected.

    Raises NotYourSide, Withdrawn, SideRevoked or TransitionRefused.
    """
    with transaction.atomic():
        _answer(introduction, side, Answer.ACCEPTED, by=by, note=note)
        _require_standing_listings(introduction)
        _require_sides_in_good_standing(introduction)
        other = introduction.sides.exclude(pk=side.pk).get()
        if other.state == Answer.ACCEPTED:
            move(introduction, CONNECTED, by=by, event=_answered(side), connected_at=timezone.now())
            tell_sides(NoticeKind.INTRODUCTION_CONNECTED, introduction, reason="")
            tell_coordinators(
                NoticeKind.INTRODUCTION_MOVED, introduction, but=by, state=CONNECTED.label, reason=""
            )
        else:
            record(introduction, **_answered(side), by=by)
            tell_side(NoticeKind.INTRODUCTION_ACCEPTED, introduction, other.side, reason="")


def decline(
    introduction: Introduction, side: IntroductionSide, *, by: User, reason: str, note: str = ""
) -> None:
    """Decline for one side, which closes the introduction.

    The other side is told the reason; only coordinators read the note. Raises ReasonNeeded, NotYourSide or
    TransitionRefused.
    """
    if reason not in DeclineReason.values or (reason == DeclineReason.OTHER and not note.strip()):
        raise ReasonNeeded(_("Please choose a reason; “other” needs an explanation."))
    with transaction.atomic():
        _answer(introduction, side, Answer.DECLINED, by=by, reason=reason, note=note)
        next_steps.drop(introduction)
        move(introduction, CLOSED, by=by, event=_answered(side))
        why = DeclineReason(reason).label
        tell_side(NoticeKind.INTRODUCTION_DECLINED, introduction, ListingKind(side.side).opposite, reason=why)
        tell_coordinators(NoticeKind.INTRODUCTION_MOVED, introduction, but=by, state=CLOSED.label, reason=why)


def sides_of(introduction: Introduction, user: User) -> list[IntroductionSide]:
    """The sides that ``user`` may answer for: usually one; none for a coordinator or administrator."""
    return list(introduction.sides.filter(enterprise__memberships__user=user))


def _time_to_undo() -> timedelta:
    return timedelta(seconds=settings.MATCHING_UNDO_SECONDS)


def may_be_undone(introduction: Introduction) -> bool:
    """True while the sides may not have been told: nobody has answered, and the time to undo is not over."""
    is_new = introduction.opened_at + _time_to_undo() >= timezone.now()
    return introduction.state == IntroductionState.CONSENT_PENDING and is_new


def _has_begun(introduction: Introduction) -> bool:
    """True if the time to undo is over, or if there is anything in it that deletion would lose."""
    return (
        not may_be_undone(introduction)
        or introduction.events.count() > 1
        or introduction.sides.exclude(state=Answer.WAITING, reminded_at=None).exists()
        or any(kept.exists() for kept in (introduction.messages, introduction.notes, introduction.steps))
    )


def _open_side(introduction: Introduction, side: ListingKind) -> None:
    delay = _time_to_undo()
    notice = tell_side(NoticeKind.INTRODUCTION_OPENED, introduction, side, delay=delay, reason="")
    enterprise = introduction.listing_of(side).enterprise
    introduction.sides.create(side=side, enterprise=enterprise, notice=notice)


def _answer(
    introduction: Introduction,
    side: IntroductionSide,
    answer: Answer,
    *,
    by: User,
    reason: str = "",
    note: str,
) -> None:
    if not Membership.objects.filter(user=by, enterprise=side.enterprise_id).exists():
        raise NotYourSide(_("Only a member of the enterprise can answer for it."))
    lock(introduction)
    if introduction.state != IntroductionState.CONSENT_PENDING:
        raise TransitionRefused(_("This introduction no longer waits for an answer."))
    swap_state(
        side,
        to=answer,
        transitions=ANSWER_TRANSITIONS,
        reason=reason,
        note=note,
        answered_by=by,
        answered_at=timezone.now(),
    )


def _answered(side: IntroductionSide) -> dict[str, Any]:
    """The fields of an event about an answer."""
    return {"what": EventKind.ANSWERED, "side": side.side, "answer": side.state}


def _require_standing_listings(introduction: Introduction) -> None:
    """Raises Withdrawn if a listing was withdrawn or archived, because that withdraws the consent as well."""
    if not WITHDRAWN.isdisjoint({introduction.offer.state, introduction.demand.state}):
        raise Withdrawn(_("One of the two listings has been withdrawn, so nobody is introduced any more."))


def _require_sides_in_good_standing(introduction: Introduction) -> None:
    """Raises SideRevoked: nobody is to open contacts to an enterprise whose identity is in doubt."""
    if introduction.offer.enterprise.is_revoked or introduction.demand.enterprise.is_revoked:
        raise SideRevoked(
            _(
                "The verification of one of the two enterprises was withdrawn. "
                "Please answer when it is verified again, or decline."
            )
        )
