"""Two pages for machines: does this process answer, and does everything behind it work.

A stranger learns only yes or no. Who has a token, or works for the site, reads what each check says.
"""

import secrets
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check.base import HealthCheckResult
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView

from ydeu.health.report import NAMES, Result, examine, is_ready, last_answer


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Liveness: this process answers. It asks nobody else, so a restart of this process is the cure."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Readiness: 200 if everything works, 503 if not. ``?only=database,redis`` asks for some checks."""
    names = _wanted(request)
    if not _may_read(request):
        ready = last_answer.is_ready(names)
        return HttpResponse("ok" if ready else "not ready", "text/plain", 200 if ready else 503)
    results = examine(names)
    status = 200 if is_ready(results) else 503
    if request.GET.get("format") == "openmetrics":
        return _metrics(results)
    if request.GET.get("format") == "json" or not request.accepts("text/plain"):
        found = {each.check.name: {"state": each.state, "says": each.says} for each in results}
        return JsonResponse({"ready": status == 200, "checks": found}, status=status)
    lines = [f"{each.state:8} {each.check.name}: {each.says}\n" for each in results]
    return HttpResponse("".join(lines), "text/plain; charset=utf-8", status)


def _wanted(request: HttpRequest) -> tuple[str, ...]:
    chosen = tuple(filter(None, request.GET.get("only", "").split(",")))
    if set(chosen) - set(NAMES):
        raise Http404
    return chosen or NAMES


def _may_read(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Bearer" and settings.HEALTH_TOKEN:
        return secrets.compare_digest(token.encode(), settings.HEALTH_TOKEN.encode())
    try:
        return bool(request.user.is_active and request.user.is_staff)
    except Error:
        return False


def _metrics(results: Sequence[Result]) -> HttpResponse:
    """The answer for Prometheus. Its status is 200, because a scrape that fails has no figures."""
    page = HealthCheckView()
    page.results = [
        HealthCheckResult(each.check, None if each.is_ready else ServiceUnavailable(each.says), 0.0)
        for each in results
    ]
    return page.render_to_response_openmetrics()
