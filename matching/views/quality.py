"""The page of figures: whether bands and per cent keep their word, and the versions of the scales."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from matching.confidence import calibrations, quality
from matching.confidence.quality_export import quality_table
from matching.enums import Band
from matching.forms import QualityForm
from matching.models import Calibration
from matching.views.access import ReviewersOnly, person
from ydeu.downloads import download
from ydeu.transitions import DomainError

VERSIONS = 12
"""The most versions on the page. The admin lists all."""


class QualityView(ReviewersOnly, TemplateView):
    """The number of queries does not depend on how many pairs, alliances or months there are."""

    http_method_names = ["get"]
    template_name = "matching/quality.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, scope = chosen(self.request)
        cells = quality.cells_of(scope)
        figures = {
            "reliability": quality.reliability_of(scope),
            "bands": quality.by_band(cells),
            "months": labelled(quality.by_month(cells)),
            "alliances": labelled(quality.by_alliance(cells)),
            "coverage": quality.coverage_of(scope),
            "exposures": [
                (_("Size"), quality.exposure_by_size(scope)),
                (_("Province"), quality.exposure_by_province(scope)),
            ],
        }
        total = sum((tally for _band, tally in figures["bands"]), quality.Tally())
        return super().get_context_data(
            **figures,
            **self.versions(scope),
            total=total,
            filter={"form": form},
            columns=columns(),
            **kwargs,
        )

    def versions(self, scope: quality.Scope) -> dict[str, Any]:
        """The scale that is used now, and the latest versions."""
        found = Calibration.objects.visible_to(scope.user).select_related("alliance", "promoted_by")
        if scope.alliance:
            found = found.filter(alliance=scope.alliance)
        return {
            "floors": quality.scales_in_use(scope),
            "versions": found[:VERSIONS],
            "may_promote": scope.user.is_superuser,
            "query": self.request.GET.urlencode(),
        }


class QualityTableView(ReviewersOnly, View):
    """The decisions behind the page as a file."""

    http_method_names = ["get"]
    kind = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        _form, scope = chosen(request)
        return download(self.kind, _("Quality of suggestions"), *quality_table(scope))


class CalibrationView(ReviewersOnly, View):
    """POST puts a version in use, or rolls back the one in use. For administrators only."""

    http_method_names = ["post"]
    action = ""

    def test_func(self) -> bool:
        return person(self.request).is_superuser

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = get_object_or_404(Calibration, pk=pk)
        try:
            messages.success(request, getattr(self, self.action)(version))
        except DomainError as refusal:
            messages.warning(request, str(refusal))
        return redirect("matching:quality")

    def promote(self, version: Calibration) -> str:
        calibrations.promote(version, by=person(self.request))
        return _("Version %(version)s is in use. The open pairs get their bands again.") % {
            "version": version
        }

    def roll_back(self, version: Calibration) -> str:
        earlier = calibrations.roll_back(version, by=person(self.request))
        if earlier is None:
            return _(
                "There was no earlier version, so the scale of the union or the default is in use again."
            )
        return _("Version %(version)s is in use. The open pairs get their bands again.") % {
            "version": earlier
        }


def columns() -> list[str]:
    """The heads of the columns of tallies: the bands, and all pairs last."""
    return [*map(str, Band.labels), _("All")]


def labelled(rows: Iterable[tuple[Any, list[quality.Tally]]]) -> list[tuple[Any, list[Any]]]:
    """The same rows, each tally with the head of its column."""
    return [(key, list(zip(columns(), tallies, strict=True))) for key, tallies in rows]


def chosen(request: HttpRequest) -> tuple[QualityForm, quality.Scope]:
    """The filters of the page, and what they select. A filter with a wrong value does not apply."""
    user = person(request)
    form = QualityForm(request.GET, user=user)
    form.is_valid()
    return form, quality.Scope(user, form.cleaned_data.get("alliance"), form.cleaned_data.get("month"))
