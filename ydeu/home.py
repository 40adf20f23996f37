"""The home page: what the exchange is and what is new on it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from matching.models import Introduction
from ydeu.alliances.models import Alliance
from ydeu.insights import efficiency
from ydeu.marketplace.models import Demand, Offer

LATEST = 4


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    offers = Offer.objects.browsable_by(request.user)
    demands = Demand.objects.browsable_by(request.user)
    alliances = list(Alliance.objects.all())
    counts = {
        "offers": offers.count(),
        "demands": demands.count(),
        "alliances": len(alliances),
        "introductions": Introduction.objects.count(),
    }
    context = {
        "counts": counts,
        "latest_offers": offers.with_parties()[:LATEST],
        "latest_demands": demands.with_parties()[:LATEST],
        "alliances": alliances,
        "figures": [each for each in efficiency.current() if each.is_shown],
    }
    return render(request, "home.html", context)
