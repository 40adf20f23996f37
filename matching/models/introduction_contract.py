from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from matching.enums import SIDES, FollowUpAnswer
from ydeu.marketplace.enums import BudgetBand, CooperationMode

AMOUNT_BANDS = [(band.value, band.label) for band in BudgetBand if band is not BudgetBand.NEGOTIABLE]


class IntroductionContract(models.Model):
    """The contract that the two sides have signed."""

    introduction = models.OneToOneField(
        "matching.Introduction", models.CASCADE, related_name="contract", verbose_name=_("introduction")
    )
    mode = models.CharField(_("cooperation mode"), max_length=24, choices=CooperationMode)
    signed_on = models.DateField(_("signed on"))
    amount_band = models.CharField(_("amount"), max_length=12, choices=AMOUNT_BANDS)
    registration_number = models.CharField(
        _("number in the technology contract register"), max_length=40, blank=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ("-signed_on", "-pk")

    def __str__(self) -> str:
        return f"{self.get_mode_display()}, {self.signed_on}"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def to_ask(self, today: date) -> Self:
        """Questions that are due and not sent, unless the side has said that the cooperation has ended."""
        ended = FollowUp.objects.filter(
            contract=OuterRef("contract"), side=OuterRef("side"), answer=FollowUpAnswer.ENDED
        )
        return self.filter(~Exists(ended), due_on__lte=today, asked_at__isnull=True)

    def asked(self) -> Self:
        return self.filter(asked_at__isnull=False)


class FollowUp(models.Model):
    """The question to one side how the cooperation went, and its latest answer."""

    contract = models.ForeignKey(
        IntroductionContract, models.CASCADE, related_name="follow_ups", verbose_name=_("contract")
    )
    side = models.CharField(_("side"), max_length=6, choices=SIDES)
    months = models.PositiveSmallIntegerField(_("months after the contract"))
    due_on = models.DateField(_("due"))
    asked_at = models.DateTimeField(_("asked"), null=True)
    closes_at = models.DateTimeField(_("answers are taken until"), null=True)
    answer = models.CharField(_("answer"), max_length=12, choices=FollowUpAnswer, blank=True)
    text = models.TextField(_("in their words"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ("months", "pk")
        constraints = (
            models.UniqueConstraint(fields=("contract", "side", "months"), name="one_follow_up_a_side"),
        )
        indexes = (models.Index(fields=("due_on",), name="follow_up_due"),)

    def __str__(self) -> str:
        return f"{self.get_side_display()}, {self.months}"

    def is_closed(self, now: datetime) -> bool:
        return self.closes_at is None or self.closes_at <= now
