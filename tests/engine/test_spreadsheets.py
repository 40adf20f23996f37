from pathlib import Path

import pytest

from matching.engine import Document
from matching.engine.spreadsheets import LONGEST_CELL, BadSpreadsheet, read, write

HEADER = "external_id,title,description,keywords\n"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "listings.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_rows_become_documents_that_are_called_by_their_ids(tmp_path: Path) -> None:
    text = HEADER + 'a1,锂电池,"one, two\nthree", 膜 ;;LED; \n b2 ,,,\nc3\n'
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
    ],
)
def test_what_cannot_be_read_is_named_by_row(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(BadSpreadsheet, match=words):
        read(written(tmp_path, text))


def test_a_cell_of_many_megabytes_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "a," + "x" * LONGEST_CELL + "x,,\n")
    with pytest.raises(BadSpreadsheet, match="field larger than field limit"):
        read(path)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "listings.csv"
    path.write_bytes(b"\xff\xff\xff")
    with pytest.raises(BadSpreadsheet, match="neither in UTF-8 nor in GB18030"):
        read(path)
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere.csv")


def test_pairs_are_written_for_excel_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    rows = [("d1", "=1+1", "0.500000", 1, "锂电池; LED"), ("-d", "@o", "0.250000", 2, "")]
    assert write(path, rows) == 2
    assert path.read_bytes().decode("utf-8-sig").splitlines() == [
        "demand,offer,score,rank,top_terms",
        "d1,'=1+1,0.500000,1,锂电池; LED",
        "'-d,'@o,0.250000,2,",
    ]
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert write(path, []) == 0
