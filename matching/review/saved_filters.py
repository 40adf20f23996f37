"""The filters that a coordinator saves under names. The queue may open with one of them."""

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from matching.filters import SuggestionFilter
from matching.models import SavedFilter
from ydeu.accounts.models import User
from ydeu.transitions import DomainError

MOST = 20


class TooManyFilters(DomainError):
    """All of them stand in one row above the queue, so their number is limited."""


class NothingToKeep(DomainError):
    """A saved filter must filter something, and must fit into its column."""


def save(name: str, query: str, *, by: User, is_default: bool = False) -> SavedFilter:
    """Save the filters in ``query`` under ``name``, replacing a filter of that name.

    Raises NothingToKeep or TooManyFilters.
    """
    kept = _kept(query)
    with transaction.atomic():
        own = SavedFilter.objects.of(User.objects.select_for_update(no_key=True).get(pk=by.pk))
        if not own.filter(name=name).exists() and own.count() >= MOST:
            raise TooManyFilters(_("At most %(most)s filters: please delete one first.") % {"most": MOST})
        saved, _created = SavedFilter.objects.update_or_create(
            user=by, name=name, defaults={"query": kept, "is_default": False}
        )
        if is_default:
            make_default(saved)
    return saved


def make_default(saved: SavedFilter) -> None:
    """Make this the filter that the queue opens with."""
    with transaction.atomic():
        SavedFilter.objects.filter(user=saved.user_id, is_default=True).update(is_default=False)
        SavedFilter.objects.filter(pk=saved.pk).update(is_default=True)
        saved.is_default = True


def forget(saved: SavedFilter) -> None:
    saved.delete()


def default_of(user: User) -> SavedFilter | None:
    return SavedFilter.objects.of(user).filter(is_default=True).exclude(query="").first()


def _kept(query: str) -> str:
    """The known filters that are set, always in the same order."""
    asked, kept = QueryDict(query), QueryDict(mutable=True)
    for name in SuggestionFilter.base_filters:
        if asked.get(name):
            kept[name] = asked[name]
    if not kept:
        raise NothingToKeep(_("Please set a filter first: there is nothing to save yet."))
    if len(kept.urlencode()) > (SavedFilter._meta.get_field("query").max_length or 0):
        raise NothingToKeep(_("These filters are too long to be saved. Please search for fewer words."))
    return kept.urlencode()
