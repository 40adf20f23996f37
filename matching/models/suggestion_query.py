"""Queries for pairs: the queue of the coordinators, and the pairs that the matcher may still change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from matching.enums import Band, FoldReason, Origin
from matching.states import DECIDED, OPEN, SuggestionState
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance, Coordinator
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.states import State

USUAL_DAYS = Alliance._meta.get_field("days_to_decide").default
"""Days to decide if neither listing has an alliance that sets them."""

MEASURED_BY = Coalesce("demand__alliance", "offer__alliance")
"""The alliance by whose scale a pair is measured: the one that asks, else the other."""

BOTH_PUBLISHED = Q(offer__state=State.PUBLISHED, demand__state=State.PUBLISHED)

WORTH_SHOWING = ~Q(band=Band.WEAK) | Q(origin=Origin.MEMBER)
"""Pairs that count outside the desk: without weak ones, unless a member asked for them."""

ONE_ORGANISATION = Q(offer__enterprise=F("demand__enterprise")) | Q(
    offer__enterprise__folded_name=F("demand__enterprise__folded_name")
)
"""Pairs of an organisation with itself. A credit code is unique, so it needs no comparison here."""


BANDS = (*Band.values, "")
"""The bands, the best first. A pair that has no band yet comes after all others."""

BAND_ORDER = Case(
    *(When(band=band, then=Value(place)) for place, band in enumerate(Band.values)),
    default=Value(len(Band)),
    output_field=models.SmallIntegerField(),
)


class Places(NamedTuple):
    """Places by band and strength, from 1, by primary key, and the number of pairs that were compared."""

    of: dict[int, int]
    total: int


class SuggestionQuerySet(models.QuerySet[Any]):
    def pending(self) -> Self:
        return self.filter(state=SuggestionState.PENDING)

    def decided(self) -> Self:
        return self.filter(state__in=DECIDED)

    def open(self) -> Self:
        """Pairs that somebody has to decide."""
        return self.filter(state__in=OPEN)

    def undecided(self) -> Self:
        """Pairs that somebody has to decide, and folded ones."""
        return self.filter(state__in=OPEN | {SuggestionState.FOLDED})

    def folded(self) -> Self:
        return self.filter(state=SuggestionState.FOLDED)

    def folded_as_weak(self) -> Self:
        """Folded pairs without the strong ones that only wait for room."""
        return self.folded().exclude(fold_reason=FoldReason.WAITS)

    def except_weak(self) -> Self:
        """All pairs without those that are folded as weak."""
        return self.filter(~Q(state=SuggestionState.FOLDED) | Q(fold_reason=FoldReason.WAITS))

    def to_rate(self) -> Self:
        """Pairs whose band follows from the present numbers: undecided ones, and those that come back."""
        is_ranked = Q(offer_rank__isnull=False) | Q(demand_rank__isnull=False)
        comes_back = Q(state=SuggestionState.SUPERSEDED, origin=Origin.MATCHER) & is_ranked
        undecided = Q(state__in=(SuggestionState.PENDING, SuggestionState.FOLDED))
        return self.filter(BOTH_PUBLISHED).filter(undecided | comes_back)

    def unrated(self) -> Self:
        """Pairs whose numbers have changed since their band was stated."""
        return self.to_rate().filter(is_rated=False)

    def that_may_move(self, least: float) -> Self:
        """Pairs that the rules may place elsewhere, or that have a say in it, once some were scored again.

        A pair below ``least``, the lowest floor, that is folded for its floor or its vague demand stays.
        """
        is_vague = Q(demand__is_vague=True)
        why = Q(fold_reason=FoldReason.VAGUE) & is_vague | Q(fold_reason=FoldReason.FLOOR) & ~is_vague
        stays = Q(state=SuggestionState.FOLDED, is_rated=True, base_strength__lt=least) & why
        return self.exclude(stays)

    def that_answer(self) -> Self:
        """Pairs for which a demand is no gap: approved, strong or fair and not rejected, or asked for."""
        is_fair = Q(band__in=(Band.STRONG, Band.FAIR)) | Q(origin=Origin.MEMBER)
        lives = OPEN | {SuggestionState.FOLDED, SuggestionState.DEFERRED}
        return self.filter(Q(state=SuggestionState.APPROVED) | is_fair & Q(state__in=lives))

    def waiting_for_room(self) -> Self:
        """Strong pairs that are folded because the enterprise of the offer has enough open ones."""
        return self.folded().filter(fold_reason=FoldReason.WAITS)

    def of_the_matcher(self) -> Self:
        return self.filter(origin=Origin.MATCHER)

    def measured_by(self, alliance: int) -> Self:
        """Pairs that have their bands by the scale of the alliance with this primary key."""
        return self.alias(_measured_by=MEASURED_BY).filter(_measured_by=alliance)

    def of_live_listings(self) -> Self:
        """Pairs with two listings that are published now."""
        return self.filter(BOTH_PUBLISHED)

    def reviewable_by(self, user: User) -> Self:
        """Pairs that ``user`` may decide: either listing is in an alliance that ``user`` coordinates.

        Without pairs of their own enterprise, in any spelling (decision 28). An administrator may decide all.
        """
        if user.is_superuser:
            return self
        coordinated = Alliance.objects.coordinated_by(user).values("pk")
        offers = Offer.objects.filter(alliance__in=coordinated).order_by().values("pk")
        demands = Demand.objects.filter(alliance__in=coordinated).order_by().values("pk")
        found = self.filter(Q(offer__in=offers) | Q(demand__in=demands))  # read from indexes, without a join
        own = Enterprise.objects.akin_to(user).values("pk")
        own_offers = Offer.objects.filter(enterprise__in=own).order_by().values("pk")
        own_demands = Demand.objects.filter(enterprise__in=own).order_by().values("pk")
        return found.exclude(Q(offer__in=own_offers) | Q(demand__in=own_demands))

    def seconded_by(self, user: User) -> Self:
        """Pairs that wait for a second opinion of ``user``, who must not have given the first one."""
        asked = self.filter(state=SuggestionState.SECOND_OPINION)
        if user.is_superuser:
            return asked
        coordinated = Alliance.objects.coordinated_by(user).values("pk")
        sides = Q(second_side=ListingKind.OFFER, offer__alliance__in=coordinated) | Q(
            second_side=ListingKind.DEMAND, demand__alliance__in=coordinated
        )
        return asked.filter(sides).exclude(decided_by=user)

    def waiting_for(self, user: User) -> Self:
        """Pairs for ``user`` to decide: those nobody has decided, and second opinions that they may give."""
        mine = self.model._default_manager.seconded_by(user).values("pk")
        return self.filter(Q(state=SuggestionState.PENDING) | Q(pk__in=mine))

    def taken_by_nobody(self) -> Self:
        """Pairs without an assignee, or with one who may no longer decide.

        An assignee has to be an active coordinator of either alliance, or an active administrator.
        """
        of_either = Q(alliance=OuterRef("offer__alliance")) | Q(alliance=OuterRef("demand__alliance"))
        keepers = Coordinator.objects.filter(of_either, user=OuterRef("assignee"), user__is_active=True)
        administrators = User.objects.filter(is_active=True, is_superuser=True).values("pk")
        is_kept = Exists(keepers) | Q(assignee__in=administrators)
        return self.filter(Q(assignee__isnull=True) | ~is_kept)

    def without_terms(self) -> Self:
        """Pending pairs whose shared terms are not stored yet, the best first."""
        return self.pending().filter(terms__isnull=True).order_by("-strength")

    def overdue(self, now: datetime) -> Self:
        return self.open().filter(due_at__lte=now)

    def to_bring_back(self, today: date) -> Self:
        """Deferred pairs whose day has come.

        If a listing is unpublished, the pair waits for it to come back, unless a member asked for the pair:
        the member waits for an answer.
        """
        due = self.filter(state=SuggestionState.DEFERRED, deferred_until__lte=today)
        return due.filter(BOTH_PUBLISHED | Q(origin=Origin.MEMBER))

    def with_days_to_decide(self) -> Self:
        """Pairs with ``days``, the days to decide of the alliances concerned. The shorter time counts."""
        of = {side: F(f"{side}__alliance__days_to_decide") for side in ListingKind}
        asked = (When(second_side=side, then=of[side]) for side in ListingKind)
        # If an alliance is missing, the other replaces it: databases disagree on LEAST with a NULL.
        shorter = Least(*(Coalesce(of[side], of[side.opposite]) for side in ListingKind))
        return self.annotate(days=Coalesce(Case(*asked, default=shorter), Value(USUAL_DAYS)))

    def in_queue_order(self) -> Self:
        """Overdue pairs first, then by band, then the strongest. ``late`` is True for overdue ones.

        The band goes first because decisions move the strength but not the band.
        """
        return self._with_order().order_by("-late", "band_order", "-strength", "pk")

    def places_of(self, shown: Iterable[Any]) -> "Places":
        """The places of the shown pairs, which need not be among these pairs. One query."""
        pairs = list(shown)
        sizes = {f"in_{band}": Count("pk", filter=Q(band=band)) for band in BANDS}
        stronger = {
            f"above_{pair.pk}": Count("pk", filter=Q(strength__gt=pair.strength, band=pair.band))
            for pair in pairs
        }
        counts = self.order_by().aggregate(total=Count("pk"), **sizes, **stronger)
        better = {band: sum(counts[f"in_{each}"] for each in _better_than(band)) for band in BANDS}
        places = {pair.pk: 1 + better[pair.band] + counts[f"above_{pair.pk}"] for pair in pairs}
        return Places(places, counts["total"])

    def after(self, suggestion: Any) -> Self:
        """The pairs after ``suggestion`` in the order of the queue. It need not be among them."""
        level = Q(band=suggestion.band, strength=suggestion.strength)
        comes_later = ~_is_before(suggestion) & (~level | Q(pk__gt=suggestion.pk))
        behind = Q(late=suggestion.is_overdue) & comes_later
        if suggestion.is_overdue:
            behind |= Q(late=False)
        return self.in_queue_order().filter(behind)

    def before(self, suggestion: Any) -> Self:
        """The pairs before ``suggestion``, the nearest first."""
        level = Q(band=suggestion.band, strength=suggestion.strength)
        comes_earlier = _is_before(suggestion) | (level & Q(pk__lt=suggestion.pk))
        ahead = Q(late=suggestion.is_overdue) & comes_earlier
        if not suggestion.is_overdue:
            ahead |= Q(late=True)
        return self._with_order().filter(ahead).order_by("late", "-band_order", "strength", "-pk")

    def progress_of(self, user: User, since: datetime) -> dict[str, int]:
        """How many were decided since the moment ``since``: ``mine`` by ``user``, ``all`` by anybody."""
        recent = self.model._default_manager.filter(decided_at__gte=since).values("pk")  # few, from an index
        decided = self.filter(pk__in=recent).order_by()
        found: dict[str, int] = decided.aggregate(
            mine=Count("pk", filter=Q(decided_by=user)), all=Count("pk")
        )
        return found

    def with_parties(self) -> Self:
        return self.select_related(
            "offer__enterprise", "offer__alliance", "demand__enterprise", "demand__alliance"
        )

    def by_number(self, pks: Iterable[int]) -> list[Any]:
        """The rows with these primary keys, in this order. So only the rows of one page are read in full."""
        wanted = list(pks)
        found = self.in_bulk(wanted)
        return [found[pk] for pk in wanted if pk in found]

    def _with_order(self) -> Self:
        is_late = When(state__in=OPEN, due_at__lte=timezone.now(), then=Value(True))
        late = Case(is_late, default=Value(False), output_field=models.BooleanField())
        return self.annotate(late=late, band_order=BAND_ORDER)


def _better_than(band: str) -> Sequence[str]:
    return BANDS[: BANDS.index(band)]


def _is_before(suggestion: Any) -> Q:
    """The condition that a pair has a better band, or the same and more strength."""
    return Q(band__in=_better_than(suggestion.band)) | Q(
        band=suggestion.band, strength__gt=suggestion.strength
    )
