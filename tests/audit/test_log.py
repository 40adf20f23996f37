import pytest
from django.contrib.auth.models import AnonymousUser

from tests.factories import make_enterprise, make_user
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_a_line_holds_numbers_and_codes() -> None:
    person, enterprise = make_user(), make_enterprise()
    entry = log.record(
        Action.MOVED, by=person, on=enterprise, old="a", new="b", reason="", role="owner", rows=3
    )
    entry.refresh_from_db()
    assert (entry.actor_id, entry.action, entry.object_type, entry.object_id) == (
        person.pk,
        Action.MOVED,
        "accounts.enterprise",
        enterprise.pk,
    )
    assert (entry.old_state, entry.new_state, entry.details) == ("a", "b", {"role": "owner", "rows": 3})


@pytest.mark.parametrize("value", ["li@example.com", "x" * 81, ["fine", "li@example.com"]])
def test_what_may_be_an_address_or_a_text_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="codes and numbers"):
        log.record(Action.MOVED, by=None, note=value)
    assert not Entry.objects.exists()


def test_who_is_not_logged_in_is_nobody() -> None:
    assert log.record(Action.LOGIN_FAILED, by=AnonymousUser()).actor_id is None


def test_a_line_outlives_the_row_and_the_person() -> None:
    person, enterprise = make_user(), make_enterprise()
    log.record(Action.VERIFIED, by=person, on=enterprise)
    numbers = (person.pk, enterprise.pk)
    person.delete()
    enterprise.delete()
    entry = Entry.objects.get()
    assert (entry.actor_id, entry.object_id) == numbers
