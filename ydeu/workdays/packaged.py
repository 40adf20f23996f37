"""The years that come with the site. ``manage.py write_workdays`` writes ``china.csv``."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

from django.db import transaction

from ydeu.workdays.enums import DayKind
from ydeu.workdays.models import CalendarDay

FILE = Path(__file__).with_name("china.csv")
COLUMNS = ("day", "kind", "name")


def packaged_years() -> dict[int, list[CalendarDay]]:
    """The days of each year in the file, not saved."""
    years = defaultdict(list)
    with FILE.open(newline="") as file:
        for row in csv.DictReader(file):
            day = CalendarDay(day=date.fromisoformat(row["day"]), kind=DayKind(row["kind"]), name=row["name"])
            years[day.day.year].append(day)
    return dict(years)


def add_missing_years() -> list[int]:
    """Add the years of the file that have no day in the table. What an administrator entered stays."""
    added = []
    for year, days in packaged_years().items():
        with transaction.atomic():
            if not CalendarDay.objects.of_year(year).exists():
                CalendarDay.objects.bulk_create(days)
                added.append(year)
    return added
