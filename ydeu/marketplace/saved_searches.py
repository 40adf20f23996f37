"""Saved searches, and the notices of new listings in them.

Each search runs once for each interval. The row stores the end of the last interval. It changes by
compare-and-swap in the transaction that writes the notice. Users are told of what their browse page shows,
except their own listings.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ydeu.accounts.models import User
from ydeu.marketplace.enums import Frequency, ListingKind
from ydeu.marketplace.filters import FILTERS, ListingFilter
from ydeu.marketplace.models import Demand, Offer, SavedSearch
from ydeu.notices import notices
from ydeu.notices.digests import last_stroke
from ydeu.notices.enums import NoticeKind
from ydeu.sweeping import for_each
from ydeu.transitions import DomainError

MOST = 20
NAMED_IN_A_NOTICE = 10
BATCH = 200
PASSING = ("sort", "since")
"""Filters that are not saved."""
LATE = timedelta(minutes=5)
"""The delay of a search: a listing becomes visible after ``published_at``, at the commit."""
MODELS: dict[ListingKind, Any] = {ListingKind.OFFER: Offer, ListingKind.DEMAND: Demand}


def filter_of(search: SavedSearch) -> ListingFilter:
    """The saved filters on the listings that the owner may browse."""
    kind = ListingKind(search.kind)
    listings = MODELS[kind].objects.browsable_by(search.owner)
    return FILTERS[kind](QueryDict(search.query), listings).read_by(search.owner)


def query_of(chosen: ListingFilter) -> str:
    """The filters to save, as a query string in a fixed order. Empty if there are none."""
    if not chosen.is_bound:
        return ""
    chosen.form.is_valid()
    set_ones = {name for name, value in chosen.form.cleaned_data.items() if value not in (None, "")}
    return urlencode({name: chosen.data[name] for name in sorted(set_ones.difference(PASSING))})


def save(kind: ListingKind, query: str, *, name: str, frequency: Frequency, by: User) -> SavedSearch:
    """Save a search. Listings published from now on count as new. Raises DomainError."""
    if not query:
        raise DomainError(_("Please set a filter first: there is nothing to save yet."))
    with transaction.atomic():
        # The lock keeps two requests from both passing the limit.
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        own = SavedSearch.objects.owned_by(by)
        if own.filter(kind=kind, query=query).exists():
            raise DomainError(_("You have saved this search already."))
        if own.count() >= MOST:
            raise DomainError(_("You can save %(most)s searches. Please delete one first.") % {"most": MOST})
        return SavedSearch.objects.create(owner=by, kind=kind, query=query, name=name, frequency=frequency)


def revise(search: SavedSearch, *, name: str, frequency: Frequency) -> None:
    """Change name or frequency. Listings published while it was off are not reported later."""
    was_off = search.frequency == Frequency.OFF
    search.name, search.frequency = name, frequency
    search.looked_until = timezone.now() if was_off else search.looked_until
    search.save(update_fields=["name", "frequency", *(["looked_until"] if was_off else [])])


def discard(search: SavedSearch) -> None:
    search.delete()


def look_through() -> int:
    """Run at most ``BATCH`` due searches and tell their owners of new listings. Returns their number."""
    daily = last_stroke((settings.DIGEST_HOUR - 1) % 24, timezone.now() - LATE)
    due = SavedSearch.objects.due(daily=daily, weekly=daily - timedelta(days=daily.weekday()))
    return for_each(due.select_related("owner").order_by("pk")[:BATCH], partial(_look, until=daily))


def _look(search: SavedSearch, until: datetime) -> bool:
    found = _new_in(search, until)
    count = found.count()
    named = [{"title": str(row), "url": row.get_absolute_url()} for row in found[:NAMED_IN_A_NOTICE]]
    unlooked = SavedSearch.objects.filter(pk=search.pk, looked_until=search.looked_until)
    with transaction.atomic():
        if unlooked.update(looked_until=until) != 1:
            return False
        if count:
            notices.tell(
                NoticeKind.SEARCH_FOUND,
                user=search.owner,
                url=search.get_absolute_url(),
                context={
                    "title": search.name,
                    "found": in_words(search.kind, count),
                    "listings": named,
                    "more": count - len(named),
                },
            )
    return True


def _new_in(search: SavedSearch, until: datetime) -> Any:
    """The new listings. None if a filter is no longer valid, because without it all would be found."""
    chosen = filter_of(search)
    if not chosen.form.is_valid():
        return MODELS[ListingKind(search.kind)].objects.none()
    return chosen.qs.of_others_than(search.owner).published_between(search.looked_until, until)


def _in_words(kind: str, count: int) -> str:
    if kind == ListingKind.OFFER:
        return ngettext("%(count)s new offer", "%(count)s new offers", count) % {"count": count}
    return ngettext("%(count)s new demand", "%(count)s new demands", count) % {"count": count}


in_words = lazy(_in_words, str)
"""Lazy, because the notice stores the text in every language."""
