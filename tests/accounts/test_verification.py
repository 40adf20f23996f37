import pytest

from tests.factories import make_admin, make_enterprise, make_member
from ydeu.accounts import verification
from ydeu.accounts.enums import EventKind
from ydeu.accounts.models import Enterprise
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice
from ydeu.transitions import LostRace

pytestmark = pytest.mark.django_db


def test_verification_is_written_down_and_its_owner_is_told() -> None:
    admin, enterprise = make_admin(), make_enterprise(verified=False)
    owner = make_member(enterprise)
    verification.verify(enterprise, by=admin)
    stored = Enterprise.objects.get(pk=enterprise.pk)
    assert stored.is_verified
    assert stored.verified_by == admin
    event = enterprise.events.get()
    assert (event.kind, event.actor) == (EventKind.VERIFIED, admin)
    assert event.note == f"{enterprise.name} · {enterprise.credit_code}"
    notice = Notice.objects.get()
    assert (notice.kind, notice.recipient, notice.url) == (
        NoticeKind.ENTERPRISE_VERIFIED,
        owner,
        enterprise.get_absolute_url(),
    )
    assert notice.context == {"title": enterprise.name, "note": ""}


def test_of_two_administrators_the_second_is_told() -> None:
    enterprise = make_enterprise(verified=False)
    first, second = (Enterprise.objects.get(pk=enterprise.pk) for _ in range(2))
    verification.verify(first, by=make_admin())
    with pytest.raises(LostRace, match=enterprise.name):
        verification.verify(second, by=make_admin())
    assert enterprise.events.count() == 1
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("changes", [{"name": "Another"}, {"credit_code": "91110000600037341L"}])
def test_nobody_vouches_for_what_they_have_not_seen(changes: dict[str, str]) -> None:
    enterprise = make_enterprise(verified=False)
    Enterprise.objects.filter(pk=enterprise.pk).update(**changes)
    with pytest.raises(LostRace):
        verification.verify(enterprise, by=make_admin())
    assert not Enterprise.objects.get(pk=enterprise.pk).is_verified


def test_without_a_code_there_is_nothing_to_verify() -> None:
    enterprise = make_enterprise(verified=False, credit_code=None)
    with pytest.raises(verification.NothingToVerify):
        verification.verify(enterprise, by=make_admin())
    assert not enterprise.events.exists()


def test_a_verification_is_taken_back_once() -> None:
    admin, enterprise = make_admin(), make_enterprise()
    as_read = Enterprise.objects.get(pk=enterprise.pk)
    make_member(enterprise)
    verification.revoke(enterprise, by=admin, note="The licence has expired.")
    with pytest.raises(LostRace):
        verification.revoke(as_read, by=admin)
    assert not Enterprise.objects.get(pk=enterprise.pk).is_verified
    assert list(enterprise.events.values_list("kind", "note")) == [
        (EventKind.REVOKED, "The licence has expired.")
    ]
    notice = Notice.objects.get()
    assert notice.kind == NoticeKind.ENTERPRISE_REVOKED
    assert notice.context == {"title": enterprise.name, "note": "The licence has expired."}


def test_staff_do_not_verify_an_enterprise_that_they_act_for() -> None:
    enterprise = make_enterprise(verified=False)
    clerk = make_member(enterprise, is_staff=True)
    with pytest.raises(verification.OwnEnterprise):
        verification.verify(enterprise, by=clerk)
    enterprise.refresh_from_db()
    assert not enterprise.is_verified
    clerk.is_superuser = True
    verification.verify(enterprise, by=clerk)
    assert enterprise.is_verified
