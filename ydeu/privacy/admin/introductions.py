"""Read-only admin pages for the tables of an introduction: dates, people and states."""

from django.contrib import admin

from matching.models import (
    FollowUp,
    IntroductionContract,
    IntroductionMeeting,
    IntroductionMessage,
    IntroductionNote,
    IntroductionStep,
    MessageFile,
    ReadMark,
)
from ydeu.privacy.admin.inspecting import Inspected

PAIR = ("introduction__offer__title", "introduction__demand__title")


@admin.register(IntroductionContract)
class IntroductionContractAdmin(Inspected):
    list_display = (
        "introduction_id",
        "mode",
        "signed_on",
        "amount_band",
        "registration_number",
        "recorded_by",
    )
    list_filter = ("mode", "amount_band", "signed_on")
    list_select_related = ("recorded_by",)
    search_fields = (*PAIR, "registration_number")


@admin.register(FollowUp)
class FollowUpAdmin(Inspected):
    list_display = ("contract_id", "side", "months", "due_on", "asked_at", "answer", "answered_at")
    list_filter = ("months", "answer", "side")
    search_fields = ("contract__introduction__offer__title", "contract__introduction__demand__title")


@admin.register(IntroductionMeeting)
class IntroductionMeetingAdmin(Inspected):
    list_display = ("introduction_id", "starts_at", "minutes", "planned_by", "cancelled_at")
    list_filter = ("starts_at",)
    list_select_related = ("planned_by",)
    search_fields = PAIR


@admin.register(IntroductionMessage)
class IntroductionMessageAdmin(Inspected):
    secret = ("text",)
    list_display = ("written_at", "introduction_id", "side", "author")
    list_filter = ("side", "written_at")
    list_select_related = ("author",)
    search_fields = (*PAIR, "author__email")


@admin.register(MessageFile)
class MessageFileAdmin(Inspected):
    secret = ("file", "name")
    list_display = ("message_id", "content_type", "size")
    list_filter = ("content_type",)
    search_fields = ("message__author__email",)


@admin.register(IntroductionNote)
class IntroductionNoteAdmin(Inspected):
    secret = ("text",)
    list_display = ("written_at", "introduction_id", "side", "audience", "author")
    list_filter = ("audience", "side")
    list_select_related = ("author",)
    search_fields = (*PAIR, "author__email")


@admin.register(IntroductionStep)
class IntroductionStepAdmin(Inspected):
    list_display = ("introduction_id", "text", "assignee", "due_on", "is_done", "set_by")
    list_filter = ("is_done", "assignee", "due_on")
    list_select_related = ("set_by",)
    search_fields = (*PAIR, "text")


@admin.register(ReadMark)
class ReadMarkAdmin(Inspected):
    list_display = ("introduction_id", "user", "last_message")
    list_select_related = ("user",)
    search_fields = ("user__email",)
