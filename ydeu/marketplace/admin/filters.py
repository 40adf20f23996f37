"""The filter of the moderation queue. It starts with the listings that wait for a decision."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.states import State

EVERYTHING = "all"
EDITED = "edited"


class QueueFilter(SimpleListFilter):
    """Shows submitted listings unless another state is chosen. A search covers every state."""

    title = _("state")
    parameter_name = "state"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self._default = EVERYTHING if request.GET.get(SEARCH_VAR) else State.SUBMITTED.value
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        rest = [(state.value, state.label) for state in State if state != State.SUBMITTED]
        return [
            (State.SUBMITTED.value, _("To moderate")),
            (EDITED, _("Edited since moderation")),
            *rest,
            (EVERYTHING, _("All")),
        ]

    def value(self) -> str:
        return super().value() or self._default

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == EVERYTHING:
            return queryset
        return edited(queryset) if chosen == EDITED else queryset.filter(state=chosen)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """The choices without Django's “All”: its link has no parameter, so it would lead to the queue."""
        listings = changelist.model._default_manager
        counts = {State.SUBMITTED.value: listings.submitted().count(), EDITED: edited(listings).count()}
        for lookup, label in self.lookup_choices:
            yield {
                "selected": self.value() == lookup,
                "query_string": changelist.get_query_string({self.parameter_name: lookup}),
                "display": f"{label} ({counts[lookup]})" if lookup in counts else label,
            }


def edited(queryset: Any) -> Any:
    """The published and paused listings with an edit that no administrator has read."""
    shown = queryset.filter(state__in=(State.PUBLISHED, State.PAUSED))
    return shown.filter(moderated_revision__lt=F("revision"))
