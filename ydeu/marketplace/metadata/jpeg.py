"""JPEG (ITU-T T.81): a sequence of segments. Those of the picture stay, metadata is removed."""

import re
from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from ydeu.marketplace.metadata.damage import Damaged

START, END, SCAN = 0xD8, 0xD9, 0xDA
PICTURE = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, SCAN})
"""The markers to keep: frames, Huffman and quantisation tables, number of lines, restart interval, scan."""
JFIF, ICC, EXIF, ADOBE = 0xE0, 0xE2, 0xE1, 0xEE
NOT_PADDING = re.compile(rb"[^\xff]")
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")
ORIENTATION = 0x0112

Segment = tuple[int, bytes, bytes]
"""A marker, its content, and the coded picture if it is a scan."""


def without_metadata(content: bytes) -> bytes:
    """The file without EXIF, XMP, IPTC, comments, previews and bytes after the end of the picture.

    The colour profile (ICC, Adobe) and the orientation stay: without them the picture looks different.
    """
    return picture_only(content, _turn(content))


def picture_only(content: bytes, turn: bytes = b"") -> bytes:
    """The file without metadata. ``turn`` is a segment with the orientation. A PDF rotates images itself."""
    parts = [b"\xff\xd8"]
    for marker, payload, picture in _segments(content):
        kept = _kept(marker, payload)
        if kept is not None:
            parts += [_segment(marker, kept), picture]
        if turn and (marker == JFIF or len(parts) == 1):
            parts, turn = [*parts, turn], b""
    return b"".join([*parts, turn, b"\xff\xd9"])


def _kept(marker: int, payload: bytes) -> bytes | None:
    """The part of a segment to keep, or None."""
    if marker in PICTURE or (marker == ADOBE and payload.startswith(b"Adobe")):
        return payload
    if marker == ICC and payload.startswith(b"ICC_PROFILE\0"):
        return payload
    if marker == JFIF and payload.startswith(b"JFIF\0"):
        return payload[:12] + b"\0\0"  # without the thumbnail
    return None


def _segments(content: bytes) -> Iterator[Segment]:
    at = 2
    while at < len(content):
        if content[at] != 0xFF or at + 1 >= len(content):
            raise Damaged
        found = NOT_PADDING.search(content, at)
        if found is None:
            raise Damaged
        marker, at = content[found.start()], found.end()
        if marker == END:
            return
        length = int.from_bytes(content[at : at + 2], "big")
        end = at + length
        if length < 2 or end > len(content):
            raise Damaged
        payload, at = content[at + 2 : end], end
        found = AFTER_SCAN.search(content, at) if marker == SCAN else None
        if marker == SCAN:
            at = found.start() if found else len(content)
        yield marker, payload, content[end:at]


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload


def _turn(content: bytes) -> bytes:
    """An EXIF segment with only the orientation. Empty for the usual orientation."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG",)) as image:
            side = image.getexif().get(ORIENTATION)
    except Image.DecompressionBombError as error:
        raise Damaged from error
    except (OSError, SyntaxError, ValueError):
        return b""
    if side not in range(2, 9):
        return b""
    said = Image.Exif()
    said[ORIENTATION] = side
    return _segment(EXIF, said.tobytes())
