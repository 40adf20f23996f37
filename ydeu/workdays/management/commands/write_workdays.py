"""manage.py write_workdays: write the years that the package knows into china.csv. For developers."""

import csv
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ydeu.workdays.enums import DayKind
from ydeu.workdays.packaged import COLUMNS, FILE

YEARS = 3
"""How many of the last known years are kept. Time that began in an earlier year still runs."""


def rows_of_package() -> list[tuple[str, str, str]]:
    """Day, kind and name for the last years that the installed package chinesecalendar knows."""
    constants = import_module("chinese_calendar.constants")
    names = {holiday.value: f"{holiday.chinese} {holiday.value}" for holiday in constants.Holiday}
    first_year = max(day.year for day in constants.holidays) - YEARS + 1
    kinds = ((DayKind.HOLIDAY, constants.holidays), (DayKind.MAKE_UP, constants.workdays))
    return sorted(
        (day.isoformat(), kind.value, names[name])
        for kind, days in kinds
        for day, name in days.items()
        if day.year >= first_year
    )


class Command(BaseCommand):
    help = "Write China's holidays and make-up working days from the package chinesecalendar into a file."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            rows = rows_of_package()
        except ImportError as error:
            raise CommandError("Install the development requirements first: make setup.") from error
        with FILE.open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
        self.stdout.write(f"{FILE.name}: {len(rows)} days, {rows[0][0]} to {rows[-1][0]}.")
