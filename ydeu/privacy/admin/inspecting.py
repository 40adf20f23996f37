"""Read-only admin pages for all tables that have no other page, so that every table can be inspected."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest

from matching.models import Interest, IntroductionEvent, IntroductionSide, SavedFilter, SuggestionEvent
from ydeu.accounts.models import EnterpriseEvent, Invitation, Membership
from ydeu.audit.admin.read_only import ReadOnlyAdmin
from ydeu.marketplace.models import Attachment, ListingEvent, Requirement


class Inspected(ReadOnlyAdmin, admin.ModelAdmin):
    """Read-only, because a use case owns the rows or they are history."""

    show_full_result_count = False
    list_per_page = 50

    secret: tuple[str, ...] = ()
    """Columns that are not shown: what two enterprises write to each other."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [field.name for field in self.opts.concrete_fields if field.name not in self.secret]

    get_fields = get_readonly_fields


@admin.register(Membership)
class MembershipAdmin(Inspected):
    list_display = ("user", "enterprise", "role", "created_at")
    list_filter = ("role",)
    list_select_related = ("user", "enterprise")
    search_fields = ("user__email", "user__name", "enterprise__name")


@admin.register(Invitation)
class InvitationAdmin(Inspected):
    list_display = ("email", "enterprise", "role", "invited_by", "created_at")
    list_filter = ("role",)
    list_select_related = ("enterprise", "invited_by")
    search_fields = ("email", "enterprise__name")


@admin.register(EnterpriseEvent)
class EnterpriseEventAdmin(Inspected):
    list_display = ("at", "enterprise", "kind", "actor")
    list_filter = ("kind",)
    list_select_related = ("enterprise", "actor")
    search_fields = ("enterprise__name", "actor__email", "note")


@admin.register(Attachment)
class AttachmentAdmin(Inspected):
    list_display = ("name", "offer", "demand", "state", "content_type", "size", "uploaded_by", "uploaded_at")
    list_filter = ("state", "refusal", "content_type")
    list_select_related = ("offer", "demand", "uploaded_by")
    search_fields = ("name", "offer__title", "demand__title")


@admin.register(Requirement)
class RequirementAdmin(Inspected):
    list_display = ("demand", "name", "operator", "value", "unit", "priority")
    list_filter = ("priority", "operator")
    list_select_related = ("demand",)
    search_fields = ("name", "demand__title")


@admin.register(ListingEvent)
class ListingEventAdmin(Inspected):
    list_display = ("at", "offer", "demand", "from_state", "to_state", "actor")
    list_filter = ("to_state", "reason")
    list_select_related = ("offer", "demand", "actor")
    search_fields = ("offer__title", "demand__title", "actor__email")


@admin.register(SuggestionEvent)
class SuggestionEventAdmin(Inspected):
    list_display = ("at", "suggestion_id", "from_state", "to_state", "reason", "actor")
    list_filter = ("to_state", "reason")
    list_select_related = ("actor",)
    search_fields = ("suggestion__offer__title", "suggestion__demand__title", "actor__email")


@admin.register(IntroductionSide)
class IntroductionSideAdmin(Inspected):
    list_display = ("introduction_id", "side", "enterprise", "state", "reason", "answered_at")
    list_filter = ("side", "state", "reason")
    list_select_related = ("enterprise",)
    search_fields = ("enterprise__name",)


@admin.register(IntroductionEvent)
class IntroductionEventAdmin(Inspected):
    list_display = ("at", "introduction_id", "from_state", "to_state", "side", "answer", "actor")
    list_filter = ("to_state", "side", "answer")
    list_select_related = ("actor",)
    search_fields = ("introduction__offer__title", "introduction__demand__title", "actor__email")


@admin.register(Interest)
class InterestAdmin(Inspected):
    list_display = ("suggestion_id", "enterprise", "side", "mode", "by")
    list_filter = ("side", "mode")
    list_select_related = ("enterprise", "by")
    search_fields = ("enterprise__name", "by__email")


@admin.register(SavedFilter)
class SavedFilterAdmin(Inspected):
    list_display = ("user", "name")
    list_select_related = ("user",)
    search_fields = ("user__email", "name")


@admin.register(LogEntry)
class LogEntryAdmin(Inspected):
    list_display = ("action_time", "user", "content_type", "object_repr", "action_flag")
    list_filter = ("action_flag",)
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "user__email")
