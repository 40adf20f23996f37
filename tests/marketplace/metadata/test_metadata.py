"""The metadata of a file is removed, and its visible content stays the same."""

from io import BytesIO

import pytest
from pikepdf import Encryption, Name, Pdf
from PIL import Image

from tests.marketplace.metadata.telling_files import (
    ORIENTATION,
    locked_pdf,
    telling_jpeg,
    telling_pdf,
    telling_png,
    told_by_pdf,
)
from ydeu.marketplace.metadata import Damaged, Locked, without_metadata

SECRET = "Lantu Battery of Suzhou"


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def test_a_photograph_keeps_its_pixels_and_which_side_is_up() -> None:
    telling = telling_jpeg(SECRET, turned=6)

    clean = without_metadata(telling, "image/jpeg")

    assert (SECRET.encode() in telling, SECRET.encode() in clean) == (True, False)
    assert opened(clean).tobytes() == opened(telling).tobytes()
    assert dict(opened(clean).getexif()) == {ORIENTATION: 6}


def test_one_that_stands_upright_says_nothing_at_all() -> None:
    clean = opened(without_metadata(telling_jpeg(SECRET), "image/jpeg"))

    assert dict(clean.getexif()) == {}
    assert set(clean.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }


def test_a_png_keeps_its_pixels_only() -> None:
    telling = telling_png(SECRET)

    clean = without_metadata(telling, "image/png")

    assert opened(clean).tobytes() == opened(telling).tobytes()
    assert opened(clean).info == {}
    assert SECRET.encode() not in clean


def test_a_pdf_keeps_its_pages_and_what_is_written_on_them() -> None:
    telling = telling_pdf(SECRET)
    assert SECRET.encode() in told_by_pdf(telling)

    clean = without_metadata(telling, "application/pdf")

    assert SECRET.encode() not in told_by_pdf(clean)
    with Pdf.open(BytesIO(clean)) as pdf:
        (page,) = pdf.pages
        assert "/Info" not in pdf.trailer
        assert dict(pdf.attachments) == {}
        assert [annotation.get("/Contents") for annotation in page.obj.Annots] == ["See figure 2.", None]
        assert page.obj.Annots[1].T == "Signature1"
        assert page.obj.Resources.XObject.Photo.Filter == Name.DCTDecode


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (telling_jpeg(SECRET, turned=3), "image/jpeg"),
        (telling_png(SECRET), "image/png"),
        (telling_pdf(SECRET), "application/pdf"),
    ],
)
def test_what_is_clean_stays_as_it_is(content: bytes, content_type: str) -> None:
    clean = without_metadata(content, content_type)

    assert without_metadata(clean, content_type) == clean


def test_a_pdf_that_anybody_may_open_is_cleaned_whatever_it_forbids() -> None:
    forbidding = telling_pdf(SECRET, encryption=Encryption(owner="owner", user=""))

    assert SECRET.encode() not in told_by_pdf(without_metadata(forbidding, "application/pdf"))


def test_a_pdf_with_a_password_cannot_be_cleaned() -> None:
    with pytest.raises(Locked):
        without_metadata(
            locked_pdf(),
            "application/pdf",
        )


@pytest.mark.parametrize("length", [9, 40, 200])
@pytest.mark.parametrize(
    ("content", "content_type"),
    [(telling_jpeg(SECRET), "image/jpeg"), (telling_png(SECRET), "image/png")],
)
def test_half_an_image_cannot_be_cleaned(content: bytes, content_type: str, length: int) -> None:
    with pytest.raises(Damaged):
        without_metadata(content[:length], content_type)


def test_half_a_pdf_cannot_be_cleaned() -> None:
    with pytest.raises(Damaged):
        without_metadata(telling_pdf(SECRET)[:60], "application/pdf")
