"""One e-mail a day with all notices that waited for it. Each notice is in one digest, its reader's."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from tests.factories import make_enterprise, make_member, make_user
from tests.notices.test_notices import tell
from tests.servers import html_of
from ydeu.accounts.models import User
from ydeu.notices import delivery, digests, preferences, tasks
from ydeu.notices.enums import Choice, Delivery, NoticeKind
from ydeu.notices.models import Notice

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def reader(**fields: Any) -> User:
    person = make_user(**fields)
    preferences.choose({NoticeKind.LISTING_PUBLISHED: Choice.DIGEST}, by=person)
    return person


def a_day_passes() -> None:
    day = timedelta(days=1)
    for notice in Notice.objects.all():
        times = {"not_before": notice.not_before - day, "created_at": notice.created_at - day}
        Notice.objects.filter(pk=notice.pk).update(**times)


def run() -> None:
    tasks.collect()
    tasks.sweep()


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ("2026-03-02 07:59", "2026-03-01 08:00"),
        ("2026-03-02 08:00", "2026-03-02 08:00"),
        ("2026-03-02 23:59", "2026-03-02 08:00"),
        ("2026-01-01 00:00", "2025-12-31 08:00"),
    ],
)
def test_the_hour_is_that_of_the_site(now: str, moment: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI)
    stroke = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    assert digests.last_stroke(8, at.astimezone(ZoneInfo("UTC"))) == stroke


def test_a_person_gets_one_mail_with_all_that_waited() -> None:
    person, other = reader(language="en"), reader()
    for title in ("First <one>", "Second & last"):
        tell(user=person, url=f"/offers/{len(title)}/", context={"title": title})
    tell(user=other, context={"title": "Of another"})
    run()
    assert mail.outbox == []
    a_day_passes()
    run()
    run()
    mine = next(message for message in mail.outbox if message.to == [person.email])
    assert len(mail.outbox) == 2
    assert mine.subject == "2 notices for you"
    text, html = str(mine.body), html_of(mine)
    assert text.index("“Second & last” is published.") < text.index("“First <one>” is published.")
    assert re.findall(r"http://127.0.0.1:8000/offers/\d+/", text) == [
        "http://127.0.0.1:8000/offers/13/",
        "http://127.0.0.1:8000/offers/11/",
    ]
    assert "First &lt;one&gt;" in html
    assert "Of another" not in text + html
    held = Notice.objects.exclude(kind=NoticeKind.DIGEST)
    assert set(held.values_list("state", "digest__kind")) == {(Delivery.IN_DIGEST, NoticeKind.DIGEST)}


def test_it_speaks_the_language_of_its_reader() -> None:
    tell(user=reader(language="zh-hans"), context={"title": "固态电池"})
    a_day_passes()
    run()
    assert mail.outbox[0].subject == "您有 1 条通知"
    assert "“固态电池”已发布" in str(mail.outbox[0].body)


def test_the_inbox_shows_what_is_in_it_and_not_the_digest_itself() -> None:
    person = reader()
    notice = tell(user=person)
    a_day_passes()
    run()
    assert list(Notice.objects.inbox_of(person)) == [notice]


def test_one_a_day_however_often_the_clock_is_asked() -> None:
    person = reader()
    first = tell(user=person)
    a_day_passes()
    run()
    late = tell(user=person)
    Notice.objects.filter(pk=late.pk).update(not_before=first.not_before - timedelta(days=1))
    run()
    assert len(mail.outbox) == 1
    a_day_passes()
    run()
    assert [message.subject for message in mail.outbox] == ["您有 1 条通知"] * 2


def test_of_two_workers_one_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second worker arrives after the first has read the readers and before it writes."""
    person = reader()
    tell(user=person)
    a_day_passes()
    collect = digests._collect

    def while_another_comes(who: User, moment: datetime) -> bool:
        monkeypatch.setattr(digests, "_collect", collect)
        assert digests.collect_due() == 1
        return collect(who, moment)

    monkeypatch.setattr(digests, "_collect", while_another_comes)
    assert digests.collect_due() == 0
    assert Notice.objects.filter(kind=NoticeKind.DIGEST).count() == 1


def test_what_is_no_longer_for_its_reader_goes_to_who_speaks_now() -> None:
    enterprise = make_enterprise()
    leaver, stayer = make_member(enterprise), make_member(enterprise)
    for person in (leaver, stayer):
        preferences.choose({NoticeKind.LISTING_PUBLISHED: Choice.DIGEST}, by=person)
    before, during = (tell(user=leaver, enterprise=enterprise) for _ in range(2))
    own = tell(user=leaver)
    a_day_passes()
    Notice.objects.filter(pk=before.pk).update(not_before=timezone.now() + timedelta(hours=1))
    tasks.collect()
    leaver.memberships.all().delete()
    Notice.objects.filter(pk=before.pk).update(not_before=before.not_before - timedelta(days=1))
    tasks.collect()
    tasks.sweep()
    tasks.sweep()
    assert {(m.to[0], m.subject) for m in mail.outbox} == {(leaver.email, "您有 1 条通知")}
    assert Notice.objects.get(pk=own.pk).state == Delivery.IN_DIGEST
    moved = Notice.objects.filter(pk__in=(before.pk, during.pk))
    assert set(moved.values_list("recipient", "state", "digest")) == {(stayer.pk, "for_digest", None)}


def test_a_digest_of_which_nothing_is_left_is_not_sent() -> None:
    enterprise = make_enterprise(contact_email="")
    leaver = make_member(enterprise)
    preferences.choose({NoticeKind.LISTING_PUBLISHED: Choice.DIGEST}, by=leaver)
    tell(user=leaver, enterprise=enterprise)
    a_day_passes()
    tasks.collect()
    leaver.memberships.all().delete()
    tasks.sweep()
    tasks.sweep()
    assert mail.outbox == []
    assert set(Notice.objects.values_list("state", flat=True)) == {Delivery.UNDELIVERABLE}


def test_who_may_no_longer_log_in_gets_none() -> None:
    person = reader()
    tell(user=person)
    User.objects.update(is_active=False)
    a_day_passes()
    run()
    assert mail.outbox == []
    assert Notice.objects.get().state == Delivery.UNDELIVERABLE


def test_a_batch_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "BATCH", 2)
    for _ in range(3):
        tell(user=reader())
    a_day_passes()
    assert [digests.collect_due() for _ in range(3)] == [2, 1, 0]


def test_a_long_digest_names_fifty() -> None:
    person = reader(language="en")
    for _ in range(51):
        tell(user=person, url="/offers/7/")
    a_day_passes()
    run()
    assert mail.outbox[0].subject == "51 notices for you"
    assert str(mail.outbox[0].body).count("/offers/7/") == 50


def test_a_digest_that_fails_is_sent_again_as_every_mail() -> None:
    tell(user=reader())
    a_day_passes()
    tasks.collect()
    digest = Notice.objects.get(kind=NoticeKind.DIGEST)
    Notice.objects.filter(pk=digest.pk).update(state=Delivery.FAILED)
    delivery.send_again(digest)
    tasks.sweep()
    assert len(mail.outbox) == 1
