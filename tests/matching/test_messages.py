import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from matching import message_files, messages
from matching.models import IntroductionMessage, MessageFile
from tests.matching.introduced import Cast, make_cast, make_introduction, stored, told
from ydeu.marketplace.attachments import Unsuitable
from ydeu.marketplace.enums import Visibility
from ydeu.notices.mails import compose
from ydeu.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def photo(kind: str = "JPEG", **options: Any) -> SimpleUploadedFile:
    """A picture whose metadata names who took it."""
    image, buffer = Image.new("RGB", (40, 20), "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "Wang Secret"
    exif[0x0112] = 6  # lies on its side
    image.save(buffer, format=kind, exif=exif, **options)
    return SimpleUploadedFile(f"sample.{kind.lower()}", buffer.getvalue())


def pdf(name: str = "data.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF")


def test_all_others_get_the_text_by_mail(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    message = messages.write(introduction, by=cast.seller, text="Shall we call\non Monday?")
    assert (message.side, message.author) == ("offer", cast.seller)
    assert told() == [("introduction_message", cast.buyer), ("introduction_message", cast.demand_coordinator)]
    notice = Notice.objects.earliest("pk")
    assert notice.url == f"/introductions/{introduction.pk}/messages/"
    mail = compose(notice)
    assert "Shall we call\non Monday?" in str(mail.body)
    assert "Shall we call<br>on Monday?" in str(mail.alternatives[0].content)


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
        assert "Ningbo" not in str(mail.body) + str(mail.alternatives[0].content)


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
    messages.mark_read(introduction, by=cast.buyer)
    messages.mark_read(introduction, by=cast.buyer)
    assert [messages.unread_count(introduction, user) for user in (cast.seller, cast.buyer)] == [1, 0]
    messages.write(introduction, by=cast.seller, text="Three")
    counts = IntroductionMessage.objects.unread_by(cast.buyer).count_by_introduction(
        [introduction.pk, other.pk]
    )
    assert counts == {introduction.pk: 1}
    messages.mark_read(other, by=cast.buyer)
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


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_kept_without_what_the_camera_wrote_into_it(kind: str, cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    messages.write(introduction, by=cast.seller, text="See", uploads=[photo(kind)])
    kept = MessageFile.objects.get()
    with kept.file.open() as file:
        content = file.read()
    assert b"Wang Secret" not in content
    with Image.open(io.BytesIO(content)) as image:
        assert (image.format, image.size, dict(image.getexif())) == (kind, (20, 40), {})
    assert kept.size == len(content)
    assert "sample" not in kept.file.name
    assert kept.name == f"sample.{kind.lower()}"


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
    assert message_files.is_readable_by(MessageFile.objects.get(), cast.person(role)) is expected
