"""Work on the queue other than decisions: assignments, saved filters, export."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from matching.models import SavedFilter, Suggestion
from matching.review import assignments, saved_filters
from tests.factories import (
    alliance_of,
    make_admin,
    make_alliance,
    make_coordinator,
    make_published_offer,
    make_suggestion,
)
from tests.matching.views.test_review import make_own_pair, shown
from ydeu.accounts.models import User
from ydeu.alliances.models import Coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_taking_and_giving_back(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator)
    url = f"{pair.get_absolute_url()}assign/?q=lithium"
    response = client.post(url, {"to": coordinator.pk})
    assert response["Location"] == f"{pair.get_absolute_url()}?q=lithium"
    assert Suggestion.objects.get().assignee == coordinator
    assert "Give it back" in client.get(response["Location"]).content.decode()
    client.post(url)
    assert Suggestion.objects.get().assignee is None
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "taken by Lin Wei" in page  # in the history


@pytest.mark.slow
def test_a_colleague_can_be_chosen_and_a_stranger_cannot(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator)
    colleague, stranger = make_coordinator(alliance_of(pair.offer)), make_coordinator()
    client.post(f"{pair.get_absolute_url()}assign/", {"to": colleague.pk})
    assert Suggestion.objects.get().assignee == colleague
    response = client.post(f"{pair.get_absolute_url()}assign/", {"to": stranger.pk})
    assert response.context["assign_form"].errors
    assert Suggestion.objects.get().assignee == colleague


def test_mine_unassigned_and_all(client: Client, coordinator: User) -> None:
    mine, free, theirs = (make_own_pair(coordinator, score=score) for score in (0.9, 0.8, 0.7))
    assignments.assign(mine, to=coordinator, by=coordinator)
    colleague = make_coordinator(alliance_of(theirs.demand))
    assignments.assign(theirs, to=colleague, by=colleague)
    assert shown(client, "?assigned=me") == [mine]
    assert shown(client, "?assigned=nobody") == [free]
    assert shown(client, "?assigned=") == [mine, free, theirs]


def test_what_somebody_took_who_has_left_is_nobodys(client: Client, coordinator: User) -> None:
    active, inactive, elsewhere, admins = (
        make_own_pair(coordinator, score=score) for score in (0.9, 0.8, 0.7, 0.6)
    )
    for pair in (active, inactive, elsewhere):
        colleague = make_coordinator(alliance_of(pair.demand))
        assignments.assign(pair, to=colleague, by=colleague)
    assignments.assign(admins, to=(admin := make_admin()), by=admin)
    gone = inactive.assignee
    assert gone is not None
    User.objects.filter(pk=gone.pk).update(is_active=False)
    Coordinator.objects.filter(user=elsewhere.assignee_id).update(alliance=make_alliance())
    assert shown(client, "?assigned=nobody") == [inactive, elsewhere]
    User.objects.filter(pk=admin.pk).update(is_active=False)
    assert shown(client, "?assigned=nobody") == [inactive, elsewhere, admins]


@pytest.mark.slow
def test_overdue_and_asked_for_can_be_filtered_and_are_marked(client: Client, coordinator: User) -> None:
    late, plain = make_own_pair(coordinator, score=0.1), make_own_pair(coordinator, score=0.9)
    Suggestion.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=2), origin="member")
    assert shown(client) == [late, plain]
    assert shown(client, "?overdue=true") == [late]
    assert shown(client, "?origin=member") == [late]
    page = client.get("/review/?overdue=true").content.decode()
    assert "overdue by 2 days" in page
    assert "A member&#x27;s interest</span>" in page


def test_a_filter_is_saved_opens_first_and_is_deleted(client: Client, coordinator: User) -> None:
    response = client.post("/review/filters/?q=lithium&page=2", {"name": "Cells", "is_default": "on"})
    assert response["Location"] == "/review/?q=lithium"
    saved = SavedFilter.objects.get()
    assert client.get("/review/")["Location"] == "/review/?q=lithium"
    assert client.get("/review/?assigned=").status_code == 200
    other = saved_filters.save("Mine", "assigned=me", by=coordinator)
    client.post(f"/review/filters/{other.pk}/default/")
    assert client.get("/review/")["Location"] == "/review/?assigned=me"
    page = client.get("/review/filters/").content.decode()
    assert "Cells" in page
    assert "opens first" in page
    client.post(f"/review/filters/{other.pk}/delete/")
    assert list(SavedFilter.objects.all()) == [saved]
    assert client.get("/review/").status_code == 200


@pytest.mark.parametrize("query", ["", "?page=2", "?q=" + "锂" * 120])
def test_a_filter_that_keeps_nothing_is_refused_and_the_queue_still_opens(
    query: str, client: Client, coordinator: User
) -> None:
    data = {"name": "All", "is_default": "on"}
    page = client.post(f"/review/filters/{query}", data, follow=True)
    assert page.status_code == 200
    assert not SavedFilter.objects.exists()
    SavedFilter.objects.create(user=coordinator, name="Old", query="", is_default=True)
    opened = client.get("/review/", follow=True)
    assert (opened.status_code, opened.redirect_chain) == (200, [])


def test_a_filter_without_a_name_is_not_saved(client: Client, coordinator: User) -> None:
    assert client.post("/review/filters/?q=x", {"name": ""})["Location"] == "/review/?q=x"
    assert not SavedFilter.objects.exists()


def test_nobody_sees_or_touches_the_filters_of_another(client: Client, coordinator: User) -> None:
    theirs = saved_filters.save("Theirs", "q=x", by=make_coordinator())
    assert "Theirs" not in client.get("/review/filters/").content.decode()
    for action in ("delete", "default"):
        assert client.post(f"/review/filters/{theirs.pk}/{action}/").status_code == 404
    assert SavedFilter.objects.get() == theirs


def test_the_queue_as_a_file_is_what_the_filters_find(client: Client, coordinator: User) -> None:
    wanted = make_own_pair(coordinator, score=0.8)
    make_own_pair(coordinator, score=0.2, band="fair")
    make_suggestion(score=0.9)
    text = client.get("/review/queue.csv?band=strong").content.decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    told = dict(zip(head, row, strict=True))
    assert (told["Number"], told["Demand"], told["Offer"], told["Score"], told["State"]) == (
        str(wanted.pk),
        wanted.demand.title,
        wanted.offer.title,
        "0.8",
        "To review",
    )
    sheet = load_workbook(io.BytesIO(client.get("/review/queue.xlsx").content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet["A"]][1:] == [
        wanted.pk,
        Suggestion.objects.get(score=0.2).pk,
    ]


@pytest.mark.parametrize("address", ["/review/queue.csv", "/review/filters/"])
def test_the_number_of_queries_does_not_grow(address: str, client: Client, coordinator: User) -> None:
    counts = []
    for more in (1, 2, 17):
        for number in range(more):
            make_own_pair(coordinator)
            saved_filters.save(f"{more} {number}", "q=x", by=coordinator)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.slow
def test_the_second_opinion_on_the_page(client: Client) -> None:
    pair = make_suggestion(offer=make_published_offer(alliance=make_alliance(second_opinion=True)))
    first = make_coordinator(alliance_of(pair.demand), name="Lin Wei")
    second = make_coordinator(alliance_of(pair.offer), name="Chen Yu")
    client.force_login(first)
    page = client.post(f"{pair.get_absolute_url()}approve/", follow=True).content.decode()
    assert "Second opinion" in page
    page = client.get(pair.get_absolute_url()).content.decode()
    assert 'data-key="u"' in page
    assert 'data-key="a"' not in page
    client.force_login(second)
    assert shown(client) == [pair]
    page = client.get(pair.get_absolute_url()).content.decode()
    assert "Lin Wei approves it" in page
    assert "Agree and introduce" in page
    response = client.post(f"{pair.get_absolute_url()}disagree/", {"reason": "", "note": ""})
    assert response.context["disagree_form"].errors
    client.post(f"{pair.get_absolute_url()}disagree/", {"reason": "capacity", "note": "Too small."})
    page = client.get(pair.get_absolute_url()).content.decode()
    for text in ("Two opinions", "Too small.", "Chen Yu", "Approve and introduce"):
        assert text in page


def test_a_deferral_can_have_a_day_and_a_wrong_one_is_told(client: Client, coordinator: User) -> None:
    pair = make_own_pair(coordinator)
    url = f"{pair.get_absolute_url()}defer/"
    response = client.post(url, {"until": "2020-01-01"})
    assert response.context["defer_form"].errors == {"until": ["Please choose a day after today."]}
    day = timezone.localdate() + timedelta(days=9)
    client.post(url, {"until": day.isoformat()})
    assert Suggestion.objects.get().deferred_until == day
    assert f"comes back on {day.isoformat()}" in client.get(pair.get_absolute_url()).content.decode()
