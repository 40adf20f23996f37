"""The moderation in the admin: decisions on one listing on its page, or on many in the list."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from ydeu.marketplace.admin.decisions import BY_NAME, DECISIONS, Decision
from ydeu.marketplace.models import Listing
from ydeu.transitions import DomainError, LostRace

NAMED_REFUSALS = 10


class DecisionDesk(admin.ModelAdmin):
    """Adds to a listing's admin the pages and bulk actions of ``DECISIONS``."""

    def get_urls(self) -> list[URLPattern]:
        decide = path(
            "<path:object_id>/decide/<slug:name>/",
            self.admin_site.admin_view(self.decide),
            name=f"{self.opts.app_label}_{self.opts.model_name}_decide",
        )
        return [decide, *super().get_urls()]

    def decide(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Show the form of the decision. A valid POST takes the decision."""
        listing = self.get_object(request, unquote(object_id))
        if listing is None or name not in BY_NAME:
            raise Http404
        if not self.has_change_permission(request, listing):
            raise PermissionDenied
        decision = BY_NAME[name]
        form = decision.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self._carry_out(request, listing, decision, form.cleaned_data)
        return self._ask(request, decision, form, [listing], listing=listing, seen=seen(listing))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The actions of the list. Listings cannot be deleted in bulk."""
        if not self.has_change_permission(request):
            return {}
        return {decision.name: (_action(decision), decision.name, decision.in_bulk) for decision in DECISIONS}

    def decide_many(
        self, request: HttpRequest, queryset: QuerySet[Any], decision: Decision
    ) -> HttpResponse | None:
        """The bulk action for a decision. It handles each listing separately: a refusal stops no other."""
        form = decision.form(request.POST if "decided" in request.POST else None)
        if decision.asks and not form.is_valid():
            return self._ask(request, decision, form, queryset, action=decision.name)
        said = form.cleaned_data if decision.asks else {}
        done, refused = 0, []
        for listing in queryset:
            try:
                self._do(request, listing, decision, said)
                done += 1
            except DomainError as error:
                refused.append(f"“{listing}”: {error}")
        self._report(request, decision, done, refused)
        return None

    def _carry_out(
        self, request: HttpRequest, listing: Listing, decision: Decision, said: dict[str, Any]
    ) -> HttpResponse:
        try:
            if request.POST.get("seen", seen(listing)) != seen(listing):
                raise LostRace(_("The listing was changed after you opened it. Please read it again."))
            self._do(request, listing, decision, said)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self._page_of(listing))
        self.message_user(request, decision.done % {"listing": listing}, messages.SUCCESS)
        return HttpResponseRedirect(
            self._next(request) if "_next" in request.POST else self._page_of(listing)
        )

    def _do(self, request: HttpRequest, listing: Listing, decision: Decision, said: dict[str, Any]) -> None:
        decision.run(listing, request.user, said)  # type: ignore[arg-type]  # the admin lets only people in
        self.log_change(request, listing, str(decision.label))

    def _next(self, request: HttpRequest) -> str:
        """The page of the listing that has waited longest, or the queue if none waits."""
        waiting = self.get_queryset(request).submitted().order_by("submitted_at", "pk").first()
        if waiting is None:
            self.message_user(request, _("Nothing is left to moderate here."), messages.INFO)
            return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return self._page_of(waiting)

    def _page_of(self, listing: Listing) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[listing.pk])

    def _ask(
        self, request: HttpRequest, decision: Decision, form: Any, chosen: Iterable[Listing], **more: Any
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": decision.label,
            "decision": decision,
            "form": form,
            "chosen": chosen,
            "ticked": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "select_across": request.POST.get("select_across", "0"),
            "media": self.media,
            **more,
        }
        return TemplateResponse(request, "admin/marketplace/decide.html", context)

    def _report(self, request: HttpRequest, decision: Decision, done: int, refused: list[str]) -> None:
        told = {"decision": decision.label, "count": done}
        if done:
            self.message_user(request, _("%(decision)s: %(count)d done.") % told, messages.SUCCESS)
        if refused:
            shown = " · ".join(refused[:NAMED_REFUSALS])
            line = _("%(decision)s: %(count)d refused. %(which)s") % {
                **told,
                "count": len(refused),
                "which": shown,
            }
            self.message_user(request, line, messages.WARNING)


def seen(listing: Listing) -> str:
    """A version of the listing. It changes when somebody saves the listing or decides on it."""
    return f"{listing.updated_at.isoformat()} {listing.state} {listing.revision}"


def _action(decision: Decision) -> Callable[..., Any]:
    return partial(_decide_selected, decision)


def _decide_selected(
    decision: Decision, model_admin: DecisionDesk, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponse | None:
    return model_admin.decide_many(request, queryset, decision)
