"""New listings in a saved search are reported once to its owner, if the owner may see them."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.http import QueryDict
from django.utils import timezone

from tests.factories import (
    make_alliance,
    make_enterprise,
    make_member,
    make_published_demand,
    make_published_offer,
    make_saved_search,
    make_user,
)
from tests.servers import html_of
from ydeu.accounts.models import User
from ydeu.marketplace import saved_searches, tasks
from ydeu.marketplace.enums import Frequency, ListingKind
from ydeu.marketplace.filters import FILTERS
from ydeu.marketplace.models import Demand, SavedSearch
from ydeu.notices import notices, preferences
from ydeu.notices import tasks as notice_tasks
from ydeu.notices.enums import Choice, Delivery, NoticeKind
from ydeu.notices.models import Notice
from ydeu.transitions import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 3, 2, 7, 6, tzinfo=SHANGHAI)
BEFORE = MONDAY - timedelta(days=8)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The current time of the task: a Monday, six minutes after the searches are due."""
    now = [MONDAY]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    return now


def search(owner: User, query: str = "q=battery", **fields: Any) -> SavedSearch:
    return make_saved_search(owner=owner, query=query, **{"looked_until": BEFORE, "name": "Field", **fields})


def demand(**fields: Any) -> Demand:
    return make_published_demand(**{"published_at": MONDAY - timedelta(hours=1), **fields})


def told(person: User) -> list[tuple[str, list[str]]]:
    notices = Notice.objects.filter(recipient=person, kind=NoticeKind.SEARCH_FOUND).order_by("pk")
    return [(notice.line, notice.details) for notice in notices]


def test_what_is_new_is_told_with_its_names_and_a_link(clock: list[datetime]) -> None:
    person = make_user()
    kept = search(person)
    for title in ("Battery one", "Battery two", "Paper"):
        demand(title=title, summary="", description="", technology_keywords=["x"], valid_until=None)
    make_published_offer(title="Battery offer", published_at=MONDAY - timedelta(hours=1))
    tasks.look_through()
    assert told(person) == [("2 new demands: “Field”", ["Battery two", "Battery one"])]
    notice = Notice.objects.get()
    assert notice.url == kept.get_absolute_url()
    assert notice.context["found"] == {"zh-hans": "2 条新的技术需求", "en": "2 new demands"}


def test_one_that_fails_stops_no_other(clock: list[datetime], monkeypatch: pytest.MonkeyPatch) -> None:
    broken, person = make_user(), make_user()
    search(broken)
    search(person)
    demand(title="Battery", valid_until=None)
    real = saved_searches.filter_of

    def fail_for_one(kept: SavedSearch) -> Any:
        if kept.owner_id == broken.pk:
            raise RuntimeError
        return real(kept)

    monkeypatch.setattr(saved_searches, "filter_of", fail_for_one)
    assert saved_searches.look_through() == 1
    assert (told(broken), told(person)) == ([], [("1 new demand: “Field”", ["Battery"])])


def test_of_many_ten_are_named(clock: list[datetime]) -> None:
    person = make_user()
    search(person)
    for _ in range(12):
        demand(valid_until=None)
    tasks.look_through()
    [(line, names)] = told(person)
    assert (line, len(names), names[-1]) == ("12 new demands: “Field”", 11, "… +2")


def test_it_is_told_once_and_the_next_time_only_what_came_since(clock: list[datetime]) -> None:
    person = make_user()
    search(person)
    demand(title="First battery", valid_until=None)
    for _ in range(3):
        tasks.look_through()
    clock[0] += timedelta(days=1)
    tasks.look_through()
    demand(title="Second battery", valid_until=None, published_at=clock[0] + timedelta(hours=1))
    clock[0] += timedelta(days=1)
    tasks.look_through()
    assert told(person) == [
        ("1 new demand: “Field”", ["First battery"]),
        ("1 new demand: “Field”", ["Second battery"]),
    ]


def test_a_listing_of_the_last_minutes_waits_until_it_is_surely_seen(clock: list[datetime]) -> None:
    """Its transaction may be open when the interval ends, so the interval ends five minutes earlier."""
    person = make_user()
    search(person)
    stroke = MONDAY - timedelta(minutes=6)
    demand(title="At the stroke, battery", published_at=stroke, valid_until=None)
    demand(title="After it, battery", published_at=stroke + timedelta(seconds=1), valid_until=None)
    clock[0] = stroke + timedelta(minutes=4)
    assert saved_searches.look_through() == 1
    assert told(person) == []
    clock[0] = MONDAY
    assert saved_searches.look_through() == 1
    assert told(person) == [("1 new demand: “Field”", ["At the stroke, battery"])]


@pytest.mark.parametrize(
    ("frequency", "days"), [(Frequency.DAILY, 8), (Frequency.WEEKLY, 2), (Frequency.OFF, 0)]
)
def test_as_often_as_its_owner_likes(clock: list[datetime], frequency: str, days: int) -> None:
    search(make_user(), frequency=frequency)
    looked = []
    for _ in range(8):
        looked.append(saved_searches.look_through())
        clock[0] += timedelta(days=1)
    assert sum(looked) == days
    assert looked[0] == looked[7] == (days > 0)


def test_nothing_that_its_owner_may_not_see_and_nothing_of_their_own(clock: list[datetime]) -> None:
    enterprise = make_enterprise()
    stranger, member = make_user(), make_member(enterprise)
    for person in (stranger, member):
        search(person)
    fields: dict[str, Any] = {"valid_until": None}
    demand(title="Own battery", enterprise=enterprise, **fields)
    demand(title="Open battery", **fields)
    demand(title="Members' battery", visibility="members", **fields)
    demand(title="Ended battery", valid_until=timezone.localdate() - timedelta(days=1))
    Demand.objects.filter(pk=demand(title="Draft battery").pk).update(state="draft")
    tasks.look_through()
    assert told(stranger) == [("2 new demands: “Field”", ["Open battery", "Own battery"])]
    assert told(member) == [("2 new demands: “Field”", ["Members' battery", "Open battery"])]


def test_who_posted_an_anonymous_one_stays_unknown(clock: list[datetime]) -> None:
    poster = make_enterprise(name="沪江新材料", contact_name="Zhang San", city="3205", province="32")
    member = make_member(language="en")
    preferences.choose({NoticeKind.SEARCH_FOUND: Choice.AT_ONCE}, by=member)
    for query in ("q=battery", "q=%E6%B2%AA%E6%B1%9F", "city=3205"):
        search(member, query=query, name=query[:4])
    demand(title="Hidden battery", enterprise=poster, visibility="anonymous", valid_until=None)
    tasks.look_through()
    assert told(member) == [("1 new demand: “q=ba”", ["Hidden battery"])]
    Notice.objects.update(not_before=timezone.now() - timedelta(days=3000))
    notice_tasks.sweep()
    message = mail.outbox[0]
    parts = (message.subject, str(message.body), html_of(message))
    assert all("Hidden battery" in part for part in parts[1:])
    assert not any(
        word in part for part in parts for word in ("沪江", "Zhang San", "Suzhou", poster.contact_email)
    )


def test_a_listing_that_comes_back_is_not_new(clock: list[datetime]) -> None:
    person = make_user()
    search(person)
    demand(published_at=BEFORE - timedelta(days=1), valid_until=None, changed_at=MONDAY)
    tasks.look_through()
    assert told(person) == []


def test_of_two_workers_one_tells(clock: list[datetime], monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_user()
    search(person)
    demand(valid_until=None)
    new_in = saved_searches._new_in

    def while_another_comes(kept: SavedSearch, until: datetime) -> object:
        monkeypatch.setattr(saved_searches, "_new_in", new_in)
        assert saved_searches.look_through() == 1
        return new_in(kept, until)

    monkeypatch.setattr(saved_searches, "_new_in", while_another_comes)
    assert saved_searches.look_through() == 0
    assert len(told(person)) == 1


def dies(*_args: object, **_kwargs: object) -> None:
    raise MemoryError


def test_who_dies_before_the_notice_is_written_has_not_looked(
    clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_user()
    kept = search(person)
    demand(valid_until=None)
    with monkeypatch.context() as patch:
        patch.setattr(notices, "tell", dies)
        with pytest.raises(MemoryError):
            saved_searches.look_through()
    assert SavedSearch.objects.get(pk=kept.pk).looked_until == BEFORE
    tasks.look_through()
    assert len(told(person)) == 1


def test_a_filter_that_is_gone_finds_nothing_rather_than_all(clock: list[datetime]) -> None:
    person = make_user()
    search(person, query="alliance=gone")
    demand(valid_until=None)
    assert saved_searches.look_through() == 1
    assert told(person) == []


def test_who_may_not_log_in_is_not_looked_for(clock: list[datetime]) -> None:
    search(make_user(is_active=False))
    assert saved_searches.look_through() == 0


def test_a_batch_has_an_end(clock: list[datetime], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_searches, "BATCH", 2)
    for number in range(3):
        search(make_user(), query=f"q={number}")
    assert [saved_searches.look_through() for _ in range(3)] == [2, 1, 0]


def test_its_mail_is_in_the_digest_until_somebody_wants_it_at_once(clock: list[datetime]) -> None:
    person = make_user()
    search(person)
    demand(valid_until=None)
    tasks.look_through()
    assert Notice.objects.get().state == Delivery.FOR_DIGEST


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("q=a+b&trl=6&sort=ending&since=7&page=3&x=1", "q=a+b&trl=6"),
        ("trl=6&q=a+b", "q=a+b&trl=6"),
        ("q=%E5%9B%BA%E6%80%81&alliance=batteries", "alliance=batteries&q=%E5%9B%BA%E6%80%81"),
        ("trl=nine&q=&alliance=nowhere&sort=newest", ""),
        ("", ""),
    ],
)
def test_a_query_is_written_one_way(address: str, query: str) -> None:
    make_alliance(slug="batteries")
    assert saved_searches.query_of(FILTERS[ListingKind.OFFER](QueryDict(address))) == query


def save(person: User, query: str = "q=a", kind: ListingKind = ListingKind.OFFER) -> SavedSearch:
    return saved_searches.save(kind, query, name="A", frequency=Frequency.DAILY, by=person)


def test_a_search_is_saved_once_and_looks_ahead() -> None:
    person, other = make_user(), make_user()
    kept = save(person)
    assert abs(kept.looked_until - timezone.now()) < timedelta(minutes=1)
    with pytest.raises(DomainError, match="already"):
        save(person)
    with pytest.raises(DomainError, match="set a filter first"):
        save(person, query="")
    save(other)
    save(person, kind=ListingKind.DEMAND)
    assert SavedSearch.objects.owned_by(person).count() == 2


def test_twenty_are_enough() -> None:
    person = make_user()
    for number in range(20):
        save(person, query=f"q={number}")
    with pytest.raises(DomainError, match="You can save 20 searches"):
        save(person, query="q=more")
    saved_searches.discard(SavedSearch.objects.owned_by(person)[0])
    save(person, query="q=more")


def test_what_came_while_it_was_off_is_not_made_up_for() -> None:
    kept = search(make_user(), frequency=Frequency.OFF)
    saved_searches.revise(kept, name="New name", frequency=Frequency.WEEKLY)
    stored = SavedSearch.objects.get()
    assert (stored.name, stored.frequency) == ("New name", Frequency.WEEKLY)
    assert stored.looked_until > timezone.now() - timedelta(minutes=1)
    before = stored.looked_until
    saved_searches.revise(stored, name="New name", frequency=Frequency.DAILY)
    assert SavedSearch.objects.get().looked_until == before
