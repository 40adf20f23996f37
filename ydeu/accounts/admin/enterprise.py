from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ydeu.accounts import enterprises, history, identity, lookalikes, verification
from ydeu.accounts.admin.inlines import EventInline, MembershipInline
from ydeu.accounts.enums import EventKind
from ydeu.accounts.forms import CreditCodeField
from ydeu.accounts.models import Enterprise, Membership
from ydeu.accounts.people import PersonRequest
from ydeu.lookups import is_number
from ydeu.transitions import DomainError

VERIFY, REVOKE = DECISIONS = ("verify", "revoke")
NAMESAKES = 20
"""The most namesakes that the page of an enterprise shows."""


class VerificationFilter(admin.SimpleListFilter):
    title = gettext_lazy("verification")
    parameter_name = "verification"

    def lookups(self, *_args: object) -> list[tuple[str, str]]:
        return [
            ("awaiting", _("Awaiting verification")),
            ("verified", _("Verified")),
            ("unclaimed", _("Nobody acts for it yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        awaiting = Enterprise.objects.awaiting_verification().values("pk")
        return {
            "awaiting": queryset.filter(pk__in=awaiting),
            "verified": queryset.filter(verified_at__isnull=False),
            "unclaimed": queryset.filter(verified_at__isnull=True).exclude(pk__in=awaiting),
        }.get(self.value() or "", queryset)


class EnterpriseAdminForm(forms.ModelForm):
    """The code is optional here: an imported enterprise may lack it until somebody knows it."""

    credit_code = CreditCodeField(
        label=gettext_lazy("unified social credit code"), required=False, empty_value=None
    )

    def clean(self) -> dict[str, Any]:
        """Refuse the name of another verified enterprise, so that what was typed stays."""
        cleaned = super().clean() or self.cleaned_data
        if "name" in self.changed_data and cleaned.get("name"):
            try:
                identity.require_free_name(Enterprise(pk=self.instance.pk, name=cleaned["name"]))
            except DomainError as error:
                self.add_error("name", str(error))
        return cleaned


@admin.register(Enterprise)
class EnterpriseAdmin(admin.ModelAdmin):
    """Moderation of enterprises: every decision goes through ``verification``."""

    form = EnterpriseAdminForm
    change_form_template = "accounts/admin/enterprise_change_form.html"
    list_display = ("name", "credit_code", "is_verified", "place", "size", "origin", "created_at")
    list_filter = (VerificationFilter, "province", "size", "origin")
    search_fields = ("name", "credit_code", "contact_name", "contact_email")
    readonly_fields = ("origin", "verified_at", "verified_by", "revoked_at", "created_at")
    inlines = (MembershipInline, EventInline)
    actions = ("verify_selected", "revoke_selected")

    @admin.display(boolean=True, description=gettext_lazy("verified"), ordering="verified_at")
    def is_verified(self, enterprise: Enterprise) -> bool:
        return enterprise.is_verified

    @admin.display(description=gettext_lazy("place"), ordering="city")
    def place(self, enterprise: Enterprise) -> str:
        return enterprise.place

    @admin.action(description=gettext_lazy("Verify"), permissions=["change"])
    def verify_selected(self, request: PersonRequest, queryset: QuerySet[Enterprise]) -> None:
        for enterprise in queryset:
            self._decide(request, enterprise, VERIFY)

    @admin.action(description=gettext_lazy("Withdraw the verification"), permissions=["change"])
    def revoke_selected(self, request: PersonRequest, queryset: QuerySet[Enterprise]) -> None:
        for enterprise in queryset:
            self._decide(request, enterprise, REVOKE)

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide)
        return [
            path("<int:pk>/verification/", decide, name="accounts_enterprise_decide"),
            *super().get_urls(),
        ]

    def decide(self, request: PersonRequest, pk: int) -> HttpResponse:
        """Handle the buttons on an enterprise's page. They vouch for the name and code the page showed."""
        enterprise = get_object_or_404(Enterprise, pk=pk)
        if not self.has_change_permission(request, enterprise):
            return HttpResponse(status=403)
        if request.POST.get("decision") == VERIFY:
            enterprise.name = request.POST.get("seen_name", "")
            enterprise.credit_code = request.POST.get("seen_code") or None
        if request.POST.get("decision") in DECISIONS:
            self._decide(request, enterprise, request.POST["decision"])
        return redirect("admin:accounts_enterprise_change", pk)

    def has_delete_permission(self, request: HttpRequest, obj: Enterprise | None = None) -> bool:
        """Always False: ``ydeu.privacy`` deletes enterprises, after a grace period, and keeps the history."""
        return False

    def change_view(
        self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the waiting request and the namesakes on the page, and a DomainError as a message."""
        found = Enterprise.objects.filter(pk=object_id).first() if is_number(object_id) else None
        if found:
            waiting = found.identity_requests.waiting().first()
            about = {"waiting": waiting, "namesakes": Enterprise.objects.namesakes_of(found)[:NAMESAKES]}
            extra_context = {**(extra_context or {}), **about, **lookalikes.warnings_about(found)}
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:accounts_enterprise_change", object_id)

    def save_model(self, request: Any, obj: Enterprise, form: Any, change: bool) -> None:
        if change:
            if enterprises.correct(obj, changed=form.changed_data, by=request.user):
                told = _("The new name or credit code waits for an administrator, who has to grant it.")
                self.message_user(request, told, messages.WARNING)
        else:
            super().save_model(request, obj, form, change)
            history.record(obj, EventKind.REGISTERED, by=request.user)

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        """Save the rows below the enterprise, and record who added, removed or changed its members."""
        super().save_formset(request, form, formset, change)
        if formset.model is not Membership:
            return
        changed = [membership for membership, _fields in formset.changed_objects]
        steps = (
            (EventKind.MEMBER_ADDED, formset.new_objects),
            (EventKind.MEMBER_REMOVED, formset.deleted_objects),
            (EventKind.ROLE_CHANGED, changed),
        )
        for kind, rows in steps:
            for row in rows:
                note = f"{row.user.email} ({row.role})"
                who = {"person": row.user_id, "role": row.role}
                history.record(form.instance, kind, by=request.user, note=note, **who)

    def _decide(self, request: PersonRequest, enterprise: Enterprise, decision: str) -> None:
        try:
            if decision == VERIFY:
                verification.verify(enterprise, by=request.user)
                text = _("%(name)s is verified; its owner is told.")
            else:
                note = request.POST.get("note", "")
                verification.revoke(enterprise, by=request.user, note=note)
                text = _("The verification of %(name)s is withdrawn; its owner is told.")
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.message_user(request, text % {"name": enterprise}, messages.SUCCESS)
