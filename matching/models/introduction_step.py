from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import Assignee
from matching.states import UNDER_WAY


class IntroductionStepQuerySet(models.QuerySet["IntroductionStep"]):
    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def to_remind(self, today: date) -> Self:
        """Due steps of open introductions without a reminder so far."""
        due = self.open().filter(due_on__lte=today, reminded_at__isnull=True)
        return due.filter(introduction__state__in=UNDER_WAY)


class IntroductionStep(models.Model):
    """The next step: who does what, and by when. An introduction has at most one open step."""

    introduction = models.ForeignKey("matching.Introduction", models.CASCADE, related_name="steps")
    text = models.CharField(_("what is to be done"), max_length=300)
    assignee = models.CharField(_("who does it"), max_length=12, choices=Assignee)
    due_on = models.DateField(_("by when"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("set by")
    )
    set_at = models.DateTimeField(_("set at"), auto_now_add=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    is_done = models.BooleanField(_("done"), default=False)

    objects = IntroductionStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("next step")
        verbose_name_plural = _("next steps")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("introduction",), condition=models.Q(ended_at__isnull=True), name="one_next_step"
            ),
        )
        indexes = (models.Index(fields=("due_on",), name="next_step_due"),)

    def __str__(self) -> str:
        return self.text

    @property
    def is_overdue(self) -> bool:
        return self.ended_at is None and self.due_on < timezone.localdate()
