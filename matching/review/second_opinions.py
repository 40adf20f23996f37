"""Second opinions: if an alliance wants it, a pair of two alliances is approved only when both agree.

The coordinator of one alliance approves, and the pair waits for the other alliance. If that one agrees, the
two enterprises are introduced. If it disagrees, with a reason, the pair returns to the queue with both
opinions. An administrator, or a person who coordinates both alliances, decides for both.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from matching.enums import RejectionReason
from matching.introductions import lifecycle
from matching.models import Introduction, Suggestion, SuggestionEvent
from matching.review.transitions import NotYourAlliance, check_reviewer, lock_published, move, require_state
from matching.states import SuggestionState
from ydeu.accounts.models import Membership, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice
from ydeu.sweeping import for_each


@dataclass(frozen=True)
class Opinions:
    """The opinions of two coordinators who did not agree."""

    first: SuggestionEvent
    second: SuggestionEvent


def side_to_ask(suggestion: Suggestion, *, by: User) -> ListingKind | None:
    """The side whose alliance has to agree before ``by`` can approve; None if no other has to agree."""
    alliances = {side: alliance for side in ListingKind if (alliance := suggestion.alliance_of(side))}
    if by.is_superuser or len(set(alliances.values())) < len(ListingKind):
        return None
    if not any(alliance.second_opinion for alliance in alliances.values()):
        return None
    own = set(Alliance.objects.coordinated_by(by).filter(pk__in=[each.pk for each in alliances.values()]))
    return next((side for side, alliance in alliances.items() if alliance not in own), None)


def ask(suggestion: Suggestion, side: ListingKind, *, by: User) -> None:
    """Approve for one alliance and ask the coordinators of the other.

    Members of the two enterprises are not asked. If nobody is left, the administrators are asked.
    """
    move(suggestion, SuggestionState.SECOND_OPINION, by=by, second_side=side)
    parties = (suggestion.offer.enterprise_id, suggestion.demand.enterprise_id)
    partial = Membership.objects.of_organisations(parties).values("user")
    people = User.objects.filter(is_active=True).exclude(pk__in=partial)
    asked = people.filter(coordinates__alliance=suggestion.alliance_of(side)).exclude(pk=by.pk)
    for person in asked or people.filter(is_superuser=True):
        notices.tell(
            NoticeKind.REVIEW_OPINION,
            user=person,
            url=suggestion.get_absolute_url(),
            context={"title": str(suggestion.demand), "other_title": str(suggestion.offer), "by": str(by)},
            delay=timedelta(seconds=settings.MATCHING_UNDO_SECONDS),
        )


def reopen(listing: Listing) -> int:
    """Return pairs with a first opinion to the queue, because the text has changed. Returns how many."""
    asked = Suggestion.objects.filter(state=SuggestionState.SECOND_OPINION, **{listing.kind: listing.pk})
    return for_each(asked.with_parties(), _reopen)


def withdraw_request(suggestion: Suggestion) -> None:
    """Withdraw the notices that ask for a second opinion, if they were neither sent nor read."""
    asked = Notice.objects.filter(kind=NoticeKind.REVIEW_OPINION, url=suggestion.get_absolute_url())
    notices.withdraw(asked.values_list("pk", flat=True))


def agree(suggestion: Suggestion, *, by: User, seen: str = "") -> Introduction:
    """Approve for the other alliance too, and open an introduction of the two enterprises."""
    _check_second(suggestion, by)
    with transaction.atomic():
        lock_published(suggestion, seen=seen)
        lifecycle.require_first_introduction(suggestion)
        move(suggestion, SuggestionState.APPROVED, by=by)
        return lifecycle.open_for(suggestion, by=by)


def disagree(suggestion: Suggestion, *, by: User, reason: str, note: str = "") -> None:
    """Return the pair to the queue, with a reason for the coordinator who decides then."""
    if reason not in RejectionReason.values or (reason == RejectionReason.OTHER and not note.strip()):
        raise lifecycle.ReasonNeeded(_("Please choose a reason; “other” needs an explanation."))
    _check_second(suggestion, by)
    move(suggestion, SuggestionState.PENDING, by=by, explanation={"reason": reason, "note": note})


def may_take_back(suggestion: Suggestion, *, by: User) -> bool:
    """True for the person who gave the first opinion and for administrators. Others agree or disagree."""
    is_first = by.is_superuser or suggestion.decided_by_id == by.pk
    return suggestion.state == SuggestionState.SECOND_OPINION and is_first


def differing_opinions(suggestion: Suggestion) -> Opinions | None:
    """The two opinions of a pair that came back because they differed; None once somebody has decided it."""
    if suggestion.state != SuggestionState.PENDING:
        return None
    moves = suggestion.events.exclude(from_state=F("to_state"))  # without assignments
    events = list(moves.select_related("actor"))
    if len(events) < 2 or events[-1].from_state != SuggestionState.SECOND_OPINION or not events[-1].reason:
        return None
    return Opinions(events[-2], events[-1])


def _reopen(suggestion: Suggestion) -> None:
    with transaction.atomic():
        move(suggestion, SuggestionState.PENDING, by=None)
        withdraw_request(suggestion)


def _check_second(suggestion: Suggestion, user: User) -> None:
    check_reviewer(suggestion, user)
    require_state(suggestion, SuggestionState.SECOND_OPINION)
    if not Suggestion.objects.seconded_by(user).filter(pk=suggestion.pk).exists():
        raise NotYourAlliance(_("This pair waits for the opinion of the other alliance."))
