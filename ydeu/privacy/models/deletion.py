from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.privacy.enums import StopReason
from ydeu.privacy.states import OPEN, DeletionState

ONE_SUBJECT = Q(person__isnull=False, enterprise__isnull=True) | Q(
    person__isnull=True, enterprise__isnull=False
)


class DeletionQuerySet(models.QuerySet["Deletion"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def due(self, now: datetime) -> Self:
        return self.filter(state=DeletionState.SCHEDULED, due_at__lte=now)

    def of(self, subject: User | Enterprise) -> Self:
        return self.filter(**subject_of(subject))

    def reachable_by(self, user: User) -> Self:
        """The user's own deletions and those of the enterprises they own."""
        owned = Membership.objects.owners().filter(user=user).values("enterprise")
        return self.filter(Q(person=user) | Q(enterprise__in=owned))


class Deletion(models.Model):
    """A request to delete the data of a person or an enterprise. The row stays; it has no names."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("enterprise")
    )
    state = models.CharField(
        _("state"), max_length=12, choices=DeletionState, default=DeletionState.SCHEDULED, editable=False
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("asked for by"),
    )
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("approved by"),
        help_text=_("Closes what introductions are still open then."),
    )
    due_at = models.DateTimeField(_("due"), editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    stop_reason = models.CharField(
        _("why not"), max_length=12, choices=StopReason, blank=True, editable=False
    )

    objects = DeletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("deletion of personal data")
        verbose_name_plural = _("deletions of personal data")
        ordering = ("-pk",)
        default_permissions = ("add", "view", "change")
        constraints = (
            models.CheckConstraint(condition=ONE_SUBJECT, name="deletion_of_one_subject"),
            models.UniqueConstraint(
                fields=("person",), condition=Q(state__in=OPEN), name="one_open_deletion_a_person"
            ),
            models.UniqueConstraint(
                fields=("enterprise",), condition=Q(state__in=OPEN), name="one_open_deletion_an_enterprise"
            ),
        )

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> User | Enterprise:
        return self.person or self.enterprise  # type: ignore[return-value]

    @property
    def page(self) -> str:
        """The page on which the people concerned see its state."""
        if self.enterprise_id:
            return reverse("privacy:enterprise", args=[self.enterprise_id])
        return reverse("privacy:mine")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def subject_of(subject: User | Enterprise) -> dict[str, User | Enterprise]:
    return {"person" if isinstance(subject, User) else "enterprise": subject}
