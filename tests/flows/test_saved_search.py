"""A saved search: from the page to the e-mail, through the log-in to what it found, to unsubscribing."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db.models import DateTimeField, F, Model
from django.test import Client

from tests.accounts.test_views import logged_in
from tests.factories import PASSWORD, make_admin, make_demand, make_enterprise, make_member
from tests.permissions.world import make_world
from ydeu.accounts.models import User
from ydeu.marketplace import listings
from ydeu.marketplace import tasks as market_tasks
from ydeu.marketplace.models import Demand, SavedSearch
from ydeu.marketplace.states import State
from ydeu.notices import notices, preferences
from ydeu.notices import tasks as notice_tasks
from ydeu.notices.enums import Choice, NoticeKind
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SITE = "http://127.0.0.1:8000"


def goes_back(rows: type[Model], days: int, *columns: str) -> None:
    """Move the dates in these columns back by some days."""
    for column in columns:
        assert isinstance(rows._meta.get_field(column), DateTimeField)
    rows._default_manager.update(**{column: F(column) - timedelta(days=days) for column in columns})


def run_the_clock() -> None:
    market_tasks.look_through()
    notice_tasks.collect()
    notice_tasks.sweep()


def opened_by_logging_in(link: str, person: User) -> str:
    """The page on which somebody arrives who clicks a link in an e-mail and logs in."""
    visitor, path = Client(), link.removeprefix(SITE)
    login = visitor.get(path, follow=True)
    assert login.redirect_chain[0][0].startswith("/accounts/login/?next=")
    fields = {"login": person.email, "password": PASSWORD, "next": login.context["redirect_field_value"]}
    response = visitor.post("/accounts/login/", fields, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[0][0] == path
    return str(response.redirect_chain[-1][0])


def may_log_in(person: User) -> User:
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def test_from_the_page_to_the_mail_and_out_again() -> None:
    person = may_log_in(make_member(make_enterprise(), language="en"))
    client = logged_in(person)
    client.post("/demands/save/?q=electrolyte&sort=ending", {"name": "My field", "frequency": "daily"})
    poster = make_enterprise(name="Hidden Works")
    for title in ("Solid electrolyte wanted", "Paper wanted"):
        demand = make_demand(
            enterprise=poster,
            title=title,
            description="Text",
            visibility="anonymous",
            state=State.SUBMITTED,
        )
        listings.publish(demand, by=make_admin())
    run_the_clock()
    mail.outbox.clear()
    goes_back(SavedSearch, 3, "looked_until")
    goes_back(Demand, 2, "published_at")
    run_the_clock()
    assert mail.outbox == []
    goes_back(Notice, 2, "not_before", "created_at")
    run_the_clock()
    run_the_clock()

    [digest] = [message for message in mail.outbox if message.to == [person.email]]
    text = str(digest.body)
    assert digest.subject == "1 notice for you"
    assert "1 new demand: “My field”" in text
    assert "Solid electrolyte wanted" in text
    assert not any(hidden in text for hidden in ("Paper", "Hidden Works", poster.contact_email))
    link = re.search(rf"{SITE}/searches/\d+/", text)
    assert link
    assert opened_by_logging_in(link[0], person) == "/demands/?q=electrolyte&sort=newest"

    way_out = digest.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(SITE)
    assert Client(enforce_csrf_checks=True).post(way_out).status_code == 200
    assert preferences.choice_of(person, NoticeKind.SEARCH_FOUND) == Choice.OFF
    assert list(Notice.objects.inbox_of(person).values_list("kind", flat=True)) == [NoticeKind.SEARCH_FOUND]


def test_every_private_page_that_a_mail_may_lead_to_opens_after_the_log_in() -> None:
    world = make_world()
    owner = world.people["owner"]
    assert owner
    may_log_in(owner)
    pages = (
        world.introduction.get_absolute_url(),
        world.offer_draft.get_absolute_url(),
        world.enterprise.get_absolute_url(),
        world.saved_search.get_absolute_url(),
        "/enterprise/",
        "/listings/",
        "/notices/",
        "/notices/e-mails/",
    )
    for page in pages:
        notices.tell(NoticeKind.LISTING_PUBLISHED, user=owner, url=page, context={"title": "T"})
    mail.outbox.clear()
    notice_tasks.sweep()
    own = [str(message.body) for message in mail.outbox if message.to == [owner.email]]
    links = {f"{SITE}{page}" for page in pages}
    assert links <= {link for text in own for link in re.findall(rf"{SITE}\S+", text)}
    for link in links:
        opened_by_logging_in(link, owner)
