"""Downloads of the files of listings, with a permission check. No URL serves their folder."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ydeu.marketplace import attachments
from ydeu.marketplace.models import Attachment


@login_not_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send the file. A reader without permission gets 404, logged in or not."""
    attachment = Attachment.objects.select_related("offer", "demand").filter(pk=pk).first()
    if attachment and attachments.is_readable_by(attachment, request.user):
        return _as_download(attachment)
    raise Http404  # for visitors too: a redirect to the log-in would reveal which ids exist


def _as_download(attachment: Attachment) -> FileResponse:
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(
        file, as_attachment=True, filename=attachment.name, content_type=attachment.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    attachment = get_object_or_404(Attachment.objects.select_related("offer", "demand"), pk=pk)
    listing = attachment.listing
    if not listing.is_owned_by(request.user):
        raise Http404
    if listing.is_editable:
        attachments.detach(attachment)
        messages.success(request, _("“%(name)s” is removed.") % {"name": attachment.name})
    else:
        messages.error(request, _("The files of this listing cannot be changed now."))
    return redirect(listing)
