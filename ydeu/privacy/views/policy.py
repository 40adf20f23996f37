from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ydeu.privacy.models import PrivacyNotice

TIMES = (
    "DELETION_GRACE_DAYS",
    "DATA_COPY_DAYS",
    "RETENTION_NOTICES_DAYS",
    "RETENTION_DRAFTS_DAYS",
    "RETENTION_FAILED_LOGINS_DAYS",
    "RETENTION_LOGINS_DAYS",
    "RETENTION_AUDIT_DAYS",
)


@login_not_required
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """The union's privacy notice, or a skeleton until there is one, and the retention times."""
    times = {name.lower(): getattr(settings, name) for name in TIMES}
    return render(request, "privacy/policy.html", {"notice": PrivacyNotice.objects.first(), **times})
