from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ydeu.insights import efficiency
from ydeu.insights.figure import FEWEST


@login_not_required
def figures(request: HttpRequest) -> HttpResponse:
    """How fast and how well the union answers, for everybody."""
    context = {"figures": efficiency.current(), "fewest": FEWEST, "days": efficiency.DAYS}
    return render(request, "insights/figures.html", context)
