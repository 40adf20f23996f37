import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from matching.engine import Document
from matching.engine.spreadsheets import (
    LONGEST_CELL,
    PAIR_COLUMNS,
    BadSpreadsheet,
    atomic_writer,
    read,
    write,
)

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
    text = "keywords,price,description,external_id,title\nx,5,body,a,title\n"
    assert read(written(tmp_path, text)).documents == [Document(0, "title", ("x",), body="body")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_of_excel_is_read(encoding: str, tmp_path: Path) -> None:
    assert read(written(tmp_path, HEADER + "a,锂电池𠀀,,\n", encoding)).documents == [Document(0, "锂电池𠀀")]


def test_a_file_without_a_row_has_no_listing(tmp_path: Path) -> None:
    assert read(written(tmp_path, HEADER)).documents == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "row 1: there is no column external_id, title, description, keywords"),
        ("external_id,title,keywords\n", "row 1: there is no column description"),
        (HEADER + "a,,,\n ,x,,\n", "row 3: external_id is empty"),
        (HEADER + "a,,,\nb,,,\n a,,,\n", "row 4: external_id a stands in row 2 too"),
        ("\n" + HEADER, "row 1: there is no column external_id, title, description, keywords"),
        (HEADER + "\na,,,\n\r\n\nb,,,\na,,,\n", "row 7: external_id a stands in row 3 too"),
        (HEADER + 'a,,"one\n\ntwo",\n,,,\n', "row 3: external_id is empty"),
        (
            HEADER + "a,,,\n\nb,pump,quiet, small,led\n",
            "row 4 has 5 cells, the header has 4: a comma inside a text needs quotes around it",
        ),
        (HEADER + "a,x,y\n", "row 2 has 3 cells, the header has 4: an empty cell needs its comma too"),
        (HEADER + "a\n", "row 2 has 1 cell, the header has 4: an empty cell needs its comma too"),
        (
            HEADER + 'a,,,\nb,,,"led\nc,,,\n',
            "row 3: unexpected end of data; is a quotation mark missing there?",
        ),
    ],
)
def test_what_cannot_be_read_is_named_by_row(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadSpreadsheet) as refusal:
        read(written(tmp_path, text))
    assert str(refusal.value) == f"{tmp_path / 'listings.csv'}, {words}"


@pytest.mark.parametrize(("before", "row"), [("", 1), (HEADER + "\na,,,\n", 4)])
def test_a_cell_of_many_megabytes_is_refused(before: str, row: int, tmp_path: Path) -> None:
    path = written(tmp_path, before + "x" * LONGEST_CELL + "x,,,\n")
    with pytest.raises(BadSpreadsheet, match=f"row {row}: field larger than field limit"):
        read(path)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "listings.csv"
    path.write_bytes(b"\xff\xff\xff")
    with pytest.raises(BadSpreadsheet, match="neither in UTF-8 nor in GB18030"):
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
