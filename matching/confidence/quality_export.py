"""The decisions by month, alliance and band as a table for download."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from matching.confidence.quality import Scope, cells_of
from matching.enums import Band
from ydeu.alliances.models import Alliance


def quality_table(scope: Scope) -> tuple[Sequence[str], Iterator[Sequence[Any]]]:
    """The heads of the columns, and the rows, the newest month first. Two queries."""
    cells = cells_of(scope)
    named = Alliance.objects.in_bulk({cell.alliance for cell in cells if cell.alliance})
    rows = (
        [
            cell.month,
            str(named[cell.alliance]) if cell.alliance else "",
            str(Band(cell.band).label) if cell.band else "",
            cell.tally.decided,
            cell.tally.worth,
            cell.tally.percent,
        ]
        for cell in cells
    )
    return _head(), rows


def _head() -> list[str]:
    return [
        _("Month"),
        _("Alliance"),
        _("Band"),
        _("Decisions"),
        _("Worth an introduction"),
        _("Per cent"),
    ]
