"""Downloaded tables open unchanged in a spreadsheet."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from ydeu import downloads

HEAD = ("标题", "Score", "When")
MOMENT = datetime(2026, 3, 1, 4, 5, tzinfo=UTC)
ROWS = [("锂电池隔膜", 0.5, MOMENT), ("=1+1", None, date(2026, 3, 2)), ("two\nlines", -3, "\x07bell")]
FULL_WIDTH = ["＝1+1", "＋1", "－1", "＠SUM(A1)"]


def test_a_csv_has_the_mark_by_which_excel_reads_chinese() -> None:
    content = downloads.as_csv(HEAD, ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["标题", "Score", "When"],
        ["锂电池隔膜", "0.5", "2026-03-01 12:05"],
        ["'=1+1", "", "2026-03-02"],
        ["two\nlines", "-3", "\x07bell"],
    ]


def test_a_workbook_keeps_numbers_dates_and_texts_apart() -> None:
    sheet = load_workbook(io.BytesIO(downloads.as_xlsx(HEAD, ROWS))).worksheets[0]
    assert list(sheet.values) == [
        HEAD,
        ("锂电池隔膜", 0.5, datetime(2026, 3, 1, 12, 5)),  # noqa: DTZ001 -- a sheet has no zones
        ("=1+1", None, datetime(2026, 3, 2)),  # noqa: DTZ001
        ("two\nlines", -3, "bell"),
    ]
    assert sheet["A3"].data_type == "s"
    assert sheet.freeze_panes == "A2"


def test_a_chinese_name_survives_the_way_to_the_browser() -> None:
    response = downloads.download("csv", "待审队列", HEAD, [])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        "attachment; filename=\"table.csv\"; filename*=UTF-8''%E5%BE%85%E5%AE%A1%E9%98%9F%E5%88%97.csv"
    )


def test_another_format_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        downloads.download("ods", "table", HEAD, [])


@pytest.mark.parametrize("text", FULL_WIDTH)
def test_a_formula_in_full_width_is_none_either(text: str) -> None:
    assert downloads.as_csv(["x"], [[text]]).decode("utf-8-sig") == f"x\r\n'{text}\r\n"


MISREAD = [
    *("00123", "202631000000012345", " 007"),
    *("1-2", "3/4", "2026-03-01", "1/2/2026", "5-2026", "2026年3月", "3月5日", "MAR5", "5-Dec", "May 2026"),
    *("1:2", "10:30:00", "12E5"),
]
KEPT = ["0", "123456789012345", "1.5", "500-800", "2020-2025", "A-1", "10.0.0.1", "Market 5", "May", "'1-2"]


@pytest.mark.parametrize("text", MISREAD)
def test_what_a_spreadsheet_would_take_for_another_number_or_a_date_stays_a_text(text: str) -> None:
    assert downloads.as_csv(["x"], [[text]]).decode("utf-8-sig") == f"x\r\n'{text}\r\n"


@pytest.mark.parametrize("text", KEPT)
def test_no_other_text_gets_a_mark(text: str) -> None:
    assert downloads.as_csv(["x"], [[text]]).decode("utf-8-sig") == f"x\r\n{text}\r\n"


def test_a_workbook_needs_no_marks() -> None:
    sheet = load_workbook(io.BytesIO(downloads.as_xlsx(["x"], [[text] for text in MISREAD]))).worksheets[0]
    assert [cell.value for (cell,) in sheet["A2:A99"] if cell.value] == MISREAD
    assert {cell.data_type for (cell,) in sheet["A2:A14"]} == {"s"}


def test_the_widths_come_from_the_first_rows_and_every_row_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MEASURED", 2)
    rows: list[list[object]] = [["电池", None], ["a" * 90, 1], ["b", "c" * 30, "beyond"]]

    sheet = load_workbook(io.BytesIO(downloads.as_xlsx(["x", "number"], rows))).worksheets[0]

    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [downloads.WIDEST, 8]
    assert [[cell.value for cell in row if cell.value is not None] for row in sheet] == [
        ["x", "number"],
        ["电池"],
        ["a" * 90, 1],
        ["b", "c" * 30, "beyond"],
    ]
    assert (sheet["A1"].font.bold, sheet["A3"].font.bold, sheet["A4"].alignment.vertical) == (
        True,
        False,
        "top",
    )


@pytest.mark.parametrize(("rows", "last"), [(2, "1"), (3, "The table ends here, after 2 rows")])
def test_where_rows_are_left_out_the_last_one_says_so(rows: int, last: str) -> None:
    with override("en"):
        response = downloads.download("csv", "table", ["n"], ([n] for n in range(rows)), most=2)

    lines = response.content.decode("utf-8-sig").splitlines()
    assert (lines[:3], lines[-1].strip('"').startswith(last)) == (["n", "0", "1"], True)
