"""The parts of odd files, and the changes that make a workbook odd."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table

from ydeu.marketplace.enums import ListingKind

OFFER, DEMAND = ListingKind.OFFER, ListingKind.DEMAND
HEAD = ["编号", "标题", "摘要", "技术关键词", "有效期至", "技术就绪度"]
LINE: list[Any] = ["A-1", "固态电解质薄膜", "室温电导率高", "电解质; 锂电池", date(2030, 6, 30), 5]
READ = {
    "external_id": "A-1",
    "title": "固态电解质薄膜",
    "summary": "室温电导率高",
    "technology_keywords": ["电解质", "锂电池"],
    "valid_until": date(2030, 6, 30),
    "trl": 5,
}
TRANSITIONAL = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


@dataclass(frozen=True)
class Odd:
    """One file: how it is made, what is read from it, and what the preview says of the reading."""

    name: str
    make: Callable[[Path], None]
    rows: Sequence[dict[str, Any]] = (READ,)
    notes: Sequence[str] = ()
    kind: ListingKind = OFFER
    ignored: Sequence[str] = ()
    takes_hidden: bool = False
    told: Sequence[str] = ()
    """What cells were taken for."""
    errors: Sequence[str] = field(default=())


def csv_of(text: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    return lambda path: (path.write_bytes(text.encode(encoding)), None)[1]


def book_of(
    *rows: Sequence[Any], then: Callable[[Workbook], None] = lambda book: None
) -> Callable[[Path], None]:
    """A workbook with these rows on its first sheet, changed by ``then``."""

    def make(path: Path) -> None:
        book = Workbook()
        book.worksheets[0].title = "Sheet1"
        for cells in rows:
            book.worksheets[0].append(list(cells))
        then(book)
        book.save(path)

    return make


def rewritten(make: Callable[[Path], None], change: Callable[[str, bytes], bytes]) -> Callable[[Path], None]:
    """The same workbook with changed parts."""

    def remake(path: Path) -> None:
        make(path)
        with ZipFile(path) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
        with ZipFile(path, "w") as archive:
            for name, content in parts:
                archive.writestr(name, change(name, content))

    return remake


def strict(_name: str, content: bytes) -> bytes:
    for usual, other in TRANSITIONAL.items():
        content = content.replace(usual, other)
    return content


def prefixed(name: str, content: bytes) -> bytes:
    """The sheets with a prefix on every element, as some programs write them."""
    if not name.startswith("xl/worksheets/sheet"):
        return content
    return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content).replace(b"xmlns=", b"xmlns:x=")


def unplaced(name: str, content: bytes) -> bytes:
    """Rows and cells without their positions, as some programs leave them out."""
    if not name.startswith("xl/worksheets/sheet"):
        return content
    return re.sub(rb'(<(?:row|c)\b[^>]*?) r="[A-Z]*\d+"', rb"\1", content)


def formatted(number: int) -> Callable[[str, bytes], bytes]:
    """The date cells with a built-in East Asian format."""

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/styles.xml":
            return content
        return re.sub(rb'numFmtId="14"', f'numFmtId="{number}"'.encode(), content)

    return change


def cached(name: str, content: bytes) -> bytes:
    """A formula with the value that its program stored."""
    return (
        content.replace(b"<v></v>", b"<v>5</v>").replace(b"<v />", b"<v>5</v>").replace(b"<v/>", b"<v>5</v>")
    )


def escaped(text: str) -> Callable[[str, bytes], bytes]:
    """A text of the shared strings as it stands in the file."""

    def change(_name: str, content: bytes) -> bytes:
        plain = "室温电导率高".encode("ascii", "xmlcharrefreplace")
        return content.replace(plain, text.encode()).replace("室温电导率高".encode(), text.encode())

    return change


def _sheet(book: Workbook) -> Any:
    return book.worksheets[0]


def under(*rows: Sequence[Any]) -> Callable[[Path], None]:
    return book_of(*rows, HEAD, LINE)


def guided(book: Workbook) -> None:
    guide = book.create_sheet("填表说明", 0)
    for cells in (["填表说明"], ["标题：不超过 256 字"], ["标题", "必填"], ["技术就绪度", "1–9"]):
        guide.append(cells)


def two_kinds(book: Workbook) -> None:
    sheet = book.create_sheet("技术需求")
    sheet.append(["标题", "预算", "需求截止日期"])
    sheet.append(["耐高温密封件", "50-200万元", "2030年3月"])
    _sheet(book).title = "技术供给"


def half_hidden(book: Workbook) -> None:
    _sheet(book).row_dimensions[3].hidden = True
    _sheet(book).column_dimensions["C"].hidden = True


def filtered(book: Workbook) -> None:
    _sheet(book).auto_filter.ref = "A1:F2"
    _sheet(book).freeze_panes = "B2"
    _sheet(book).add_table(Table(displayName="listings", ref="A1:F2"))


def merged(*ranges: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for each in ranges:
            _sheet(book).merge_cells(each)

    return change


def styled(cell: str, code: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        _sheet(book)[cell].number_format = code

    return change


def counted_from_1904(*rows: Sequence[Any]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        book = Workbook()
        book.epoch = CALENDAR_MAC_1904
        for cells in rows:
            _sheet(book).append(list(cells))
        book.save(path)

    return make


def titled(title: str, **more: Any) -> dict[str, Any]:
    return {"title": title, **more}
