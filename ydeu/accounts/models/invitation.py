from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.enums import Role
from ydeu.accounts.models.enterprise import Enterprise
from ydeu.accounts.models.user import User


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def to(self, user: User) -> Self:
        """The open invitations to the address with which ``user`` logs in, which is verified."""
        return self.filter(email=user.email.lower())


class Invitation(models.Model):
    """An owner's request that the reader of an address act for the enterprise. The answer deletes the row."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="invitations", verbose_name=_("enterprise")
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.EDITOR)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("enterprise", "email"), name="invited_once"),)

    def __str__(self) -> str:
        return f"{self.email} · {self.enterprise}"
