from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from ydeu.workdays.enums import DayKind

FEWEST = 7
"""Days off of a year that is entered. China has 13, and with the weekends around them about 30."""


class CalendarDayQuerySet(models.QuerySet["CalendarDay"]):
    def of_year(self, year: int) -> Self:
        return self.filter(day__year=year)

    def known_years(self) -> set[int]:
        """The years that have ``FEWEST`` days off: New Year's Day alone does not make a year known."""
        holidays = self.filter(kind=DayKind.HOLIDAY).order_by().values("day__year")
        counted = holidays.annotate(number=Count("pk")).filter(number__gte=FEWEST)
        return set(counted.values_list("day__year", flat=True))

    def overlapping(self, days: Iterable[date]) -> Self:
        return self.filter(day__in=list(days))


class CalendarDay(models.Model):
    """A holiday, or a weekend day that is worked. All other days follow their weekday."""

    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("what it is"), max_length=10, choices=DayKind)
    name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("For example the holiday."))

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("holiday or make-up working day")
        verbose_name_plural = _("holidays and make-up working days")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day.isoformat()} · {self.get_kind_display()}"
