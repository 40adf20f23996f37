from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ydeu.workdays.models import CalendarDay

MAX_DAYS = 31
"""The longest stretch that is entered at once."""


class CalendarDaysForm(forms.ModelForm):
    """One day, or all days of a holiday from the first to the last."""

    last_day = forms.DateField(
        label=_("last day"),
        required=False,
        help_text=_("For several days in a row. Leave it empty for one day."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = CalendarDay
        fields = ("day", "last_day", "kind", "name")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("day"), cleaned.get("last_day")
        if first and last:
            self._check_stretch(first, last)
        return cleaned

    def days(self) -> list[date]:
        """All days from the first to the last."""
        first: date = self.cleaned_data["day"]
        last: date = self.cleaned_data.get("last_day") or first
        return [first + timedelta(days=step) for step in range((last - first).days + 1)]

    def _check_stretch(self, first: date, last: date) -> None:
        if not timedelta(0) <= last - first < timedelta(days=MAX_DAYS):
            message = _("The last day is the first one or up to %(most)s days later.")
            self.add_error("last_day", ValidationError(message, params={"most": MAX_DAYS - 1}))
            return
        taken = CalendarDay.objects.overlapping(self.days()).exclude(day=first)
        if known := ", ".join(each.day.isoformat() for each in taken):
            message = _("These days are entered already: %(days)s. Change or delete them first.")
            self.add_error("last_day", ValidationError(message, params={"days": known}))
