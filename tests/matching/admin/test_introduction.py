from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from matching.introductions import contracts, meetings, messages, next_steps, notes
from matching.models import Introduction, Suggestion
from matching.review import decisions
from tests.factories import alliance_of, make_admin, make_coordinator, make_suggestion
from tests.matching.introduced import Cast, make_cast, make_introduction, open_introduction

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MODELS = ("suggestion", "introduction")


def listed(name: str) -> str:
    return reverse(f"admin:matching_{name}_changelist")


def opened(row: Suggestion | Introduction) -> str:
    return reverse(f"admin:matching_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture
def admin_client(client: Client) -> Client:
    client.force_login(make_admin())
    return client


def test_the_pages_show_the_history(admin_client: Client) -> None:
    pair = make_suggestion()
    who = make_coordinator(alliance_of(pair.demand), name="Lin Wei")
    introduction = open_introduction(pair, by=who)
    for row in (pair, introduction):
        page = admin_client.get(opened(row))
        assert page.status_code == 200
        assert "Lin Wei" in page.content.decode()


@pytest.mark.parametrize("name", MODELS)
def test_nothing_is_added_changed_or_deleted(name: str, admin_client: Client) -> None:
    pair = make_suggestion()
    row = open_introduction(pair, by=make_admin()) if name == "introduction" else pair
    assert admin_client.get(reverse(f"admin:matching_{name}_add")).status_code == 403
    assert admin_client.post(opened(row), {"state": "rejected"}).status_code == 403
    assert admin_client.post(reverse(f"admin:matching_{name}_delete", args=[row.pk])).status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_the_number_of_queries_does_not_grow(name: str, admin_client: Client) -> None:
    counts = []
    for more in (1, 2, 20):
        for _ in range(more):
            pair = make_suggestion()
            decisions.approve(pair, by=make_coordinator(alliance_of(pair.demand)))
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(listed(name))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("name", MODELS)
def test_search_finds_an_enterprise(name: str, admin_client: Client) -> None:
    pair = make_suggestion()
    decisions.approve(pair, by=make_admin())
    page = admin_client.get(listed(name), {"q": pair.offer.enterprise.name})
    assert page.context["cl"].result_count == 1


def write_all(cast: Cast) -> Introduction:
    """An introduction with every kind of row that an administrator can see."""
    introduction = make_introduction(cast, "negotiating")
    today, by = timezone.localdate(), cast.buyer
    next_steps.agree(introduction, by=by, text="Send drawings", assignee="offer", due_on=today)
    meetings.plan(
        introduction, by=by, starts_at=timezone.now() + timedelta(days=3), minutes=60, place="Hefei"
    )
    notes.write(introduction, by=by, text="They have a second line.", audience="both")
    messages.write(introduction, by=by, text="How large is the furnace?")
    contracts.sign(
        introduction,
        by=by,
        mode="license",
        signed_on=today,
        amount_band="50_200",
        registration_number="2026310000000123",
    )
    return introduction


def test_an_introduction_shows_all_that_happened_in_it(admin_client: Client) -> None:
    introduction = write_all(make_cast())
    page = admin_client.get(opened(introduction)).content.decode()
    for text in ("Send drawings", "Hefei", "a second line", "How large is the furnace?", "2026310000000123"):
        assert text in page


@pytest.mark.slow
def test_the_queries_of_its_page_do_not_grow_with_what_was_written(admin_client: Client) -> None:
    cast = make_cast()
    introduction, counts = make_introduction(cast, "connected"), []
    for more in (1, 2, 47):
        for number in range(more):
            messages.write(introduction, by=cast.buyer, text=f"Message {number}")
            notes.write(introduction, by=cast.seller, text=f"Note {number}", audience="both")
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(opened(introduction))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
