"""The page of a follow-up question, behind a signed link. Anyone who has the e-mail may answer."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from matching.enums import FollowUpAnswer
from matching.forms import FollowUpForm
from matching.introductions import follow_ups
from matching.models import FollowUp
from ydeu.transitions import DomainError


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """GET only shows the question, because a mail program may open links in advance. POST answers it."""
    found = follow_ups.of_token(token)
    if found is None:
        raise Http404
    form = FollowUpForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            follow_ups.answer(found, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("text", str(refusal))
        else:
            return _page(request, found, form, is_answered=True)
    return _page(request, found, form, chosen=request.GET.get("answer", ""))


def _page(
    request: HttpRequest, found: FollowUp, form: FollowUpForm, *, is_answered: bool = False, chosen: str = ""
) -> HttpResponse:
    context = {
        "follow_up": found,
        "listing": found.contract.introduction.listing_of(found.side),
        "form": form,
        "answers": FollowUpAnswer.choices,
        "chosen": chosen or found.answer,
        "is_answered": is_answered,
        "is_closed": found.is_closed(timezone.now()),
    }
    return render(request, "matching/follow_up.html", context)
