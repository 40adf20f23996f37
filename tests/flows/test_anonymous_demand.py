"""An anonymous demand from its form to the introduction: nobody learns who posted it until both accept.

The test checks everything that a stranger can open or receives: every URL outside the admin, e-mails, and
files with what is inside them.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from matching.introductions import lifecycle
from matching.models import Introduction
from matching.review import decisions
from tests import factories
from tests.flows.strangers import client_of, opened_by, whole
from tests.marketplace.checks import check_all
from tests.marketplace.metadata.telling_files import telling_jpeg, telling_pdf, telling_png
from tests.marketplace.posts import demand_post
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace import listings
from ydeu.marketplace.models import Attachment, Demand
from ydeu.notices import delivery
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TITLE = "求购高离子电导率固态电解质"
SECRETS = (
    *("苏州蓝图", "蓝图电池", "Lantu", "lantu", "王小明", "李处长", "62345678", "方案书"),
    *("owner-of-it@", "wang@"),
)
"""Parts of the names, addresses and numbers of the poster, and of the names of the files."""
CITY = ("苏州", "Suzhou")
"""Every form lists the cities to choose from. Elsewhere the city must not appear."""


@dataclass
class People:
    alliance: Alliance
    seeker: Enterprise
    owner: User
    partner: User
    strangers: dict[str, User | None]
    coordinator: User


@pytest.fixture
def people() -> People:
    alliance = factories.make_alliance()
    seeker = factories.make_enterprise(
        name="苏州蓝图电池有限公司",
        province="32",
        city="3205",
        industry="38",
        website="https://www.lantu-battery.cn",
        introduction="蓝图电池 (Lantu) makes cells.",
        contact_name="王小明",
        contact_email="wang@lantu-battery.cn",
        contact_phone="0512-62345678",
        labels=["little_giant"],
    )
    owner = factories.make_member(seeker, email="owner-of-it@lantu-battery.cn", name="李处长", language="en")
    partner = factories.make_member(factories.make_enterprise(name="Partner"), language="en")
    strangers = {
        "partner": partner,
        "member": factories.make_member(),
        "newcomer": factories.make_member(factories.make_enterprise(verified=False)),
        "coordinator of others": factories.make_coordinator(factories.make_alliance()),
        "visitor": None,
    }
    coordinator = factories.make_coordinator(alliance)
    return People(alliance, seeker, owner, partner, strangers, coordinator)


def post(people: People) -> Demand:
    """Post the demand through the form, with files whose metadata name their makers."""
    files = [
        SimpleUploadedFile("蓝图电池方案书.pdf", telling_pdf("Lantu 蓝图电池")),
        SimpleUploadedFile("Lantu 方案书.jpg", telling_jpeg("Lantu")),
        SimpleUploadedFile("方案书.png", telling_png("Lantu")),
    ]
    typed = demand_post(people.alliance, title=TITLE, visibility="anonymous", files=files)
    answer = client_of(people.owner).post("/demands/new/", typed)
    demand = Demand.objects.get(title=TITLE)
    assert (answer.status_code, demand.state, demand.attachments.count()) == (302, "submitted", 3)
    check_all()
    assert demand.attachments.clean().count() == 3
    return demand


def told_to(person: User | None) -> str:
    """The text of all e-mails that were sent to the person."""
    address = person.email if person else "nobody"
    return "\n".join(str(letter.message()) + letter.body for letter in mail.outbox if address in letter.to)


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def leaks(people: People, *names: str) -> dict[tuple[str, str], list[str]]:
    """The secrets that strangers find, by persona and URL."""
    found = {}
    for name in names:
        person = people.strangers[name]
        for address, said in opened_by(person):
            if secrets := found_in(said):
                found[name, address] = secrets
        if secrets := found_in(told_to(person)):
            found[name, "mails"] = secrets
    return found


def send_mails() -> None:
    Notice.objects.filter(not_before__gt=timezone.now()).update(not_before=timezone.now())
    while delivery.deliver_due():
        pass


def introduce(people: People, demand: Demand) -> Introduction:
    offer = factories.make_published_offer(
        enterprise=people.partner.memberships.get().enterprise,
        alliance=people.alliance,
        created_by=people.partner,
        title="硫化物固态电解质薄膜",
    )
    suggestion = factories.make_suggestion(offer=offer, demand=demand)
    decisions.approve(suggestion, by=people.coordinator)
    return Introduction.objects.get()


def side_of(introduction: Introduction, person: User) -> Any:
    (side,) = lifecycle.sides_of(introduction, person)
    return side


@pytest.mark.appearance
@pytest.mark.timeout(600)
def test_nobody_learns_who_posted_it_until_both_accept(people: People, settings: Settings) -> None:
    settings.MATCHING_UNDO_SECONDS = 0
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    demand = post(people)
    listings.publish(demand, by=factories.make_admin())
    send_mails()
    assert leaks(people, "partner", "coordinator of others", "visitor") == {}

    introduction = introduce(people, demand)
    send_mails()
    lifecycle.accept(introduction, side_of(introduction, people.partner), by=people.partner, note="Yes.")
    send_mails()
    page = f"/introductions/{introduction.pk}/"
    assert TITLE in client_of(people.partner).get(page).text
    assert told_to(people.partner) != ""
    assert leaks(people, "partner", "member") == {}

    lifecycle.accept(introduction, side_of(introduction, people.owner), by=people.owner, note="We too.")
    send_mails()
    assert {"苏州蓝图", "王小明", "62345678"} <= set(found_in(client_of(people.partner).get(page).text))
    assert "苏州蓝图" in client_of(people.partner).get(demand.get_absolute_url()).text
    for attachment in demand.attachments.all():
        address = f"/attachments/{attachment.pk}/"
        answer = client_of(people.partner).get(address)
        assert (answer.status_code, len(whole(answer)) > 0) == (200, True)
        assert client_of(people.strangers["newcomer"]).get(address).status_code == 404
    assert leaks(people, "newcomer") == {}


def test_place_and_recognitions_are_told_as_far_as_the_province(people: People) -> None:
    demand = post(people)
    listings.publish(demand, by=factories.make_admin())

    page = client_of(people.partner).get(demand.get_absolute_url()).text

    assert [word for word in (*CITY, "Little Giant", "专精特新") if word in page] == []
    assert "Anonymous until introduced" in page
    told = page.partition("Anonymous until introduced")[2].partition("<footer")[0]
    assert "Jiangsu" not in told  # nobody has counted yet
    factories.make_shown(demand)
    page = client_of(people.partner).get(demand.get_absolute_url()).text
    assert "Jiangsu" in page
    assert "SME, 11 to 49 people" in page


@pytest.mark.parametrize("query", ["q=蓝图", "q=苏州蓝图电池有限公司", "q=王小明", "q=lantu", "city=3205"])
def test_no_search_leads_from_the_poster_to_the_demand(people: People, query: str) -> None:
    demand = post(people)
    listings.publish(demand, by=factories.make_admin())
    client = client_of(people.partner)

    assert TITLE in client.get("/demands/").text
    assert TITLE not in client.get(f"/demands/?{query}").text


@pytest.mark.parametrize("stranger", ["partner", "newcomer", "coordinator of others", "visitor"])
def test_its_files_are_not_there_for_a_stranger(people: People, stranger: str) -> None:
    demand = post(people)
    listings.publish(demand, by=factories.make_admin())
    client = client_of(people.strangers[stranger])

    for attachment in Attachment.objects.all():
        answer = client.get(f"/attachments/{attachment.pk}/")
        assert answer.status_code == 404
        assert found_in(whole(answer)) == []


def test_even_who_may_read_a_file_finds_nothing_inside_it(people: People) -> None:
    demand = post(people)
    listings.publish(demand, by=factories.make_admin())
    client = client_of(people.coordinator)

    for attachment in Attachment.objects.all():
        answer = client.get(f"/attachments/{attachment.pk}/")
        assert answer.status_code == 200
        assert "Lantu" not in whole(answer).replace("Lantu%20", "")
