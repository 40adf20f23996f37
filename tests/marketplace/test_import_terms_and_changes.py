"""What is over, and rows with a known number that differ from their listing."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import make_demand, make_enterprise, make_member, make_offer
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.checking import Check, FaultyFile, check
from ydeu.marketplace.importing.options import Options
from ydeu.marketplace.importing.writing import Outcome, import_file
from ydeu.marketplace.models import Demand, Offer, Requirement
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

PASSED = "This date has passed. Please choose one in the future."


def table(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def of_member(kind: ListingKind = ListingKind.OFFER, **options: Any) -> Options:
    return Options(
        kind, enterprise=options.pop("enterprise", None) or make_enterprise(), for_member=True, **options
    )


def updated(path: Path, options: Options, by: Any = None) -> Outcome:
    return import_file(path, replace(options, updates=True), by=by)


@pytest.mark.parametrize("days", [0, -1, -400])
@pytest.mark.parametrize(
    ("kind", "column"), [("offer", "valid_until"), ("demand", "valid_until"), ("demand", "needed_by")]
)
def test_a_member_brings_in_nothing_that_is_over(kind: str, column: str, days: int, tmp_path: Path) -> None:
    """As the form: a term that ends today is over, too."""
    day = timezone.localdate() + timedelta(days=days)
    path = table(tmp_path, f"title,{column}\nFilm,{day}\nPaste,{day.replace(year=day.year + 2, day=1)}\n")
    with pytest.raises(FaultyFile) as refusal:
        import_file(path, of_member(ListingKind(kind)), by=None)
    found = [(error.row, error.column, error.message) for error in refusal.value.check.errors]
    assert found == [(2, column, PASSED)]


@pytest.mark.parametrize("publish", [True, False])
@pytest.mark.parametrize("column", ["valid_until", "needed_by"])
def test_what_is_over_on_an_older_platform_comes_in_as_expired(
    column: str, publish: bool, tmp_path: Path
) -> None:
    path = table(tmp_path, f"title,{column}\nFilm,2020年3月\nPaste,\n")
    options = Options(ListingKind.DEMAND, publish=publish)
    assert check(path, options).over == 1
    import_file(path, options, by=None)
    states = dict(Demand.objects.values_list("title", "state"))
    assert states == {"Film": "expired", "Paste": "published" if publish else "submitted"}
    assert Demand.objects.get(title="Film").events.get().to_state == "expired"
    assert [demand.title for demand in Demand.objects.awaiting_matching()] == ["Paste"] * publish


def test_a_known_row_whose_term_is_over_is_left_as_it_is(tmp_path: Path) -> None:
    own = make_enterprise()
    offer = make_offer(enterprise=own, valid_until=date(2020, 1, 1), state=State.EXPIRED)
    path = table(tmp_path, f"number,title,valid_until\noffer-{offer.pk},{offer.title},2020-01-01\n")
    checked = check(path, of_member(enterprise=own))
    assert (checked.faults, checked.known, checked.changes_count) == (0, 1, 0)


def changes_of(checked: Check) -> list[tuple[int, list[tuple[str, str, str]], str]]:
    return [(each.row.row, each.told, each.obstacle) for each in checked.changes]


def test_a_corrected_row_says_what_differs_and_changes_it_on_request(tmp_path: Path) -> None:
    own = make_enterprise()
    user = make_member(own)
    options = of_member(enterprise=own)
    import_file(
        table(tmp_path, "number,title,trl,stage,summary\n1,Film,5,,kept\n2,Paste,,,\n"), options, by=user
    )
    path = table(tmp_path, "number,title,trl,stage,summary\n1,Thin film,6,中试,\n2,Paste,,,\n3,New,,,\n")

    checked = check(path, options)
    assert (checked.new, checked.known, checked.changes_count, checked.changed) == (1, 2, 1, 1)
    assert changes_of(checked) == [
        (
            2,
            [
                ("Title", "Film", "Thin film"),
                ("Stage of development", "", "Available for demonstration"),
                ("Technology readiness level", "5", "6"),
            ],
            "",
        )
    ]
    assert import_file(path, options, by=user).changed == 0
    assert Offer.objects.filter(title="Film").exists()

    assert updated(path, options, by=user) == Outcome(3, 0, 1)
    film = Offer.objects.get(external_id__endswith="/1")
    assert (film.title, film.trl, film.stage, film.summary, film.state) == (
        "Thin film",
        6,
        "demonstrable",
        "kept",
        "draft",
    )
    assert check(path, options).changes_count == 0


def test_a_published_listing_gets_a_revision_that_administrators_read(tmp_path: Path) -> None:
    own = make_enterprise()
    offer = make_offer(enterprise=own, state=State.PUBLISHED, revision=1, moderated_revision=1)
    path = table(tmp_path, f"number,title\noffer-{offer.pk},Better film\n")
    assert updated(path, of_member(enterprise=own), by=make_member(own)).changed == 1
    offer.refresh_from_db()
    assert (offer.title, offer.state, offer.revision, offer.moderated_revision) == (
        "Better film",
        "published",
        2,
        1,
    )


def test_an_operator_who_corrects_an_import_leaves_it_moderated(tmp_path: Path) -> None:
    options = Options(ListingKind.DEMAND, publish=True)
    import_file(table(tmp_path, "number,title,budget_band,requirements\n1,Film,面议,\n"), options, by=None)
    path = table(tmp_path, "number,title,budget_band,requirements\n1,Film,50-200万元,寿命|≥|3000|次\n")
    assert check(path, options).changed == 1
    assert updated(path, options).changed == 1
    demand = Demand.objects.get()
    assert (demand.budget_band, demand.revision, demand.moderated_revision) == ("50_200", 2, 2)
    assert list(Requirement.objects.values_list("demand", "name", "operator", "value", "unit")) == [
        (demand.pk, "寿命", "ge", "3000", "次")
    ]
    assert check(path, options).changes_count == 0


@pytest.mark.parametrize(
    ("fields", "cells", "obstacle"),
    [
        ({"state": State.FULFILLED}, ("title", "Other"), "It is “Fulfilled” and cannot be changed."),
        ({"state": State.SUBMITTED}, ("title", "Other"), "It is “Submitted” and cannot be changed."),
        (
            {"state": State.PUBLISHED},
            ("summary", "x" * 501),
            "A published listing needs other values here: Summary.",
        ),
        (
            {"state": State.PUBLISHED, "visibility": "anonymous"},
            ("summary", "Write to sales@film.cn or call 021-62831234."),
            "It is anonymous, and the text may tell who you are. Please change it in the form.",
        ),
        (
            {"state": State.PUBLISHED},
            ("valid_until", "2020-01-01"),
            "A published listing needs other values here: Valid until.",
        ),
    ],
)
def test_what_a_form_would_not_take_stays_as_it_is(
    fields: dict[str, Any], cells: tuple[str, str], obstacle: str, tmp_path: Path
) -> None:
    own = make_enterprise()
    user = make_member(own)
    offer = make_offer(enterprise=own, created_by=user, **fields)
    title = "" if cells[0] == "title" else f",{offer.title}"
    path = table(
        tmp_path, f"number,{cells[0]}{',title' if title else ''}\noffer-{offer.pk},{cells[1]}{title}\n"
    )
    options = of_member(enterprise=own)
    checked = check(path, options)
    assert [(len(told), said) for _row, told, said in changes_of(checked)] == [(1, obstacle)]
    assert (checked.changed, updated(path, options, by=user).changed) == (0, 0)


def test_an_operator_changes_no_promise_of_an_enterprise(tmp_path: Path) -> None:
    offer = make_offer(
        external_id="A1", created_by=make_member(make_enterprise()), state=State.PUBLISHED, trl=5
    )
    path = table(tmp_path, f"number,title,trl\nA1,{offer.title},6\n")
    checked = check(path, Options(ListingKind.OFFER))
    assert [said for _row, _told, said in changes_of(checked)] == [
        "Only the enterprise may change these facts."
    ]


def test_nobody_changes_the_listing_of_another_enterprise(tmp_path: Path) -> None:
    strange = make_offer(title="Theirs")
    path = table(tmp_path, f"number,title\noffer-{strange.pk},Mine\n")
    options = of_member()
    assert updated(path, options).new == 1
    strange.refresh_from_db()
    assert strange.title == "Theirs"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queries_of_a_check_do_not_grow_with_the_rows(
    rows: int, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    own = make_enterprise()
    demands = [make_demand(enterprise=own) for _ in range(rows)]
    lines = "".join(f"demand-{each.pk},Other,寿命|≥|1|次\n" for each in demands)
    path = table(tmp_path, f"number,title,requirements\n{lines}")
    options = of_member(ListingKind.DEMAND, enterprise=own)
    with django_assert_max_num_queries(6):
        assert check(path, options).changes_count == rows
