from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from tests.factories import make_enterprise, make_member, make_user
from ydeu.accounts.enums import Role
from ydeu.notices import notices
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Notice

pytestmark = pytest.mark.django_db


def tell(**changes: Any) -> Notice:
    about: dict[str, Any] = {"url": "/", "context": {"title": "A title"}}
    return notices.tell(NoticeKind.LISTING_PUBLISHED, **{**about, **changes})


def test_a_person_is_told_at_their_address() -> None:
    person = make_user("li@example.com")
    notice = Notice.objects.get(pk=tell(user=person).pk)
    assert (notice.recipient, notice.address, notice.state) == (person, "li@example.com", Delivery.WAITING)


def test_the_first_active_owner_speaks_for_an_enterprise() -> None:
    enterprise = make_enterprise()
    make_member(enterprise, is_active=False)
    make_member(enterprise, role=Role.EDITOR)
    owner = make_member(enterprise)
    make_member(enterprise)
    assert tell(enterprise=enterprise).recipient == owner
    assert tell(enterprise=enterprise, user=make_user(is_active=False)).recipient == owner


def test_who_no_longer_acts_for_an_enterprise_hears_no_more_of_it() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    poster = make_member(enterprise, role=Role.EDITOR)
    assert tell(user=poster, enterprise=enterprise).recipient == poster
    poster.memberships.all().delete()
    assert tell(user=poster, enterprise=enterprise).recipient == owner


def test_without_an_owner_the_contact_address_is_told() -> None:
    notice = tell(enterprise=make_enterprise(contact_email="office@example.com"))
    assert (notice.recipient, notice.address) == (None, "office@example.com")


def test_where_nobody_can_be_reached_the_row_says_so() -> None:
    notice = tell(enterprise=make_enterprise(contact_email=""))
    assert (notice.address, notice.state) == ("", Delivery.UNDELIVERABLE)


@pytest.mark.parametrize("url", ["https://example.net/", "//example.net", "offers/", "", "/\\example.net"])
def test_a_notice_points_into_the_site(url: str) -> None:
    with pytest.raises(ValueError, match="path of this site"):
        tell(user=make_user(), url=url)


def test_a_label_is_kept_in_both_languages() -> None:
    with override("en"):
        notice = tell(user=make_user(), context={"title": "T", "reason": gettext_lazy("Yes")})
    assert Notice.objects.get(pk=notice.pk).context == {
        "title": "T",
        "reason": {"zh-hans": "是", "en": "Yes"},
    }


def test_nobody_reads_what_is_held_back() -> None:
    person = make_user()
    later, now = tell(user=person, delay=timedelta(minutes=5)), tell(user=person)
    assert list(Notice.objects.inbox_of(person)) == [now]
    assert notices.withdraw([later.pk, now.pk]) == 2
    Notice.objects.update(not_before=timezone.now())
    assert not Notice.objects.inbox_of(person).exists()
    assert not Notice.objects.due(timezone.now()).exists()


@pytest.mark.parametrize(
    "known", [{"state": Delivery.SENT}, {"state": Delivery.SENDING}, {"read_at": "2026-01-01T00:00Z"}]
)
def test_what_somebody_knows_cannot_be_withdrawn(known: dict[str, str]) -> None:
    notice = tell(user=make_user())
    Notice.objects.update(**known)
    assert notices.withdraw([notice.pk]) == 0


def test_reading() -> None:
    person, other = make_user(), make_user()
    first, _second, others = tell(user=person), tell(user=person), tell(user=other)
    notices.mark_read(first)
    before = Notice.objects.get(pk=first.pk).read_at
    assert notices.mark_all_read(person) == 1
    assert Notice.objects.get(pk=first.pk).read_at == before
    assert Notice.objects.unread().get() == others
