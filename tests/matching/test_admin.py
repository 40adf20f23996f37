import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching import review
from matching.models import Introduction, Suggestion
from tests.factories import make_admin, make_coordinator, make_suggestion

pytestmark = pytest.mark.django_db

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
    who = make_coordinator(pair.demand.alliance, name="Lin Wei")
    introduction = review.approve(pair, by=who)
    for row in (pair, introduction):
        page = admin_client.get(opened(row))
        assert page.status_code == 200
        assert "Lin Wei" in page.content.decode()


@pytest.mark.parametrize("name", MODELS)
def test_nothing_is_added_changed_or_deleted(name: str, admin_client: Client) -> None:
    pair = make_suggestion()
    row = review.approve(pair, by=make_admin()) if name == "introduction" else pair
    assert admin_client.get(reverse(f"admin:matching_{name}_add")).status_code == 403
    assert admin_client.post(opened(row), {"state": "rejected"}).status_code == 403
    assert admin_client.post(reverse(f"admin:matching_{name}_delete", args=[row.pk])).status_code == 403


@pytest.mark.parametrize("name", MODELS)
def test_the_number_of_queries_does_not_grow(name: str, admin_client: Client) -> None:
    counts = []
    for more in (1, 2, 20):
        for _ in range(more):
            pair = make_suggestion()
            review.approve(pair, by=make_coordinator(pair.demand.alliance))
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(listed(name))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("name", MODELS)
def test_search_finds_an_enterprise(name: str, admin_client: Client) -> None:
    pair = make_suggestion()
    review.approve(pair, by=make_admin())
    page = admin_client.get(listed(name), {"q": pair.offer.enterprise.name})
    assert page.context["cl"].result_count == 1
