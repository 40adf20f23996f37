"""A cell of any length is read in a time that grows with its length, in every column."""

import time
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.factories import make_member
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing import spelling
from ydeu.marketplace.importing.cells import plain, value_of
from ydeu.marketplace.importing.checking import check
from ydeu.marketplace.importing.options import Options
from ydeu.marketplace.importing.reading import Unreadable
from ydeu.marketplace.importing.requirements import requirements

pytestmark = pytest.mark.django_db

LONG = 19_000
TEXTS = {
    "blanks": f"a{' ' * LONG}b",
    "digits": "9" * LONG,
    "digits behind an apostrophe": f"'{'9' * LONG}x",
    "amounts": "1万元" * (LONG // 3),
    "figures": "1," * (LONG // 2),
    "comparisons": "不低于" * (LONG // 3),
    "dashes": "-" * LONG,
    "brackets": "(" * LONG,
    "blanks before a number": f"a{' ' * LONG}≥{' ' * 100}3",
}


@pytest.mark.parametrize("kind", ListingKind)
@pytest.mark.parametrize("name", TEXTS)
def test_every_column_of_a_row_is_refused_or_read_in_a_second(
    kind: ListingKind, name: str, tmp_path: Path
) -> None:
    assert _seconds(kind, TEXTS[name], rows=2, folder=tmp_path) < 1


def test_one_long_text_in_all_cells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="too large"):
        _seconds(ListingKind.OFFER, "x" * LONG, rows=400, folder=tmp_path)


def test_blanks_between_the_parts_of_a_requirement_do_not_matter() -> None:
    read = value_of(requirements(f"循环寿命{' ' * 5000}≥   3000  次"))
    assert str(read[0]).startswith("循环寿命 |")


@pytest.mark.parametrize("cell", ["'00123", "'=1+1", "'-5", "'1/2", "'50%", "'1,234.5"])
def test_the_guard_of_a_figure_is_still_taken_away(cell: str) -> None:
    assert plain(cell) == cell[1:]


def _seconds(kind: ListingKind, text: str, *, rows: int, folder: Path) -> float:
    head = spelling.head_of(kind)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (head, *[[text] * len(head)] * rows):
        sheet.append(row)
    book.save(folder / "long.xlsx")
    enterprise = make_member().memberships.get().enterprise
    start = time.process_time()
    check(folder / "long.xlsx", Options(kind=kind, enterprise=enterprise, for_member=True))
    return time.process_time() - start
