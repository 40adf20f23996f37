"""The moderation queue: the longest wait comes first, and filters show all other listings."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from tests.factories import (
    make_admin,
    make_alliance,
    make_demand,
    make_enterprise,
    make_member,
    make_offer,
    make_user,
)
from tests.marketplace.posts import PDF, upload
from ydeu.marketplace import attachments, history, listings
from ydeu.marketplace.models import Attachment, Demand, ListingEvent, Offer, Requirement
from ydeu.marketplace.states import State
from ydeu.transitions import DomainError
from ydeu.workdays import calendar as workdays

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
QUEUE = "/admin/marketplace/offer/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_admin(language="en"))
    client.cookies.load({"django_language": "en"})
    return client


def submitted(days: int = 0, **fields: Any) -> Any:
    return make_offer(state=State.SUBMITTED, submitted_at=timezone.now() - timedelta(days=days), **fields)


def titles(desk: Client, query: str = "") -> list[str]:
    return [str(listing) for listing in desk.get(f"{QUEUE}{query}").context["cl"].result_list]


def test_it_opens_on_what_was_submitted_with_the_oldest_first(desk: Client) -> None:
    submitted(1, title="Yesterday's")
    submitted(3, title="Oldest")
    make_offer(title="Draft")
    make_offer(title="Published", state=State.PUBLISHED)
    assert titles(desk) == ["Oldest", "Yesterday's"]


def test_it_says_how_many_wait_and_how_long(desk: Client) -> None:
    submitted(3)
    page = desk.get(QUEUE).content.decode()
    assert "To moderate (1)" in page
    assert ">3 days<" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=all", {"Waiting", "Draft", "Published", "Edited"}),
        ("?state=draft", {"Draft"}),
        ("?state=edited", {"Edited"}),
        ("?q=Draft", {"Draft"}),
        ("?q=Draft&state=submitted", set()),
        ("?visibility__exact=members", set()),
    ],
)
def test_filters_and_search_reach_everything(desk: Client, query: str, found: set[str]) -> None:
    submitted(title="Waiting")
    make_offer(title="Draft")
    make_offer(title="Published", state=State.PUBLISHED, moderated_revision=1)
    make_offer(title="Edited", state=State.PUBLISHED, moderated_revision=0)
    assert set(titles(desk, query)) == found


def test_it_can_be_narrowed_to_an_alliance(desk: Client) -> None:
    batteries = make_alliance()
    submitted(title="Battery", alliance=batteries)
    submitted(title="Steel")
    assert titles(desk, f"?alliance__id__exact={batteries.pk}") == ["Battery"]


def test_it_shows_the_enterprise_with_what_is_known_of_it(desk: Client) -> None:
    submitted(enterprise=make_enterprise(name="Known", verified=True))
    submitted(enterprise=make_enterprise(name="New", verified=False))
    submitted(enterprise=make_enterprise(name="Older platform", verified=False, origin="imported"))
    page = desk.get(QUEUE).content.decode()
    assert 'Known <span class="mark mark-verified">✓ verified</span>' in page
    assert 'New <span class="mark mark-unverified">not verified</span>' in page
    assert 'Older platform <span class="mark">Imported</span>' in page


def test_a_demand_shows_its_budget_and_its_date(desk: Client) -> None:
    make_demand(state=State.SUBMITTED, submitted_at=timezone.now(), trl_wanted=6, open_challenge=True)
    page = desk.get("/admin/marketplace/demand/").content.decode()
    assert "¥500,000 to 2 million" in page
    assert "TRL ≥ 6 · open challenge" in page


@pytest.mark.parametrize("query", ["", "?state=all"])
def test_it_asks_the_database_the_same_at_1_3_and_50_rows(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries, query: str
) -> None:
    workdays.current()  # a process reads the holidays once a minute
    counts, present = [], 0
    for rows in (1, 3, 50):
        for _row in range(rows - present):
            submitted()
        present = rows
        with django_assert_max_num_queries(25) as asked:
            assert desk.get(QUEUE + query).status_code == 200
        counts.append(len(asked))
    assert counts == [counts[0]] * 3


def test_who_may_not_enter(client: Client) -> None:
    offer = submitted()
    addresses = [QUEUE, f"{QUEUE}{offer.pk}/change/", f"{QUEUE}{offer.pk}/decide/publish/", f"{QUEUE}import/"]
    for user in (None, make_member(), make_member(offer.enterprise)):
        if user:
            client.force_login(user)
        assert [client.get(address).status_code for address in addresses] == [302] * 4
        assert client.post(f"{QUEUE}{offer.pk}/decide/publish/").status_code == 302
    offer.refresh_from_db()
    assert offer.state == State.SUBMITTED


def test_staff_who_may_only_look_cannot_decide(client: Client) -> None:
    offer = submitted()
    clerk = make_user(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_offer"))
    client.force_login(clerk)
    assert client.get(f"{QUEUE}{offer.pk}/change/").context["decisions"] == []
    assert client.post(f"{QUEUE}{offer.pk}/decide/publish/").status_code == 403
    assert client.get(QUEUE).context["action_form"] is None
    assert client.get(f"{QUEUE}import/").status_code == 403
    offer.refresh_from_db()
    assert offer.state == State.SUBMITTED


def test_listings_are_neither_added_nor_deleted_by_hand(desk: Client) -> None:
    offer, draft = submitted(), make_offer()
    assert desk.get(f"{QUEUE}add/").status_code == 403
    assert desk.get(f"{QUEUE}{offer.pk}/delete/").status_code == 403
    assert desk.get(f"{QUEUE}{draft.pk}/delete/").status_code == 200
    assert "delete_selected" not in desk.get(QUEUE).content.decode()


@pytest.mark.parametrize(("make", "model"), [(make_offer, Offer), (make_demand, Demand)])
def test_a_draft_goes_with_its_files_and_its_history(
    desk: Client,
    make: Callable[..., Offer | Demand],
    model: type[Offer | Demand],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    draft, other = make(title="Draft"), make()
    author = make_member(draft.enterprise)
    for listing in (draft, other):
        history.record(listing, "", by=author)
    file = attachments.attach(draft, upload("a.pdf", PDF), by=author).upload
    if isinstance(draft, Demand):
        Requirement.objects.create(demand=draft, name="cycle life", value="3,000")

    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(f"/admin/marketplace/{draft.kind}/{draft.pk}/delete/", {"post": "yes"})

    assert answer.status_code == 302
    assert list(model.objects.all()) == [other]
    assert [getattr(event, other.kind) for event in ListingEvent.objects.all()] == [other]
    assert (Attachment.objects.count(), Requirement.objects.count()) == (0, 0)
    assert file.name is not None
    assert not file.storage.exists(file.name)
    assert [(entry.action_flag, entry.object_repr) for entry in LogEntry.objects.all()] == [
        (DELETION, "Draft")
    ]


def test_a_draft_that_is_handed_in_meanwhile_stays(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = make_offer()

    def refuse(listing: object) -> None:
        raise DomainError("Only a draft can be deleted.")

    monkeypatch.setattr(listings, "discard", refuse)
    answer = desk.post(f"{QUEUE}{draft.pk}/delete/", {"post": "yes"})
    assert answer["Location"] == f"{QUEUE}{draft.pk}/change/"
    assert "Only a draft can be deleted." in desk.get(answer["Location"]).text
    assert (Offer.objects.count(), LogEntry.objects.count()) == (1, 0)


def test_who_may_not_delete_listings_deletes_no_draft(client: Client) -> None:
    draft = make_offer()
    clerk = make_user(is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="change_offer"))
    client.force_login(clerk)
    assert client.post(f"{QUEUE}{draft.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Offer.objects.exists()
