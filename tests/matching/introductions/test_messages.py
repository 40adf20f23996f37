from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from matching.introductions import message_files, messages
from matching.introductions.history import lock
from matching.models import Introduction, IntroductionMessage, MessageFile
from tests.marketplace.checks import checked
from tests.marketplace.metadata.telling_files import telling_jpeg, telling_pdf, telling_png, told_by_pdf
from tests.marketplace.posts import PDF
from tests.matching.introduced import Cast, make_cast, make_introduction, stored, told
from tests.servers import html_of
from ydeu.marketplace.attachments import Unsuitable, Upload
from ydeu.marketplace.enums import Visibility
from ydeu.marketplace.limits import TooMuch
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def pdf(name: str = "data.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def test_all_others_get_the_text_by_mail(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    message = messages.write(introduction, by=cast.seller, text="Shall we call\non Monday?")
    assert (message.side, message.author) == ("offer", cast.seller)
    assert told() == [("introduction_message", cast.buyer), ("introduction_message", cast.demand_coordinator)]
    notice = Notice.objects.earliest("pk")
    assert notice.url == f"/introductions/{introduction.pk}/messages/"
    mail = compose(notice)
    assert "Shall we call\non Monday?" in str(mail.body)
    assert "Shall we call<br>on Monday?" in html_of(mail)


@pytest.mark.parametrize("anonymous", ["offer", "demand"])
def test_the_mail_of_an_anonymous_pair_has_no_text(anonymous: str, cast: Cast) -> None:
    listing = getattr(cast, anonymous)
    listing.visibility = Visibility.ANONYMOUS
    listing.save()
    introduction = make_introduction(cast, "connected")
    messages.write(introduction, by=cast.seller, text="We are the ones from Ningbo.")
    assert "Ningbo" not in str(list(Notice.objects.values()))
    for notice in Notice.objects.all():
        mail = compose(notice)
        assert "Ningbo" not in str(mail.body) + html_of(mail)


def test_a_coordinator_writes_before_the_two_know_each_other(cast: Cast) -> None:
    introduction = make_introduction(cast)
    message = messages.write(introduction, by=cast.offer_coordinator, text="Please answer.")
    assert message.side == ""
    assert [user for _kind, user in told()] == [cast.seller, cast.buyer, cast.demand_coordinator]
    assert {str(n.context["sender"]["en"]) for n in Notice.objects.all()} == {"Coordinator"}


def test_unread_marks_are_of_each_person(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    other = make_introduction(make_cast(), "connected")
    messages.write(introduction, by=cast.seller, text="One")
    messages.write(introduction, by=cast.demand_coordinator, text="Two")
    assert [messages.unread_count(introduction, user) for user in (cast.seller, cast.buyer)] == [1, 2]
    messages.mark_read(introduction, by=cast.buyer, shown=introduction.messages.all())
    messages.mark_read(introduction, by=cast.buyer, shown=introduction.messages.all())
    assert [messages.unread_count(introduction, user) for user in (cast.seller, cast.buyer)] == [1, 0]
    messages.write(introduction, by=cast.seller, text="Three")
    counts = IntroductionMessage.objects.unread_by(cast.buyer).count_by_introduction(
        [introduction.pk, other.pk]
    )
    assert counts == {introduction.pk: 1}
    messages.mark_read(other, by=cast.buyer, shown=introduction.messages.none())
    assert messages.unread_count(introduction, cast.buyer) == 1


def test_what_comes_while_one_reads_stays_unread(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    for text in ("One", "Two"):
        messages.write(introduction, by=cast.seller, text=text)
    shown = list(introduction.messages.all())
    messages.write(introduction, by=cast.seller, text="Three")
    messages.mark_read(introduction, by=cast.buyer, shown=shown)
    unread = introduction.messages.unread_by(cast.buyer)
    assert [message.text for message in unread] == ["Three"]
    messages.mark_read(introduction, by=cast.buyer, shown=shown[1:])
    assert messages.unread_count(introduction, cast.buyer) == 1


@pytest.mark.parametrize(("text", "files"), [(" ", 0), ("Six files", 6)])
def test_what_is_no_message_leaves_no_trace(text: str, files: int, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    before = stored()
    with pytest.raises(messages.NotAMessage):
        messages.write(introduction, by=cast.seller, text=text, uploads=[pdf() for _ in range(files)])
    assert stored() == before


def test_a_file_is_judged_by_its_content_and_one_bad_file_stops_all(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    before = stored()
    disguised = SimpleUploadedFile("plan.pdf", b"MZ\x90\x00 a program")
    with pytest.raises(Unsuitable):
        messages.write(introduction, by=cast.seller, text="See", uploads=[pdf(), disguised])
    assert stored() == before


def on_disk() -> list[str]:
    storage = MessageFile._meta.get_field("file").storage
    assert isinstance(storage, FileSystemStorage)
    return [path.name for path in Path(storage.location).rglob("*") if path.is_file()]


def test_what_is_refused_or_fails_leaves_no_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    introduction = make_introduction(cast, "connected")
    before = stored()
    with pytest.raises(Unsuitable):
        messages.write(
            introduction, by=cast.seller, text="See", uploads=[pdf(), SimpleUploadedFile("a.pdf", b"MZ")]
        )

    def fail(*_args: object, **_details: object) -> None:
        assert len(on_disk()) == 2
        raise RuntimeError("The database is gone.")

    monkeypatch.setattr(messages, "tell_sides", fail)
    with pytest.raises(RuntimeError):
        messages.write(introduction, by=cast.seller, text="See", uploads=[pdf(), pdf()])
    assert (stored(), on_disk()) == (before, [])


def test_files_are_stored_before_anything_is_held(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    introduction = make_introduction(cast, "connected")
    done: list[str] = []
    ready = message_files.ready

    def note_holding(held: Introduction) -> None:
        done.append("held")
        lock(held)

    def note_storing(upload: Upload) -> MessageFile:
        done.append("stored")
        return ready(upload)

    monkeypatch.setattr(messages, "lock", note_holding)
    monkeypatch.setattr(message_files, "ready", note_storing)
    messages.write(introduction, by=cast.seller, text="See", uploads=[pdf(), pdf()])
    assert done == ["stored", "stored", "held"]


def test_a_file_leaves_the_disk_with_its_row(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    introduction = make_introduction(cast, "connected")
    messages.write(introduction, by=cast.seller, text="See", uploads=[pdf()])
    with django_capture_on_commit_callbacks(execute=True):
        introduction.delete()
        assert len(on_disk()) == 1
    assert on_disk() == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("sample.jpeg", telling_jpeg("Wang Secret")),
        ("sample.png", telling_png("Wang Secret")),
        ("sample.pdf", telling_pdf("Wang Secret")),
    ],
)
def test_a_file_is_kept_without_what_it_tells_of_its_makers(name: str, content: bytes, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    messages.write(introduction, by=cast.seller, text="See", uploads=[SimpleUploadedFile(name, content)])
    kept = checked(MessageFile.objects.get())
    with kept.file.open() as file:
        stored_content = file.read()
    readable = told_by_pdf(stored_content) if name.endswith("pdf") else stored_content
    assert b"Wang Secret" not in readable
    assert (kept.name, kept.size) == (name, len(stored_content))
    assert kept.file.name is not None
    assert "sample" not in kept.file.name


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("seller", True),
        ("buyer", True),
        ("offer_coordinator", True),
        ("demand_coordinator", True),
        ("admin", True),
        ("other_coordinator", False),
        ("stranger", False),
    ],
)
def test_who_may_have_a_file(role: str, expected: bool, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    messages.write(introduction, by=cast.seller, text="See", uploads=[pdf()])
    file = MessageFile.objects.get()
    assert message_files.is_readable_by(file, cast.person(role)) is False
    assert message_files.is_readable_by(checked(file), cast.person(role)) is expected


def test_one_person_cannot_fill_the_disk_with_files(cast: Cast, settings: Settings) -> None:
    settings.LISTINGS_MAX_FILES = 3
    introduction = make_introduction(cast, "connected")
    messages.write(introduction, by=cast.seller, text="Two.", uploads=[pdf(), pdf()])
    before = stored()

    with pytest.raises(TooMuch, match="2 files"):
        messages.write(introduction, by=cast.seller, text="Two more.", uploads=[pdf(), pdf()])

    assert stored() == before
    assert len(list(Path(settings.MEDIA_ROOT).glob("unchecked/**/*.pdf"))) == 2
    messages.write(introduction, by=cast.buyer, text="One of mine.", uploads=[pdf()])


def test_the_files_of_one_person_have_a_size_together(cast: Cast, settings: Settings) -> None:
    settings.LISTINGS_MAX_FILES_MB = 0
    introduction = make_introduction(cast, "connected")
    messages.write(introduction, by=cast.seller, text="Words are no files.")
    with pytest.raises(TooMuch):
        messages.write(introduction, by=cast.seller, text="A file.", uploads=[pdf()])
