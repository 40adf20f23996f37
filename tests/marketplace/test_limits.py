"""What one enterprise may store and submit, and what its members read beyond that."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.factories import make_alliance, make_demand, make_enterprise, make_member, make_offer
from tests.marketplace.posts import PDF, offer_post, png, upload
from ydeu.accounts.models import Enterprise
from ydeu.marketplace import attachments, listings, search, similarity
from ydeu.marketplace.limits import TooMuch
from ydeu.marketplace.models import Attachment, Demand, ListingEvent, Offer
from ydeu.marketplace.similarity import duplicates_of
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def enterprise(client: Client) -> Enterprise:
    enterprise = make_enterprise()
    client.force_login(make_member(enterprise))
    return enterprise


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_beyond_the_limit_of_drafts_the_form_keeps_what_was_typed(
    client: Client, enterprise: Enterprise, settings: Settings
) -> None:
    settings.LISTINGS_MAX_DRAFTS = 2
    make_demand(enterprise=enterprise)
    make_offer(enterprise=enterprise)

    page = client.post("/offers/new/", offer_post(make_alliance(), title="第三份", action="draft"))

    assert page.status_code == 200
    assert page.context["form"]["title"].value() == "第三份"
    assert told(page) == [
        (
            "Your enterprise has 2 drafts, and at most 2 fit. "
            "Please submit some of them, or delete those that you no longer need."
        )
    ]
    assert (Offer.objects.count(), Demand.objects.count()) == (1, 1)


def test_the_drafts_of_another_enterprise_do_not_count(enterprise: Enterprise, settings: Settings) -> None:
    settings.LISTINGS_MAX_DRAFTS = 1
    make_offer()
    make_offer(enterprise=enterprise, state=State.PUBLISHED)

    listings.save_draft(Offer(enterprise=enterprise), by=make_member(enterprise))

    assert Offer.objects.filter(enterprise=enterprise, state=State.DRAFT).count() == 1


def test_an_import_beyond_the_limit_writes_nothing(
    client: Client, enterprise: Enterprise, settings: Settings
) -> None:
    settings.LISTINGS_MAX_DRAFTS = 2
    rows = "external_id,title\n" + "".join(f"{number},Cells {number}\n" for number in range(3))
    posted = client.post("/listings/offers/import/", {"file": upload("x.csv", rows.encode())})
    answer = client.post(posted.headers["Location"])

    assert Offer.objects.count() == 0
    assert told(answer)[-1].startswith("Your enterprise has 0 drafts, and at most 2 fit.")


@pytest.mark.parametrize(
    ("name", "size", "most"),
    [
        ("summary", 1501, 1500),
        ("description", 12_001, 12_000),
        ("advantages", 6001, 6000),
        ("partner_sought", 3001, 3000),
    ],
)
def test_a_text_that_is_too_long_even_for_a_draft(
    client: Client, enterprise: Enterprise, name: str, size: int, most: int
) -> None:
    page = client.post("/offers/new/", offer_post(make_alliance(), action="draft", **{name: "长" * size}))

    assert page.context["form"].errors[name] == [
        f"Please shorten this: {size} characters. A draft keeps at most {most}, so this was not saved."
    ]
    assert page.context["form"][name].value() == "长" * size
    assert getattr(Offer.objects.get(), name) == ""


def test_keywords_without_end(client: Client, enterprise: Enterprise) -> None:
    words = ";".join(f"word{number}" for number in range(500))

    page = client.post("/offers/new/", offer_post(make_alliance(), action="draft", technology_keywords=words))

    assert "A draft keeps at most 900" in page.context["form"].errors["technology_keywords"][0]
    assert Offer.objects.get().technology_keywords == []


@pytest.mark.parametrize(
    ("hours", "limit", "message"),
    [
        (0, "LISTINGS_SUBMITS_AN_HOUR", "2 listings within an hour. Please go on in an hour."),
        (5, "LISTINGS_SUBMITS_A_DAY", "2 listings within a day. Please go on tomorrow."),
    ],
)
def test_too_many_submissions(
    enterprise: Enterprise, settings: Settings, hours: int, limit: str, message: str
) -> None:
    setattr(settings, limit, 2)
    member = make_member(enterprise)
    for make in (make_offer, make_demand):
        listings.submit(make(enterprise=enterprise), by=member)
    ListingEvent.objects.update(at=timezone.now() - timedelta(hours=hours))
    third = make_offer(enterprise=enterprise)

    with pytest.raises(TooMuch, match=message):
        listings.submit(third, by=member)

    third.refresh_from_db()
    assert (third.state, third.events.count()) == ("draft", 0)
    ListingEvent.objects.update(at=timezone.now() - timedelta(hours=25))
    listings.submit(third, by=member)


@pytest.mark.parametrize(("name", "value"), [("LISTINGS_MAX_FILES", 1), ("LISTINGS_MAX_FILES_MB", 0)])
def test_files_beyond_the_limit_are_named(
    client: Client, enterprise: Enterprise, settings: Settings, name: str, value: int
) -> None:
    draft = make_offer(enterprise=enterprise)
    attachments.attach(draft, upload("old.pdf", PDF), by=make_member(enterprise))
    setattr(settings, name, value)

    page = client.post(
        "/offers/new/", offer_post(make_alliance(), action="draft", files=[upload("new.png", png())])
    )

    assert (
        page.context["form"].errors["files"][0].startswith("“new.png” does not fit: your enterprise stores 1")
    )
    assert Attachment.objects.count() == 1
    with pytest.raises(TooMuch):
        attachments.attach(draft, upload("more.pdf", PDF), by=make_member(enterprise))


@pytest.mark.parametrize(("long", "compared"), [(100, 5), (30_000, 3), (200_000, 0)])
def test_a_comparison_reads_a_bounded_number_of_characters(
    enterprise: Enterprise, monkeypatch: Any, long: int, compared: int
) -> None:
    read: list[int] = []

    def note(number: int) -> list[float]:
        read.append(number)
        return [0.0] * number

    monkeypatch.setattr(search, "alike", lambda *_said: [])
    monkeypatch.setattr(
        search,
        "likeness",
        lambda _listing, others: note(len(others)),
    )
    for _number in range(5):
        make_offer(enterprise=enterprise, description="长" * long)

    duplicates_of(make_offer(enterprise=enterprise), user=make_member(enterprise))

    assert sum(read) == compared


def test_requirements_count_as_characters_of_a_demand(enterprise: Enterprise, monkeypatch: Any) -> None:
    monkeypatch.setattr(search, "alike", lambda *_said: [])
    monkeypatch.setattr(search, "likeness", lambda *_said: pytest.fail("nothing fits"))
    monkeypatch.setattr(similarity, "MAX_CHARACTERS", 500)
    other = make_demand(enterprise=enterprise)
    other.requirements.create(name="n" * 120, value="v" * 120)
    other.requirements.create(name="n" * 120, value="v" * 120)

    assert duplicates_of(make_demand(enterprise=enterprise), user=make_member(enterprise)) == []
