"""What a poster may learn about the pairs of a listing: numbers and advice, but no names."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import Count, Q

from matching.enums import RejectionReason
from matching.models import Introduction, Suggestion
from matching.models.suggestion_query import WORTH_SHOWING, SuggestionQuerySet
from matching.review import gaps, interests
from matching.review.rejection_advice import ADVICE, advice_on
from matching.states import OPEN, SuggestionState
from ydeu.accounts.models import Enterprise, User
from ydeu.marketplace.models import Listing
from ydeu.marketplace.poster_feedback import Advice, Gap, Outcome, connect

MAX_NOTES = 5
"""The latest notes that are shown per reason."""


class PairFeedback:
    """Implements the ``PosterFeedbackPort`` of the marketplace."""

    def outcome_of(self, listing: Listing) -> Outcome:
        pairs = Suggestion.objects.filter(**{listing.kind: listing.pk})
        numbers = pairs.aggregate(
            in_review=Count("pk", filter=Q(state__in=OPEN) & WORTH_SHOWING),
            approved=Count("pk", filter=Q(state=SuggestionState.APPROVED)),
        )
        return Outcome(
            **numbers,
            advice=_advice(pairs.filter(state=SuggestionState.REJECTED)),
            gap=gaps.gap_of(listing),
        )

    def gaps_among(self, demands: Sequence[int]) -> dict[int, Gap]:
        return gaps.gaps_among(demands)

    def may_ask(self, listing: Listing, user: User) -> bool:
        return interests.may_ask(listing, by=user)

    def is_introduced(self, listing: Listing, user: User) -> bool:
        met = Introduction.objects.filter(**{listing.kind: listing.pk}, connected_at__isnull=False)
        own = Enterprise.objects.of(user).values("pk")
        return met.filter(**{f"{listing.kind.opposite}__enterprise__in": own}).exists()


def register() -> None:
    """Connect the marketplace to this module."""
    connect(PairFeedback())


def _advice(rejected: SuggestionQuerySet) -> list[Advice]:
    """One advice per reason, the most frequent first; ties in the order of the enum."""
    rows = list(rejected.order_by("-decided_at", "-pk").values_list("reason", "poster_note"))
    counts = Counter(reason for reason, _note in rows)
    order = list(ADVICE)
    return [
        Advice(
            str(RejectionReason(reason).label),
            str(advice_on(reason)),
            counts[reason],
            [note for each, note in rows if each == reason and note][:MAX_NOTES],
        )
        for reason in sorted(counts, key=lambda each: (-counts[each], order.index(RejectionReason(each))))
    ]
