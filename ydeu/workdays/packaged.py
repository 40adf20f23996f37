"""The years that come with the site. ``manage.py write_workdays`` writes ``china.csv``."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

from django.db import transaction

from ydeu.workdays.enums import DayKind
from ydeu.workdays.models import CalendarDay

FILE = Path(__file__).with_name("china.csv")
DECEMBER = 12
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
    """Add the years of the file that have no day in the table. What an administrator entered stays.

    The announcement of a year also names days of the December before: the holiday of New Year's Day may begin
    there, or be worked for. They come with the year, unless the table has them.
    """
    added = []
    years = packaged_years()
    for year, days in years.items():
        with transaction.atomic():
            if not CalendarDay.objects.of_year(year).exists():
                eve = [day for day in years.get(year - 1, []) if day.day.month == DECEMBER]
                CalendarDay.objects.bulk_create([*eve, *days], ignore_conflicts=True)
                added.append(year)
    return added
