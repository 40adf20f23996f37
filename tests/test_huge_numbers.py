"""Numbers with more digits than Python converts (4,300) or a database holds are no numbers of rows."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from tests.factories import make_admin, make_member
from ydeu.accounts.models import Enterprise
from ydeu.audit.models import Entry
from ydeu.lookups import LookedUp

pytestmark = pytest.mark.django_db

HUGE = ["9" * 19, "9" * 5_000]


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize("path", ["accounts/enterprise/{}/change/", "accounts/identityrequest/{}/change/"])
def test_the_page_of_a_row_with_a_huge_number_does_not_exist(client: Client, path: str, number: str) -> None:
    client.force_login(make_admin())
    for answer in (client.get(f"/admin/{path.format(number)}"), client.post(f"/admin/{path.format(number)}")):
        assert answer.status_code in (302, 403, 404)


@pytest.mark.parametrize("number", HUGE)
def test_the_log_is_searched_and_filtered_by_a_huge_number(client: Client, number: str) -> None:
    client.force_login(make_admin())
    for query in ("q", "number"):
        assert client.get(f"/admin/audit/entry/?{query}={number}").status_code == 200


@pytest.mark.parametrize("number", HUGE)
def test_an_edit_of_a_row_with_a_huge_name_is_logged_without_a_number(number: str) -> None:
    kind = ContentType.objects.get_for_model(Enterprise)
    LogEntry.objects.create(user=make_admin(), content_type=kind, object_id=number, action_flag=CHANGE)
    assert Entry.objects.filter(object_type="accounts.enterprise").latest("pk").object_id is None


@pytest.mark.parametrize("typed", ["#", "", "0", "9" * 40, "x"])
def test_the_person_of_an_address_that_is_no_number(client: Client, typed: str) -> None:
    client.force_login(make_admin())
    address = EmailAddress.objects.create(user=make_member(), email="somebody@example.com")
    path = f"/admin/account/emailaddress/{address.pk}/change/"
    page = client.post(path, {"user": typed, "email": address.email})
    assert page.status_code == 200
    assert page.context["errors"]


def test_every_choice_of_a_row_by_its_name_survives_such_a_number() -> None:
    every = admin.site._registry.values()
    classes = [each for each in every if each.autocomplete_fields]
    inlines = [row for each in every for row in each.inlines if row.autocomplete_fields]
    assert classes
    assert inlines
    assert [str(each) for each in classes if not isinstance(each, LookedUp)] == []
    assert [str(each) for each in inlines if not issubclass(each, LookedUp)] == []
