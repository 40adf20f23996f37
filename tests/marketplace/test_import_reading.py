"""Files of different programs give the same records."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from matching.engine.tables.records import Problem
from matching.engine.tables.texts import delimiter_of, encoding_of
from ydeu.marketplace.importing.reading import MESSAGES, Record, Unreadable, records

HEADER = Record(1, 1, ("title", "description"))


def write(folder: Path, content: bytes) -> Path:
    path = folder / "listings"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_text_file_is_read_in_any_usual_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = f"title{delimiter}description\r\n电池{delimiter}高比能\r\n"
    path = write(tmp_path, text.encode(encoding))
    assert list(records(path)) == [HEADER, Record(2, 2, ("电池", "高比能"))]


def test_line_breaks_and_quotes_within_a_cell_are_kept_and_lines_counted_apart(tmp_path: Path) -> None:
    path = write(tmp_path, b'title,description\n"A ""good"" cell","one\ntwo"\nB,three\n')
    assert list(records(path)) == [
        HEADER,
        Record(2, 2, ('A "good" cell', "one\ntwo")),
        Record(3, 4, ("B", "three")),
    ]


def test_blank_rows_are_skipped_but_counted(tmp_path: Path) -> None:
    path = write(tmp_path, b"title,description\n\n, \nA,one\n")
    assert list(records(path)) == [HEADER, Record(4, 4, ("A", "one"))]


def test_an_open_quotation_mark_is_named_by_row_and_line(tmp_path: Path) -> None:
    path = write(tmp_path, b'title,description\n"A\nB",one\nC,"two\n')
    with pytest.raises(Unreadable, match=r"from row 3 \(line 4\) on"):
        list(records(path))


def test_a_workbook_gives_its_first_sheet_with_numbers_and_dates(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0].append(["title", "trl", "valid_until"])
    workbook.worksheets[0].append(["电池", 5, datetime(2030, 1, 31)])  # noqa: DTZ001  # as openpyxl gives it
    workbook.create_sheet().append(["something else"])
    workbook.save(tmp_path / "listings.xlsx")
    assert list(records(tmp_path / "listings.xlsx")) == [
        Record(1, 1, ("title", "trl", "valid_until")),
        Record(2, 2, ("电池", 5, datetime(2030, 1, 31))),  # noqa: DTZ001
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "neither an XLSX workbook nor text"),
        (b"title\n\xff\xff\xff", "neither an XLSX workbook nor text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel format"),
        (b"PK\x03\x04 and then nothing", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        list(records(write(tmp_path, content)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("readme.txt", "hello"),
        (
            "[Content_Types].xml",  # a Word document has one, too
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        ),
    ],
)
def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    with ZipFile(tmp_path / "listings.xlsx", "w") as archive:
        archive.writestr(name, content)
    with pytest.raises(Unreadable, match="damaged or is not one"):
        list(records(tmp_path / "listings.xlsx"))


@pytest.mark.parametrize("wants_password", [False, True])
def test_a_workbook_whose_sheet_cannot_be_unpacked_is_refused(tmp_path: Path, wants_password: bool) -> None:
    """Its first block has an unknown type, or the archive asks for a password."""
    path = tmp_path / "listings.xlsx"
    Workbook().save(path)
    with ZipFile(path) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    raw = bytearray(path.read_bytes())
    if wants_password:
        raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    raw[sheet.header_offset + 30 + len(sheet.filename)] = 0x07
    path.write_bytes(raw)
    with pytest.raises(Unreadable, match="damaged or is not one"):
        list(records(path))


def test_utf_8_is_preferred_to_gb18030(tmp_path: Path) -> None:
    assert encoding_of(write(tmp_path, "电池".encode())) == "utf-8-sig"
    assert encoding_of(write(tmp_path, "电池".encode("gb18030"))) == "gb18030"


def test_a_single_column_counts_as_comma_separated() -> None:
    assert delimiter_of("title\n") == ","


def archive_of(name: str, content: str = "") -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (archive_of("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument file"),
        (archive_of("Index/Document.iwa"), "a document of Apple Numbers"),
        (archive_of("xl/workbook.bin"), "a binary workbook"),
        (archive_of("word/document.xml"), "a text document, not a table"),
        (b"%PDF-1.7", "a text document, not a table"),
        ("\ufeff <html><table><tr><td>标题".encode(), "a web page with the name of a workbook"),
        (b'<?xml version="1.0"?><Workbook>', "a web page with the name of a workbook"),
    ],
)
def test_files_that_people_take_for_a_workbook_are_told_apart(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(Unreadable, match=reason):
        list(records(write(tmp_path, content)))


def test_a_workbook_that_declares_a_document_type_is_refused(tmp_path: Path) -> None:
    """Entities of a document type could grow to any size."""
    path = tmp_path / "listings.xlsx"
    Workbook().save(path)
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    bomb = b'<!DOCTYPE a [<!ENTITY b "cccc">]>'
    parts["xl/worksheets/sheet1.xml"] = bomb + parts["xl/worksheets/sheet1.xml"].partition(b"?>")[2]
    with ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    with pytest.raises(Unreadable, match="damaged or is not one"):
        list(records(path))


def test_every_problem_of_a_file_has_its_sentence() -> None:
    with override("en"):
        assert {problem: str(said) for problem, said in MESSAGES.items()} == {
            problem: problem.value for problem in Problem
        }
