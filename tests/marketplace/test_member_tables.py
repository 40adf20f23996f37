"""An export of a member's listings can be imported without changes."""

import io
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from matching.engine.tables.files import BLANKS
from tests.factories import make_alliance, make_demand, make_enterprise, make_member, make_offer
from ydeu import downloads
from ydeu.marketplace.completeness import objections
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing import spelling, template
from ydeu.marketplace.importing.checking import FaultyFile, check
from ydeu.marketplace.importing.columns import names_of
from ydeu.marketplace.importing.headings import column_of, heading, of_member
from ydeu.marketplace.importing.options import Options
from ydeu.marketplace.importing.parsing import rows
from ydeu.marketplace.importing.reading import OF_MEMBERS, Unreadable
from ydeu.marketplace.importing.writing import import_file
from ydeu.marketplace.models import Demand, Listing, Offer, Requirement
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

LANGUAGES = ("zh-hans", "en")
NOT_BROUGHT = {
    "id",
    "enterprise",
    "created_by",
    "external_id",
    "state",
    "created_at",
    "updated_at",
    "changed_at",
}


def brought(content: bytes, path: Path) -> Path:
    path.write_bytes(content)
    return path


def table(listings: list[Any], form: str, language: str) -> bytes:
    with override(language):
        head, cells = spelling.head_of(listings[0].kind), list(spelling.rows_of(listings))
    written = {"csv": downloads.as_csv, "xlsx": downloads.as_xlsx}[form](head, cells)
    assert isinstance(written, bytes)
    return written


def full_offer(**fields: Any) -> Offer:
    return make_offer(
        title="=SUM of two films",
        summary="- first\n- second; third",
        market_keywords=["储能", "energy storage"],
        strategic_industry="materials",
        cooperation_modes=["license", "supply"],
        target_regions=["32", "34"],
        partner_sought="@home",
        language="en",
        visibility="anonymous",
        ip_types=["patent", "trade_secret"],
        evidence="+1",
        indicative_price="<b>10</b>",
        **fields,
    )


def full_demand(**fields: Any) -> Demand:
    demand = make_demand(trl_wanted=6, open_challenge=True, award=50, approaches_tried="“无”", **fields)
    for name, operator in (("cycle life", "ge"), ("thickness", "between")):
        Requirement.objects.create(
            demand=demand, name=name, operator=operator, value="1-2", unit="µm", priority="nice"
        )
    return demand


def said_by(listing: Any) -> dict[str, Any]:
    names = [field.name for field in listing._meta.fields if field.name not in NOT_BROUGHT]
    said = {name: getattr(listing, name) for name in names}
    if listing.kind == ListingKind.DEMAND:
        fields = ("name", "operator", "value", "unit", "priority")
        said["requirements"] = list(listing.requirements.values_list(*fields))
    return said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("make", [full_offer, full_demand])
def test_what_goes_out_comes_in_as_it_was(make: Any, form: str, language: str, tmp_path: Path) -> None:
    listing = make()
    elsewhere = make_enterprise()
    user = make_member(elsewhere)
    path = brought(table([listing], form, language), tmp_path / "table")

    outcome = import_file(path, Options(listing.kind, enterprise=elsewhere, for_member=True), by=user)

    copy = type(listing).objects.get(enterprise=elsewhere)
    assert (outcome.read, outcome.new) == (1, 1)
    assert said_by(copy) == said_by(listing)
    assert (copy.state, copy.created_by, copy.submitted_at) == ("draft", user, None)
    assert [(event.to_state, event.actor) for event in copy.events.all()] == [("draft", user)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("said", ["1-2", "00123", "202631000000012345", "3月5日"])
def test_no_spreadsheet_makes_a_number_or_a_date_of_a_text(form: str, said: str, tmp_path: Path) -> None:
    own = make_enterprise()
    offer = make_offer(indicative_price=said, external_id=f"enterprise-{own.pk}/{said}", enterprise=own)
    path = brought(table([offer], form, "en"), tmp_path / "table")

    (row,) = rows(path, ListingKind.OFFER)

    assert (row.fields["indicative_price"], row.external_id) == (said, said)
    assert path.read_bytes().count(f"'{said}".encode()) == (2 if form == "csv" else 0)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_comes_back_is_known(form: str, tmp_path: Path) -> None:
    own = make_enterprise()
    listings = [make_offer(enterprise=own), make_offer(enterprise=own, external_id=f"enterprise-{own.pk}/A7")]
    path = brought(table(listings, form, "en"), tmp_path / "table")

    checked = check(path, Options(ListingKind.OFFER, enterprise=own, for_member=True))

    assert (checked.read, checked.known, checked.faults) == (2, 2, 0)


def test_two_enterprises_may_count_from_one(tmp_path: Path) -> None:
    path = brought(b"Number,title\n1,Film\n2,Paste\n", tmp_path / "table")
    for _ in range(2):
        own = make_enterprise()
        options = Options(ListingKind.OFFER, enterprise=own, for_member=True)
        assert [import_file(path, options, by=None).new for _ in range(2)] == [2, 0]

    assert Offer.objects.count() == 4


def test_the_number_of_somebody_else_is_not_theirs(tmp_path: Path) -> None:
    strange = make_offer()
    path = brought(f"Number,title\noffer-{strange.pk},Film\n".encode(), tmp_path / "table")
    options = Options(ListingKind.OFFER, enterprise=make_enterprise(), for_member=True)

    assert check(path, options).new == 1


@pytest.mark.parametrize("column", ["organisation", "enterprise", "Organisation", "信用代码"])
def test_a_file_does_not_say_whose_the_listings_are(column: str, tmp_path: Path) -> None:
    other = make_enterprise()
    path = brought(f"title,{column}\nFilm,{other.credit_code}\n".encode(), tmp_path / "table")
    options = Options(ListingKind.OFFER, enterprise=make_enterprise(), for_member=True)

    with pytest.raises(FaultyFile) as refusal:
        import_file(path, options, by=None)

    found = [(error.row, error.message) for error in refusal.value.check.errors]
    assert found == [(2, "Please leave this out: the listings are those of your enterprise.")]
    assert Offer.objects.count() == 0


def test_one_bad_row_and_nothing_is_written(tmp_path: Path) -> None:
    text = f"title,trl,number\nFilm,5,{'9' * 81}\n,10,2\n"
    path = brought(text.encode(), tmp_path / "table")

    checked = check(path, Options(ListingKind.OFFER, enterprise=make_enterprise(), for_member=True))

    assert [(error.row, error.column, error.message) for error in checked.errors] == [
        (2, "external_id", "A number has at most 80 characters."),
        (3, "title", "A title is needed."),
        (3, "trl", "“10” is not a readiness level from 1 to 9."),
    ]


def test_a_file_has_at_most_500_rows(tmp_path: Path) -> None:
    options = Options(ListingKind.OFFER, enterprise=make_enterprise(), for_member=True)
    fits = brought(b"title\n" + b"".join(b"Film %d\n" % n for n in range(500)), tmp_path / "a")
    too_long = brought(b"title\n" + b"".join(b"Film %d\n" % n for n in range(501)), tmp_path / "b")

    assert check(fits, options).read == 500
    with pytest.raises(Unreadable):
        check(too_long, options)


def test_a_small_archive_hides_no_large_table(tmp_path: Path) -> None:
    """Deflate compresses zeros by a factor of 1,000. The limit for administrators is higher."""
    book = Workbook()
    book.worksheets[0].append(["title"])
    book.save(tmp_path / "book.xlsx")
    with ZipFile(tmp_path / "book.xlsx", "a", ZIP_DEFLATED) as archive:
        archive.writestr("padding", bytes(OF_MEMBERS.unpacked))

    with pytest.raises(Unreadable, match="too large once it is unpacked"):
        check(
            tmp_path / "book.xlsx", Options(ListingKind.OFFER, enterprise=make_enterprise(), for_member=True)
        )
    assert check(tmp_path / "book.xlsx", Options(ListingKind.OFFER)).read == 0


def test_blank_rows_are_looked_at_so_far_and_no_further(tmp_path: Path) -> None:
    path = brought(b"title\n" + b"\n" * (OF_MEMBERS.rows or 0) * BLANKS + b"Film\n", tmp_path / "table")

    with pytest.raises(Unreadable, match="more than 10000 rows"):
        check(path, Options(ListingKind.OFFER, enterprise=make_enterprise(), for_member=True))
    assert check(path, Options(ListingKind.OFFER)).read == 1


def test_a_long_text_of_a_member_is_bound_by_the_limits_when_it_is_submitted(tmp_path: Path) -> None:
    path = brought(f"title,summary\nFilm,{'a' * 501}\n".encode(), tmp_path / "table")
    own = make_enterprise()
    import_file(path, Options(ListingKind.OFFER, enterprise=own, for_member=True), by=make_member(own))

    assert list(objections(Offer.objects.get())) == ["summary"]


@pytest.mark.parametrize("kind", ListingKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_heading_means_one_column(kind: ListingKind, language: str) -> None:
    with override(language):
        headings = {heading(kind, column): column for column in of_member(kind)}

    assert len(headings) == len(of_member(kind))
    for said, column in headings.items():
        assert column_of(kind, said) == column_of(kind, f" {said.upper()} *") == column
    assert all(column_of(kind, column) == column for column in names_of(kind) if column != "keywords")


class TestTemplate:
    @pytest.mark.parametrize("kind", ListingKind)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_example_is_whole_and_right(self, kind: ListingKind, language: str, tmp_path: Path) -> None:
        make_alliance()
        with override(language):
            book = load_workbook(io.BytesIO(template.blank(kind)))
            expected = [str(kind.label), {"en": "Columns", "zh-hans": "列说明"}[language]]
        assert book.sheetnames[:2] == expected
        assert book.worksheets[3].sheet_state == "hidden"
        for sheet in (book.worksheets[0], book.worksheets[1], book.worksheets[3]):
            book.remove(sheet)
        book.save(tmp_path / "example.xlsx")

        (row,) = rows(tmp_path / "example.xlsx", kind)

        assert row.errors == []
        missing = {column for column in of_member(kind) if column not in row.fields}
        assert missing - {"external_id", "alliance", "requirements", "award"} == set()
        options = Options(kind, enterprise=make_enterprise(), for_member=True)
        assert check(tmp_path / "example.xlsx", options).faults == 0

    def test_an_unfilled_one_holds_nothing(self, tmp_path: Path) -> None:
        path = brought(template.blank(ListingKind.OFFER), tmp_path / "blank.xlsx")

        assert (
            check(path, Options(ListingKind.OFFER, enterprise=make_enterprise(), for_member=True)).read == 0
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_codes_are_chosen_from_lists_in_the_language_of_the_reader(self, language: str) -> None:
        alliance = make_alliance()
        with override(language):
            book = load_workbook(io.BytesIO(template.blank(ListingKind.OFFER)))
            stages = template.choices_of(ListingKind.OFFER, "stage")
            names = template.choices_of(ListingKind.OFFER, "alliance")
            assert alliance.name in names
        sheet, lists = book.worksheets[0], book.worksheets[3]
        rules = {str(rule.sqref).partition("2")[0]: rule for rule in sheet.data_validations.dataValidation}
        letters = {str(cell.value).rstrip(" *"): cell.coordinate.rstrip("1") for cell in sheet[1]}
        with override(language):
            stage, modes = (
                letters[heading(ListingKind.OFFER, name)] for name in ("stage", "cooperation_modes")
            )
        assert [cell.value for cell in lists[stage] if cell.value] == stages
        assert rules[stage].formula1 == f"Lists!${stage}$1:${stage}${len(stages)}"
        assert (rules[stage].showErrorMessage, rules[modes].showErrorMessage) == (True, False)

    def test_what_is_needed_carries_a_star_and_is_explained(self) -> None:
        book = load_workbook(io.BytesIO(template.blank(ListingKind.DEMAND)))
        headings = [str(cell.value) for cell in book.worksheets[0][1]]
        stars = [said.rstrip(" *") for said in headings if said.endswith("*")]
        explained = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))

        assert [row[0] for row in explained] == [
            heading(ListingKind.DEMAND, name) for name in of_member(ListingKind.DEMAND)
        ]
        assert [row[0] for row in explained if row[1]] == stars
        assert ("Summary", "to submit", "Text. At most 500 characters.", None) in explained


def test_a_listing_in_any_state_has_a_row() -> None:
    for state in State:
        offer: Listing = make_offer(state=state, alliance=None)
        assert len(next(spelling.rows_of([offer]))) == len(spelling.head_of(ListingKind.OFFER))
