"""Suggestions and failures in the admin. Read-only: decisions are made on the pages of the coordinators."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.models import (
    Interest,
    MatchingFailure,
    Suggestion,
    SuggestionEvent,
)
from matching.suggestions import failures
from ydeu.audit.admin.read_only import ReadOnlyAdmin, inline
from ydeu.marketplace.enums import ListingKind

INLINES = (
    inline(
        Interest,
        *("at", "enterprise", "by", "side", "mode", "question", "about"),
        people=("enterprise", "by"),
    ),
    inline(
        SuggestionEvent,
        *("at", "actor", "from_state", "to_state", "reason", "note", "poster_note", "assigned_to"),
        people=("actor", "assigned_to"),
    ),
)


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    list_display = ("demand", "offer", "score", "state", "origin", "due_at", "assignee", "decided_by")
    list_filter = ("state", "origin", "escalation", "reason", "demand__alliance", "offer__alliance")
    list_select_related = ("demand", "offer", "assignee", "decided_by")
    search_fields = ("demand__title", "offer__title", "demand__enterprise__name", "offer__enterprise__name")
    inlines = INLINES
    show_full_result_count = False


@admin.register(MatchingFailure)
class MatchingFailureAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    list_display = ("kind", "listing_id", "attempts", "error", "last_at")
    list_filter = ("kind",)
    search_fields = ("error",)
    actions = ("try_again",)

    @admin.action(description=_("Try again to match these"), permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[MatchingFailure]) -> None:
        chosen = list(queryset.values_list("kind", "listing_id"))
        for kind in ListingKind:
            failures.clear(kind, [pk for of_kind, pk in chosen if of_kind == kind])
        messages.info(request, gettext("They wait for the matcher again."))
