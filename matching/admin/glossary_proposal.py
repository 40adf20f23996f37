"""Proposed entries of the glossary: those who may add entries grant or decline them, with a reason."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.glossary import proposals
from matching.models import GlossaryProposal
from ydeu.accounts.people import PersonRequest
from ydeu.transitions import DomainError


@admin.register(GlossaryProposal)
class GlossaryProposalAdmin(admin.ModelAdmin):
    change_form_template = "admin/matching/glossary_proposal_change.html"
    list_display = ("zh", "en", "state", "proposed_by", "proposed_at", "decided_by", "reason")
    list_filter = ("state",)
    list_select_related = ("proposed_by", "decided_by")
    search_fields = ("zh", "en")
    actions = ("grant_chosen",)
    fields = readonly_fields = (
        *("zh", "en", "suggestion", "state", "proposed_by", "proposed_at"),
        *("decided_by", "decided_at", "reason"),
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(proposals.RIGHT)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(proposals.RIGHT)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [
            path("<int:pk>/decide/", decide, name="matching_glossaryproposal_decide"),
            *super().get_urls(),
        ]

    def decide(self, request: PersonRequest, pk: int) -> HttpResponse:
        """Handle the buttons on the page of a proposal."""
        if not request.user.has_perm(proposals.RIGHT):
            raise PermissionDenied
        found = get_object_or_404(GlossaryProposal.objects.select_related("proposed_by", "suggestion"), pk=pk)
        try:
            if request.POST.get("decision") == "grant":
                proposals.grant(found, by=request.user)
            elif request.POST.get("decision") == "decline":
                proposals.decline(found, by=request.user, reason=request.POST.get("reason", ""))
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            if not found.is_waiting:
                self.message_user(request, found.get_state_display(), messages.SUCCESS)
        return redirect("admin:matching_glossaryproposal_change", pk)

    @admin.action(description=_("Grant: add these to the glossary"), permissions=["view"])
    def grant_chosen(self, request: PersonRequest, queryset: QuerySet[GlossaryProposal]) -> None:
        granted = 0
        for proposal in queryset.waiting().select_related("proposed_by", "suggestion"):
            try:
                proposals.grant(proposal, by=request.user)
                granted += 1
            except DomainError as error:
                self.message_user(request, f"{proposal}: {error}", messages.ERROR)
        self.message_user(request, gettext("%(granted)d granted.") % {"granted": granted}, messages.SUCCESS)
