"""A member's interest in a listing: the form, and the list of interests with their results."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView

from matching.forms import InterestForm
from matching.index.documents import MODELS
from matching.models import Interest
from matching.review import interests
from matching.review.rejection_advice import advice_on
from matching.states import SuggestionState
from matching.views.access import person
from matching.views.conflict import refused
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing
from ydeu.transitions import DomainError


class InterestView(FormView):
    """404 for a listing that the person cannot see, 403 for a person who may not ask."""

    kind: ListingKind = ListingKind.OFFER
    template_name = "matching/interest_form.html"
    form_class = InterestForm
    listing: Listing

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        listings = MODELS[self.kind].objects.with_parties()
        find = listings.once_browsable_by if request.method == "POST" else listings.browsable_by
        self.listing = get_object_or_404(find(request.user), pk=kwargs["pk"])
        if not interests.is_entitled(self.listing, by=person(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """If the listing was withdrawn while the person wrote, show what they wrote."""
        try:
            interests.require_open(self.listing)
        except DomainError as refusal:
            back = reverse(f"marketplace:{self.kind}_list")
            return refused(request, refusal, back=back, form=self.get_form())
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        partners = interests.partners_of(self.listing, by=person(self.request))
        return {**super().get_form_kwargs(), "partners": partners}

    def get_initial(self) -> dict[str, Any]:
        own = Enterprise.objects.verified().of(person(self.request)).first()
        partners = list(interests.partners_of(self.listing, by=person(self.request))[:2])
        return {
            "own": partners[0] if len(partners) == 1 else None,
            "mode": next(iter(self.listing.cooperation_modes), ""),
            "about": own.introduction if own else "",
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        has_partner = context["form"].fields["own"].queryset.exists()
        return {**context, "listing": self.listing, "has_partner": has_partner}

    def form_valid(self, form: InterestForm) -> HttpResponse:
        own, details = form.cleaned_data["own"], dict(form.cleaned_data)
        del details["own"]
        try:
            interests.express(own, self.listing, by=person(self.request), **details)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you. A coordinator checks it, and you hear from us."))
        return redirect("matching:interest_list")


class InterestListView(ListView):
    template_name = "matching/interest_list.html"
    paginate_by = 20

    def get_queryset(self) -> QuerySet[Interest]:
        return Interest.objects.of(person(self.request)).with_pair()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [(interest, self.advice(interest)) for interest in context["page_obj"]]
        return {**context, "rows": rows}

    def advice(self, interest: Interest) -> str:
        pair = interest.suggestion
        return str(advice_on(pair.reason)) if pair.state == SuggestionState.REJECTED else ""
