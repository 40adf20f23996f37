"""The pages to save a search, and to change or delete it."""

import pytest
from django.test import Client

from tests.accounts.test_views import logged_in, queries_of
from tests.factories import make_admin, make_alliance, make_saved_search, make_user
from ydeu.marketplace.models import SavedSearch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]
LIST = "/searches/"


def test_a_narrowed_list_can_be_saved_and_another_not() -> None:
    client = Client()
    assert "Save this search" not in client.get("/demands/").text
    page = client.get("/demands/?q=%E5%9B%BA%E6%80%81&province=32&sort=ending")
    assert 'href="/demands/save/?q=%E5%9B%BA%E6%80%81&amp;province=32&amp;sort=ending"' in page.text


def test_a_visitor_logs_in_and_is_back_where_they_were() -> None:
    answer = Client().get("/demands/save/?q=a&province=32")
    assert answer.headers["Location"] == "/accounts/login/?next=/demands/save/%3Fq%3Da%26province%3D32"


def test_saving() -> None:
    person = make_user()
    make_alliance(slug="batteries", name_en="Batteries")
    client = logged_in(person)
    address = "/demands/save/?q=固态&alliance=batteries&since=7&sort=ending"
    page = client.get(address)
    assert page.context["form"].initial == {"name": "固态 · Batteries"}
    response = client.post(address, {"name": "My field", "frequency": "weekly"})
    assert (response.status_code, response["Location"]) == (302, LIST)
    assert SavedSearch.objects.values_list("owner", "kind", "name", "query", "frequency").get() == (
        person.pk,
        "demand",
        "My field",
        "alliance=batteries&q=%E5%9B%BA%E6%80%81",
        "weekly",
    )
    again = client.post(address, {"name": "Again", "frequency": "daily"})
    assert again.context["form"].non_field_errors() == ["You have saved this search already."]


@pytest.mark.parametrize(
    ("query", "sent", "errors"),
    [
        ("", {"name": "A", "frequency": "daily"}, ["__all__"]),
        ("trl=nine&sort=ending&page=x", {"name": "A", "frequency": "daily"}, ["__all__"]),
        ("q=a", {"name": "", "frequency": "daily"}, ["name"]),
        ("q=a", {"name": "a" * 81, "frequency": "hourly"}, ["name", "frequency"]),
        ("q=a", {"name": "\x00", "frequency": ""}, ["name", "frequency"]),
    ],
)
def test_what_cannot_be_saved_says_why(query: str, sent: dict[str, str], errors: list[str]) -> None:
    page = logged_in(make_user()).post(f"/offers/save/?{query}", sent)
    assert (page.status_code, list(page.context["form"].errors)) == (200, errors)
    assert not SavedSearch.objects.exists()


def test_a_long_search_gets_a_name_that_fits() -> None:
    client = logged_in(make_user())
    address = "/offers/save/?" + "q=" + "长" * 100
    name = client.get(address).context["form"].initial["name"]
    assert name == "长" * 80
    assert client.post(address, {"name": name, "frequency": "daily"}).status_code == 302


def test_a_saved_search_leads_to_what_it_finds_today() -> None:
    kept = make_saved_search(owner=make_user(), kind="offer", query="q=a&trl=6")
    response = logged_in(kept.owner).get(kept.get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, "/offers/?q=a&trl=6&sort=newest")


def test_renaming_and_deleting() -> None:
    kept = make_saved_search(owner=make_user(), query="q=a")
    client = logged_in(kept.owner)
    page = client.get(f"/searches/{kept.pk}/edit/")
    assert "Words: <strong>a</strong>" in page.text
    assert client.post(f"/searches/{kept.pk}/edit/", {"name": "", "frequency": "off"}).status_code == 200
    client.post(f"/searches/{kept.pk}/edit/", {"name": "New", "frequency": "off", "query": "q=b"})
    assert SavedSearch.objects.values_list("name", "frequency", "query").get() == ("New", "off", "q=a")
    assert client.get(f"/searches/{kept.pk}/delete/").status_code == 405
    assert client.post(f"/searches/{kept.pk}/delete/").status_code == 302
    assert not SavedSearch.objects.exists()


def test_a_filter_that_is_gone_is_named() -> None:
    kept = make_saved_search(owner=make_user(), query="alliance=gone")
    page = logged_in(kept.owner).get(f"/searches/{kept.pk}/edit/")
    assert "One of its filters no longer exists" in page.text


def test_a_stranger_finds_nothing() -> None:
    kept = make_saved_search(owner=make_user())
    for client in (logged_in(make_user()), logged_in(make_admin())):
        assert client.get(kept.get_absolute_url()).status_code == 404
        for action in ("edit", "delete"):
            answer = client.post(f"/searches/{kept.pk}/{action}/", {"name": "x", "frequency": "off"})
            assert answer.status_code == 404
        assert list(client.get(LIST).context["page_obj"]) == []
    assert SavedSearch.objects.get().name == kept.name


def test_ten_a_page_and_as_many_queries_for_many() -> None:
    person = make_user()
    client = logged_in(person)
    counts = []
    for rows in (1, 3, 50):
        while SavedSearch.objects.count() < rows:
            make_saved_search(owner=person)
        counts.append(queries_of(client, LIST))
    assert counts == [counts[0]] * 3
    assert [len(client.get(LIST, {"page": page}).context["page_obj"]) for page in (1, 5, 99)] == [10] * 3


def test_an_empty_list_says_what_to_do() -> None:
    assert "No saved search yet" in logged_in(make_user()).get(LIST).text


def test_the_admin_s_list_asks_as_often_for_many_rows() -> None:
    client = logged_in(make_admin())
    counts = []
    for rows in (1, 3, 50):
        while SavedSearch.objects.count() < rows:
            make_saved_search(owner=make_user())
        counts.append(queries_of(client, "/admin/marketplace/savedsearch/"))
    assert counts == [counts[0]] * 3
