from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.enums import SIDES, Answer, DeclineReason
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.models import Listing
from ydeu.notices.models import Notice


class IntroductionSide(models.Model):
    """One of the two enterprises of an introduction, and its answer."""

    introduction = models.ForeignKey("matching.Introduction", models.CASCADE, related_name="sides")
    side = models.CharField(_("side"), max_length=6, choices=SIDES)
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="introduction_sides", verbose_name=_("enterprise")
    )
    state = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.WAITING)
    reason = models.CharField(_("reason"), max_length=24, choices=DeclineReason, blank=True)
    note = models.TextField(_("note"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True)
    may_be_told = models.BooleanField(_("may be told of as a success story"), null=True)
    notice = models.ForeignKey(
        Notice, models.SET_NULL, null=True, related_name="+", verbose_name=_("notice that told this side")
    )

    class Meta:
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("introduction", "side"), name="each_side_once"),)

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.enterprise}"

    @property
    def listing(self) -> Listing:
        return self.introduction.listing_of(self.side)
