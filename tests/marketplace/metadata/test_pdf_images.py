"""The metadata of an image inside a PDF is removed for every filter, and its pixels stay the same."""

import zlib
from base64 import a85encode
from io import BytesIO
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from tests.marketplace.metadata.telling_files import pdf_with_picture, telling_jpeg, telling_jpeg2000
from ydeu.marketplace.metadata import Damaged, TooLarge, without_metadata
from ydeu.marketplace.metadata.pdf_images import CLEANERS

SECRET = "Lantu Battery of Suzhou"
PHOTO = telling_jpeg(SECRET)
PACKED = zlib.compress(PHOTO)
INFLATE, TEXT, JPEG = Name.FlateDecode, Name.ASCII85Decode, Name.DCTDecode
ENOUGH = 100
"""The most pixels of an image that Pillow opens. It takes twice as many for a decompression bomb."""


def cleaned_picture(content: bytes, filters: Any, parameters: Any = None) -> tuple[str, bytes]:
    """The filter and the bytes of the image in the clean file."""
    telling = pdf_with_picture(content, filters, parameters)
    with Pdf.open(BytesIO(without_metadata(telling, "application/pdf"))) as pdf:
        photo = pdf.pages[0].obj.Resources.XObject.Photo
        return str(photo.Filter), photo.read_raw_bytes()


@pytest.mark.parametrize(
    ("content", "filters", "parameters"),
    [
        (PHOTO, JPEG, None),
        (PHOTO, Name.DCT, None),
        (PHOTO, Array([JPEG]), None),
        (PACKED, Array([INFLATE, JPEG]), None),
        (PACKED, Array([INFLATE, JPEG]), Array([Dictionary(Predictor=1), Dictionary(ColorTransform=1)])),
        (PACKED, Array([INFLATE, JPEG]), Array([None, None])),
        (a85encode(PACKED) + b"~>", Array([TEXT, INFLATE, JPEG]), None),
    ],
)
def test_a_photograph_is_cleaned_whatever_is_packed_around_it(
    content: bytes, filters: Any, parameters: Any
) -> None:
    _filter, clean = cleaned_picture(content, filters, parameters)

    assert SECRET.encode() not in clean
    assert Image.open(BytesIO(clean)).tobytes() == Image.open(BytesIO(PHOTO)).tobytes()


@pytest.mark.parametrize("boxed", [True, False])
def test_one_in_jpeg_2000_too(boxed: bool) -> None:
    telling = telling_jpeg2000(SECRET, boxed=boxed)
    assert SECRET.encode() in telling

    name, clean = cleaned_picture(telling, Name.JPXDecode)

    assert (name, SECRET.encode() in clean) == ("/JPXDecode", False)
    assert Image.open(BytesIO(clean)).tobytes() == Image.open(BytesIO(telling)).tobytes()


@pytest.mark.parametrize(
    ("content", "filters"),
    [
        (b"no deflate", Array([INFLATE, JPEG])),
        (PHOTO, Array([JPEG, INFLATE])),
        (PHOTO, Array([Name.Unheard, JPEG])),
        (PHOTO[:40], JPEG),
        (telling_jpeg2000(SECRET)[:-9], Name.JPXDecode),
    ],
)
def test_what_cannot_be_followed_is_refused(content: bytes, filters: Any) -> None:
    with pytest.raises(Damaged):
        without_metadata(pdf_with_picture(content, filters), "application/pdf")


def test_a_scan_of_any_size_is_no_bomb_for_it_is_never_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", ENOUGH)

    assert SECRET.encode() not in cleaned_picture(PHOTO, JPEG)[1]


def test_a_file_that_is_a_bomb_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", ENOUGH)

    with pytest.raises(TooLarge):
        without_metadata(PHOTO, "image/jpeg")


def test_whatever_fails_in_one_picture_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_content: bytes) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setitem(CLEANERS, "/DCTDecode", fail)
    with pytest.raises(Damaged):
        without_metadata(pdf_with_picture(PHOTO, JPEG), "application/pdf")
