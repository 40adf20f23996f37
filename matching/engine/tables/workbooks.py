"""Reads XLSX workbooks, in the strict and the usual form, one row at a time."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile

from .escapes import unescaped
from .formats import OF_1900, OF_1904, Style
from .markup import END, START, TEXT, events
from .merges import Merges, merges_in
from .records import MOST_COLUMNS, BadTable, Limits, Problem, Record, Sheet
from .rows import rows_of

DAMAGED = (
    *(BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError),  # of the archive
    *(ExpatError, LookupError, TypeError, AttributeError, ValueError, OverflowError),  # of its content
)
TELLING = {
    "xl/workbook.bin": Problem.BINARY_WORKBOOK,
    "Index/Document.iwa": Problem.NUMBERS,
    "Index.zip": Problem.NUMBERS,
    "word/document.xml": Problem.DOCUMENT,
}
"""Files by which other archives are recognised."""


@dataclass(slots=True)
class Book:
    """What the sheets of a workbook share."""

    path: Path
    texts: list[str] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    epoch: datetime = OF_1900


def sheets_of(path: Path, limits: Limits) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises BadTable."""
    try:
        with ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > limits.unpacked:
                raise BadTable(Problem.TOO_LARGE)
            names = set(archive.namelist())
            for name, problem in TELLING.items():
                if name in names:
                    raise BadTable(problem)
            return _sheets(path, archive)
    except BadTable:
        raise
    except DAMAGED as error:
        raise BadTable(Problem.DAMAGED) from error


def _sheets(path: Path, archive: ZipFile) -> list[Sheet]:
    main = next(iter(_relations(archive, "").get("officeDocument", {}).values()))
    relations = _relations(archive, main)
    book = Book(path)
    for target in relations.get("sharedStrings", {}).values():
        book.texts = list(_shared_texts(archive, target))
    for target in relations.get("styles", {}).values():
        book.styles = _styles(archive, target)
    found = []
    with archive.open(main) as stream:
        for kind, name, attributes in events(stream):
            if kind == START and name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                book.epoch = OF_1904
            if kind == START and name == "sheet":
                target = relations["worksheet"].get(_reference(attributes), "")
                if target:
                    found.append(_sheet(book, target, attributes))
    if not found:
        raise BadTable(Problem.DAMAGED)
    return found


def _sheet(book: Book, target: str, attributes: dict[str, str]) -> Sheet:
    def read() -> Iterator[Record]:
        try:
            with ZipFile(book.path) as archive:
                with archive.open(target) as stream:
                    merges = Merges(merges_in(stream, MOST_COLUMNS))
                with archive.open(target) as stream:
                    yield from rows_of(
                        events(stream),
                        texts=book.texts,
                        styles=book.styles,
                        epoch=book.epoch,
                        merges=merges,
                        sheet=sheet,
                    )
        except BadTable:
            raise
        except DAMAGED as error:
            raise BadTable(Problem.DAMAGED) from error

    sheet = Sheet(attributes["name"], read, is_hidden=attributes.get("state", "visible") != "visible")
    return sheet


def _reference(attributes: dict[str, str]) -> str:
    return next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")


def _relations(archive: ZipFile, part: str) -> dict[str, dict[str, str]]:
    """The parts that a part refers to: by the last word of the type, and the id."""
    folder = dirname(part)
    name = join(folder, "_rels", f"{part.rpartition('/')[2]}.rels")
    found: dict[str, dict[str, str]] = {}
    with archive.open(name) as stream:
        for kind, element, about in events(stream):
            if kind == START and element == "Relationship" and about.get("TargetMode") != "External":
                target = normpath(join("/", folder, about["Target"].replace("\\", "/"))).lstrip("/")
                found.setdefault(about["Type"].rpartition("/")[2], {})[about["Id"]] = target
    return found


def _shared_texts(archive: ZipFile, target: str) -> Iterator[str]:
    """The texts that cells refer to. The reading aids of East Asian texts (``rPh``) are left out."""
    parts: list[str] = []
    is_text, aids = False, 0
    with archive.open(target) as stream:
        for kind, name, _attributes in events(stream):
            if kind == TEXT:
                if is_text and not aids:
                    parts.append(name)
            elif name == "rPh":
                aids += 1 if kind == START else -1
            elif name == "t":
                is_text = kind == START
            elif name == "si" and kind == END:
                yield unescaped("".join(parts))
                parts.clear()


def _styles(archive: ZipFile, target: str) -> list[Style]:
    codes: dict[int, str] = {}
    found: list[Style] = []
    made: dict[int, Style] = {}
    is_inside = False
    with archive.open(target) as stream:
        for kind, name, attributes in events(stream):
            if name == "cellXfs":
                is_inside = kind == START
            elif kind == START and name == "numFmt":
                codes.setdefault(int(attributes["numFmtId"]), attributes["formatCode"])
            elif kind == START and name == "xf" and is_inside:
                number = int(attributes.get("numFmtId", 0))
                if number not in made:
                    made[number] = Style(number, codes.get(number, ""))
                found.append(made[number])
    return found
