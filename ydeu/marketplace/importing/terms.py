"""Listings of a file whose term is over: the last day of validity, or the day by which a demand is needed."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from ydeu.marketplace.importing.parsing import CellError, Row

TERMS = ("valid_until", "needed_by")


def is_over(row: Row, today: date) -> bool:
    """True if a term of the row has come, as the form has it: such a listing cannot be submitted."""
    return any(row.fields[name] <= today for name in TERMS if row.fields.get(name))


def faults_of(row: Row, today: date) -> Iterator[CellError]:
    """An error for each term of the row that has come."""
    for name in TERMS:
        if row.fields.get(name) and row.fields[name] <= today:
            yield row.fault(name, _("This date has passed. Please choose one in the future."))
