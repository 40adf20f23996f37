"""The listings of the user's enterprises in every state, with the next step for each."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ydeu.accounts.models import Enterprise, User
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing, ListingEvent
from ydeu.marketplace.owner_actions import moves_of
from ydeu.marketplace.poster_feedback import Gap, gaps_among
from ydeu.marketplace.states import State
from ydeu.marketplace.views.kinds import MODELS

PER_PAGE = 20


class Tab(NamedTuple):
    slug: str
    label: Any
    states: frozenset[State]


TABS = (
    Tab("", _("All"), frozenset(State)),
    Tab("drafts", _("Drafts"), frozenset({State.DRAFT})),
    Tab("submitted", _("In review"), frozenset({State.SUBMITTED})),
    Tab("changes", _("Changes requested"), frozenset({State.CHANGES_REQUESTED})),
    Tab("published", _("Published"), frozenset({State.PUBLISHED})),
    Tab("paused", _("Paused"), frozenset({State.PAUSED})),
    Tab("expired", _("Expired"), frozenset({State.EXPIRED})),
    Tab("over", _("Over"), frozenset({State.FULFILLED, State.WITHDRAWN, State.REJECTED, State.ARCHIVED})),
)
VERDICTS = Prefetch(
    "events",
    ListingEvent.objects.filter(to_state__in=(State.CHANGES_REQUESTED, State.REJECTED)),
    to_attr="verdicts",
)


class Row(NamedTuple):
    """A listing, the last note of an administrator, the actions of its owner, and why nothing answers it."""

    listing: Listing
    verdict: ListingEvent | None
    moves: list[Any]
    gap: Gap | None


@require_safe
def my_listings(request: HttpRequest) -> HttpResponse:
    chosen = next((tab for tab in TABS if tab.slug == request.GET.get("state", "")), TABS[0])
    kinds = [kind for kind in MODELS if request.GET.get("kind", "") in ("", kind)] or list(MODELS)
    page = Paginator(_keys(request.user, kinds, chosen), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": _rows(page.object_list),
        "tabs": _counted(request.user, kinds),
        "chosen": chosen.slug,
        "kind": kinds[0] if len(kinds) == 1 else "",
        "has_enterprise": Enterprise.objects.of(request.user).exists(),
    }
    return render(request, "marketplace/mine.html", context)


def _keys(user: User, kinds: list[Any], tab: Tab) -> QuerySet[Any, Any]:
    """The kind and id of each listing, with offers and demands in one order."""
    first, *others = (
        MODELS[kind]
        .objects.owned_by(user)
        .filter(state__in=tab.states)
        .order_by()
        .annotate(of_kind=Value(str(kind)))
        .values_list("of_kind", "pk", "updated_at")
        for kind in kinds
    )
    found = first.union(*others, all=True) if others else first
    return found.order_by("-updated_at", "of_kind", "-pk")


def _rows(keys: Any) -> list[Row]:
    keys = [(kind, pk) for kind, pk, _at in keys]
    found: dict[tuple[str, int], Listing] = {}
    for kind, model in MODELS.items():
        wanted = [pk for of_kind, pk in keys if of_kind == kind]
        listings = model.objects.filter(pk__in=wanted).with_parties().prefetch_related(VERDICTS)
        found.update({(kind, listing.pk): listing for listing in listings})
    gaps = gaps_among([pk for kind, pk in keys if kind == ListingKind.DEMAND])
    return [
        _row(found[key], gaps.get(key[1]) if key[0] == ListingKind.DEMAND else None)
        for key in keys
        if key in found
    ]


def _row(listing: Any, gap: Gap | None) -> Row:
    verdicts = [event for event in listing.verdicts if event.to_state == listing.state]
    return Row(listing, verdicts[-1] if verdicts else None, moves_of(listing), gap)


def _counted(user: User, kinds: list[Any]) -> list[tuple[Tab, int]]:
    """Each tab with the number of its listings."""
    counts: dict[str, int] = {}
    for kind in kinds:
        own = MODELS[kind].objects.owned_by(user).order_by()
        for state, number in own.values_list("state").annotate(number=Count("pk")):
            counts[state] = counts.get(state, 0) + number
    return [(tab, sum(counts.get(state, 0) for state in tab.states)) for tab in TABS]
