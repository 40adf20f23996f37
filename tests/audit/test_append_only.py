"""The log is append-only: neither the ORM nor SQL can change it, on SQLite and on PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests.factories import make_user
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.audit.models import AppendOnly, Entry, PruningPermit

pytestmark = pytest.mark.django_db


def entries(days: int, *actions: Action) -> None:
    at = timezone.now() - timedelta(days=days)
    log.record_many(log.entry_of(action, by=None, at=at) for action in actions)


def refused(statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)


def actions() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


def test_the_orm_refuses() -> None:
    person = make_user()
    entry = log.record(Action.LOGGED_IN, by=person, on=person)
    entry.action = Action.LOGGED_OUT
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(action=Action.LOGGED_OUT),
        lambda: Entry.objects.bulk_update([entry], ["action"]),
        lambda: Entry.objects.update_or_create(pk=entry.pk, defaults={"action": Action.LOGGED_OUT}),
    ):
        with pytest.raises(AppendOnly), transaction.atomic():
            attempt()
    assert actions() == [Action.LOGGED_IN]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'logged_out'",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE at < '2000-01-01' OR action = 'logged_in'",
    ],
)
def test_the_database_refuses(statement: str) -> None:
    entries(1000, Action.LOGGED_IN)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert actions() == [Action.LOGGED_IN]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE")
def test_postgresql_refuses_to_empty_the_table() -> None:
    entries(1000, Action.LOGGED_IN)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE audit_entry")
    assert actions() == [Action.LOGGED_IN]


def test_what_is_taken_away_without_a_permit_stays() -> None:
    entries(1000, Action.LOGGED_IN)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Entry.objects.all().take_away()
    assert actions() == [Action.LOGGED_IN]


def test_a_permit_is_for_what_is_old_only() -> None:
    entries(10, Action.LOGGED_IN)
    PruningPermit.objects.create(before=timezone.now() - timedelta(days=11))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Entry.objects.all().take_away()
    assert actions() == [Action.LOGGED_IN]


def test_pruning_takes_what_is_old_says_so_and_leaves_no_permit() -> None:
    entries(100, Action.LOGGED_IN, Action.LOGIN_FAILED, Action.VERIFIED)
    entries(10, Action.LOGIN_FAILED)
    before = timezone.now() - timedelta(days=50)
    assert log.prune(before, only=frozenset({Action.LOGIN_FAILED})) == 1
    assert actions() == [Action.LOGGED_IN, Action.VERIFIED, Action.LOGIN_FAILED, Action.PRUNED]
    assert log.prune(before, but=frozenset({Action.LOGGED_IN})) == 1
    assert log.prune(before, but=frozenset({Action.LOGGED_IN})) == 0
    assert actions() == [Action.LOGGED_IN, Action.LOGIN_FAILED, Action.PRUNED, Action.PRUNED]
    assert Entry.objects.latest("pk").details == {"rows": 1, "kind": "audit.entry"}
    assert not PruningPermit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_guard_stands_again_after_a_test_has_emptied_the_database() -> None:
    entries(1, Action.LOGGED_IN)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM audit_entry")
