import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from matching.introductions import messages, next_steps
from matching.models import Introduction
from tests.factories import alliance_of
from tests.matching.introduced import SECRET, Cast, make_cast, make_introduction
from ydeu.accounts.models import User
from ydeu.marketplace.enums import Visibility

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BOARD, LIST = "/introductions/board/", "/introductions/"


@pytest.fixture
def cast() -> Cast:
    return make_cast(visibility=Visibility.ANONYMOUS)


def page(client: Client, user: User, url: str) -> str:
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def shown(client: Client, user: User, url: str) -> list[Introduction]:
    client.force_login(user)
    context = client.get(url).context
    if "rows" in context:
        return [card.introduction for card in context["rows"]]
    return [card.introduction for column in context["columns"] for card in column.cards]


@pytest.mark.slow
@pytest.mark.parametrize("url", [BOARD, LIST])
def test_who_sees_it(url: str, client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    for role in ("seller", "buyer", "offer_coordinator", "demand_coordinator", "admin"):
        assert shown(client, cast.person(role), url) == [introduction], role
    for role in ("stranger", "other_coordinator"):
        assert shown(client, cast.person(role), url) == [], role


@pytest.mark.slow
@pytest.mark.parametrize("url", [BOARD, LIST, f"{BOARD}?q=sunrise", f"{LIST}?q=sunrise"])
def test_an_anonymous_side_is_neither_shown_nor_found_before_it_is_introduced(
    url: str, client: Client, cast: Cast
) -> None:
    introduction = make_introduction(cast)
    assert SECRET not in page(client, cast.buyer, url)
    assert shown(client, cast.buyer, url) == ([] if "?" in url else [introduction])
    Introduction.objects.update(state="connected", connected_at=timezone.now())
    assert SECRET in page(client, cast.buyer, url)
    assert shown(client, cast.buyer, url) == [introduction]


@pytest.mark.slow
def test_the_filters(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    coordinator = cast.demand_coordinator
    for query, found in [
        ("q=demand", [introduction]),
        ("q=nothing", []),
        (f"alliance={alliance_of(cast.demand).pk}", [introduction]),
        ("overdue=on", []),
    ]:
        assert shown(client, coordinator, f"{BOARD}?{query}") == found, query
        assert shown(client, coordinator, f"{LIST}?{query}") == found, query
    next_steps.agree(introduction, by=cast.buyer, text="Call", assignee="offer", due_on=timezone.localdate())
    introduction.steps.update(due_on="2026-01-01")
    assert shown(client, coordinator, f"{BOARD}?overdue=on") == [introduction]
    assert "Late" in page(client, cast.buyer, LIST)
    assert "All of mine" not in page(client, cast.buyer, LIST)


def test_a_move_is_made_from_its_card_and_leads_back_to_the_board(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    board = page(client, cast.buyer, BOARD)
    assert f'action="/introductions/{introduction.pk}/meet/"' in board
    response = client.post(f"/introductions/{introduction.pk}/meet/", {"next": BOARD})
    assert (response.status_code, response["Location"]) == (302, BOARD)
    introduction.refresh_from_db()
    assert introduction.state == "meeting"
    elsewhere = client.post(f"/introductions/{introduction.pk}/negotiate/", {"next": "https://evil.example/"})
    assert elsewhere["Location"] == introduction.get_absolute_url()


def test_a_column_that_is_too_long_leads_to_the_rest(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.introductions.board.PER_COLUMN", 1)
    monkeypatch.setattr("matching.views.introduction_board.PER_COLUMN", 1)
    for _ in range(2):
        make_introduction(cast_of(cast), "meeting")
    board = page(client, cast.admin, BOARD)
    assert "All 2: Meeting" in board
    assert len(shown(client, cast.admin, f"{LIST}?state=meeting")) == 2


def cast_of(cast: Cast) -> Cast:
    """A cast with other listings of the same people."""
    more = make_cast()
    for listing, user in ((more.offer, cast.seller), (more.demand, cast.buyer)):
        type(listing).objects.filter(pk=listing.pk).update(
            enterprise=user.memberships.get().enterprise, created_by=user
        )
        listing.refresh_from_db()
    return more


@pytest.mark.slow
@pytest.mark.parametrize("url", [BOARD, LIST, "/introductions/export/csv/"])
def test_the_number_of_queries_does_not_grow(url: str, client: Client, cast: Cast) -> None:
    counts = []
    client.force_login(cast.buyer)
    for more in (1, 2, 47):
        for number in range(more):
            introduction = make_introduction(cast_of(cast), ("connected", "meeting")[number % 2])
            messages.write(introduction, by=cast.seller, text="Good day")
            next_steps.agree(
                introduction, by=cast.buyer, text="Call", assignee="offer", due_on=timezone.localdate()
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_the_export_is_scoped_and_filtered_as_the_list(client: Client, cast: Cast) -> None:
    introduction = make_introduction(cast)
    client.force_login(cast.buyer)
    text = client.get("/introductions/export/csv/").content.decode("utf-8-sig")
    head, row = text.splitlines()
    assert head.startswith("Number,State,Demand,Enterprise of the demand,")
    assert row.startswith(
        f"{introduction.pk},Waiting for consent,A demand,Buyer Ltd,No answer yet,An offer,Anonymous until"
    )
    assert SECRET not in text
    assert client.get("/introductions/export/csv/?state=meeting").content.decode().count("\n") == 1
    client.force_login(cast.stranger)
    assert client.get("/introductions/export/csv/").content.decode().count("\n") == 1
    client.force_login(cast.offer_coordinator)
    book = load_workbook(io.BytesIO(client.get("/introductions/export/xlsx/").content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][6] == SECRET
    assert client.get("/introductions/export/pdf/").status_code == 404
