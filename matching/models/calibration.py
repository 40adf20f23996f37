from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.enums import Verdict
from matching.states import CalibrationState
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance

MOVING = frozenset({"state", "promoted_at", "promoted_by", "promoted_by_id"})
"""The only columns that change after a row was written."""


class CalibrationQuerySet(models.QuerySet["Calibration"]):
    def of(self, alliance: Alliance | int | None) -> Self:
        """The versions of an alliance, or of the union for None."""
        return self.filter(alliance__isnull=True) if alliance is None else self.filter(alliance=alliance)

    def in_use(self) -> Self:
        return self.filter(state=CalibrationState.IN_USE)

    def visible_to(self, user: User) -> Self:
        """Those of the union, and those of the alliances that ``user`` coordinates."""
        coordinated = Alliance.objects.coordinated_by(user).values("pk")
        return self.filter(Q(alliance__isnull=True) | Q(alliance__in=coordinated))

    def update(self, **changes: Any) -> int:
        """Move the state. Raises ValueError for any other column: a calibration is a record."""
        if fixed := changes.keys() - MOVING:
            raise ValueError(f"A calibration never changes: {', '.join(sorted(fixed))}.")
        return super().update(**changes)


class Calibration(models.Model):
    """A version of the scale of an alliance, or of the union: floors and curve, learnt from decisions.

    It keeps what it was learnt from, and the figures by which it was promoted or not. Only its state moves.
    """

    alliance = models.ForeignKey(
        Alliance,
        models.CASCADE,
        null=True,
        related_name="calibrations",
        verbose_name=_("alliance"),
        help_text=_("Empty: the union, for alliances without a version of their own."),
    )
    number = models.PositiveIntegerField(_("version"))
    strong = models.FloatField(_("floor of strong pairs"))
    fair = models.FloatField(_("floor of fair pairs"))
    slope = models.FloatField(_("slope"), help_text=_("In the logarithm of the strength."))
    intercept = models.FloatField(_("intercept"))
    bend = models.FloatField(
        _("bend"),
        default=0.0,
        help_text=_("How much steeper the curve is for large strengths. 0: straight, as before."),
    )
    gives_shares = models.BooleanField(
        _("gives per cent"), default=False, help_text=_("True if there were enough decisions for per cent.")
    )
    prior = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("drawn towards"),
        help_text=_(
            "The version whose curve stands in for decisions not made yet. Empty: the default floors."
        ),
    )
    decisions = models.PositiveIntegerField(_("decisions"))
    approvals = models.PositiveIntegerField(_("worth an introduction"))
    digest = models.CharField(_("digest of the decisions"), max_length=32)
    first_at = models.DateTimeField(_("first decision"))
    last_at = models.DateTimeField(_("last decision"))
    figures = models.JSONField(_("figures"), default=dict)
    verdict = models.CharField(_("verdict"), max_length=12, choices=Verdict)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=CalibrationState,
        default=CalibrationState.CANDIDATE,
        editable=False,
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
        help_text=_("Empty: the nightly task."),
    )
    promoted_at = models.DateTimeField(_("promoted"), null=True)
    promoted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("promoted by")
    )

    objects = CalibrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("alliance", "number"), name="calibration_number"),
            models.UniqueConstraint(
                fields=("number",), condition=Q(alliance__isnull=True), name="calibration_number_of_union"
            ),
            models.UniqueConstraint(
                fields=("alliance",),
                condition=Q(state=CalibrationState.IN_USE),
                name="one_calibration_in_use",
            ),
            models.UniqueConstraint(
                fields=("state",),
                condition=Q(state=CalibrationState.IN_USE, alliance__isnull=True),
                name="one_calibration_in_use_of_union",
            ),
            models.CheckConstraint(
                condition=Q(fair__gt=0, strong__gte=models.F("fair")), name="calibration_floors_in_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.alliance or _('Union')} · {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row. Raises ValueError for one that is stored: ``calibrations`` moves its state."""
        if not self._state.adding:
            raise ValueError("A calibration never changes: make another version.")
        super().save(*args, **kwargs)

    @property
    def is_in_use(self) -> bool:
        return self.state == CalibrationState.IN_USE

    @property
    def better_percent(self) -> int:
        """In how many of 100 resamples of the demands it was better than the one in use."""
        return round(100 * float(self.figures.get("better", 0)))

    @property
    def error_percent(self) -> float:
        """The expected calibration error, cross-validated by demand, in per cent."""
        return round(100 * float(self.figures.get("calibration_error", 0)), 1)
