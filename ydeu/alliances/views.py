from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ydeu.alliances.models import Alliance


@login_not_required
def alliance_list(request: HttpRequest) -> HttpResponse:
    alliances = Alliance.objects.annotate(member_count=Count("members"))
    return render(request, "alliances/alliance_list.html", {"alliances": alliances})


@login_not_required
def alliance_detail(request: HttpRequest, slug: str) -> HttpResponse:
    alliance = get_object_or_404(Alliance, slug=slug)
    named = alliance.coordinators.exclude(user__name="")  # str() of a person without a name is an address
    coordinators = named.select_related("user").order_by("pk")
    context = {
        "alliance": alliance,
        "member_count": alliance.members.count(),
        "coordinators": coordinators if request.user.is_authenticated else (),
    }
    return render(request, "alliances/alliance_detail.html", context)
