"""A member imports a file. Nothing is written before the confirmation, and then all rows or none."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from pytest_django import Settings

from tests.factories import make_alliance, make_enterprise, make_member, make_user
from tests.marketplace.posts import upload
from ydeu.accounts.enums import Role
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.marketplace.models import Demand, Offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

GOOD = "Number,Title *,技术关键词,alliance\n1,Film,固态电池; film,\n2,Paste,,\n".encode()
BAD = "title,trl,stage\nFilm,five,未知\n,5,\n".encode()
ADDRESS = "/listings/offers/import/"


@pytest.fixture
def uploads_of_its_own(settings: Settings) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


@pytest.fixture
def enterprise() -> Enterprise:
    return make_enterprise(verified=False)


@pytest.fixture
def owner(client: Client, enterprise: Enterprise) -> User:
    person = make_member(enterprise)
    client.force_login(person)
    return person


def sent(client: Client, content: bytes, name: str = "listings.csv", **more: Any) -> Any:
    return client.post(ADDRESS, {"file": upload(name, content), **more})


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_file_becomes_drafts_once_it_is_confirmed(
    client: Client, owner: User, enterprise: Enterprise, uploads_of_its_own: Path
) -> None:
    alliance = make_alliance()
    preview = sent(client, GOOD, alliance=alliance.pk).headers["Location"]

    page = client.get(preview)

    assert "listings.csv: 2 rows, 2 new, 0 already there." in page.text
    assert "Add 2 drafts" in page.text
    assert Offer.objects.count() == 0

    answer = client.post(preview)

    assert (answer.headers["Location"], told(answer)) == ("/listings/?state=drafts", ["2 drafts added."])
    rows = Offer.objects.order_by("pk").values_list("title", "state", "enterprise", "created_by", "alliance")
    assert list(rows) == [
        (title, "draft", enterprise.pk, owner.pk, alliance.pk) for title in ("Film", "Paste")
    ]
    assert Offer.objects.get(title="Film").technology_keywords == ["固态电池", "film"]
    assert list(uploads_of_its_own.iterdir()) == []


def test_the_same_file_again_adds_nothing(client: Client, owner: User) -> None:
    for _ in range(2):
        preview = sent(client, GOOD).headers["Location"]
        page = client.get(preview)
        client.post(preview)

    assert "2 rows, 0 new, 2 already there." in page.text
    assert "drafts</button>" not in page.text
    assert Offer.objects.count() == 2


def test_each_error_says_row_and_column_as_the_reader_calls_it(client: Client, owner: User) -> None:
    preview = sent(client, BAD).headers["Location"]

    page = client.get(preview)

    assert [(fault["row"], fault["column"]) for fault in page.context["faults"]] == [
        (2, "Technology readiness level"),
        (2, "Stage of development"),
        (3, "Title"),
    ]
    assert "“five” is not a readiness level from 1 to 9." in page.text

    answer = client.post(preview)

    assert told(answer) == ["3 errors in the file; nothing was written."]
    assert Offer.objects.count() == 0


def test_giving_up_leaves_nothing(client: Client, owner: User, uploads_of_its_own: Path) -> None:
    preview = sent(client, GOOD).headers["Location"]

    assert client.post(preview, {"cancel": "1"}).headers["Location"] == ADDRESS

    assert (Offer.objects.count(), list(uploads_of_its_own.iterdir())) == (0, [])
    assert client.get(preview).headers["Location"] == ADDRESS


def test_another_person_or_kind_does_not_find_the_upload(client: Client, owner: User) -> None:
    preview = sent(client, GOOD).headers["Location"]

    assert client.get(preview.replace("offers", "demands")).status_code == 302
    client.force_login(make_member())
    assert client.get(preview).headers["Location"] == ADDRESS
    client.post(preview)

    assert (Offer.objects.count(), Demand.objects.count()) == (0, 0)


def test_who_has_left_the_enterprise_brings_nothing_more(client: Client, owner: User) -> None:
    preview = sent(client, GOOD).headers["Location"]
    owner.memberships.all().delete()

    client.post(preview)

    assert Offer.objects.count() == 0


def test_of_several_enterprises_one_is_chosen_and_only_an_own_one(
    client: Client, owner: User, enterprise: Enterprise
) -> None:
    second = make_enterprise()
    Membership.objects.create(user=owner, enterprise=second, role=Role.EDITOR)

    assert sent(client, GOOD).context["form"].errors == {"enterprise": ["This field is required."]}
    strange = sent(client, GOOD, enterprise=make_enterprise().pk)
    assert list(strange.context["form"].errors) == ["enterprise"]

    client.post(sent(client, GOOD, enterprise=second.pk).headers["Location"])

    assert set(Offer.objects.values_list("enterprise", flat=True)) == {second.pk}


def test_who_has_no_enterprise_signs_one_up_first(client: Client) -> None:
    client.force_login(make_user())

    assert client.get(ADDRESS).headers["Location"] == f"/enterprise/new/?next={ADDRESS.replace('/', '%2F')}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The submitted file is empty."),
        (bytes(5 * 1024 * 1024 + 1), "This file is too large for the browser: 5.0\xa0MB, at most 5.0\xa0MB."),
    ],
)
def test_what_does_not_fit_is_refused(client: Client, owner: User, content: bytes, message: str) -> None:
    assert sent(client, content).context["form"].errors == {"file": [message]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"name\nFilm\n",
            (
                "No row has the heading “Title”. "
                "Please give it to the column with the titles of the listings. The first row is: name"
            ),
        ),
        (b"\x89PNG\r\n\x1a\n\xff\xff\0", "This is neither an XLSX workbook nor text in UTF-8 or GB18030."),
    ],
)
def test_what_is_no_table_is_said_so(client: Client, owner: User, content: bytes, message: str) -> None:
    answer = client.get(sent(client, content).headers["Location"])

    assert answer.headers["Location"] == ADDRESS
    assert told(answer)[0].startswith(message)


def test_a_limit_keeps_the_file_and_what_was_ticked(
    client: Client, owner: User, settings: Settings, uploads_of_its_own: Path
) -> None:
    settings.LISTINGS_MAX_DRAFTS = 1
    preview = sent(client, GOOD).headers["Location"]

    refused = client.post(preview, {"update": "1"})

    assert refused.status_code == 200
    assert "at most 1 fit" in refused.text
    assert "Add 2 drafts" in refused.text
    settings.LISTINGS_MAX_DRAFTS = 2
    assert client.post(preview).status_code == 302
    assert Offer.objects.count() == 2
