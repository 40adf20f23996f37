"""Searches that people keep, and what is new in them.

Each is looked through once for each span of time: the end of the last span is on the row, and moves by
compare-and-swap in the transaction that writes the notice. People are told of what the browse page would show
them, less what is their own.
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
"""What narrows or orders a list today and means nothing tomorrow."""
LATE = timedelta(minutes=5)
"""A listing says when it was published and is seen a little later, when its transaction is through."""
MODELS: dict[ListingKind, Any] = {ListingKind.OFFER: Offer, ListingKind.DEMAND: Demand}


def filter_of(search: SavedSearch) -> ListingFilter:
    """The filters of the browse page as its owner set them, over what they may see there."""
    kind = ListingKind(search.kind)
    return FILTERS[kind](QueryDict(search.query), MODELS[kind].objects.browsable_by(search.owner))


def query_of(chosen: ListingFilter) -> str:
    """What narrows a list for good, always written the same way; empty if nothing does."""
    if not chosen.is_bound:
        return ""
    chosen.form.is_valid()
    set_ones = {name for name, value in chosen.form.cleaned_data.items() if value not in (None, "")}
    return urlencode({name: chosen.data[name] for name in sorted(set_ones.difference(PASSING))})


def save(kind: ListingKind, query: str, *, name: str, frequency: Frequency, by: User) -> SavedSearch:
    """Keep a search. New is what is published from now on."""
    if not query:
        raise DomainError(_("Please set a filter first: there is nothing to save yet."))
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two windows count together
        own = SavedSearch.objects.owned_by(by)
        if own.filter(kind=kind, query=query).exists():
            raise DomainError(_("You have saved this search already."))
        if own.count() >= MOST:
            raise DomainError(_("You can save %(most)s searches. Please delete one first.") % {"most": MOST})
        return SavedSearch.objects.create(owner=by, kind=kind, query=query, name=name, frequency=frequency)


def revise(search: SavedSearch, *, name: str, frequency: Frequency) -> None:
    """Rename it or hear of it more or less often; what came while it was off is not made up for."""
    was_off = search.frequency == Frequency.OFF
    search.name, search.frequency = name, frequency
    search.looked_until = timezone.now() if was_off else search.looked_until
    search.save(update_fields=["name", "frequency", *(["looked_until"] if was_off else [])])


def discard(search: SavedSearch) -> None:
    search.delete()


def look_through() -> int:
    """Tell the owners of due searches what is new, a batch of them. Returns how many were looked through."""
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
    """Nothing, where a filter that was set means nothing any more: without it, all would be found."""
    chosen = filter_of(search)
    if not chosen.form.is_valid():
        return MODELS[ListingKind(search.kind)].objects.none()
    return chosen.qs.of_others_than(search.owner).published_between(search.looked_until, until)


def _in_words(kind: str, count: int) -> str:
    if kind == ListingKind.OFFER:
        return ngettext("%(count)s new offer", "%(count)s new offers", count) % {"count": count}
    return ngettext("%(count)s new demand", "%(count)s new demands", count) % {"count": count}


in_words = lazy(_in_words, str)
"""Kept in every language by the notice, so it has to know how to speak each."""
