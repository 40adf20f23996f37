"""The life of an introduction, opened by an approval: the only module that moves its state.

An answer locks the introduction first, so two sides who accept at the same moment connect it exactly once.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching.enums import Answer, DeclineReason, Side
from matching.models import Introduction, IntroductionEvent, IntroductionSide, Suggestion
from matching.states import ANSWER_TRANSITIONS, INTRODUCTION_TRANSITIONS, IntroductionState
from ydeu.accounts.models import Membership, User
from ydeu.marketplace.models import Listing
from ydeu.marketplace.states import State
from ydeu.notices import notices
from ydeu.notices.enums import Kind
from ydeu.notices.models import Notice
from ydeu.transitions import DomainError, LostRace, TransitionRefused, swap_state

WITHDRAWN = frozenset({State.WITHDRAWN, State.ARCHIVED})
"""What was only paused, expired or fulfilled does not undo what both sides want."""


class NotYourSide(DomainError):
    """Only the members of an enterprise answer for it."""


class Withdrawn(DomainError):
    """One of the two listings was taken back for good."""


class ReasonNeeded(DomainError):
    """A no without a reason helps nobody."""


def open_for(suggestion: Suggestion, *, by: User) -> Introduction:
    """Propose an approved pair to both enterprises; each is told when the time for undoing is over."""
    with transaction.atomic():
        introduction = Introduction.objects.create(
            suggestion=suggestion, offer=suggestion.offer, demand=suggestion.demand, opened_by=by
        )
        IntroductionEvent.objects.create(introduction=introduction, actor=by, to_state=introduction.state)
        for side in Side:
            _open_side(introduction, side)
    return introduction


def take_back(introduction: Introduction) -> None:
    """Remove an introduction that nobody has heard of yet; raises LostRace as soon as one side has."""
    with transaction.atomic():
        _lock(introduction)
        sides = list(introduction.sides.all())
        told = [side.notice_id for side in sides if side.notice_id]
        if any(side.state != Answer.WAITING for side in sides) or notices.withdraw(told) != len(sides):
            raise LostRace(_("The enterprises have already been told, so the approval stands."))
        introduction.delete()


def accept(introduction: Introduction, side: IntroductionSide, *, by: User, note: str = "") -> None:
    """Say yes for one side. The second yes connects the two enterprises."""
    with transaction.atomic():
        _answer(introduction, side, Answer.ACCEPTED, by=by, note=note)
        _refuse_withdrawn(introduction)
        other = introduction.sides.exclude(pk=side.pk).get()
        if other.state == Answer.ACCEPTED:
            _move(introduction, IntroductionState.CONNECTED, side, by=by, connected_at=timezone.now())
            for each in Side:
                _tell(Kind.INTRODUCTION_CONNECTED, introduction, each)
        else:
            _record(introduction, introduction.state, side, by=by)
            _tell(Kind.INTRODUCTION_ACCEPTED, introduction, other.side)


def decline(
    introduction: Introduction, side: IntroductionSide, *, by: User, reason: str, note: str = ""
) -> None:
    """Say no for one side, with a reason that the other side is told; the note is for the coordinators."""
    if reason not in DeclineReason.values or (reason == DeclineReason.OTHER and not note.strip()):
        raise ReasonNeeded(_("Please choose a reason; “other” needs an explanation."))
    with transaction.atomic():
        _answer(introduction, side, Answer.DECLINED, by=by, reason=reason, note=note)
        _move(introduction, IntroductionState.CLOSED_NO_DEAL, side, by=by)
        _tell(
            Kind.INTRODUCTION_DECLINED,
            introduction,
            Side(side.side).other,
            reason=DeclineReason(reason).label,
        )


def sides_of(introduction: Introduction, user: User) -> list[IntroductionSide]:
    """The sides that ``user`` may answer for: usually one, none for those who only look on."""
    return list(introduction.sides.filter(enterprise__memberships__user=user))


def _open_side(introduction: Introduction, side: Side) -> None:
    delay = timedelta(seconds=settings.MATCHING_UNDO_SECONDS)
    notice = _tell(Kind.INTRODUCTION_OPENED, introduction, side, delay=delay)
    enterprise = introduction.listing_of(side).enterprise
    introduction.sides.create(side=side, enterprise=enterprise, notice=notice)


def _lock(introduction: Introduction) -> None:
    """Wait for whoever else moves this introduction, then read it (on SQLite IMMEDIATE already waited)."""
    try:
        introduction.refresh_from_db(from_queryset=Introduction.objects.select_for_update())
    except Introduction.DoesNotExist as gone:
        raise LostRace(_("A coordinator has taken this introduction back.")) from gone


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
    _lock(introduction)
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


def _refuse_withdrawn(introduction: Introduction) -> None:
    """Who takes the listing back takes the consent back; an administrator may have had to."""
    if not WITHDRAWN.isdisjoint({introduction.offer.state, introduction.demand.state}):
        raise Withdrawn(_("One of the two listings has been withdrawn, so nobody is introduced any more."))


def _move(
    introduction: Introduction, to: IntroductionState, side: IntroductionSide, *, by: User, **changes: Any
) -> None:
    """Every change of an introduction's state goes through here: table, compare-and-swap, event."""
    was = introduction.state
    swap_state(introduction, to=to, transitions=INTRODUCTION_TRANSITIONS, **changes)
    _record(introduction, was, side, by=by)


def _record(introduction: Introduction, was: str, side: IntroductionSide, *, by: User) -> None:
    IntroductionEvent.objects.create(
        introduction=introduction,
        actor=by,
        from_state=was,
        to_state=introduction.state,
        side=side.side,
        answer=side.state,
    )


def _tell(
    kind: Kind,
    introduction: Introduction,
    side: str,
    *,
    delay: timedelta = timedelta(0),
    reason: str | Promise = "",
) -> Notice:
    """Tell one side. An anonymous listing keeps its name out of every notice; the page shows it in time."""
    own, other = introduction.listing_of(side), introduction.listing_of(Side(side).other)
    return notices.tell(
        kind,
        user=_poster(own),
        enterprise=own.enterprise,
        url=introduction.get_absolute_url(),
        context={
            "introduction": introduction.pk,
            "title": str(own),
            "other_title": str(other),
            "other_enterprise": "" if other.is_anonymous else other.enterprise.name,
            "reason": reason,
        },
        delay=delay,
    )


def _poster(listing: Listing) -> User | None:
    """Who posted the listing, while they still act for its enterprise (an importer never did)."""
    speaks = Membership.objects.filter(user=listing.created_by, enterprise=listing.enterprise)
    return listing.created_by if listing.created_by and speaks.exists() else None
