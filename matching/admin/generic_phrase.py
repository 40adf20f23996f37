"""Phrases that say nothing in an alliance, as the nightly task proposes them. An administrator decides."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from matching.confidence import generic
from matching.models import GenericPhrase
from ydeu.audit.admin.read_only import ReadOnlyAdmin
from ydeu.transitions import DomainError


@admin.register(GenericPhrase)
class GenericPhraseAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    list_display = (
        *("phrase", "alliance", "state", "mismatches", "approvals"),
        *("proposed_at", "decided_by", "decided_at"),
    )
    list_filter = ("state", "alliance")
    list_select_related = ("alliance", "decided_by")
    search_fields = ("phrase",)
    actions = ("grant", "decline")
    show_full_result_count = False

    @admin.action(description=_("Grant: it is no reason for a pair in the alliance"), permissions=["view"])
    def grant(self, request: HttpRequest, queryset: QuerySet[GenericPhrase]) -> None:
        self._decide(request, queryset, lambda phrase: generic.grant(phrase, by=request.user))

    @admin.action(description=_("Decline: the phrase says something"), permissions=["view"])
    def decline(self, request: HttpRequest, queryset: QuerySet[GenericPhrase]) -> None:
        self._decide(request, queryset, lambda phrase: generic.decline(phrase, by=request.user))

    def _decide(
        self,
        request: HttpRequest,
        chosen: QuerySet[GenericPhrase],
        decide: Callable[[GenericPhrase], None],
    ) -> None:
        done = 0
        for phrase in chosen:
            try:
                decide(phrase)
                done += 1
            except DomainError as refusal:
                messages.warning(request, f"{phrase}: {refusal}")
        said = ngettext("%(number)d phrase decided.", "%(number)d phrases decided.", done)
        messages.info(request, said % {"number": done})
