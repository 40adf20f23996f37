"""The pages to create and to edit a listing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from ydeu.accounts.models import Enterprise
from ydeu.marketplace import listings, search
from ydeu.marketplace.completeness import is_odd_pair
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.forms import ListingForm, RequirementRows
from ydeu.marketplace.forms.demand import BLANK_ROWS, MAX_ROWS
from ydeu.marketplace.leaks import Leak, leaks_of
from ydeu.marketplace.models import Listing
from ydeu.marketplace.similarity import Duplicate, duplicates_of
from ydeu.marketplace.views.kinds import MODELS, own_listing
from ydeu.marketplace.views.listing_editor import DRAFT, FORMS, LIVE, MORE, ListingEditor
from ydeu.pace import Pace
from ydeu.transitions import DomainError


class ListingFormView(View):
    """Shows the form and handles its POST."""

    pace = Pace("save_listing", "30/m/user,300/h/user")
    listing: Listing

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = FORMS[self.listing.kind](instance=self.listing, user=request.user)
        return self.show(form, self.stored_rows())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        editor = ListingEditor(self.listing, user=request.user, data=request.POST, files=request.FILES)
        if not editor.can_be_kept or editor.must_warn:
            return self.show_unkept(editor, leaks=editor.leaks, is_held=editor.can_be_kept)
        try:
            editor.keep()
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return self.show_unkept(editor)
        if not editor.is_faultless:
            messages.info(request, _("What you typed is saved. Some points are still open."))
            return self.show(*editor.reopened())
        return self.finish(editor)

    def finish(self, editor: ListingEditor) -> HttpResponse:
        """Confirm that everything is stored, and redirect."""
        self.warn_of_odd_pair()
        if editor.is_live:
            self.warn_if_vague()
            self.warn_of_duplicates()
            messages.success(self.request, _("Your changes are saved and visible."))
            return redirect(self.listing)
        if editor.action in (DRAFT, MORE):
            messages.success(self.request, _("Draft saved."))
            return self.back_to_form(more_rows=editor.action == MORE)
        is_told = editor.knows(self.duplicates) and editor.knows_leaks
        return self.submit() if is_told else self.show(*editor.reopened(), is_held=True)

    def submit(self) -> HttpResponse:
        try:
            listings.submit(self.listing, by=self.request.user)
        except DomainError as refusal:
            messages.warning(self.request, str(refusal))
            return self.back_to_form()
        messages.success(self.request, _("Submitted. An administrator reads it before others can see it."))
        return redirect(self.listing)

    def back_to_form(self, *, more_rows: bool = False) -> HttpResponseRedirect:
        address = reverse(f"marketplace:{self.listing.kind}_edit", args=[self.listing.pk])
        return redirect(f"{address}?rows={2 * BLANK_ROWS}#requirements" if more_rows else address)

    def show_unkept(self, editor: ListingEditor, **said: Any) -> HttpResponse:
        editor.ask_for_files_again()
        return self.show(editor.form, editor.rows, **said)

    def show(
        self,
        form: ListingForm,
        rows: RequirementRows | None,
        *,
        leaks: list[Leak] | None = None,
        is_held: bool = False,
    ) -> HttpResponse:
        """Show the form. ``is_held`` asks the user to read a warning of copies or leaks first.

        ``leaks`` replaces those of the stored listing if the typed texts are not stored.
        """
        context = {
            "form": form,
            "rows": rows,
            "leaks": leaks_of(self.listing) if leaks is None else leaks,
            "is_held": is_held,
            **self.about_the_listing(),
        }
        return render(self.request, "marketplace/form.html", context)

    def about_the_listing(self) -> dict[str, Any]:
        """What the form shows of the stored listing."""
        kind = self.listing.kind
        return {
            "listing": self.listing,
            "verdict": self.listing.request_for_changes,
            "kind": kind,
            "is_live": self.listing.state in LIVE,
            "autosave_key": f"{kind}-{self.listing.pk or 'new'}",
            "duplicates": self.duplicates,
            "is_vague": bool(self.listing.pk) and search.is_too_vague(self.listing),
        }

    def stored_rows(self) -> RequirementRows | None:
        if self.listing.kind != ListingKind.DEMAND:
            return None
        asked = self.request.GET.get("rows", "")
        blank = min(int(asked), MAX_ROWS) if asked.isdecimal() and len(asked) < 3 else BLANK_ROWS
        return RequirementRows(instance=self.listing, blank=blank)

    @cached_property
    def duplicates(self) -> list[Duplicate]:
        """The listings that the stored listing may be a copy of."""
        return duplicates_of(self.listing, user=self.request.user) if self.listing.pk else []

    def warn_of_duplicates(self) -> None:
        if self.duplicates:
            messages.warning(
                self.request,
                render_to_string("marketplace/_duplicates.html", {"duplicates": self.duplicates}),
            )

    def warn_if_vague(self) -> None:
        """Say what to add to a published demand for which no offer can be found."""
        if search.is_too_vague(self.listing):
            note = {"listing": self.listing, "may_edit": True}
            messages.warning(self.request, render_to_string("marketplace/_vague_note.html", note))

    def warn_of_odd_pair(self) -> None:
        stage, trl = getattr(self.listing, "stage", ""), getattr(self.listing, "trl", None)
        if is_odd_pair(stage, trl):
            messages.warning(
                self.request,
                _("Stage of development and readiness level do not usually go together. Are both right?"),
            )


class CreateListing(ListingFormView):
    def dispatch(self, request: HttpRequest, *args: Any, kind: ListingKind, **kwargs: Any) -> Any:
        if not Enterprise.objects.of(request.user).exists():
            messages.info(request, _("First tell us for which enterprise you speak, then post your listing."))
            back = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('accounts:enterprise_create')}?{back}")
        self.listing = MODELS[kind]()
        return super().dispatch(request, *args, kind=kind, **kwargs)


class EditListing(ListingFormView):
    def dispatch(self, request: HttpRequest, *args: Any, kind: ListingKind, pk: int, **kwargs: Any) -> Any:
        self.listing = own_listing(kind, pk, request.user)
        if not self.listing.is_editable:
            messages.info(
                request,
                _("A listing that is “%(state)s” cannot be edited.")
                % {"state": self.listing.get_state_display()},
            )
            return redirect(self.listing)
        return super().dispatch(request, *args, kind=kind, pk=pk, **kwargs)
