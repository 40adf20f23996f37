from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models.enterprise import Enterprise
from ydeu.accounts.states import RequestState


class IdentityRequestQuerySet(models.QuerySet["IdentityRequest"]):
    def waiting(self) -> Self:
        return self.filter(state=RequestState.WAITING)


class IdentityRequest(models.Model):
    """A verified enterprise asks for another name or credit code. The verified ones are shown until then."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="identity_requests", verbose_name=_("enterprise")
    )
    old_name = models.CharField(_("name until now"), max_length=200)
    old_code = models.CharField(_("credit code until now"), max_length=18, null=True)
    name = models.CharField(_("name asked for"), max_length=200)
    credit_code = models.CharField(_("credit code asked for"), max_length=18, null=True)
    state = models.CharField(
        _("state"), max_length=12, choices=RequestState, default=RequestState.WAITING, editable=False
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    note = models.TextField(_("reason"), blank=True)

    objects = IdentityRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for another name or code")
        verbose_name_plural = _("requests for another name or code")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise",),
                condition=models.Q(state=RequestState.WAITING),
                name="one_waiting_identity_request",
            ),
        )

    def __str__(self) -> str:
        return f"{self.old_name} → {self.name}"

    @property
    def is_waiting(self) -> bool:
        return self.state == RequestState.WAITING

    @property
    def difference(self) -> str:
        """What changes, for the history of the enterprise."""
        pairs = ((self.old_name, self.name), (self.old_code, self.credit_code))
        return "; ".join(f"{old or '-'} → {new or '-'}" for old, new in pairs if old != new)
