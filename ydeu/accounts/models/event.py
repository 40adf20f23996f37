from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.enums import EventKind
from ydeu.accounts.models.enterprise import Enterprise


class EnterpriseEvent(models.Model):
    """One event of an enterprise's account, written in the transaction of the change and never updated."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="events", verbose_name=_("enterprise")
    )
    kind = models.CharField(_("what"), max_length=20, choices=EventKind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.get_kind_display()
