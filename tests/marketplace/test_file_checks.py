"""A file is out of reach until a worker has cleaned it, and nothing is lost on the way."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone, translation
from pikepdf import Dictionary, Name, Pdf, String
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.factories import make_member, make_offer, make_user
from tests.marketplace.checks import check_all, checked
from tests.marketplace.metadata.telling_files import locked_pdf, telling_pdf, told_by_pdf
from tests.marketplace.posts import PDF, png, upload
from ydeu.celery import app
from ydeu.marketplace import attachments, file_checks
from ydeu.marketplace.enums import FileRefusal
from ydeu.marketplace.metadata import bounded
from ydeu.marketplace.models import Attachment, Offer
from ydeu.marketplace.states import FILE_TRANSITIONS, FileState, State
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice
from ydeu.transitions import allows

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("in_english")]


def form_of_scripts() -> bytes:
    """A dynamic XFA form: its only page says to wait."""
    buffer = BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.AcroForm = Dictionary(Fields=[], XFA=String("<xdp/>"))
        pdf.Root.NeedsRendering = True
        pdf.save(buffer)
    return buffer.getvalue()


def portfolio() -> bytes:
    buffer = BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["drawing.dwg"] = b"drawing"
        pdf.Root.Collection = Dictionary(Type=Name.Collection)
        pdf.save(buffer)
    return buffer.getvalue()


def on_disk() -> list[str]:
    root = Path(default_storage.path(""))
    return sorted(path.relative_to(root).parts[0] for path in root.rglob("*") if path.is_file())


def waiting(offer: Offer | None = None, content: bytes = PDF, name: str = "a.pdf") -> Attachment:
    offer = offer or make_offer(state=State.PUBLISHED)
    return attachments.attach(offer, upload(name, content), by=make_member(offer.enterprise))


@pytest.mark.parametrize(
    ("here", "there", "is_open"),
    [
        ("waiting", "clean", True),
        ("waiting", "refused", True),
        ("waiting", "waiting", False),
        ("clean", "waiting", False),
        ("clean", "refused", False),
        ("refused", "clean", False),
        ("refused", "waiting", False),
    ],
)
def test_the_table_of_states(here: str, there: str, is_open: bool) -> None:
    assert allows(FILE_TRANSITIONS, FileState(here), FileState(there)) is is_open


def test_nobody_reaches_a_file_that_waits_and_its_uploader_is_told_why(client: Client) -> None:
    offer = make_offer(state=State.PUBLISHED)
    file = waiting(offer, telling_pdf("Lantu"))
    address = f"/attachments/{file.pk}/"

    for reader in (None, make_member(), make_member(offer.enterprise), make_user(is_superuser=True)):
        if reader:
            client.force_login(reader)
        assert client.get(address).status_code == 404
    client.force_login(make_member(offer.enterprise))
    own = client.get(f"/offers/{offer.pk}/").content.decode()
    client.force_login(make_member())
    others = client.get(f"/offers/{offer.pk}/").content.decode()

    assert ("Being checked" in own, f'"{address}"' in own, "a.pdf" in others) == (True, False, False)
    assert on_disk() == ["unchecked"]


@pytest.mark.parametrize(("language", "badge"), [("en", "Being checked"), ("zh-hans", "检查中")])
def test_the_badge_is_in_both_languages(client: Client, language: str, badge: str) -> None:
    offer = make_offer(state=State.PUBLISHED)
    waiting(offer)
    client.force_login(make_member(offer.enterprise))
    client.cookies["django_language"] = language

    assert badge in client.get(f"/offers/{offer.pk}/").content.decode()


def test_after_the_check_it_is_there_for_all_and_the_upload_is_gone(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    offer = make_offer(state=State.PUBLISHED)
    file = waiting(offer, telling_pdf("Lantu"))
    with django_capture_on_commit_callbacks(execute=True):
        checked(file)
    file.refresh_from_db()

    assert (bool(file.upload), on_disk()) == (False, ["attachments"])
    client.force_login(make_member())
    response = client.get(f"/attachments/{file.pk}/")
    content = b"".join(response)
    response.close()

    assert b"Lantu" not in told_by_pdf(content)
    assert (file.state, file.size, file.attempts) == ("clean", len(content), 1)


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (locked_pdf(), "a.pdf", FileRefusal.LOCKED),
        (form_of_scripts(), "a.pdf", FileRefusal.NEEDS_PROGRAM),
        (portfolio(), "a.pdf", FileRefusal.PORTFOLIO),
        (b"%PDF-1.7\n" + bytes(500), "a.pdf", FileRefusal.DAMAGED),
        (png(size=40)[:60], "a.png", FileRefusal.DAMAGED),
    ],
    ids=["password", "form", "portfolio", "zeros", "half"],
)
def test_a_refused_file_leaves_a_reason_and_a_notice(
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    content: bytes,
    name: str,
    refusal: FileRefusal,
) -> None:
    offer = make_offer(state=State.PUBLISHED)
    file = waiting(offer, content, name)
    with django_capture_on_commit_callbacks(execute=True):
        checked(file)

    notice = Notice.objects.get()
    mail = compose(notice)
    assert file.uploaded_by is not None
    client.force_login(file.uploaded_by)
    page = client.get(f"/offers/{offer.pk}/").content.decode()

    assert (file.state, file.refusal, on_disk()) == ("refused", refusal.value, [])
    assert (notice.recipient, notice.url) == (file.uploaded_by, f"/offers/{offer.pk}/")
    with translation.override("zh-hans"):  # the language of the reader
        assert str(refusal.label) in str(mail.body)
    assert str(refusal.label) in page
    assert client.get(f"/attachments/{file.pk}/").status_code == 404


def test_a_refused_file_takes_no_place() -> None:
    offer = make_offer()
    user = make_member(offer.enterprise)
    for number in range(attachments.MAX_FILES):
        attachments.attach(offer, upload(f"{number}.pdf", PDF), by=user)
    assert offer.attachments.kept().count() == attachments.MAX_FILES
    Attachment.objects.filter(pk=Attachment.objects.earliest("pk").pk).update(state=FileState.REFUSED)
    assert offer.attachments.kept().count() == attachments.MAX_FILES - 1


def test_each_file_is_cleaned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    clean = bounded.clean

    def count(source: IO[bytes], content_type: str, **limits: int) -> bytes:
        done.append(content_type)
        return clean(source, content_type, **limits)

    monkeypatch.setattr(bounded, "clean", count)
    file = waiting()
    assert done == []  # not in the request
    checked(file)
    checked(file)
    check_all()
    assert done == ["application/pdf"]


def test_the_sweeper_finds_a_file_whose_task_was_lost() -> None:
    file = waiting()
    assert file_checks.check_due() == 1
    file.refresh_from_db()
    assert file.state == "clean"


def test_the_claim_of_a_dead_worker_ends_and_a_file_that_kills_workers_is_refused() -> None:
    file = waiting()
    stored = Attachment.objects.filter(pk=file.pk)
    stored.update(claimed_at=timezone.now(), attempts=1)
    assert file_checks.check_due() == 0
    stored.update(claimed_at=timezone.now() - timedelta(minutes=3))
    assert file_checks.check_due() == 1
    assert stored.get().state == "clean"
    stored.update(state="waiting", attempts=file_checks.MAX_ATTEMPTS, claimed_at=None)
    assert file_checks.check_due() == 1
    assert (stored.get().state, stored.get().refusal) == ("refused", "too_large")


def test_an_upload_that_is_gone_is_said_to_be_lost() -> None:
    file = waiting()
    default_storage.delete(str(file.upload.name))
    assert checked(file).refusal == "lost"


def test_a_file_that_was_removed_during_its_check_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    file = waiting()
    clean = bounded.clean

    def remove_meanwhile(source: IO[bytes], content_type: str, **limits: int) -> bytes:
        content = clean(source, content_type, **limits)
        Attachment.objects.filter(pk=file.pk).delete()
        return content

    monkeypatch.setattr(bounded, "clean", remove_meanwhile)
    file_checks.check_one(file._meta.label, file.pk)
    assert (Attachment.objects.count(), on_disk()) == (0, ["unchecked"])
    assert file_checks.check_one(file._meta.label, file.pk) is False


def test_an_upload_that_a_killed_worker_left_is_swept() -> None:
    file = checked(waiting())  # no commit takes place here, so the upload is still there
    assert on_disk() == ["attachments", "unchecked"]
    check_all()
    file.refresh_from_db()
    assert (bool(file.upload), on_disk()) == (False, ["attachments"])


def test_a_removed_file_that_waits_leaves_the_disk(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    file = waiting()
    with django_capture_on_commit_callbacks(execute=True):
        attachments.detach(file)
    assert on_disk() == []


def test_the_task_runs_at_once_where_tasks_are_eager(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    app.conf.update(task_always_eager=True)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            file = waiting()
    finally:
        app.conf.update(task_always_eager=False)
    file.refresh_from_db()
    assert (file.state, on_disk()) == ("clean", ["attachments"])


def test_a_dead_broker_stops_nobody(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any) -> None:
        raise OSError("no broker")

    monkeypatch.setattr("ydeu.marketplace.tasks.check_file.delay", fail)
    with django_capture_on_commit_callbacks(execute=True):
        file = waiting()
    assert checked(file).state == "clean"
