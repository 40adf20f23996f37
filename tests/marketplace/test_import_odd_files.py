"""More than forty files that are odd but right: each is read as it is meant, and the preview says how."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from matching.engine import spreadsheets
from tests.marketplace.odd_files import ODD_FILES
from tests.marketplace.odd_parts import Odd
from tests.marketplace.odder_files import ODDER_FILES
from ydeu.marketplace.importing.layout import Choices, layout_of
from ydeu.marketplace.importing.parsing import Row, rows_of
from ydeu.marketplace.importing.reading import OF_MEMBERS, OF_OPERATORS

MEGABYTES, SECONDS = 300, 5.0
READ_EACH = """
import json, sys, time
from pathlib import Path
import django
django.setup()
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.layout import Choices, layout_of
from ydeu.marketplace.importing.parsing import rows_of
from ydeu.marketplace.importing.reading import OF_OPERATORS
slowest = 0.0
for line in sys.stdin:
    path, kind = json.loads(line)
    began = time.perf_counter()
    layout = layout_of(Path(path), ListingKind(kind), OF_OPERATORS, Choices())
    list(rows_of(layout, ListingKind(kind)))
    slowest = max(slowest, time.perf_counter() - began)
status = Path("/proc/self/status").read_text()  # getrusage would also count the process that started this one
print(json.dumps([slowest, int(status.partition("VmHWM:")[2].split()[0]) / 1024]))
"""


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def said_by(row: Row, expected: dict[str, Any]) -> dict[str, Any]:
    """The values of a row that are not guessed by the reader, and those of its owner that are expected."""
    said = {name: value for name, value in row.fields.items() if name != "language"}
    about = {name: getattr(row, name) for name in ("external_id", "organisation") if name in expected}
    return said | about


@pytest.mark.parametrize("odd", [*ODD_FILES, *ODDER_FILES], ids=lambda odd: odd.name)
def test_an_odd_file_is_read_as_it_is_meant(odd: Odd, tmp_path: Path) -> None:
    path = tmp_path / "listings"
    odd.make(path)
    choices = Choices(takes_hidden=odd.takes_hidden, ignored=frozenset(odd.ignored))
    layout = layout_of(path, odd.kind, OF_MEMBERS, choices)
    found = list(rows_of(layout, odd.kind))

    assert [str(error) for row in found for error in row.errors] == list(odd.errors)
    assert [said_by(row, expected) for row, expected in zip(found, odd.rows, strict=True)] == list(odd.rows)
    assert (list(layout.notes(odd.kind)), layout.unknown) == (list(odd.notes), [])
    told = [each.told for row in found for each in row.understood if each.column != "requirements"]
    assert told == list(odd.told)


@pytest.mark.parametrize("odd", ODDER_FILES, ids=lambda odd: odd.name)
def test_the_command_of_the_engine_reads_the_same_listings(odd: Odd, tmp_path: Path) -> None:
    path = tmp_path / "listings"
    odd.make(path)
    found = spreadsheets.read(path)
    assert [document.title for document in found.documents] == [row["title"] for row in odd.rows]


def test_there_are_forty_of_them() -> None:
    assert len({odd.name for odd in ODD_FILES}) >= 40


@pytest.mark.slow
def test_they_are_read_in_little_time_and_memory(tmp_path: Path) -> None:
    """The limit of time is for each file, that of memory for a process that reads all of them."""
    lines = []
    for number, odd in enumerate([*ODD_FILES, *ODDER_FILES]):
        odd.make(tmp_path / str(number))
        lines.append(json.dumps([str(tmp_path / str(number)), odd.kind.value]))
    ended = subprocess.run(
        [sys.executable, "-c", READ_EACH], input="\n".join(lines), capture_output=True, text=True, check=True
    )
    slowest, megabytes = json.loads(ended.stdout)
    assert slowest < SECONDS
    assert megabytes < MEGABYTES
    assert OF_OPERATORS.rows is None
