"""What has been kept long enough is deleted; what is newer or still needed stays. Each rule has a setting."""

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.factories import make_demand, make_offer, make_user
from tests.privacy.walking import files
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry
from ydeu.marketplace.models import Attachment, Demand, Offer
from ydeu.notices import notices
from ydeu.notices.enums import Delivery, NoticeKind
from ydeu.notices.models import Notice
from ydeu.privacy import retention, tasks

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


@pytest.fixture(autouse=True)
def times(settings: Settings) -> None:
    settings.RETENTION_NOTICES_DAYS = 365
    settings.RETENTION_DRAFTS_DAYS = 730
    settings.RETENTION_FAILED_LOGINS_DAYS = 183
    settings.RETENTION_LOGINS_DAYS = 365
    settings.RETENTION_AUDIT_DAYS = 1826


def make_notice(days: int, state: str) -> int:
    notice = notices.tell(NoticeKind.LISTING_PUBLISHED, user=make_user(), url="/", context={})
    Notice.objects.filter(pk=notice.pk).update(created_at=days_ago(days), state=state)
    return notice.pk


def test_notices() -> None:
    kept = {
        make_notice(364, Delivery.SENT),
        make_notice(366, Delivery.WAITING),
        make_notice(366, Delivery.SENDING),
    }
    make_notice(366, Delivery.SENT)
    make_notice(366, Delivery.FAILED)
    assert retention.prune()["notices"] == 2
    assert set(Notice.objects.values_list("pk", flat=True)) == kept
    pruned = Entry.objects.filter(action=Action.PRUNED).latest("pk")
    assert pruned.details == {"rows": 2, "kind": "notices.notice"}


def test_drafts_that_were_never_handed_in(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    old, young, submitted = make_offer(), make_offer(), make_offer(state="submitted")
    demand = make_demand()
    Attachment.objects.create(
        offer=old, file=ContentFile(b"x", name="a.pdf"), name="a.pdf", content_type="application/pdf", size=1
    )
    for model in (Offer, Demand):
        model.objects.exclude(pk=young.pk if model is Offer else 0).update(updated_at=days_ago(731))
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.prune()["drafts"] == 2
    assert set(Offer.objects.values_list("pk", flat=True)) == {young.pk, submitted.pk}
    assert not Demand.objects.exists()
    assert list(files()) == []
    assert Entry.objects.about(demand).get().action == Action.PRUNED


def test_the_log_by_its_three_times() -> None:
    rows = [
        (Action.LOGIN_FAILED, 184),
        (Action.LOGIN_FAILED, 182),
        (Action.FACTOR_FAILED, 184),
        (Action.LOGGED_IN, 366),
        (Action.LOGGED_IN, 364),
        (Action.VERIFIED, 1827),
        (Action.VERIFIED, 1825),
    ]
    log.record_many(log.entry_of(action, by=None, at=days_ago(days)) for action, days in rows)
    assert retention.prune()["log"] == 4
    left = Entry.objects.exclude(action=Action.PRUNED).order_by("pk").values_list("action", flat=True)
    assert list(left) == [Action.LOGIN_FAILED, Action.LOGGED_IN, Action.VERIFIED]
    assert retention.prune()["log"] == 0


def test_sessions_that_are_over() -> None:
    for name, days in (("old", 1), ("new", -1)):
        Session.objects.create(session_key=name, session_data="", expire_date=days_ago(days))
    tasks.prune()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
