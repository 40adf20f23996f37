"""Gaps: published demands without an offer that is worth an introduction.

They are looked at again by themselves: an offer that is published later is matched with all demands, and a
pair that is at least fair comes into the queue.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from matching.models import Suggestion
from matching.states import SuggestionState
from ydeu.accounts.models import User
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, Listing, ListingQuerySet
from ydeu.marketplace.poster_feedback import Gap


def gaps_of(user: User) -> QuerySet[Any]:
    """The gaps among the demands of the alliances that ``user`` coordinates, the oldest first.

    Each has ``weak``, the number of its folded pairs. An administrator sees those of all alliances.
    """
    demands = Demand.objects.current()
    own = demands if user.is_superuser else demands.coordinated_by(user)
    weak = Count("suggestions", filter=Q(suggestions__state=SuggestionState.FOLDED))
    found: QuerySet[Any] = _without_answer(own).with_parties().annotate(weak=weak)
    return found.order_by("published_at", "pk")


def count_of(user: User) -> int:
    """How many gaps ``gaps_of`` finds."""
    demands = Demand.objects.current()
    return _without_answer(demands if user.is_superuser else demands.coordinated_by(user)).count()


def gap_of(listing: Listing) -> Gap | None:
    """Why nothing answers the listing; None for an offer, and while somebody or something answers it."""
    return gaps_among([listing.pk]).get(listing.pk) if listing.kind == ListingKind.DEMAND else None


def gaps_among(demands: Sequence[int]) -> dict[int, Gap]:
    """The gaps among these demands, by primary key."""
    found = _without_answer(Demand.objects.current().filter(pk__in=demands)).order_by()
    rows = found.values_list("pk", "is_vague")
    return {pk: Gap.TOO_VAGUE if is_vague else Gap.NO_OFFER for pk, is_vague in rows}


def _without_answer(demands: ListingQuerySet) -> ListingQuerySet:
    """Those that were matched as they are now, and for which no pair answers."""
    answers = Suggestion.objects.that_answer().filter(demand=OuterRef("pk"))
    return demands.filter(~Exists(answers), matched_revision__gte=F("revision"))
