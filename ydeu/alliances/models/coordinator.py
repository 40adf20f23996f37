from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.alliances.models.alliance import Alliance


class Coordinator(models.Model):
    """A person who reviews the suggested matches of an alliance."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="coordinates", verbose_name=_("person")
    )
    alliance = models.ForeignKey(
        Alliance, models.CASCADE, related_name="coordinators", verbose_name=_("alliance")
    )
    since = models.DateField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        ordering = ("alliance", "pk")
        constraints = (
            models.UniqueConstraint(fields=("user", "alliance"), name="coordinates_an_alliance_once"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.alliance}"
