from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.privacy.states import CopyState


class DataCopyQuerySet(models.QuerySet["DataCopy"]):
    def readable_by(self, user: User) -> Self:
        """The copies ``user`` asked for; those of an enterprise only while they own it. No others, even for
        administrators.
        """
        owned = Membership.objects.owners().filter(user=user).values("enterprise")
        return self.filter(models.Q(enterprise=None) | models.Q(enterprise__in=owned), asked_by=user)

    def waiting(self) -> Self:
        return self.filter(state=CopyState.WAITING)

    def stuck(self, before: datetime) -> Self:
        """Copies claimed before ``before`` by a worker that never finished."""
        return self.filter(state=CopyState.MAKING, claimed_at__lt=before)

    def over(self, now: datetime) -> Self:
        return self.filter(state=CopyState.READY, expires_at__lte=now)


class DataCopy(models.Model):
    """A person's or an enterprise's data as one file that can be downloaded for a few days."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("asked for by")
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("enterprise"),
        help_text=_("Empty: the data of the person who asked."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CopyState, default=CopyState.WAITING, editable=False
    )
    language = models.CharField(_("language"), max_length=10)
    file = models.FileField(_("file"), blank=True, max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    claimed_at = models.DateTimeField(_("claimed at"), null=True)
    expires_at = models.DateTimeField(_("there until"), null=True)

    objects = DataCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of personal data")
        verbose_name_plural = _("copies of personal data")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.enterprise or self.asked_by)

    @property
    def page(self) -> str:
        """The page where its reader finds it."""
        if self.enterprise_id:
            return reverse("privacy:enterprise", args=[self.enterprise_id])
        return reverse("privacy:mine")

    @property
    def is_ready(self) -> bool:
        return self.state == CopyState.READY
