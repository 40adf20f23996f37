"""Introductions in the admin, with everything agreed, written and done in them. Read-only."""

from django.contrib import admin

from matching.models import (
    Introduction,
    IntroductionContract,
    IntroductionEvent,
    IntroductionMeeting,
    IntroductionMessage,
    IntroductionNote,
    IntroductionSide,
    IntroductionStep,
)
from ydeu.audit.admin.read_only import ReadOnlyAdmin, inline

INLINES = (
    inline(
        IntroductionSide,
        *("side", "enterprise", "state", "reason", "note", "answered_by", "answered_at"),
        people=("enterprise", "answered_by"),
    ),
    inline(
        IntroductionContract,
        *("mode", "signed_on", "amount_band", "registration_number", "recorded_by", "recorded_at"),
        people=("recorded_by",),
    ),
    inline(
        IntroductionStep,
        *("text", "assignee", "due_on", "set_by", "ended_at", "is_done"),
        people=("set_by",),
    ),
    inline(
        IntroductionMeeting,
        *("starts_at", "minutes", "place", "link", "agenda", "planned_by", "cancelled_at"),
        people=("planned_by",),
    ),
    inline(IntroductionNote, "written_at", "author", "side", "audience", "text", people=("author",)),
    inline(IntroductionMessage, "written_at", "author", "side", "text", people=("author",)),
    inline(
        IntroductionEvent,
        *("at", "actor", "what", "from_state", "to_state", "side", "answer", "note"),
        people=("actor",),
    ),
)


@admin.register(Introduction)
class IntroductionAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    list_display = ("demand", "offer", "state", "opened_by", "opened_at", "connected_at")
    list_filter = ("state", "demand__alliance", "offer__alliance")
    list_select_related = ("demand", "offer", "opened_by")
    search_fields = ("demand__title", "offer__title", "sides__enterprise__name")
    inlines = INLINES
    show_full_result_count = False
