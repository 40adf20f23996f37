"""A sheet that was made to harm is refused with a sentence or read right, quickly and in little memory."""

import resource
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from tests.marketplace.metadata.telling_files import telling_pdf
from tests.marketplace.posts import EXE
from ydeu.marketplace.importing.reading import OF_MEMBERS, Unreadable, records

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_english")]

SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
START = f'<worksheet xmlns="{SPACE}"><sheetData>'
END = "</sheetData></worksheet>"
RIGHT = [("title",), ("Heat pump",)]
REFUSED = "refused"


def workbook(**parts: str | bytes) -> bytes:
    """A workbook of two rows. ``parts`` replace or add members; double underscores stand for slashes."""
    book, plain, made = Workbook(), BytesIO(), BytesIO()
    assert book.active is not None
    for row in RIGHT:
        book.active.append(row)
    book.save(plain)
    changes = {name.replace("__", "/"): content for name, content in parts.items()}
    with ZipFile(plain) as source, ZipFile(made, "w", ZIP_DEFLATED) as target:
        members = {name: source.read(name) for name in source.namelist()}
        for name, content in {**members, **changes}.items():
            target.writestr(name, content)
    return made.getvalue()


def sheet(rows: str, head: str = "") -> bytes:
    return workbook(**{SHEET: f"{head}{START}{rows}{END}"})


def text(cell: str, value: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{value}</t></is></c>'


TWO = f"<row r='1'>{text('A1', 'title')}</row><row r='2'>{text('A2', 'Heat pump')}</row>"
HIDDEN = '<cols><col min="-9999999999" max="3" hidden="1"/></cols>'


def merged(*ranges: str, rows: str) -> bytes:
    cells = "".join(f"<mergeCell ref='{each}'/>" for each in ranges)
    content = f"{START}{rows}{END}".replace("</worksheet>", f"<mergeCells>{cells}</mergeCells></worksheet>")
    return workbook(**{SHEET: content})


def formatted(code: str) -> bytes:
    """A hundred numbers with a format of their own."""
    styles = (
        f'<styleSheet xmlns="{SPACE}"><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    rows = "".join(f"<row r='{n}'><c r='A{n}' s='1'><v>7</v></c></row>" for n in range(3, 103))
    return workbook(**{SHEET: f"{START}{TWO}{rows}{END}", "xl/styles.xml": styles})


LAUGHS = "<!DOCTYPE a [<!ENTITY l0 'ha'>" + "".join(
    f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12)
)
ELSEWHERE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" TargetMode="External" Target="file:///etc/passwd" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)

FILES: dict[str, tuple[Callable[[], bytes], object]] = {
    "bomb of zeros": (lambda: workbook(**{"xl/media/a": bytes(64 << 20)}), REFUSED),
    "entities in entities": (lambda: sheet(f"<row>{text('A1', '&l11;')}</row>", f"{LAUGHS}]>"), REFUSED),
    "entity of a file": (
        lambda: sheet(TWO.replace("title", "&f;"), "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"),
        "no secret",
    ),
    "sheet elsewhere": (lambda: workbook(**{"xl/_rels/workbook.xml.rels": ELSEWHERE}), "no secret"),
    "elements in elements": (lambda: sheet("<row>" * 100_000 + "</row>" * 100_000), "no secret"),
    "a billion cells declared": (
        lambda: workbook(
            **{
                SHEET: f"{START}{TWO}{END}".replace(
                    "<sheetData>", "<dimension ref='A1:XFD1048576'/><sheetData>"
                )
            }
        ),
        RIGHT,
    ),
    "rows of 16,384 empty cells": (
        lambda: sheet(TWO + "".join(f"<row r='{n}'><c r='XFD{n}'/></row>" for n in range(3, 10_000))),
        RIGHT,
    ),
    "a hundred rows of 16,384 empty cells": (
        lambda: sheet(TWO + "".join(f"<row r='{n}'><c r='XFD{n}'/></row>" for n in range(3, 100))),
        RIGHT,
    ),
    "a cell far to the right": (lambda: sheet(f"<row r='1'>{text('XFD1', 'x')}</row>"), REFUSED),
    "a row far below": (
        lambda: sheet(f"{TWO}<row r='1048576'>{text('A1048576', 'x')}</row>"),
        [*RIGHT, ("x",)],
    ),
    "everything merged": (lambda: merged("A1:XFD1048576", rows=TWO + "<row/>" * 9_000), REFUSED),
    "everything merged twenty thousand times": (
        lambda: merged(*["A1:XFD1048576"] * 20_000, rows=TWO + "<row/>" * 9_000),
        REFUSED,
    ),
    "merged cells that never end": (
        lambda: sheet(TWO, head="<!--" + "<mergeCell x" * 500_000 + "-->"),
        RIGHT,
    ),
    "hidden columns left of the first": (
        lambda: workbook(**{SHEET: f"{START}{TWO}{END}".replace("<sheetData>", HIDDEN + "<sheetData>")}),
        RIGHT,
    ),
    "numbers of ten million zeros": (lambda: formatted("0" * 10_000_000), "no secret"),
    "a format of opening brackets": (lambda: formatted("[" * 5_000_000), "no secret"),
    "a million empty rows": (lambda: sheet(TWO + "<row/>" * 1_000_000), REFUSED),
    "macros under another name": (lambda: workbook(**{"xl/vbaProject.bin": EXE}), RIGHT),
    "only half of it": (lambda: workbook()[:2000], REFUSED),
    "encrypted": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), REFUSED),
    "a PDF": (lambda: telling_pdf("x") + bytes(9), REFUSED),
    "a program": (lambda: EXE, REFUSED),
    "junk before a workbook": (lambda: b"junk\0" + workbook(), REFUSED),
    "a formula that starts a program": (
        lambda: b"title\n\"=cmd|'/c calc'!A1\"\n",
        [("title",), ("=cmd|'/c calc'!A1",)],
    ),
    "a cell of four megabytes": (lambda: b"title\n" + b"x" * (4 << 20), REFUSED),
    "an open quotation mark": (lambda: b'title\n"' + b"x\n" * 500_000, REFUSED),
    "a million commas": (lambda: b"title\n" + b"," * 1_000_000, [("title",)]),
    "a million lines": (lambda: b"title\n" + b"\n" * 1_000_000, REFUSED),
}


@pytest.mark.parametrize("name", FILES)
def test_each_is_refused_or_read_right(name: str, tmp_path: Path) -> None:
    make, expected = FILES[name]
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(make())
    sentence = ""
    memory, start = _memory(), time.process_time()

    try:
        found: object = [record.cells for record in records(path, OF_MEMBERS)]
    except Unreadable as refusal:
        found, sentence = REFUSED, str(refusal)

    seconds, megabytes = time.process_time() - start, _memory() - memory
    print(f"{name}: {str(found)[:60]}, {seconds:.1f} s, {megabytes} MB")
    assert (seconds < 5, megabytes < 300, "root:" in str(found)) == (True, True, False)
    assert bool(sentence) == (found == REFUSED)
    if expected != "no secret":
        shown = found if found == REFUSED else [_without_blanks(cells) for cells in found]  # type: ignore[attr-defined]
        assert shown == expected


def _memory() -> int:
    """The most megabytes that this process has taken so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _without_blanks(cells: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(cell for cell in cells if cell is not None and cell != "")
