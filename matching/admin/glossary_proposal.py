"""Proposed entries of the glossary: those who may add entries grant or decline them, with a reason."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.glossary import proposals
from matching.models import GlossaryProposal
from ydeu.accounts.admin.decided_once import DecidedOnce
from ydeu.accounts.models import User
from ydeu.accounts.people import PersonRequest
from ydeu.transitions import DomainError


@admin.register(GlossaryProposal)
class GlossaryProposalAdmin(DecidedOnce):
    right = proposals.RIGHT
    needed = ("proposed_by", "suggestion")
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

    def grant(self, asked: GlossaryProposal, *, by: User) -> None:
        proposals.grant(asked, by=by)

    def decline(self, asked: GlossaryProposal, *, by: User, reason: str) -> None:
        proposals.decline(asked, by=by, reason=reason)

    @admin.action(description=_("Grant: add these to the glossary"), permissions=["view"])
    def grant_chosen(self, request: PersonRequest, queryset: QuerySet[GlossaryProposal]) -> None:
        granted = 0
        for proposal in queryset.waiting().select_related(*self.needed):
            try:
                proposals.grant(proposal, by=request.user)
                granted += 1
            except DomainError as error:
                self.message_user(request, f"{proposal}: {error}", messages.ERROR)
        self.message_user(request, gettext("%(granted)d granted.") % {"granted": granted}, messages.SUCCESS)
