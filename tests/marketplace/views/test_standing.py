"""The page for the e-mails about an end or a silent owner: log in, then one click."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD, make_enterprise, make_member, make_offer, make_published_demand
from ydeu.accounts.models import User
from ydeu.marketplace import freshness
from ydeu.marketplace.models import Demand
from ydeu.marketplace.states import State
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.slow]

NEXT_YEAR = timezone.localdate() + timedelta(days=365)


@pytest.fixture
def owner() -> User:
    person = make_member(make_enterprise(), email="owner@example.com", language="en")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def demand(owner: User) -> Demand:
    return make_published_demand(
        enterprise=owner.memberships.get().enterprise,
        created_by=owner,
        valid_until=timezone.localdate() + timedelta(days=5),
        moderated_revision=1,
    )


def test_the_link_of_the_mail_leads_through_the_log_in_to_one_click(client: Client, demand: Demand) -> None:
    freshness.sweep()
    link = f"/demands/{demand.pk}/standing/"
    assert link in str(compose(Notice.objects.get()).body)

    to_login = client.get(link)
    assert to_login.headers["Location"] == f"/accounts/login/?next={link}"
    answer = client.post(
        to_login.headers["Location"], {"login": "owner@example.com", "password": PASSWORD, "next": link}
    )

    assert answer.headers["Location"] == link
    page = client.get(link)
    assert f'action="/demands/{demand.pk}/extend/"' in page.text
    assert Demand.objects.get().valid_until != NEXT_YEAR

    client.post(f"/demands/{demand.pk}/extend/")

    assert Demand.objects.get().valid_until == NEXT_YEAR


@pytest.mark.parametrize(
    ("action", "state", "message"),
    [
        ("confirm", "published", "Thank you. It stays published."),
        ("extend", "published", "Renewed: it stays published for another year."),
        ("fulfil", "fulfilled", "Marked as fulfilled."),
        ("withdraw", "withdrawn", "Withdrawn."),
    ],
)
def test_each_answer_is_one_click(
    client: Client, demand: Demand, action: str, state: str, message: str
) -> None:
    owner = demand.created_by
    assert owner is not None
    client.force_login(owner)
    page = client.get(f"/demands/{demand.pk}/standing/")
    assert f"Is “{demand.title}” still open?" in page.text
    assert f'action="/demands/{demand.pk}/{action}/"' in page.text

    answer = client.post(f"/demands/{demand.pk}/{action}/")

    assert answer.headers["Location"] == f"/demands/{demand.pk}/"
    assert [str(each) for each in get_messages(answer.wsgi_request)] == [message]
    assert Demand.objects.get().state == state


@pytest.mark.parametrize(
    ("state", "actions"),
    [(State.PAUSED, ["resume"]), (State.EXPIRED, ["renew", "archive"]), (State.ARCHIVED, [])],
)
def test_what_has_left_can_come_back_from_there(
    client: Client, owner: User, state: State, actions: list[str]
) -> None:
    offer = make_offer(enterprise=owner.memberships.get().enterprise, state=state)
    client.force_login(owner)

    page = client.get(f"/offers/{offer.pk}/standing/")

    assert [move.action for move in page.context["moves"]] == actions
    assert "still open?" not in page.text


def test_strangers_find_no_such_page(client: Client, demand: Demand) -> None:
    client.force_login(make_member())

    assert client.get(f"/demands/{demand.pk}/standing/").status_code == 404
    assert client.post(f"/demands/{demand.pk}/extend/").status_code == 404
    assert Demand.objects.get().valid_until == demand.valid_until


def test_my_listings_shows_the_buttons_while_they_matter(client: Client, owner: User, demand: Demand) -> None:
    client.force_login(owner)
    assert f"/demands/{demand.pk}/extend/" in client.get("/listings/").text
    assert f"/demands/{demand.pk}/confirm/" not in client.get("/listings/").text
    Demand.objects.update(asked_at=timezone.now(), valid_until=NEXT_YEAR)

    page = client.get("/listings/").text

    assert f"/demands/{demand.pk}/extend/" not in page
    assert f"/demands/{demand.pk}/confirm/" in page
    assert "Please tell us whether it is still open." in page


def test_the_history_says_what_was_done(client: Client, owner: User, demand: Demand) -> None:
    client.force_login(owner)
    client.post(f"/demands/{demand.pk}/confirm/")

    page = client.get(f"/demands/{demand.pk}/")

    assert "Said to be still open" in page.text
    assert "Text changed" not in page.text
