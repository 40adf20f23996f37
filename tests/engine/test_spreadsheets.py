import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from matching.engine import Document
from matching.engine.spreadsheets import PAIR_COLUMNS, TOO_MANY, BadSpreadsheet, atomic_writer, read, write
from matching.engine.tables.records import Limits

HEADER = "external_id,title,description,keywords\n"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "listings.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_rows_become_documents_that_are_called_by_their_ids(tmp_path: Path) -> None:
    text = HEADER + 'a1,锂电池,"one, two\nthree", 膜 ;;LED; \n b2 ,,,\nc3,,,\n'
    found = read(written(tmp_path, text))
    assert found.names == ["a1", "b2", "c3"]
    assert found.documents == [
        Document(0, "锂电池", ("膜", "LED"), body="one, two\nthree"),
        Document(1),
        Document(2),
    ]


def test_columns_stand_in_any_order_among_others(tmp_path: Path) -> None:
    text = "keywords,price,description,external_id,title\nx,5,body,a,pump\n"
    assert read(written(tmp_path, text)).documents == [Document(0, "pump", ("x",), body="body")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_of_excel_is_read(encoding: str, tmp_path: Path) -> None:
    assert read(written(tmp_path, HEADER + "a,锂电池𠀀,,\n", encoding)).documents == [Document(0, "锂电池𠀀")]


def test_a_file_without_a_row_has_no_listing(tmp_path: Path) -> None:
    assert read(written(tmp_path, HEADER)).documents == []


def test_only_a_title_is_needed(tmp_path: Path) -> None:
    """A row without a number is called by its row; an empty cell at its end needs no comma."""
    found = read(written(tmp_path, "summary,title,number\nshort,pump,\nlong,valve\n"))
    assert found.names == ["row 2", "row 3"]
    assert found.documents == [Document(0, "pump", summary="short"), Document(1, "valve", summary="long")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ": there is no column title in the first rows of any sheet"),
        ("external_id,keywords\n", ": there is no column title in the first rows of any sheet"),
        (HEADER + "a,,,\nb,,,\n a,,,\n", ", row 4: the number a stands in row 2 too"),
        (HEADER + "\na,,,\n\r\n\nb,,,\na,,,\n", ", row 7: the number a stands in row 3 too"),
        (
            HEADER + "a,,,\n\nb,pump,quiet, small,led\n",
            f", row 4: {TOO_MANY}",
        ),
        (
            HEADER + 'a,,,\nb,,,"led\nc,,,\n',
            (
                ": The file cannot be read from row 3 (line 3) on; "
                "perhaps a quotation mark is missing, or one within a text is not doubled."
            ),
        ),
    ],
)
def test_what_cannot_be_read_is_named_by_row(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadSpreadsheet) as refusal:
        read(written(tmp_path, text))
    assert str(refusal.value) == f"{tmp_path / 'listings.csv'}{words}"


@pytest.mark.parametrize(("before", "row"), [("", 1), (HEADER + "\na,,,\n", 4)])
def test_a_cell_of_many_megabytes_is_refused(before: str, row: int, tmp_path: Path) -> None:
    path = written(tmp_path, before + "x" * Limits().cell + "x,,,\n")
    with pytest.raises(BadSpreadsheet, match=rf"row {row} .*a cell has more than"):
        read(path)


def test_a_workbook_is_read_where_its_headings_stand(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["填表说明：请逐行填写"])
    sheet = book.create_sheet("需求")
    for cells in (
        ["2026 年技术需求征集表"],
        ["序号", "编号", "标题 *", "技术关键词", "摘要", "详细描述", "可量化的要求"],
        [
            1,
            "D-1",
            "密封件",
            "橡胶、耐油，耐高温",
            "短",
            "长",
            "寿命 | 不低于 | 3000 | 次 | 必须; 温度 | 介于 | -20-90",
        ],
        [2, "D-2", "膜"],
        ["合计", None, None, None, 2],
    ):
        sheet.append(cells)
    sheet.append([3, "D-3", "隐藏"])
    sheet.row_dimensions[6].hidden = True
    book.save(tmp_path / "listings.xlsx")
    found = read(tmp_path / "listings.xlsx")
    assert found.names == ["D-1", "D-2"]
    assert found.documents == [
        Document(0, "密封件", ("橡胶", "耐油", "耐高温"), "短", "长\n寿命 3000 次\n温度 -20-90"),
        Document(1, "膜"),
    ]
    assert [note.rpartition(": ")[2] for note in found.notes] == [
        "the headings stand in row 2",
        "序号",
        "5, 6",
    ]


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "listings.csv"
    path.write_bytes(b"\xff\xff\xff")
    with pytest.raises(BadSpreadsheet, match="neither an XLSX workbook nor text in UTF-8 or GB18030"):
        read(path)
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere.csv")


def test_pairs_are_written_for_excel(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    with atomic_writer(path, []) as file:
        assert write(file, [("d1", "o1", "0.500000", 1, "锂电池; LED"), ("d2", "o2", "0.250000", 2, "")]) == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_bytes().decode("utf-8-sig").splitlines() == [
        "demand,offer,score,rank,top_terms",
        "d1,o1,0.500000,1,锂电池; LED",
        "d2,o2,0.250000,2,",
    ]


def test_no_cell_is_a_formula() -> None:
    file = StringIO(newline="")
    signs = ["=1+1", "+1", "-d", "@o", "＝1", "＋1", "－d", "＠o", "\t=1", "\r=1"]
    write(file, [("d=", sign, -1, 1, "") for sign in signs])
    file.seek(0)
    assert list(csv.reader(file)) == [
        list(PAIR_COLUMNS),
        *(["d=", f"'{sign}", "-1", "1", ""] for sign in signs),
    ]


def test_a_file_is_replaced_only_once_it_is_whole(tmp_path: Path) -> None:
    path, link = tmp_path / "pairs.csv", tmp_path / "link.csv"
    path.write_text("before")
    path.chmod(0o640)
    link.symlink_to(path)

    def pairs() -> Iterator[tuple[str, ...]]:
        yield ("d1", "o1")
        assert path.read_text() == "before"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), atomic_writer(link, []) as file:
        write(file, pairs())
    assert path.read_text() == "before"
    with atomic_writer(link, []) as file:
        assert write(file, []) == 0
    assert path.read_text("utf-8-sig") == "demand,offer,score,rank,top_terms\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [link, path]


def test_what_cannot_be_replaced_is_refused_at_once(tmp_path: Path) -> None:
    path, link, twin = (tmp_path / name for name in ("offers.csv", "link.csv", "twin.csv"))
    path.write_text(HEADER)
    link.symlink_to(path)
    twin.hardlink_to(path)
    folder = "name a file in a folder that exists and may be written to"
    for output, words in [
        (path, "is read, and would be lost: name another file with -o"),
        (link, "is read, and would be lost: name another file with -o"),
        (twin, "is read, and would be lost: name another file with -o"),
        (tmp_path, "is no file that may be replaced: name another one with -o"),
        (tmp_path / "nowhere" / "pairs.csv", f"cannot be written (No such file or directory): {folder}"),
        (path / "pairs.csv", f"cannot be written (Not a directory): {folder}"),
    ]:
        with pytest.raises(BadSpreadsheet) as refusal, atomic_writer(output, [tmp_path / "none.csv", path]):
            pass
        assert str(refusal.value) == f"{output} {words}"
    assert sorted(tmp_path.iterdir()) == [link, path, twin]
