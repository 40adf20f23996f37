"""Who takes care of a pair: take it, give it back, hand it over. All reviewers may still decide on it."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from matching.models import Suggestion, SuggestionEvent
from matching.review.transitions import check_reviewer, describe_decision
from matching.states import OPEN
from ydeu.accounts.models import Membership, User
from ydeu.alliances.models import Coordinator
from ydeu.transitions import DomainError, LostRace, TransitionRefused


class NotAColleague(DomainError):
    """The person who takes care of a pair must coordinate one of its alliances."""


def assign(suggestion: Suggestion, *, to: User | None, by: User) -> None:
    """Hand an open pair to a coordinator of one of its alliances. ``to=None`` gives it back to all.

    Raises NotAColleague, TransitionRefused if the pair is decided, or LostRace.
    """
    check_reviewer(suggestion, by)
    if to is not None and not candidates_for(suggestion, by=by).filter(pk=to.pk).exists():
        raise NotAColleague(_("Please choose a coordinator of one of the two alliances."))
    if suggestion.state not in OPEN:
        raise TransitionRefused(describe_decision(suggestion))
    with transaction.atomic():
        same = Suggestion.objects.filter(pk=suggestion.pk, state__in=OPEN, assignee=suggestion.assignee_id)
        if same.update(assignee=to) != 1:
            raise LostRace(_("Somebody else was faster. Please reload the page to see what they decided."))
        suggestion.assignee = to
        SuggestionEvent.objects.create(
            suggestion=suggestion,
            actor=by,
            from_state=suggestion.state,
            to_state=suggestion.state,
            assigned_to=to,
        )


def candidates_for(suggestion: Suggestion, *, by: User) -> QuerySet[User]:
    """The people who may take the pair: coordinators of either alliance who belong to no side, and ``by``."""
    alliances = (suggestion.offer.alliance_id, suggestion.demand.alliance_id)
    parties = (suggestion.offer.enterprise_id, suggestion.demand.enterprise_id)
    partial = Membership.objects.of_organisations(parties).values("user")
    impartial = Coordinator.objects.exclude(user__in=partial)
    coordinators = impartial.filter(alliance__in=alliances).values("user")
    return User.objects.filter(Q(pk__in=coordinators) | Q(pk=by.pk), is_active=True).order_by("name", "email")
