"""The glossary in a spreadsheet: what is read, what is refused and where. An export can be imported again."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from matching.glossary import files
from matching.glossary.entries import Pair, plan_import
from matching.glossary.files import MAX_ROWS, as_csv, as_xlsx
from tests.matching.glossary.test_entries import (
    APART,
    NO_CHINESE,
    NO_ENGLISH,
    NOTHING_ELSE,
    TOO_LONG,
    make_entry,
)
from ydeu.marketplace.importing.reading import Unreadable

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "glossary"


def read(file: Path, content: str | bytes) -> files.Reading:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return files.read(file)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_in_any_order_of_columns(file: Path, encoding: str) -> None:
    text = " EN ,zh,note,weight,\nLithium  Battery,锂电池,来源,0.5,\nCell,电池,,,\n"
    reading = read(file, text.encode(encoding))
    assert reading.check.errors == []
    assert reading.pairs == [
        Pair("锂电池", "lithium battery", Decimal("0.5"), "来源"),
        Pair("电池", "cell", None, ""),
    ]


def test_a_workbook_with_numbers(file: Path) -> None:
    reading = read(file, workbook(("zh", "en", "weight"), ("电池", "battery", 0.25), ("锂", "lithium", 2)))
    assert reading.pairs == [Pair("电池", "battery", Decimal("0.25")), Pair("锂", "lithium", Decimal(2))]


def test_every_error_names_row_and_column(file: Path) -> None:
    rows = (
        "电池,battery,3",
        "battery,电池",
        "",
        "锂,,x",
        "电池,Battery,1,,too far",
        "镍,nickel,1",
        "镍,Nickel",
    )
    reading = read(file, "\n".join(("zh,en,weight,note", *rows)))
    assert [str(error) for error in reading.check.errors] == [
        "row 2, column weight: Ensure this value is less than or equal to 2.",
        f"row 3, column zh: {NO_CHINESE}",
        f"row 3, column en: {NO_ENGLISH}",
        "row 5, column en: This field cannot be blank.",
        "row 5, column weight: “x” value must be a decimal number.",
        "row 6, column ?: A cell stands beyond the named columns.",
        "row 8, column zh: Row 7 has the same pair.",
    ]


@pytest.mark.parametrize("is_workbook", [False, True])
def test_what_the_matcher_cannot_read_is_an_error_as_well(file: Path, is_workbook: bool) -> None:
    rows = (("zh", "en"), ("电池", "battery"), ("3D 打印", "3D printing"), ("膜" * 13, "use"))
    text = "\n".join(",".join(row) for row in rows)
    assert [str(error) for error in read(file, workbook(*rows) if is_workbook else text).check.errors] == [
        f"row 3, column zh: {APART}",
        f"row 4, column zh: {TOO_LONG}",
        f"row 4, column en: {NOTHING_ELSE}",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "The file is empty."),
        ("zh,weight\n电池,1\n", "The file has no column “en”."),
        ("zh,en,pinyin\n", "Unknown column: pinyin. Known columns: zh, en, weight, note"),
        ("zh,en,ZH\n", "Two columns mean the same: zh"),
        (b"PK\x03\x04 not a workbook", "This XLSX workbook is damaged or is not one."),
        pytest.param(
            "zh,en\n" + "电池,battery\n" * (MAX_ROWS + 1),
            f"More than {MAX_ROWS} rows: please divide them among several files.",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_what_is_no_glossary_is_refused_as_a_whole(file: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(file, content)
    assert str(caught.value) == message


def test_an_export_opens_in_excel() -> None:
    make_entry(weight="0.5", note='来源, "标准"')
    assert as_csv().decode("utf-8") == ('\ufeffzh,en,weight,note\r\n电池,battery,0.50,"来源, ""标准"""\r\n')
    rows = list(load_workbook(BytesIO(as_xlsx())).worksheets[0].iter_rows(values_only=True))
    assert rows == [("zh", "en", "weight", "note"), ("电池", "battery", 0.5, '来源, "标准"')]


@pytest.mark.parametrize("export", [as_csv, as_xlsx])
def test_what_was_exported_comes_back_unchanged(file: Path, export: Any) -> None:
    make_entry("=电池", "-battery", weight=0, note="@ the union\nsecond line")
    make_entry("锂", "lithium", weight="1.25", note="+1")
    reading = read(file, export())
    assert (reading.check.errors, len(reading.pairs)) == ([], 2)
    outcome = plan_import(reading.pairs)
    assert (bool(outcome), outcome.same) == (False, 2)


def test_a_spreadsheet_computes_nothing_that_somebody_wrote() -> None:
    make_entry(note='=HYPERLINK("http://example.com")\x07')
    cell = load_workbook(BytesIO(as_xlsx())).worksheets[0]["D2"]
    assert (cell.data_type, cell.value) == ("s", '\'=HYPERLINK("http://example.com")')
    assert as_csv().decode().count(",\"'=HYPERLINK") == 1
