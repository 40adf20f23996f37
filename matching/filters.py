"""The filters of the queue, of the list of introductions and of the gaps."""

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any, cast

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from matching.enums import Band, Origin
from matching.models import Introduction, Suggestion
from matching.models.introduction import IntroductionQuerySet
from matching.models.suggestion_query import SuggestionQuerySet
from matching.states import IntroductionState, SuggestionState
from ydeu.accounts import regions
from ydeu.accounts.enums import Language
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import CooperationMode
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.words import holds

ANY, WAITING = "any", "waiting"
MINE, NOBODY = "me", "nobody"
WORDS = "words"
"""The gaps that lack words instead of an offer."""
AGES = [(str(days), format_lazy(_("{days} days ago or earlier"), days=days)) for days in (30, 90, 180)]
TEXTS = ("title", "summary", "technology_keywords", "enterprise__name")


def own_alliances(request: HttpRequest) -> QuerySet[Alliance]:
    return Alliance.objects.coordinated_by(cast(User, request.user))


def either_side(lookup: str, value: Any) -> Q:
    """A condition that the offer or the demand fulfils ``lookup``."""
    return Q(**{f"offer__{lookup}": value}) | Q(**{f"demand__{lookup}": value})


def language_pairs() -> list[tuple[str, str]]:
    return [
        (f"{demand}|{offer}", f"{demand.label} → {offer.label}") for demand in Language for offer in Language
    ]


class SuggestionFilter(filters.FilterSet):
    """The filters of the queue. Without a state, it shows the pairs that wait for this person."""

    q = filters.CharFilter(
        label=_("Words"),
        method="filter_text",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[(WAITING, _("Waiting for me")), *SuggestionState.choices, (ANY, _("All states"))],
        empty_label=None,
        method="filter_state",
    )
    assigned = filters.ChoiceFilter(
        label=_("Taken by"),
        choices=[(MINE, _("me")), (NOBODY, _("nobody"))],
        empty_label=_("anybody or nobody"),
        method="filter_assigned",
    )
    overdue = filters.ChoiceFilter(
        label=_("Time"),
        choices=[("true", _("overdue only"))],
        empty_label=_("any"),
        method="filter_overdue",
    )
    band = filters.ChoiceFilter(label=_("Confidence"), choices=Band, empty_label=_("any"))
    origin = filters.ChoiceFilter(label=_("Suggested by"), choices=Origin, empty_label=_("any"))
    alliance = filters.ModelChoiceFilter(
        label=_("Alliance"), queryset=own_alliances, empty_label=_("All of mine"), method="filter_either"
    )
    mode = filters.ChoiceFilter(
        field_name="cooperation_modes__has",
        label=_("Cooperation mode"),
        choices=CooperationMode,
        empty_label=_("any"),
        method="filter_either",
    )
    province = filters.ChoiceFilter(
        field_name="enterprise__province",
        label=_("Province of either side"),
        choices=regions.province_choices,
        empty_label=_("any"),
        method="filter_either",
    )
    languages = filters.ChoiceFilter(
        label=_("Languages, demand → offer"),
        choices=language_pairs,
        empty_label=_("any"),
        method="filter_languages",
    )
    demand = filters.ModelChoiceFilter(queryset=Demand.objects.all(), widget=forms.HiddenInput)

    class Meta:
        model = Suggestion
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        chosen = data.copy() if data is not None else QueryDict(mutable=True)
        chosen.setdefault("state", WAITING)
        if chosen["state"] == WAITING and chosen.get("band") == Band.WEAK:
            chosen["state"] = SuggestionState.FOLDED  # no weak pair waits for anybody
        super().__init__(chosen, *args, **kwargs)

    def filter_text(self, found: QuerySet[Suggestion], _name: str, value: str) -> QuerySet[Suggestion]:
        in_texts = reduce(or_, (holds(field, value) for field in TEXTS))
        offers, demands = (
            model.objects.filter(in_texts).order_by().values("pk") for model in (Offer, Demand)
        )
        return found.filter(Q(offer__in=offers) | Q(demand__in=demands))  # each text is read once

    def filter_state(self, found: QuerySet[Suggestion], _name: str, value: str) -> QuerySet[Suggestion]:
        if value == WAITING:
            return found.waiting_for(self.request.user)
        return found if value == ANY else found.filter(state=value)

    def filter_assigned(self, found: SuggestionQuerySet, _name: str, value: str) -> SuggestionQuerySet:
        return found.filter(assignee=self.request.user) if value == MINE else found.taken_by_nobody()

    def filter_overdue(self, found: QuerySet[Suggestion], _name: str, value: str) -> QuerySet[Suggestion]:
        return found.overdue(timezone.now())

    def filter_either(self, found: QuerySet[Suggestion], name: str, value: Any) -> QuerySet[Suggestion]:
        return found.filter(either_side(name, value))

    def filter_languages(self, found: QuerySet[Suggestion], _name: str, value: str) -> QuerySet[Suggestion]:
        demand, _bar, offer = value.partition("|")
        return found.filter(demand__language=demand, offer__language=offer)


class GapFilter(filters.FilterSet):
    """The filters of the demands that no offer answers."""

    alliance = filters.ModelChoiceFilter(
        label=_("Alliance"), queryset=own_alliances, empty_label=_("All of mine")
    )
    age = filters.ChoiceFilter(
        label=pgettext_lazy("age", "Published"),
        choices=AGES,
        empty_label=_("at any time"),
        method="filter_age",
    )
    kind = filters.ChoiceFilter(
        label=_("What is missing"),
        choices=[("offer", _("an offer")), (WORDS, _("words that say what is wanted"))],
        empty_label=_("any"),
        method="filter_kind",
    )

    class Meta:
        model = Demand
        fields: list[str] = []

    def filter_age(self, found: QuerySet[Demand], _name: str, value: str) -> QuerySet[Demand]:
        return found.filter(published_at__lte=timezone.now() - timedelta(days=int(value)))

    def filter_kind(self, found: QuerySet[Demand], _name: str, value: str) -> QuerySet[Demand]:
        return found.filter(is_vague=value == WORDS)


class IntroductionFilter(filters.FilterSet):
    """The filters of introductions.

    Words are searched in titles, and in names only once both are connected.
    """

    q = filters.CharFilter(
        label=_("Words"),
        method="filter_text",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = filters.ChoiceFilter(label=_("State"), choices=IntroductionState, empty_label=_("All states"))
    alliance = filters.ModelChoiceFilter(
        label=_("Alliance"), queryset=own_alliances, empty_label=_("All of mine"), method="filter_alliance"
    )
    overdue = filters.BooleanFilter(
        label=_("Only with a late next step"), method="filter_overdue", widget=forms.CheckboxInput
    )

    class Meta:
        model = Introduction
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own_alliances(self.request).exists():
            del self.filters["alliance"]

    def filter_text(self, found: QuerySet[Introduction], _name: str, value: str) -> QuerySet[Introduction]:
        named = holds("offer__enterprise__name", value) | holds("demand__enterprise__name", value)
        titled = holds("offer__title", value) | holds("demand__title", value)
        return found.filter(titled | (named & Q(connected_at__isnull=False)))

    def filter_alliance(
        self, found: QuerySet[Introduction], _name: str, value: Alliance
    ) -> QuerySet[Introduction]:
        return found.filter(either_side("alliance", value))

    def filter_overdue(
        self, found: IntroductionQuerySet, _name: str, value: bool | None
    ) -> QuerySet[Introduction]:
        return found.overdue(timezone.localdate()) if value else found
