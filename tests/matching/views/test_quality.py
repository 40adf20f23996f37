"""The page of figures: who sees which, what they say, and what an administrator does there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matching.enums import Band, FoldReason, RejectionReason
from matching.models import Suggestion
from matching.states import SuggestionState
from tests.factories import (
    make_admin,
    make_alliance,
    make_calibration,
    make_coordinator,
    make_enterprise,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PAGE = "/quality/"


def decide(alliance: Alliance, band: str, worth: bool, **fields: Any) -> Suggestion:
    state = SuggestionState.APPROVED if worth else SuggestionState.REJECTED
    return make_suggestion(
        **{
            "demand": make_published_demand(alliance=alliance),
            "band": band,
            "strength": 1.0,
            "state": state,
            "reason": "" if worth else RejectionReason.TECHNICAL_MISMATCH,
            "decided_at": timezone.now(),
            **fields,
        }
    )


def alliance_of(user: User) -> Alliance:
    return user.coordinates.get().alliance


def seen(client: Client, query: str = "") -> Any:
    """What the page knows."""
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.context


def precision(context: Any) -> dict[str, tuple[int, int]]:
    return {band.value: (tally.worth, tally.decided) for band, tally in context["bands"]}


def test_without_decisions_the_page_says_so(client: Client, coordinator: User) -> None:
    page = client.get(PAGE).content.decode()
    assert "No decisions yet" in page
    assert "Nothing has been learnt yet" in page
    assert "<meter" not in page


def test_the_precision_of_a_band_is_of_the_own_alliances(client: Client, coordinator: User) -> None:
    ours, theirs = alliance_of(coordinator), make_alliance()
    for worth in (True, True, False):
        decide(ours, Band.STRONG, worth)
    decide(ours, Band.FAIR, False)
    decide(ours, Band.WEAK, False, reason=RejectionReason.DUPLICATE)
    decide(theirs, Band.STRONG, True)

    context = seen(client)
    assert precision(context) == {"strong": (2, 3), "fair": (0, 1), "weak": (0, 0)}
    assert [(key, tallies[-1][1].decided) for key, tallies in context["alliances"]] == [(ours, 4)]
    client.force_login(make_admin())
    assert precision(seen(client))["strong"] == (3, 4)
    assert precision(seen(client, f"?alliance={theirs.pk}"))["strong"] == (1, 1)


def test_a_month_can_be_chosen_and_a_foreign_alliance_cannot(client: Client, coordinator: User) -> None:
    ours, theirs = alliance_of(coordinator), make_alliance()
    now = timezone.localtime()
    last = now.replace(day=1) - timedelta(days=3)
    decide(ours, Band.STRONG, True)
    decide(ours, Band.STRONG, False, decided_at=last)
    decide(theirs, Band.STRONG, True)

    assert precision(seen(client, f"?month={now:%Y-%m}-01"))["strong"] == (1, 1)
    assert precision(seen(client, f"?month={last:%Y-%m}-01"))["strong"] == (0, 1)
    assert precision(seen(client, f"?alliance={theirs.pk}"))["strong"] == (1, 2)
    assert precision(seen(client, "?month=yesterday"))["strong"] == (1, 2)
    months = [month for month, _tallies in seen(client)["months"]]
    assert months == [now.date().replace(day=1), last.date().replace(day=1)]


def test_predicted_and_approved_shares_stand_side_by_side(client: Client, coordinator: User) -> None:
    ours = alliance_of(coordinator)
    for confidence, worth in ((0.82, True), (0.86, True), (0.84, False), (0.11, False), (1.0, True)):
        decide(ours, Band.STRONG, worth, confidence=confidence)
    decide(ours, Band.STRONG, True, confidence=None)
    bins = seen(client)["reliability"]
    rows = [(each.low, each.high, each.predicted, each.tally.percent) for each in bins]
    assert rows == [(10, 20, 11.0, 0), (80, 90, 84.0, 67), (90, 100, 100.0, 100)]


def test_demands_are_counted_by_their_best_offer(client: Client, coordinator: User) -> None:
    ours = alliance_of(coordinator)
    make_suggestion(demand=make_published_demand(alliance=ours), band=Band.STRONG)
    decide(ours, Band.STRONG, True)
    decide(ours, Band.STRONG, False)
    fair = make_published_demand(alliance=ours)
    make_suggestion(demand=fair, band=Band.FAIR)
    make_suggestion(demand=fair, band=Band.WEAK, state=SuggestionState.FOLDED)
    waits = {"band": Band.STRONG, "state": SuggestionState.FOLDED, "fold_reason": FoldReason.WAITS}
    make_suggestion(demand=make_published_demand(alliance=ours), **waits)
    make_published_demand(alliance=ours)
    make_published_demand()
    coverage = seen(client)["coverage"]
    assert (coverage.demands, coverage.strong, coverage.fair, coverage.unanswered) == (6, 3, 1, 2)
    assert coverage.percent == 50


def test_the_exposure_of_sizes_and_provinces(client: Client, coordinator: User) -> None:
    ours = alliance_of(coordinator)
    large = make_enterprise(size="large", province="32", city="3201")
    for _each in range(3):
        offer = make_published_offer(enterprise=large)
        make_suggestion(demand=make_published_demand(alliance=ours), offer=offer, band=Band.STRONG)
    make_suggestion(demand=make_published_demand(alliance=ours), band=Band.STRONG)
    make_suggestion(demand=make_published_demand(alliance=ours), band=Band.FAIR)
    by_size, by_province = (
        {row.label: (row.strong, row.of_strong, row.offers, row.of_offers) for row in rows}
        for _heading, rows in seen(client)["exposures"]
    )
    expected = [(1, 25.0, 2, 40.0), (3, 75.0, 3, 60.0)]
    assert list(by_size) == ["SME, 11 to 49 people", "Big company"]
    assert list(by_province) == ["Shanghai", "Jiangsu"]
    assert [list(by_size.values()), list(by_province.values())] == [expected, expected]


def test_the_table_for_download_has_the_same_decisions(client: Client, coordinator: User) -> None:
    ours = alliance_of(coordinator)
    decide(ours, Band.STRONG, True)
    decide(ours, Band.STRONG, False)
    response = client.get(f"{PAGE}quality.csv?alliance={ours.pk}")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Month,Alliance,Band,Decisions,Worth an introduction,Per cent"
    assert lines[1:] == [f"{timezone.localdate():%Y-%m}-01,{ours.name_en},Strong,2,1,50"]
    assert client.get(f"{PAGE}quality.xlsx").content.startswith(b"PK")


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(PAGE).status_code == 200
    return len(found)


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    client.force_login(make_admin())
    decide(make_alliance(), Band.STRONG, True, confidence=0.5)
    make_calibration()
    few = queries(client)
    for number in range(4):
        alliance = make_alliance()
        make_calibration(alliance=alliance, promoted_by=make_admin())
        decide(alliance, Band.FAIR, True, confidence=number / 4)
        decide(alliance, Band.STRONG, False, decided_at=timezone.now() - timedelta(days=40 * number))
    assert queries(client) == few


def test_a_coordinator_sees_the_versions_and_cannot_move_them(client: Client, coordinator: User) -> None:
    own = make_calibration(alliance=alliance_of(coordinator))
    union, foreign = make_calibration(), make_calibration(alliance=make_alliance())
    assert set(seen(client)["versions"]) == {own, union}
    page = client.get(PAGE).content.decode()
    assert "Put in use" not in page
    for version in (own, union, foreign):
        assert client.post(reverse("matching:calibration_promote", args=[version.pk])).status_code == 403


def test_an_administrator_promotes_and_rolls_back_with_one_click(client: Client) -> None:
    client.force_login(make_admin())
    first, second = make_calibration(), make_calibration()
    for action, version, expected in (
        ("promote", first, ["in_use", "not_promoted"]),
        ("promote", second, ["retired", "in_use"]),
        ("roll_back", second, ["in_use", "retired"]),
        ("roll_back", second, ["in_use", "retired"]),
        ("roll_back", first, ["retired", "retired"]),
    ):
        address = reverse(f"matching:calibration_{action}", args=[version.pk])
        response = client.post(address, follow=True)
        assert response.redirect_chain == [(PAGE, 302)]
        for each in (first, second):
            each.refresh_from_db()
        assert [first.state, second.state] == expected
    assert client.post(reverse("matching:calibration_promote", args=[0])).status_code == 404


def test_the_queue_leads_to_the_page(client: Client, coordinator: User) -> None:
    assert f'href="{PAGE}"' in client.get("/review/").content.decode()


def test_a_coordinator_with_an_enterprise_does_not_see_its_pairs(client: Client) -> None:
    user = make_coordinator()
    client.force_login(user)
    own = make_enterprise()
    own.memberships.create(user=user, role="owner")
    demand = make_published_demand(alliance=alliance_of(user), enterprise=own)
    decide(alliance_of(user), Band.STRONG, True, demand=demand)
    assert precision(seen(client))["strong"] == (0, 0)


def test_each_figure_names_its_column_for_a_phone(client: Client, coordinator: User) -> None:
    decide(alliance_of(coordinator), Band.FAIR, True)
    page = client.get(PAGE).content.decode()
    for label in ("Strong", "Fair", "Weak", "All"):
        assert page.count(f'<td class="num" data-label="{label}">') == 2  # one month, one alliance


@pytest.mark.parametrize(
    ("strong", "fair", "words"),
    [
        (1.5, 0.5, "a pair is strong from a strength of 1.50 and fair from 0.50."),
        (0.75, 0.75, "a pair is strong from a strength of 0.75, and weak below it. No pair is fair."),
    ],
)
def test_the_floors_in_use_in_words(
    strong: float, fair: float, words: str, client: Client, coordinator: User
) -> None:
    make_calibration(alliance=None, state="in_use", strong=strong, fair=fair)
    assert words in " ".join(client.get(PAGE).content.decode().split())


def test_the_admin_shows_floors_with_two_decimals(client: Client) -> None:
    make_calibration(strong=1.2345678, fair=0.3456789)
    client.force_login(make_admin())
    page = client.get(reverse("admin:matching_calibration_changelist")).content.decode()
    assert ">1.23<" in page
    assert ">0.35<" in page


def floors(client: Client, query: str = "") -> list[tuple[Alliance | None, float]]:
    return [(alliance, scale.strong) for alliance, scale in seen(client, query)["floors"]]


def test_an_alliance_with_floors_of_its_own_reads_those(client: Client) -> None:
    own, without = make_alliance(), make_alliance()
    client.force_login(make_coordinator(own, without))
    make_calibration(state="in_use", strong=3.0)
    make_calibration(alliance=own, state="in_use", strong=2.5)
    make_calibration(alliance=make_alliance(), state="in_use", strong=2.2)
    assert floors(client) == [(own, 2.5), (None, 3.0)]
    assert floors(client, f"?alliance={own.pk}") == [(own, 2.5)]
    assert floors(client, f"?alliance={without.pk}") == [(None, 3.0)]
    words = " ".join(client.get(PAGE).content.decode().split())
    assert f"{own.name_en}: </strong> Now a pair is strong from a strength of 2.50" in words
    assert "All other alliances: </strong> Now a pair is strong from a strength of 3.00" in words


def test_a_version_in_use_against_the_figures_says_who_did_it(client: Client, coordinator: User) -> None:
    admin = make_admin(name="Zhang")
    moment = timezone.now()
    make_calibration(state="in_use", promoted_by=admin, promoted_at=moment)
    words = " ".join(client.get(PAGE).content.decode().split())
    assert f"by Zhang, {timezone.localtime(moment):%Y-%m-%d}" in words
    assert "When it was made: Not clearly better than the one in use" in words


def test_percentages_name_their_numbers(client: Client, coordinator: User) -> None:
    ours = alliance_of(coordinator)
    make_suggestion(demand=make_published_demand(alliance=ours), band=Band.STRONG)
    make_published_demand(alliance=ours)
    words = " ".join(client.get(PAGE).content.decode().split())
    assert "With a strong offer (1 of 2)" in words
    assert re.search(r'100 % <small class="muted">\(1\)</small>', words)
