"""manage.py import_listings imports each row of a file once, or nothing."""

import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.factories import make_alliance, make_enterprise
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.importing import options
from ydeu.marketplace.management.commands.import_listings import terminal_language
from ydeu.marketplace.models import Demand, ListingEvent, Offer, Requirement
from ydeu.marketplace.signals import listing_published
from ydeu.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def csv_file(folder: Path, *rows: list[str]) -> Path:
    path = folder / "listings.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def run(path: Path, kind: str = "offer", *arguments: str) -> str:
    """The output of the command without the seconds."""
    output = StringIO()
    call_command("import_listings", str(path), "--kind", kind, *arguments, stdout=output, verbosity=0)
    return output.getvalue().strip().rpartition(", ")[0] or output.getvalue()


def refusal(path: Path, kind: str = "offer", *arguments: str) -> list[str]:
    with pytest.raises(CommandError) as refused:
        run(path, kind, *arguments)
    return str(refused.value).splitlines()


def test_a_published_import_waits_for_the_matcher(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["external_id", "title"], ["A1", "Solid electrolyte"])
    assert run(path, "offer", "--publish") == "1 rows read, 1 new, 0 already there"
    offer = Offer.objects.get()
    told = (offer.external_id, offer.title, offer.state, offer.revision, offer.moderated_revision)
    assert told == ("A1", "Solid electrolyte", "published", 1, 1)
    assert offer.valid_until == timezone.localdate() + timedelta(days=365)
    assert list(Offer.objects.awaiting_matching()) == [offer]


def test_an_import_without_publish_waits_for_moderation(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["title"], ["Solid electrolyte"])
    run(path)
    offer = Offer.objects.get()
    assert (offer.state, offer.revision, offer.published_at) == ("submitted", 0, None)
    assert list(Offer.objects.submitted()) == [offer]


def test_each_listing_has_its_first_event(tmp_path: Path) -> None:
    run(csv_file(tmp_path, ["title"], ["A"], ["B"]), "demand", "--publish")
    columns = ("demand__title", "from_state", "to_state", "revision", "actor", "note")
    events: list[tuple[object, ...]] = list(ListingEvent.objects.order_by("pk").values_list(*columns))
    note = "Imported from the file listings.csv."
    assert events == [
        ("A", "", "published", 1, None, note),
        ("B", "", "published", 1, None, note),
    ]


def test_nobody_is_told_of_each_of_thousands(
    tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard = []

    def hear(**said: object) -> None:
        heard.append(said)

    listing_published.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            run(csv_file(tmp_path, ["title"], ["A"], ["B"]), "offer", "--publish")
    finally:
        listing_published.disconnect(hear)
    assert (heard, Notice.objects.count()) == ([], 0)


def test_a_second_import_of_the_same_file_adds_nothing(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["external_id", "title"], ["A1", "A"], ["", "B"])
    run(path)
    assert run(path) == "2 rows read, 0 new, 2 already there"
    assert Offer.objects.count() == 2


def test_a_longer_file_adds_only_what_is_new(tmp_path: Path) -> None:
    run(csv_file(tmp_path, ["external_id", "title"], ["A1", "A"]))
    path = csv_file(tmp_path, ["external_id", "title"], ["A1", "A, edited"], ["A2", "B"])
    assert run(path) == "2 rows read, 1 new, 1 already there"
    assert set(Offer.objects.values_list("title", flat=True)) == {"A", "B"}


def test_the_same_number_may_stand_for_an_offer_and_a_demand(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["external_id", "title"], ["A1", "A"])
    run(path, "offer")
    assert run(path, "demand") == "1 rows read, 1 new, 0 already there"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["title", "organisation"], ["A", "Ningbo Battery Institute"])
    output = StringIO()
    call_command("import_listings", str(path), "--kind=offer", "--dry-run", stdout=output, verbosity=0)
    assert output.getvalue().startswith("1 rows read, 1 new, 0 already there")
    assert output.getvalue().endswith("(dry run: nothing was written)\n")
    assert (Offer.objects.count(), Enterprise.objects.count()) == (0, 0)


def test_a_dry_run_reports_faults_too(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["title", "trl"], ["A", "ten"])
    assert refusal(path, "offer", "--dry-run")[1:] == [
        "row 2, column trl: “ten” is not a readiness level from 1 to 9."
    ]


def test_a_bad_row_four_thousand_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    rows = [[f"A{row}", f"Offer {row}", "5"] for row in range(2, 5000)]
    rows[4000 - 2][2] = "ten"
    path = csv_file(tmp_path, ["external_id", "title", "trl"], *rows)
    assert refusal(path, "offer", "--publish") == [
        "1 error in the file; nothing was written.",
        "row 4000, column trl: “ten” is not a readiness level from 1 to 9.",
    ]
    assert (Offer.objects.count(), Enterprise.objects.count(), ListingEvent.objects.count()) == (0, 0, 0)


def test_the_line_is_told_too_where_cells_hold_line_breaks(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["title", "description"], ["A", "one\ntwo\nthree"], ["", "no title"])
    assert refusal(path)[1:] == ["row 3 (line 5), column title: A title is needed."]


def test_fifty_errors_are_shown_and_all_are_counted(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["title", "trl"], *([f"Offer {number}", "x"] for number in range(60)))
    told = refusal(path)
    assert told[0] == "60 errors in the file; nothing was written."
    assert (len(told), told[-1]) == (52, "… and 10 more")


def test_a_number_that_comes_twice_names_both_rows(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["external_id", "title"], ["A1", "A"], ["A2", "B"], ["A1", "C"])
    assert refusal(path)[1:] == ["row 4, column external_id: Row 2 has the same number “A1”."]


def test_a_batch_boundary_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options.batches, "__defaults__", (2,))
    path = csv_file(tmp_path, ["external_id", "title"], *([f"A{n}", f"Offer {n}"] for n in range(5)))
    assert run(path) == "5 rows read, 5 new, 0 already there"
    assert refusal(csv_file(tmp_path, ["external_id", "title"], *([i, i] for i in "abca")))[1:] == [
        "row 5, column external_id: Row 2 has the same number “a”."
    ]


def test_an_organisation_becomes_one_enterprise_marked_as_imported(tmp_path: Path) -> None:
    header = ["title", "organisation"]
    run(csv_file(tmp_path, header, ["A", "Ningbo Battery Institute"], ["B", "Ningbo Battery Institute"]))
    run(csv_file(tmp_path, header, ["C", "Ningbo Battery Institute"]), "demand")
    institute = Enterprise.objects.get()
    assert (institute.name, institute.origin, institute.credit_code, institute.is_verified) == (
        "Ningbo Battery Institute",
        "imported",
        None,
        False,
    )
    assert (institute.offers.count(), institute.demands.count()) == (2, 1)


def test_an_import_never_speaks_for_a_registered_enterprise_by_its_name_alone(tmp_path: Path) -> None:
    registered = make_enterprise(name="Ningbo Battery Institute")
    path = csv_file(tmp_path, ["title", "organisation"], ["A", "Ningbo Battery Institute"])
    assert refusal(path) == [
        "Please say whether these are the enterprises registered here: Ningbo Battery Institute",
        "--same-names known|new",
    ]
    assert not Offer.objects.exists()
    run(path, "offer", "--same-names", "new")
    assert registered.offers.count() == 0
    run(
        csv_file(tmp_path, ["title", "organisation"], ["B", "NINGBO (Battery) Institute"]),
        "offer",
        "--same-names",
        "known",
    )
    assert [offer.title for offer in registered.offers.all()] == ["B"]


def test_nameless_offers_and_nameless_demands_have_different_owners(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["title", "organisation"], ["A", ""], ["B", " "])
    run(path, "offer")
    run(path, "demand")
    owners = [(owner.name, owner.origin) for owner in Enterprise.objects.order_by("pk")]
    assert owners == [("Imported offers", "imported"), ("Imported demands", "imported")]


def test_a_credit_code_finds_its_enterprise_and_an_unknown_one_is_a_fault(tmp_path: Path) -> None:
    enterprise = make_enterprise()
    code = str(enterprise.credit_code)
    run(csv_file(tmp_path, ["title", "enterprise", "organisation"], ["A", code.lower(), "Some name"]))
    assert Offer.objects.get().enterprise == enterprise
    assert refusal(csv_file(tmp_path, ["title", "enterprise"], ["B", "no-such-code"]))[1:] == [
        "row 2, column enterprise: No enterprise has the code “no-such-code”."
    ]


def test_alliance_and_enterprise_of_the_command_are_for_rows_that_name_none(tmp_path: Path) -> None:
    batteries, materials = make_alliance(slug="batteries"), make_alliance(slug="materials")
    enterprise = make_enterprise()
    path = csv_file(
        tmp_path,
        ["external_id", "title", "alliance", "organisation"],
        ["1", "A", "", ""],
        ["2", "B", materials.name_zh, "Ningbo Battery Institute"],
    )
    run(path, "offer", "--alliance", "batteries", "--enterprise", str(enterprise.credit_code))
    found = Offer.objects.order_by("external_id").values_list("alliance", "enterprise__name")
    assert list(found) == [
        (batteries.pk, enterprise.name),
        (materials.pk, "Ningbo Battery Institute"),
    ]


def test_an_unknown_alliance_is_a_fault_wherever_it_is_named(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["title", "alliance"], ["A", "nowhere"])
    assert refusal(path)[1:] == ["row 2, column alliance: There is no alliance “nowhere”."]
    assert refusal(path, "offer", "--alliance", "nowhere") == ["There is no alliance “nowhere”."]
    assert refusal(path, "offer", "--enterprise", "1") == ["No enterprise has the code “1”."]


def test_an_unknown_column_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    (message,) = refusal(csv_file(tmp_path, ["title", "colour"], ["A", "red"]))
    assert message.startswith("Unknown column: colour. Known columns: Number, Organisation,")


def test_a_workbook_is_imported_like_a_text_file(tmp_path: Path) -> None:
    workbook = Workbook()
    for row in (["title", "keywords", "trl_wanted"], ["锂电池", "正极;负极", 6]):
        workbook.worksheets[0].append(row)
    workbook.save(tmp_path / "listings.xlsx")
    assert run(tmp_path / "listings.xlsx", "demand") == "1 rows read, 1 new, 0 already there"
    demand = Demand.objects.get()
    told = (demand.title, demand.technology_keywords, demand.trl_wanted, demand.language)
    assert told == ("锂电池", ["正极", "负极"], 6, "zh-hans")


def test_requirements_come_as_rows(tmp_path: Path) -> None:
    path = csv_file(tmp_path, ["title", "requirements"], ["A", "life|ge|3000|cycles|nice"], ["B", ""])
    run(path, "demand")
    rows = Requirement.objects.values_list("demand__title", "name", "operator", "value", "unit", "priority")
    assert list(rows) == [("A", "life", "ge", "3000", "cycles", "nice")]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone.csv") == [f"There is no file {tmp_path / 'gone.csv'}."]
    with pytest.raises(CommandError, match="--kind"):
        call_command("import_listings", str(tmp_path / "gone.csv"))


def test_a_command_speaks_the_language_of_its_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert terminal_language() == "en"
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert terminal_language() == "zh-hans"
