from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class IntroductionMeetingQuerySet(models.QuerySet["IntroductionMeeting"]):
    def coming(self, now: datetime) -> Self:
        return self.filter(cancelled_at__isnull=True, starts_at__gt=now)


class IntroductionMeeting(models.Model):
    """A meeting of the two sides. ``sequence`` counts its changes, as iCalendar requires."""

    introduction = models.ForeignKey("matching.Introduction", models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link of the call"), blank=True)
    agenda = models.TextField(_("what it is about"), blank=True)
    sequence = models.PositiveSmallIntegerField(_("changes"), default=0, editable=False)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("planned by")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)

    objects = IntroductionMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("starts_at", "pk")

    def __str__(self) -> str:
        return f"{self.introduction_id} · {self.starts_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """The address of its calendar file."""
        return reverse("matching:meeting_calendar", args=[self.pk])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)
