"""A copy of somebody's data is complete, for the person who asked, for some days, and never half a file."""

import io
import json
import zipfile
from datetime import timedelta
from typing import IO

import pytest
from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.factories import (
    make_coordinator,
    make_enterprise,
    make_member,
    make_published_offer,
    make_suggestion,
    make_user,
)
from tests.privacy.people import COMPANY, EMAIL, HIDDEN, make_life
from tests.privacy.walking import files
from ydeu.accounts import members
from ydeu.accounts.enums import Role
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry
from ydeu.marketplace.models import Attachment
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice
from ydeu.privacy import copies, deletions, tasks
from ydeu.privacy.models import DataCopy, Deletion
from ydeu.privacy.states import CopyState, DeletionState
from ydeu.transitions import DomainError

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def unpacked(copy: DataCopy) -> dict[str, bytes]:
    copy.refresh_from_db()
    with copy.file.open("rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def data_of(copy: DataCopy) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = json.loads(unpacked(copy)["data.json"])
    return found


def test_a_person_takes_everything_about_them_along() -> None:
    life = make_life()
    copy = copies.ask(life.person, by=life.person)
    copies.make(copy.pk)
    data = data_of(copy)
    assert set(data) >= {
        "accounts.user",
        "account.emailaddress",
        "accounts.membership",
        "accounts.enterpriseevent",
        "alliances.coordinator",
        "audit.entry",
        "marketplace.attachment",
        "marketplace.offer",
        "marketplace.listingevent",
        "matching.introductionevent",
        "matching.introductionside",
        "notices.notice",
    }
    assert data["accounts.user"][0]["email"] == EMAIL
    assert data["marketplace.offer"][0]["summary"] == HIDDEN
    assert data["accounts.membership"][0]["enterprise"] == life.enterprise.pk
    assert "accounts.enterprise" not in data


def test_neither_secrets_nor_what_belongs_to_others() -> None:
    life = make_life()
    copy = copies.ask(life.person, by=life.person)
    copies.make(copy.pk)
    data = data_of(copy)
    assert "password" not in data["accounts.user"][0]
    assert "data" not in data["mfa.authenticator"][0]
    assert life.colleague.email not in str(unpacked(copy))
    assert str(life.introduction.demand.enterprise) not in str(unpacked(copy))


def test_an_enterprise_takes_its_own_along_with_its_files() -> None:
    life = make_life()
    copy = copies.ask(life.enterprise, by=life.colleague)
    copies.make(copy.pk)
    data, archive = data_of(copy), unpacked(copy)
    assert data["accounts.enterprise"][0]["name"] == COMPANY
    assert {row["enterprise"] for row in data["marketplace.offer"]} == {life.enterprise.pk}
    paths = [f"files/{row['file']}" for row in data["marketplace.attachment"]]
    assert [archive[path] for path in paths] == [b"%PDF-1.4"] * 2
    assert "matching.suggestion" not in data
    assert {row["enterprise"] for row in data["matching.introductionside"]} == {life.enterprise.pk}


def test_an_upload_that_is_not_checked_yet_is_in_no_copy() -> None:
    life = make_life()
    for subject in (life.person, life.enterprise):
        row = Attachment.objects.earliest("pk")
        row.upload.save("raw.pdf", ContentFile(b"unchecked"))
        copy = copies.ask(subject, by=life.person)
        copies.make(copy.pk)
        assert "unchecked" not in str(unpacked(copy).keys())
        assert b"unchecked" not in unpacked(copy).values()


def test_who_decides_on_pairs_takes_their_own_notes_along() -> None:
    pair, other = make_suggestion(), make_user()
    coordinator = make_coordinator()
    states = {"from_state": "pending", "to_state": "rejected"}
    own = pair.events.create(
        actor=coordinator, **states, reason="too_early", note="x", poster_note="y", assigned_to=other
    )
    pair.events.create(actor=other, **states, note="of somebody else", assigned_to=coordinator)
    for subject, expected in (
        (
            coordinator,
            [
                {
                    "id": own.pk,
                    "suggestion": pair.pk,
                    "actor": coordinator.pk,
                    **states,
                    "reason": "too_early",
                    "note": "x",
                    "poster_note": "y",
                    "at": own.at.isoformat()[:23] + "Z",
                }
            ],
        ),
        (pair.offer.enterprise, None),
    ):
        owner = subject if isinstance(subject, User) else make_member(subject)
        copy = copies.ask(subject, by=owner)
        copies.make(copy.pk)
        assert data_of(copy).get("matching.suggestionevent") == expected


def test_invitations_to_an_address_of_ones_own_are_in_the_copy() -> None:
    """Invitations to an address that the person has not verified are not in the copy."""
    person = make_user("Li@example.com")
    for email, is_verified in (("li@work.example", True), ("victim@example.com", False)):
        EmailAddress.objects.create(user=person, email=email, verified=is_verified)
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    for address in ("li@example.com", "li@work.example", "victim@example.com", "x@example.com"):
        members.invite(enterprise, address, role=Role.EDITOR, by=owner)
    copy = copies.ask(person, by=person)
    copies.make(copy.pk)
    invited = [row["email"] for row in data_of(copy)["accounts.invitation"]]
    assert invited == ["li@example.com", "li@work.example"]


def test_nobody_learns_from_a_copy_who_stands_behind_the_other_side() -> None:
    life = make_life()
    ours, introduction = life.person, life.introduction
    other = make_member(introduction.demand.enterprise)
    stage = introduction.state
    for person in (ours, other):
        introduction.events.create(actor=person, to_state=stage)
        introduction.steps.update(ended_at=timezone.now())
        introduction.steps.create(text="x", assignee="offer", due_on=timezone.localdate(), set_by=person)
        introduction.meetings.create(starts_at=timezone.now(), planned_by=person)
    introduction.contract.recorded_by = introduction.opened_by = other
    introduction.contract.save()
    introduction.save()
    copy = copies.ask(life.enterprise, by=life.colleague)
    copies.make(copy.pk)
    data = data_of(copy)
    named = {
        (table, column): {row[column] for row in data[f"matching.{table}"]}
        for table, column in (
            ("introductionevent", "actor"),
            ("introductionstep", "set_by"),
            ("introductionmeeting", "planned_by"),
            ("introductioncontract", "recorded_by"),
            ("introduction", "opened_by"),
        )
    }
    assert named == {
        ("introductionevent", "actor"): {ours.pk, None},
        ("introductionstep", "set_by"): {ours.pk, None},
        ("introductionmeeting", "planned_by"): {ours.pk, None},
        ("introductioncontract", "recorded_by"): {None},
        ("introduction", "opened_by"): {None},
    }
    copy = copies.ask(other, by=other)
    copies.make(copy.pk)
    assert {row["opened_by"] for row in data_of(copy)["matching.introduction"]} == {other.pk}


@pytest.mark.parametrize(("language", "word"), [("en", "e-mail address"), ("zh-hans", "邮箱")])
def test_the_page_in_it_speaks_the_language_of_who_asked(language: str, word: str) -> None:
    person = make_user("li@example.com", name="Li <Wei>")
    with override(language):
        copy = copies.ask(person, by=person)
    copies.make(copy.pk)
    page = unpacked(copy)["index.html"].decode()
    assert f'lang="{language}"' in page
    assert "Li &lt;Wei&gt;" in page
    assert word in page.lower()


def test_when_it_is_ready_the_person_is_told_once_and_it_is_in_the_log() -> None:
    person = make_user("li@example.com")
    copy = copies.ask(person, by=person)
    for _ in range(2):
        tasks.make_copy(copy.pk)
    tasks.make_copy(copy.pk + 1)
    tasks.sweep()
    assert list(Notice.objects.values_list("kind", "recipient")) == [(NoticeKind.DATA_COPY_READY, person.pk)]
    assert Entry.objects.filter(action=Action.EXPORTED, actor=person).count() == 1
    assert len(list(files())) == 1


def test_the_sweep_makes_what_no_task_came_for() -> None:
    person = make_user()
    copy = copies.ask(person, by=person)
    tasks.sweep()
    copy.refresh_from_db()
    assert copy.state == CopyState.READY


def test_a_dead_worker_costs_time_and_leaves_no_file(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = make_user()
    copy = copies.ask(person, by=person)
    for attempt in range(1, copies.MAX_ATTEMPTS + 1):
        copies._claim(copy)
        default_storage.save(str(copy.file.name), io.BytesIO(b"half a file"))
        DataCopy.objects.update(claimed_at=timezone.now() - 2 * copies.STUCK_AFTER)
        with django_capture_on_commit_callbacks(execute=True):
            copies.give_back_stuck()
        copy.refresh_from_db()
        assert list(files()) == []
        is_last = attempt == copies.MAX_ATTEMPTS
        assert copy.state == (CopyState.FAILED if is_last else CopyState.WAITING)


def test_who_was_given_up_and_comes_back_leaves_no_file(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = make_user()
    copy = copies.ask(person, by=person)
    copies._claim(copy)
    size = copies._write_file(copy)
    DataCopy.objects.update(state=CopyState.WAITING, file="")
    with django_capture_on_commit_callbacks(execute=True):
        copies._finish(copy, size)
    assert list(files()) == []
    assert not Notice.objects.exists()


def test_after_its_days_the_file_is_gone(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person = make_user()
    copy = copies.ask(person, by=person)
    copies.make(copy.pk)
    DataCopy.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert (copies.remove_old(), copies.remove_old()) == (1, 0)
    copy.refresh_from_db()
    assert (copy.state, copy.file.name, list(files())) == (CopyState.GONE, "", [])


def test_nobody_asks_for_somebody_else() -> None:
    offer = make_published_offer()
    editor = make_member(offer.enterprise, role=Role.EDITOR)
    for subject, by in (
        (make_user(), editor),
        (offer.enterprise, editor),
        (offer.enterprise, make_member()),
        (make_user(), make_user(is_superuser=True)),
    ):
        with pytest.raises(DomainError):
            copies.ask(subject, by=by)
    assert not DataCopy.objects.exists()


def test_a_few_copies_a_day_are_enough() -> None:
    person = make_user()
    for _ in range(copies.MAX_A_DAY):
        copies.ask(person, by=person)
    with pytest.raises(copies.TooManyCopies):
        copies.ask(person, by=person)
    DataCopy.objects.update(asked_at=timezone.now() - timedelta(days=2))
    copies.ask(person, by=person)


def test_an_owner_who_leaves_no_longer_reads_the_copy_of_the_enterprise() -> None:
    life = make_life()
    copies.ask(life.enterprise, by=life.colleague)
    assert DataCopy.objects.readable_by(life.colleague).count() == 1
    assert DataCopy.objects.readable_by(life.person).count() == 0
    Membership.objects.filter(user=life.colleague).update(role=Role.EDITOR)
    assert DataCopy.objects.readable_by(life.colleague).count() == 0


def test_one_that_cannot_be_made_keeps_nobody_else_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (copies.ask(person, by=person) for person in (make_user(), make_user()))
    write = copies._write

    def fail_for_the_first(subject: User | Enterprise, target: IO[bytes]) -> None:
        if subject == first.asked_by:
            raise OSError("No space left on device")
        write(subject, target)

    monkeypatch.setattr(copies, "_write", fail_for_the_first)
    person = make_user("li@example.com")
    deletion = deletions.ask(person, by=person)
    Deletion.objects.filter(pk=deletion.pk).update(due_at=timezone.now())
    tasks.sweep()
    states = [DataCopy.objects.get(pk=copy.pk).state for copy in (first, second)]
    assert states == [CopyState.MAKING, CopyState.READY]
    assert Deletion.objects.get().state == DeletionState.DONE
