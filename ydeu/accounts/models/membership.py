from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.enums import Role
from ydeu.accounts.models.enterprise import Enterprise


class MembershipQuerySet(models.QuerySet["Membership"]):
    def owners(self) -> Self:
        return self.filter(role=Role.OWNER)

    def of_organisations(self, enterprises: Collection[int]) -> Self:
        """The memberships of the enterprises with these primary keys, and of their namesakes."""
        names = Enterprise.objects.filter(pk__in=enterprises).order_by().values("folded_name")
        return self.filter(enterprise__folded_name__in=names)


class Membership(models.Model):
    """A person who acts for an enterprise. An owner also decides who else does."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="memberships", verbose_name=_("enterprise")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.EDITOR)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("enterprise", "pk")
        constraints = (
            models.UniqueConstraint(fields=("user", "enterprise"), name="one_membership_per_enterprise"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.enterprise}"
