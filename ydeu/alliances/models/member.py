from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import Enterprise
from ydeu.alliances.enums import ChainSegment
from ydeu.alliances.models.alliance import Alliance


class AllianceMember(models.Model):
    """An enterprise that takes part in an alliance, in one segment of its chain."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="alliance_memberships", verbose_name=_("enterprise")
    )
    alliance = models.ForeignKey(Alliance, models.CASCADE, related_name="members", verbose_name=_("alliance"))
    segment = models.CharField(_("chain segment"), max_length=12, choices=ChainSegment, blank=True)
    since = models.DateField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("member of an alliance")
        verbose_name_plural = _("members of alliances")
        ordering = ("alliance", "pk")
        constraints = (
            models.UniqueConstraint(fields=("enterprise", "alliance"), name="member_of_an_alliance_once"),
        )

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.alliance}"
