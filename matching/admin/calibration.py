"""Versions of the scales in the admin. They are records; an action puts one in use or rolls it back."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.confidence import calibrations
from matching.models import Calibration
from ydeu.audit.admin.read_only import ReadOnlyAdmin
from ydeu.transitions import DomainError


@admin.register(Calibration)
class CalibrationAdmin(ReadOnlyAdmin, admin.ModelAdmin):
    change_list_template = "admin/matching/calibration_list.html"
    list_display = (
        *("number", "of", "state", "decisions", "strong_floor", "fair_floor", "gives_shares", "verdict"),
        *("made_at", "promoted_at", "promoted_by"),
    )
    list_filter = ("state", "verdict", "alliance")
    list_select_related = ("alliance", "promoted_by")
    search_fields = ("alliance__name_zh", "alliance__name_en")
    actions = ("put_in_use", "roll_back")
    show_full_result_count = False

    @admin.display(description=_("alliance"), ordering="alliance")
    def of(self, version: Calibration) -> str:
        return str(version.alliance or gettext("Union"))

    @admin.display(description=_("floor of strong pairs"), ordering="strong")
    def strong_floor(self, version: Calibration) -> str:
        return floatformat(version.strong, 2)

    @admin.display(description=_("floor of fair pairs"), ordering="fair")
    def fair_floor(self, version: Calibration) -> str:
        return floatformat(version.fair, 2)

    @admin.action(description=_("Put this version in use"), permissions=["view"])
    def put_in_use(self, request: HttpRequest, queryset: QuerySet[Calibration]) -> None:
        self._do(request, queryset, lambda version: calibrations.promote(version, by=request.user))

    @admin.action(description=_("Roll back to the version before"), permissions=["view"])
    def roll_back(self, request: HttpRequest, queryset: QuerySet[Calibration]) -> None:
        self._do(request, queryset, lambda version: calibrations.roll_back(version, by=request.user))

    def _do(
        self, request: HttpRequest, chosen: QuerySet[Calibration], act: Callable[[Calibration], object]
    ) -> None:
        """Do it for each chosen version, and say what was refused."""
        done = 0
        for version in chosen.order_by("alliance", "number"):
            try:
                act(version)
                done += 1
            except DomainError as refusal:
                messages.warning(request, f"{version}: {refusal}")
        if done:
            messages.info(request, gettext("Done. The open pairs get their bands again."))
