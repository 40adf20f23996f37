"""People who press the same button at the same moment."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection

from tests.factories import make_admin, make_enterprise, make_member, make_user
from tests.notices.test_notices import tell
from ydeu.accounts import members, verification
from ydeu.accounts.enums import Role
from ydeu.accounts.models import Enterprise, Membership
from ydeu.notices import delivery
from ydeu.transitions import DomainError

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
CROWD = 8


def at_once(steps: Sequence[Callable[[], object]]) -> list[str]:
    """Start all steps at the same moment. Returns the sorted results: "done" or the name of a DomainError."""
    shot = Barrier(len(steps))

    def run(step: Callable[[], object]) -> str:
        try:
            shot.wait(timeout=30)
            step()
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(pool.map(run, steps))


def test_one_owner_remains_when_all_remove_each_other() -> None:
    enterprise = make_enterprise()
    owners = [make_member(enterprise) for _ in range(CROWD)]
    rows = [Membership.objects.get(user=owner) for owner in owners]
    steps = [partial(members.remove, row, by=by) for row, by in zip(rows, owners, strict=True)]
    assert at_once(steps) == ["LastOwner"] + ["done"] * (CROWD - 1)
    assert enterprise.memberships.count() == 1


def test_one_administrator_verifies() -> None:
    enterprise = make_enterprise(verified=False)
    make_member(enterprise)
    admins = [make_admin() for _ in range(CROWD)]
    read = [Enterprise.objects.get(pk=enterprise.pk) for _ in admins]
    steps = [partial(verification.verify, row, by=by) for row, by in zip(read, admins, strict=True)]
    assert at_once(steps) == ["LostRace"] * (CROWD - 1) + ["done"]
    assert enterprise.events.count() == 1


def test_the_limit_of_invitations_holds_for_a_crowd() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)

    def invite(name: str) -> None:
        members.invite(enterprise, f"{name}@example.com", role=Role.EDITOR, by=owner)

    for number in range(members.INVITATIONS_A_DAY - 1):
        invite(f"first{number}")
    steps = [partial(invite, f"last{number}") for number in range(CROWD)]
    assert at_once(steps) == ["TooManyInvitations"] * (CROWD - 1) + ["done"]


def test_one_mail_of_many_workers() -> None:
    notice = tell(user=make_user())
    assert at_once([lambda: delivery.deliver(notice.pk)] * CROWD) == ["done"] * CROWD
    assert len(mail.outbox) == 1
