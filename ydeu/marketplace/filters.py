"""The filters of the browse pages. No filter finds an anonymous listing by its enterprise."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple, Self

import django_filters as filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import regions
from ydeu.accounts.enums import Language
from ydeu.alliances.enums import ChainSegment
from ydeu.alliances.models import Alliance
from ydeu.marketplace import search
from ydeu.marketplace.enums import TRL, BudgetBand, CooperationMode, ListingKind, Stage, Visibility
from ydeu.marketplace.listing_fields import COMMON
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.models.listing_query import NEWEST_FIRST, knows_poster
from ydeu.marketplace.models.shown_poster import is_fresh
from ydeu.marketplace.ranking import DEPTH, BestFirst, relevant
from ydeu.marketplace.words import holds

NAMED = ~Q(visibility=Visibility.ANONYMOUS)
SEARCHED = [field.name for field in COMMON if field.is_matched]
MAX_WORDS = 8
FRESHNESS = [
    ("7", _("in the last 7 days")),
    ("30", _("in the last 30 days")),
    ("90", _("in the last 90 days")),
]
PLACE_AND_TIME = ("province", "city", "language", "since", "sort")
NEWEST, ENDING = "newest", "ending"
ORDERS = [(NEWEST, _("newest first")), (ENDING, _("ending soon"))]
UNRANKED = [("", _("newest first")), (ENDING, _("ending soon"))]
RANKED = [("", _("best match")), *ORDERS]
"""The orders of a search by words. The default has no code: the best match comes first."""
SORTINGS = {
    NEWEST: NEWEST_FIRST,
    ENDING: (F("valid_until").asc(nulls_last=True), "pk"),
}


class ActiveFilter(NamedTuple):
    """A filter that is set, and the query string that removes it."""

    label: Any
    value: Any
    query: str
    name: str


def _choice(label: Any, choices: Any, **kwargs: Any) -> filters.ChoiceFilter:
    return filters.ChoiceFilter(label=label, choices=choices, empty_label=_("any"), **kwargs)


class ListingFilter(filters.FilterSet):
    """The filters that offers and demands share."""

    q = filters.CharFilter(
        label=_("Words"),
        method="search",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    alliance = filters.ModelChoiceFilter(
        label=_("Alliance"),
        queryset=Alliance.objects.all(),
        to_field_name="slug",
        empty_label=_("any"),
        method="in_alliance",
    )
    segment = _choice(_("Chain segment"), ChainSegment.choices, method="in_segment")
    mode = _choice(
        _("Cooperation mode"), CooperationMode.choices, field_name="cooperation_modes", lookup_expr="has"
    )
    province = _choice(_("Province"), regions.province_choices, method="in_province")
    city = _choice(_("City"), regions.city_choices, method="in_city")
    language = _choice(_("Language"), Language.choices)
    since = _choice(_("Publication date"), FRESHNESS, method="published_since")
    sort = filters.ChoiceFilter(
        label=_("Order"),
        choices=ORDERS,
        empty_label=_("newest first"),
        method="sorted_by",
    )
    reader: Any = AnonymousUser()
    """Whose rights decide if a filter reads the true values of an anonymous listing or the shown ones."""
    words = ""
    hits: Sequence[search.Hit] | None = None
    is_cut = False

    def read_by(self, reader: Any) -> Self:
        """The same filters with the rights of ``reader``. By default they have those of a visitor."""
        self.reader = reader
        return self

    @property
    def results(self) -> Sequence[Any] | QuerySet[Any]:
        """The found listings in the chosen order. A search by words starts with the best match by default."""
        found = self.qs
        self.form.fields["sort"].widget.choices = UNRANKED if self.hits is None else RANKED
        if self.hits is None or self.form.cleaned_data.get("sort"):
            return found
        return BestFirst(found, self.hits, is_named=_of_enterprise(self.words))

    @property
    def is_plain(self) -> bool:
        """True if the database alone searched for the words, because there is no index."""
        return bool(self.words) and self.hits is None

    @property
    def depth(self) -> int:
        """The number of hits that were read, if there are more. Otherwise 0."""
        hits = self.hits or ()
        return DEPTH if self.is_cut and len(relevant(hits)) == len(hits) else 0

    def search(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The listings that contain every word, and those that the index finds.

        Hits that the reader may not see are ignored, so that their scores tell nothing.
        """
        self.words, self.hits = value, search.ranked(self._meta.model.kind, value, DEPTH)
        if self.hits is not None:
            self.is_cut = len(self.hits) == DEPTH
            pks = [hit.pk for hit in self.hits]
            visible = set(self.queryset.filter(pk__in=pks).order_by().values_list("pk", flat=True))
            self.hits = [hit for hit in self.hits if hit.pk in visible]
        return found.filter(_holding(value) | Q(pk__in=relevant(self.hits or ())))

    def in_alliance(self, found: QuerySet[Any], name: str, value: Alliance) -> QuerySet[Any]:
        return found.filter(self._true(alliance=value) | _shown(alliance=value, shows_alliance=True))

    def in_segment(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return found.filter(self._true(chain_segment=value) | _shown(shown_segment=value))

    def in_province(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return found.filter(self._true(enterprise__province=value) | _shown(shown_region=value))

    def _true(self, **values: Any) -> Q:
        """A condition on the true values, for listings whose poster the reader may know."""
        return knows_poster(self.reader) & Q(**values)

    def in_city(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return found.filter(self._true(enterprise__city=value))

    def published_since(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Count whole days: the minute at which a listing leaves would tell which others came with it."""
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return found.filter(published_at__gte=today - timedelta(days=int(value)))

    def sorted_by(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return found.order_by(*SORTINGS[value])

    @property
    def active(self) -> Iterator[ActiveFilter]:
        """The filters that are set, in the order of the form."""
        for name, value in getattr(self.form, "cleaned_data", {}).items():
            if value not in (None, "") and name != "sort":
                rest = self.data.copy()
                rest.pop(name, None)
                rest.pop("page", None)
                field = self.form.fields[name]
                yield ActiveFilter(field.label, _in_words(field, value), rest.urlencode(), name)


def _shown(**values: Any) -> Q:
    """A condition on what everyone reads of anonymous listings."""
    return ~NAMED & is_fresh() & Q(**values)


def _holding(words: str) -> Q:
    """True if each word is in a text of the listing, or in the name of its enterprise if that is shown."""
    held = Q()
    for word in words.split()[:MAX_WORDS]:
        texts = Q(*(holds(field, word) for field in SEARCHED), _connector=Q.OR)
        held &= texts | _of_enterprise(word)
    return held


def _of_enterprise(words: str) -> Q:
    return NAMED & holds("enterprise__name", words)


def _in_words(field: forms.Field, value: Any) -> Any:
    """The label of the chosen option. A word or an alliance labels itself."""
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return value
    return {str(code): label for code, label in field.choices}.get(str(value), value)


class OfferFilter(ListingFilter):
    stage = _choice(_("Stage of development"), Stage.choices)
    trl = _choice(_("Readiness level, at least"), TRL.choices, lookup_expr="gte")

    class Meta:
        model = Offer
        fields = ("q", "alliance", "segment", "mode", "stage", "trl", *PLACE_AND_TIME)


class DemandFilter(ListingFilter):
    budget = _choice(_("Budget"), BudgetBand.choices, field_name="budget_band")
    trl = _choice(_("Open to readiness level"), TRL.choices, method="open_to_level")

    class Meta:
        model = Demand
        fields = ("q", "alliance", "segment", "mode", "budget", "trl", *PLACE_AND_TIME)

    def open_to_level(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The demands that accept a technology of this level."""
        return found.filter(Q(trl_wanted__isnull=True) | Q(trl_wanted__lte=value))


FILTERS: dict[ListingKind, type[ListingFilter]] = {
    ListingKind.OFFER: OfferFilter,
    ListingKind.DEMAND: DemandFilter,
}
