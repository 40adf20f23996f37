"""Downloads: the user's own listings, those of their alliances, and the import template."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ydeu.alliances.models import Alliance
from ydeu.downloads import FORMATS, MAX_ROWS, XLSX, as_file, download
from ydeu.marketplace import overview
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing import spelling, template
from ydeu.marketplace.models import Listing, ListingQuerySet
from ydeu.marketplace.views.kinds import MODELS
from ydeu.pace import paced

EXPORTS = "20/m/user"


@require_safe
@paced("export", EXPORTS, reads=True)
def my_table(request: HttpRequest, kind: ListingKind, form: str) -> HttpResponse:
    """The listings of the user's enterprises, in the columns of the import."""
    listings = _whole(MODELS[kind].objects.owned_by(request.user), form)
    return download(form, _name(kind), spelling.head_of(kind), spelling.rows_of(listings))


@require_safe
@paced("export", EXPORTS, reads=True)
def coordinated_table(request: HttpRequest, kind: ListingKind, form: str) -> HttpResponse:
    if not Alliance.objects.coordinated_by(request.user).exists():
        raise PermissionDenied
    listings = _whole(MODELS[kind].objects.coordinated_by(request.user), form)
    return download(form, _name(kind), overview.head_of(kind), overview.rows_of(listings))


@require_safe
def blank(request: HttpRequest, kind: ListingKind) -> HttpResponse:
    named = _("%(listings)s to fill in") % {"listings": MODELS[kind]._meta.verbose_name_plural}
    return as_file(template.blank(kind), XLSX, named)


def _whole(listings: ListingQuerySet, form: str) -> list[Listing]:
    if form not in FORMATS:
        raise Http404
    rows = listings.with_parties().order_by("pk")
    if rows.model.kind == ListingKind.DEMAND:
        rows = rows.prefetch_related("requirements")
    return list(rows[: MAX_ROWS + 1])


def _name(kind: ListingKind) -> str:
    return f"{MODELS[kind]._meta.verbose_name_plural} {timezone.localdate().isoformat()}"
