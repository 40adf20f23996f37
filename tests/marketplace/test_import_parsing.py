"""The values of cells, and the errors for cells that are not valid."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from ydeu.marketplace.enums import BudgetBand, CooperationMode, ListingKind, Stage
from ydeu.marketplace.importing.layout import BadHeader, known_headings
from ydeu.marketplace.importing.parsing import CellError, Row, rows
from ydeu.marketplace.importing.reading import Unreadable
from ydeu.marketplace.importing.requirements import RequirementText

with override("en"):
    KNOWN = known_headings(ListingKind.OFFER)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def sheet_of(*table: Sequence[object]) -> Path:
    """A workbook with these rows, in a folder that goes with the test run."""
    book = Workbook()
    for cells in table:
        book.worksheets[0].append(list(cells))
    path = Path(mkdtemp()) / "listings.xlsx"
    book.save(path)
    return path


def row_of(kind: ListingKind = ListingKind.OFFER, **cells: object) -> Row:
    """The only row of a file with these cells. Another column keeps it from being blank."""
    path = sheet_of(["summary", *cells], ["-", *cells.values()])
    (row,) = rows(path, kind)
    del row.fields["summary"]
    return row


def faults_of(kind: ListingKind = ListingKind.OFFER, **cells: object) -> list[str]:
    return [str(error) for error in row_of(kind, **cells).errors]


def test_a_title_is_enough() -> None:
    row = row_of(title="Solid electrolyte")
    assert (row.fields, row.errors) == ({"title": "Solid electrolyte", "language": "en"}, [])


def test_a_full_offer_is_understood() -> None:
    row = row_of(
        title="固态电解质",
        keywords="锂电池; 电解质；锂电池",
        cooperation_modes="license;joint_development",
        target_regions="上海市;Jiangsu",
        language="English",
        visibility="members",
        valid_until="2030年1月5日",
        stage="lab_tested",
        trl="TRL 5",
        ipr_status="granted",
        ip_types="patent;trade_secret",
        external_id=7.0,
        organisation="Ningbo Battery Institute",
        alliance="new-materials",
    )
    assert row.errors == []
    assert row.fields == {
        "title": "固态电解质",
        "technology_keywords": ["锂电池", "电解质"],
        "cooperation_modes": ["license", "joint_development"],
        "target_regions": ["31", "32"],
        "language": "en",
        "visibility": "members",
        "valid_until": date(2030, 1, 5),
        "stage": "lab_tested",
        "trl": 5,
        "ipr_status": "granted",
        "ip_types": ["patent", "trade_secret"],
    }
    assert (row.external_id, row.organisation, row.alliance) == (
        "7",
        "Ningbo Battery Institute",
        "new-materials",
    )


def test_a_demand_has_its_own_columns() -> None:
    row = row_of(
        ListingKind.DEMAND,
        title="Longer cycle life",
        problem="Cells fail early.",
        trl_wanted=6,
        budget_band="50_200",
        needed_by=datetime(2030, 6, 30),  # noqa: DTZ001  # as a workbook gives it
        open_challenge="是",
        award="50",
        requirements="cycle life | at least | 3000 | cycles | must; temperature|<=|-20",
    )
    assert row.errors == []
    assert row.fields == {
        "title": "Longer cycle life",
        "problem": "Cells fail early.",
        "trl_wanted": 6,
        "budget_band": "50_200",
        "needed_by": date(2030, 6, 30),
        "open_challenge": True,
        "award": 50,
        "language": "en",
    }
    assert row.requirements == [
        RequirementText("cycle life", "ge", "3000", "cycles", "must"),
        RequirementText("temperature", "le", "-20", "", "must"),
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_code_may_be_given_by_its_label_in_either_language(language: str) -> None:
    with override(language):
        mode, stage = str(CooperationMode.JOINT.label), str(Stage.DEMONSTRABLE.label)
        band = str(BudgetBand.FROM_50.label)
    row = row_of(title="A", cooperation_modes=mode, stage=stage)
    assert (row.fields["cooperation_modes"], row.fields["stage"]) == (["joint_development"], "demonstrable")
    assert row_of(ListingKind.DEMAND, title="A", budget_band=band).fields["budget_band"] == "50_200"


@pytest.mark.parametrize(
    ("title", "description", "language"),
    [("固态电池", "", "zh-hans"), ("NASA", "用于电池", "zh-hans"), ("Battery", "for cars", "en")],
)
def test_the_language_is_guessed_by_han_characters(title: str, description: str, language: str) -> None:
    assert row_of(title=title, description=description).fields["language"] == language


def test_long_texts_and_many_keywords_of_an_older_platform_are_kept() -> None:
    keywords = [f"keyword {number}" for number in range(35)]
    row = row_of(title="A", description="x" * 20_000, keywords=";".join(keywords))
    assert row.errors == []
    assert (len(row.fields["description"]), row.fields["technology_keywords"]) == (20_000, keywords)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"title": ""}, "row 2, column title: A title is needed."),
        ({"title": "x" * 257}, "row 2, column title: 257 characters, at most 256 are possible."),
        ({"title": "A", "trl": "12"}, "row 2, column trl: “12” is not a readiness level from 1 to 9."),
        (
            {"title": "A", "visibility": "secret"},
            (
                "row 2, column visibility: “secret” is not known here. "
                "Known: Public; Members only; Members only, anonymous until introduced"
            ),
        ),
        (
            {"title": "A", "valid_until": "soon"},
            "row 2, column valid_until: “soon” is not a date like 2026-12-31.",
        ),
        (
            {"title": "A", "valid_until": "2026-02-30"},
            "row 2, column valid_until: “2026-02-30” is not in the calendar.",
        ),
    ],
)
def test_a_cell_that_means_nothing_is_named(cells: dict[str, Any], fault: str) -> None:
    assert faults_of(**cells) == [fault]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"award": "a lot"}, "row 2, column award: “a lot” is not a whole number."),
        ({"open_challenge": "maybe"}, "row 2, column open_challenge: “maybe” is neither yes nor no."),
        (
            {"requirements": "long life"},
            "row 2, column requirements: “long life” is not name | operator | value | unit | priority.",
        ),
    ],
)
def test_a_cell_of_a_demand_that_means_nothing_is_named(cells: dict[str, Any], fault: str) -> None:
    assert faults_of(ListingKind.DEMAND, title="A", **cells) == [fault]


def test_every_fault_of_a_row_is_reported_at_once() -> None:
    assert faults_of(title="", trl="x", stage="y") != []
    assert [error.column for error in row_of(title="", trl="x", stage="y").errors] == [
        "title",
        "trl",
        "stage",
    ]


def test_a_cell_beyond_the_named_columns_is_a_fault() -> None:
    (row,) = rows(sheet_of(["title"], ["A", "beyond"]), ListingKind.OFFER)
    assert row.errors == [CellError(2, 2, "?", "A cell stands beyond the named columns.")]


def test_the_line_is_told_where_it_differs_from_the_row() -> None:
    assert CellError(4000, 5210, "trl", "").place == "row 4000 (line 5210), column trl"
    assert CellError(4000, 4000, "trl", "").place == "row 4000, column trl"


def test_a_row_without_a_number_gets_one_from_its_text() -> None:
    once, again = row_of(title="A", organisation="B"), row_of(title="A", organisation="B")
    assert once.external_id == again.external_id
    assert once.external_id.startswith("sha256:")
    assert once.external_id != row_of(ListingKind.DEMAND, title="A", organisation="B").external_id
    assert once.external_id != row_of(title="A", organisation="C").external_id


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (
            ("title", "colour"),
            f"Unknown column: colour. Known columns: {', '.join(KNOWN)}",
        ),
        (("title", "keywords", "关键词"), "Two columns mean the same: keywords, 关键词"),
        (
            ("description",),
            (
                "No row has the heading “Title”. "
                "Please give it to the column with the titles of the listings. The first row is: description"
            ),
        ),
        (("title", "budget_band"), "Unknown column: budget_band."),
    ],
)
def test_a_header_that_is_not_understood_is_refused(header: tuple[str, ...], reason: str) -> None:
    with override("en"), pytest.raises(BadHeader) as refused:
        rows(sheet_of(header, header), ListingKind.OFFER)
    assert str(refused.value).startswith(reason)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("\n\n")
    with pytest.raises(Unreadable, match="The file is empty"):
        rows(tmp_path / "empty.csv", ListingKind.OFFER)
