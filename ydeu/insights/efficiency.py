"""How fast and how well the union answers: figures that everybody may read, of the last 365 days."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

from django.core.cache import cache
from django.db.models import Count, F, Min, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models import Introduction, Suggestion
from matching.models.introduction_contract import IntroductionContract
from matching.states import SuggestionState
from ydeu.insights.figure import Figure
from ydeu.marketplace.models import Demand

DAYS = 365
"""How far back the figures look."""
KEPT = 60 * 60
"""Seconds for which the figures are kept: they count all pairs of a year."""
ANSWERS = (SuggestionState.APPROVED, SuggestionState.REJECTED)
"""What a coordinator answers a demand with."""


def current() -> list[Figure]:
    """The figures as they were within the last hour."""
    found: list[Figure] | None = cache.get("insights.efficiency")
    if found is None:
        until = timezone.now()
        found = [of(until - timedelta(days=DAYS), until) for of in FIGURES]
        cache.set("insights.efficiency", found, KEPT)
    return found


def answered_in_time(since: datetime, until: datetime) -> Figure:
    """The demands with a pair to decide in this time, and those answered by the first date promised."""
    answered = Min("decided_at", filter=Q(state__in=ANSWERS))
    demands = Suggestion.objects.order_by().values("demand").annotate(due=Min("due_at"), answered=answered)
    found = demands.filter(due__gt=since, due__lte=until).aggregate(
        cases=Count("demand"), kept=Count("demand", filter=Q(answered__lte=F("due")))
    )
    return Figure(
        _("Demands answered in time"),
        _("Of the demands with a pair to decide in this time: how many were answered by the date promised."),
        "%",
        _percent(found["kept"], found["cases"]),
        found["cases"],
    )


def days_to_introduction(since: datetime, until: datetime) -> Figure:
    """Days from the publication of a demand to its first introduction, if that falls into this time."""
    first = (
        Introduction.objects.order_by()
        .values("demand")
        .annotate(opened=Min("opened_at"), published=Min("demand__published_at"))
    )
    rows = first.filter(opened__gt=since, opened__lte=until, published__lte=F("opened"))
    days = [(opened - published).days for opened, published in rows.values_list("opened", "published")]
    return Figure(
        _("From publication to the first introduction"),
        _("Median of the demands with a first introduction in this time."),
        _("days"),
        _median(days),
        len(days),
    )


def days_to_contract(since: datetime, until: datetime) -> Figure:
    """Days from the publication of a demand to a contract that was signed in this time."""
    rows = IntroductionContract.objects.filter(**_signed(since, until)).values_list(
        "signed_on", "introduction__demand__published_at"
    )
    days = [(signed_on - timezone.localdate(published)).days for signed_on, published in rows if published]
    known = [each for each in days if each >= 0]
    return Figure(
        _("From publication to the contract"),
        _("Median of the contracts signed in this time, counted from the publication of the demand."),
        _("days"),
        _median(known),
        len(known),
    )


def contracts_per_100_demands(since: datetime, until: datetime) -> Figure:
    """Contracts signed in this time for each hundred demands that were published in it.

    It rests on the contracts: a young exchange has many demands and none.
    """
    demands = Demand.objects.filter(published_at__gt=since, published_at__lte=until).count()
    signed = IntroductionContract.objects.filter(**_signed(since, until)).count()
    return Figure(
        _("Contracts per 100 demands"),
        _("Contracts signed in this time, for each 100 demands published in it."),
        "",
        _percent(signed, demands),
        signed,
    )


FIGURES = (answered_in_time, days_to_introduction, days_to_contract, contracts_per_100_demands)


def _signed(since: datetime, until: datetime) -> dict[str, object]:
    return {"signed_on__gt": timezone.localdate(since), "signed_on__lte": timezone.localdate(until)}


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _median(days: Sequence[int]) -> float | None:
    return float(median(days)) if days else None
