from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ydeu.accounts import second_factors
from ydeu.accounts.people import PersonRequest
from ydeu.accounts.second_factors import Standing


@require_safe
def second_factor(request: PersonRequest) -> HttpResponse:
    """The page that says why an account needs a second factor first, and how to set it up."""
    if second_factors.standing_of(request.user) is not Standing.MISSING:
        return redirect("mfa_index")
    return render(request, "accounts/second_factor.html")
