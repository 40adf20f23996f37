"""The admin of offers and demands: the moderation queue, the page of a listing, and corrections."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ydeu.accounts.enums import Origin
from ydeu.marketplace import listings
from ydeu.marketplace.admin.decisions import open_to
from ydeu.marketplace.admin.desk import DecisionDesk, seen
from ydeu.marketplace.admin.filters import QueueFilter
from ydeu.marketplace.admin.importing import ImportDesk
from ydeu.marketplace.corrections import CORRECTABLE, correct
from ydeu.marketplace.forms.fields import TextArea
from ydeu.marketplace.keyword_fields import KeywordsField
from ydeu.marketplace.leaks import leaks_of
from ydeu.marketplace.listing_fields import fields_of, required_names
from ydeu.marketplace.models import Listing
from ydeu.marketplace.similarity import duplicates_of
from ydeu.marketplace.states import State
from ydeu.transitions import DomainError


class CorrectionForm(forms.ModelForm):
    """The form of a correction. It refuses to empty a required field."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        required = required_names(self._meta.model.kind)  # type: ignore[union-attr]
        for name in set(self.changed_data) & set(required):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("This can be put right, but not emptied."))
        return cleaned


class ListingAdmin(DecisionDesk, ImportDesk):
    form = CorrectionForm
    list_display = ("__str__", "owner", "alliance", "facts", "waiting", "standing")
    list_filter = (QueueFilter, ("alliance", admin.RelatedOnlyFieldListFilter), "visibility", "language")
    list_per_page = 50
    list_select_related = ("enterprise", "alliance")
    search_fields = ("title", "summary", "enterprise__name", "enterprise__credit_code", "external_id")
    search_help_text = _("Title, summary, enterprise, credit code or imported number; looks in every state.")
    formfield_overrides = {
        models.TextField: {"widget": TextArea(attrs={"class": "vLargeTextField", "rows": 8})},
        KeywordsField: {
            "widget": TextArea(attrs={"class": "vLargeTextField", "rows": 2}),
            "show_hidden_initial": False,
        },
    }
    change_form_template = "admin/marketplace/listing_change.html"
    change_list_template = "admin/marketplace/listing_list.html"

    class Media:
        css = {"all": ("marketplace/moderation.css",)}

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("enterprise", "alliance")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """The longest wait first in the queue, the latest change first elsewhere."""
        return ("submitted_at", "pk") if _shows_queue(request) else ("-updated_at", "-pk")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """The columns of the list. The queue shows the waiting time, other lists show the state."""
        hidden = "standing" if _shows_queue(request) else "waiting"
        return tuple(name for name in self.list_display if name != hidden)

    def get_readonly_fields(self, request: HttpRequest, obj: Listing | None = None) -> list[str]:
        shown = [name for _title, options in self.get_fieldsets(request, obj) for name in options["fields"]]
        fields = fields_of(self.model.kind) if obj and obj.state in CORRECTABLE else ()
        correctable = {field.name for field in fields if field.is_correctable}
        return [name for name in shown if name not in correctable]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """False. Listings are posted by enterprises or imported."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Listing | None = None) -> bool:
        """True for a draft. A listing that was ever submitted stays as a record."""
        return obj is not None and obj.state == State.DRAFT and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The rows to delete with a draft. Its files and events need no permission of their own."""
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        are_drafts = all(listing.state == State.DRAFT for listing in objs)
        return deleted, counts, set() if are_drafts else lacking, protected

    def delete_model(self, request: HttpRequest, obj: Listing) -> None:
        listings.discard(obj)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Delete a draft. If it has just been submitted, keep it and show a message."""
        try:
            return super().delete_view(request, object_id, *args, **kwargs)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._address("change", object_id))

    def formfield_for_dbfield(self, *args: Any, **kwargs: Any) -> Any:
        """The input without Django's links to add, change or delete an alliance."""
        field = super().formfield_for_dbfield(*args, **kwargs)
        wrapper = getattr(field, "widget", None)
        if isinstance(wrapper, RelatedFieldWidgetWrapper):
            field.widget = wrapper.widget  # type: ignore[union-attr]
        return field

    def save_model(self, request: HttpRequest, obj: Listing, form: Any, change: bool) -> None:
        """Save only the corrected fields. A plain save would overwrite the state with the one on the page."""
        if form.changed_data:
            correct(obj, form.changed_data, by=request.user)  # type: ignore[arg-type]  # the admin lets only people in

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show or save the page. After a refusal, redirect to the page, which shows the current state."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.path)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        listing: Listing | None = kwargs.get("obj")
        if listing is not None:
            context.update(self._told_of(request, listing))
        return super().render_change_form(request, context, *args, **kwargs)

    def _told_of(self, request: HttpRequest, listing: Any) -> dict[str, Any]:
        may_decide = self.has_change_permission(request, listing)
        return {
            "decisions": open_to(listing) if may_decide else [],
            "seen": seen(listing),
            "queued": self.get_queryset(request).submitted().count(),
            "waiting": self.waiting(listing),
            "duplicates": duplicates_of(listing, user=request.user)
            if listing.state == State.SUBMITTED
            else (),  # type: ignore[arg-type]
            "leaks": leaks_of(listing),
            "events": listing.events.select_related("actor").order_by("-pk"),
            "attachments": listing.attachments.all(),
            "requirements": listing.requirements.all() if hasattr(listing, "requirements") else [],
        }

    @admin.display(description=_("enterprise"), ordering="enterprise__name")
    def owner(self, listing: Listing) -> str:
        return format_html("{} {}", listing.enterprise.name, _mark(listing))

    @admin.display(description=_("waiting"), ordering="submitted_at")
    def waiting(self, listing: Listing) -> str:
        if listing.state != State.SUBMITTED or listing.submitted_at is None:
            return ""
        days = (timezone.localdate() - timezone.localdate(listing.submitted_at)).days
        age = ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else str(_("today"))
        return f"{age} · {_('overdue')}" if listing.is_answer_overdue else age

    @admin.display(description=_("state"), ordering="state")
    def standing(self, listing: Listing) -> str:
        is_edited = listing.state == State.PUBLISHED and listing.moderated_revision < listing.revision
        return f"{listing.get_state_display()} · {_('edited')}" if is_edited else listing.get_state_display()


def _shows_queue(request: HttpRequest) -> bool:
    return request.GET.get("state", State.SUBMITTED) == State.SUBMITTED and not request.GET.get("q")


def _mark(listing: Listing) -> str:
    """The sign for a verified or an imported enterprise."""
    if listing.enterprise.origin == Origin.IMPORTED:
        return format_html('<span class="mark">{}</span>', Origin.IMPORTED.label)
    if listing.enterprise.is_verified:
        return format_html('<span class="mark mark-verified">✓ {}</span>', _("verified"))
    return format_html('<span class="mark mark-unverified">{}</span>', _("not verified"))
