from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests.factories import alliance_of, make_alliance, make_coordinator, make_member, make_offer, make_user
from tests.marketplace.checks import attach_clean
from tests.marketplace.metadata.telling_files import telling_jpeg, telling_pdf, telling_png
from tests.marketplace.posts import EXE, PDF, png, upload
from ydeu.marketplace import attachments, listings
from ydeu.marketplace.enums import Visibility
from ydeu.marketplace.metadata import without_metadata
from ydeu.marketplace.models import Attachment
from ydeu.marketplace.states import State

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("report.pdf", PDF, "application/pdf"),
        ("photo.png", png(), "image/png"),
        ("photo.pdf", png(), "image/png"),
        ("no ending", PDF, "application/pdf"),
    ],
)
def test_content_tells_what_a_file_is(name: str, content: bytes, expected: str) -> None:
    assert attachments.content_type_of(upload(name, content)) == expected


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("setup.pdf", EXE, "“setup.pdf” is neither a PDF nor a PNG or JPEG image."),
        ("page.pdf", b"<html><script>", "“page.pdf” is neither a PDF nor a PNG or JPEG image."),
        (
            "big.pdf",
            PDF + bytes(attachments.LARGEST),
            "“big.pdf” is too large: 10.0\xa0MB, at most 10.0\xa0MB fit.",
        ),
    ],
)
def test_what_does_not_suit_is_refused_by_name(name: str, content: bytes, message: str) -> None:
    with pytest.raises(attachments.Unsuitable) as refusal:
        attachments.content_type_of(upload(name, content))

    assert str(refusal.value) == message


def test_the_suitable_ones_are_kept_and_one_too_many_is_named() -> None:
    uploads = [upload("a.pdf", PDF), upload("b.pdf", EXE), upload("c.png", png()), upload("d.pdf", PDF)]

    fitting, refusals = attachments.sort_uploads(uploads, room=2)

    assert [file.name for file in fitting] == ["a.pdf", "c.png"]
    assert refusals == [
        "“b.pdf” is neither a PDF nor a PNG or JPEG image.",
        "“d.pdf” is one too many: a listing has at most 10 files.",
    ]


@pytest.mark.django_db
def test_a_file_is_kept_under_a_name_that_says_nothing() -> None:
    offer = make_offer()
    user = make_member(offer.enterprise)

    attachment = attach_clean(offer, "测试报告.pdf", png(), by=user)

    assert (attachment.offer, attachment.demand, attachment.uploaded_by) == (offer, None, user)
    assert (attachment.name, attachment.content_type, attachment.size) == (
        "测试报告.png",
        "image/png",
        len(png()),
    )
    assert attachment.file.name is not None
    assert Path(attachment.file.name).name.isascii()
    assert "报告" not in attachment.file.name
    with attachment.file:
        assert attachment.file.read() == png()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "telling", "clean"),
    [
        ("a.pdf", telling_pdf("Lantu"), without_metadata(telling_pdf("Lantu"), "application/pdf")),
        ("a.jpg", telling_jpeg("Lantu"), without_metadata(telling_jpeg("Lantu"), "image/jpeg")),
        ("a.png", telling_png("Lantu"), without_metadata(telling_png("Lantu"), "image/png")),
    ],
)
def test_what_a_file_tells_of_its_makers_is_not_kept(name: str, telling: bytes, clean: bytes) -> None:
    attachment = attach_clean(make_offer(), name, telling, by=make_user())

    with attachment.file:
        assert attachment.file.read() == clean
    assert attachment.size == len(clean) < len(telling)


@pytest.mark.django_db
def test_a_removed_file_leaves_the_disk_after_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    attachment = attach_clean(make_offer(), "a.pdf", PDF, by=make_user())
    path = Path(attachment.file.path)

    with django_capture_on_commit_callbacks(execute=True):
        attachments.detach(attachment)
        assert path.exists()

    assert (Attachment.objects.count(), path.exists()) == (0, False)


@pytest.mark.django_db
def test_the_files_of_a_deleted_draft_go_with_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    offer = make_offer()
    path = Path(attach_clean(offer, "a.pdf", PDF, by=make_user()).file.path)

    with django_capture_on_commit_callbacks(execute=True):
        listings.discard(offer)

    assert (Attachment.objects.count(), path.exists()) == (0, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "visibility", "stranger", "insider"),
    [
        (State.DRAFT, Visibility.PUBLIC, False, True),
        (State.PUBLISHED, Visibility.PUBLIC, True, True),
        (State.PUBLISHED, Visibility.MEMBERS, True, True),
        (State.PUBLISHED, Visibility.ANONYMOUS, False, True),
    ],
)
def test_who_may_read_a_file(state: State, visibility: str, stranger: bool, insider: bool) -> None:
    offer = make_offer(state=state, visibility=visibility)
    attachment = attach_clean(offer, "a.pdf", PDF, by=make_user())

    assert attachments.is_readable_by(attachment, make_member()) is stranger
    assert attachments.is_readable_by(attachment, make_member(offer.enterprise)) is insider


@pytest.mark.django_db
def test_the_coordinator_of_an_anonymous_listing_reads_its_files_another_does_not() -> None:
    offer = make_offer(state=State.PUBLISHED, visibility=Visibility.ANONYMOUS, alliance=make_alliance())
    attachment = attach_clean(offer, "a.pdf", PDF, by=make_user())

    assert attachments.is_readable_by(attachment, make_coordinator(alliance_of(offer))) is True
    assert attachments.is_readable_by(attachment, make_coordinator()) is False
