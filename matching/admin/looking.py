"""Looking on from the admin: decisions are made at the coordinator's desk, so nothing is changed here."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching import failures
from matching.models import (
    Interest,
    MatchingFailure,
    Suggestion,
    SuggestionEvent,
)
from ydeu.audit.admin.looking import LookOnly
from ydeu.marketplace.enums import Kind


class SuggestionEventInline(LookOnly, admin.TabularInline):
    model = SuggestionEvent
    fields = ("at", "actor", "from_state", "to_state", "reason", "note", "poster_note", "assigned_to")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[SuggestionEvent]:
        return super().get_queryset(request).select_related("actor", "assigned_to")


class InterestInline(LookOnly, admin.TabularInline):
    model = Interest
    fields = ("at", "enterprise", "by", "side", "mode", "question", "about")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interest]:
        return super().get_queryset(request).select_related("enterprise", "by")


@admin.register(Suggestion)
class SuggestionAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("demand", "offer", "score", "state", "origin", "due_at", "assignee", "decided_by")
    list_filter = ("state", "origin", "escalation", "reason", "demand__alliance", "offer__alliance")
    list_select_related = ("demand", "offer", "assignee", "decided_by")
    search_fields = ("demand__title", "offer__title", "demand__enterprise__name", "offer__enterprise__name")
    inlines = (InterestInline, SuggestionEventInline)
    show_full_result_count = False


@admin.register(MatchingFailure)
class MatchingFailureAdmin(LookOnly, admin.ModelAdmin):
    list_display = ("kind", "listing_id", "attempts", "error", "last_at")
    list_filter = ("kind",)
    search_fields = ("error",)
    actions = ("try_again",)

    @admin.action(description=_("Try again to match these"), permissions=["view"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[MatchingFailure]) -> None:
        chosen = list(queryset.values_list("kind", "listing_id"))
        for kind in Kind:
            failures.forget(kind, [pk for of_kind, pk in chosen if of_kind == kind])
        messages.info(request, gettext("They wait for the matcher again."))
