"""An organisation in several spellings is one enterprise, and nobody's rows are given away unasked."""

from typing import Any

import pytest
from django.test import Client

from matching.models import Suggestion
from matching.suggestions import refresh
from tests.accounts.test_folding import ONE_ORGANISATION
from tests.factories import make_admin, make_enterprise, make_member, make_published_demand
from tests.marketplace.test_admin_import import enter, upload
from ydeu.accounts import verification
from ydeu.accounts.models import Enterprise
from ydeu.marketplace.models import Offer

pytestmark = pytest.mark.django_db

NAMES = ONE_ORGANISATION[0]


@pytest.fixture
def desk(client: Client) -> Client:
    return enter(client, make_admin(language="en"))


def table(*names: str) -> str:
    return "title,organisation\n" + "".join(f'Offer {number},"{name}"\n' for number, name in enumerate(names))


def owners() -> list[tuple[str, int]]:
    found = Enterprise.objects.order_by("pk")
    return [(each.name, each.offers.count()) for each in found]


@pytest.mark.parametrize("names", ONE_ORGANISATION)
def test_spellings_in_a_file_are_one_enterprise(desk: Client, names: list[str]) -> None:
    address = upload(desk, table(*names)).url
    page = desk.get(address)
    assert page.context["check"].spellings == [[name.strip("\u200b") for name in names]]
    assert "Read as one organisation" in page.text
    desk.post(address)
    assert owners() == [(names[0], len(names))]
    desk.post(upload(desk, table(names[1]).replace("Offer 0", "Later")).url)
    assert owners() == [(names[0], len(names) + 1)]


@pytest.mark.parametrize(
    "registered",
    [
        {"name": NAMES[0]},
        {"name": NAMES[1], "verified": False},
        {"name": NAMES[2], "verified": False, "origin": "imported"},  # it has a credit code
        {"name": NAMES[3], "origin": "imported"},
    ],
)
def test_the_preview_asks_whether_it_is_the_registered_enterprise(
    desk: Client, registered: dict[str, Any]
) -> None:
    enterprise = make_enterprise(**registered)
    address = upload(desk, table(*NAMES)).url
    page = desk.get(address)
    [question] = page.context["check"].questions
    assert (question.candidates, question.rows, question.answer) == ([enterprise], len(NAMES), "")
    assert f"Yes, it is {enterprise.name} · {enterprise.credit_code}" in page.text
    refused = desk.post(address, {question.field: "999999"})  # nothing that was offered
    assert refused.status_code == 200
    assert "Please say whether these are the enterprises registered here" in refused.text
    assert not Offer.objects.exists()
    assert desk.post(address, {question.field: str(enterprise.pk)}).status_code == 302
    assert owners() == [(enterprise.name, len(NAMES))]


def test_another_organisation_of_that_name_becomes_an_enterprise_once(desk: Client) -> None:
    enterprise = make_enterprise(name=NAMES[0])
    for number, name in enumerate(NAMES):
        address = upload(desk, table(name).replace("Offer 0", f"Offer {number}")).url
        [question] = desk.get(address).context["check"].questions
        desk.post(address, {question.field: "new"})
    assert owners() == [(enterprise.name, 0), (NAMES[0], len(NAMES))]


def test_an_answer_that_was_given_stays_on_the_page(desk: Client) -> None:
    first, second = make_enterprise(name=NAMES[0]), make_enterprise(name="Other Works")
    address = upload(desk, table(NAMES[1], "other works")).url
    asked = {each.candidates[0].pk: each.field for each in desk.get(address).context["check"].questions}
    page = desk.post(address, {asked[first.pk]: str(first.pk)})
    assert [each.answer for each in page.context["check"].questions] == [str(first.pk), ""]
    assert "checked" in page.text
    assert "Other Works" in page.text
    assert second.offers.count() == 0


def test_an_imported_enterprise_that_people_act_for_is_asked_about(desk: Client) -> None:
    desk.post(upload(desk, table(NAMES[0])).url)
    enterprise = Enterprise.objects.get()
    address = upload(desk, table(NAMES[1]).replace("Offer 0", "Later")).url
    assert desk.get(address).context["check"].questions == []
    make_member(enterprise)
    assert [each.candidates for each in desk.get(address).context["check"].questions] == [[enterprise]]


def test_rows_that_are_there_already_ask_nothing(desk: Client) -> None:
    desk.post(upload(desk, table(NAMES[0])).url)
    make_enterprise(name=NAMES[1])
    assert desk.get(upload(desk, table(NAMES[0])).url).context["check"].questions == []


def test_nothing_is_published_for_a_revoked_enterprise(desk: Client) -> None:
    enterprise = make_enterprise(name=NAMES[0])
    verification.revoke(enterprise, by=make_admin())
    address = upload(desk, f"title,enterprise\nA,{enterprise.credit_code}\n", publish="on").url
    assert "nothing is published" in desk.post(address).text
    assert not Offer.objects.exists()
    desk.post(upload(desk, f"title,enterprise\nA,{enterprise.credit_code}\n").url)
    assert Offer.objects.get().state == "submitted"


@pytest.mark.slow
def test_what_came_as_another_organisation_is_never_paired_with_the_registered_one(desk: Client) -> None:
    """The best pair of a session was a company's own anonymous demand."""
    registered = make_enterprise(name=NAMES[0])
    demand = make_published_demand(enterprise=registered, visibility="anonymous")
    address = upload(desk, f'title,organisation\n"{demand.title}","{NAMES[1]}"\n', publish="on").url
    [question] = desk.get(address).context["check"].questions
    desk.post(address, {question.field: "new"})
    refresh.refresh_one(Offer.objects.get())
    refresh.refresh_one(demand)
    assert not Suggestion.objects.exists()
