"""JPEG 2000 (ITU-T T.800) inside a PDF: a codestream, with or without boxes around it."""

from collections.abc import Iterator

from ydeu.marketplace.metadata.damage import Damaged

START = b"\xff\x4f\xff\x51"
PICTURE = frozenset({b"jP  ", b"ftyp", b"rreq", b"jp2h", b"jp2c", b"jpch", b"jplh"})
"""The boxes that a decoder needs. XML, UUID boxes (EXIF, XMP) and rights are removed."""

COMMENT, TILE, DATA, END = 0xFF64, 0xFF90, 0xFF93, 0xFFD9


def without_metadata(content: bytes) -> bytes:
    """The picture without XMP, EXIF and the text of comments."""
    if content.startswith(START):
        return _without_comments(content)
    kept = []
    for kind, head, body in _boxes(content):
        if kind in PICTURE:
            kept += [head, _without_comments(body) if kind == b"jp2c" else body]
    return b"".join(kept)


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """The type, header and content of each box."""
    at = 0
    while at < len(content):
        length, kind, body = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], at + 8
        if length == 1:
            length, body = int.from_bytes(content[at + 8 : at + 16], "big"), at + 16
        end = at + length if length else len(content)
        if len(kind) < 4 or end < body or end > len(content):
            raise Damaged
        yield kind, content[at:body], content[body:end]
        at = end


def _without_comments(coded: bytes) -> bytes:
    """The picture with blanks for its comments. Lengths stay the same, because other fields refer to them."""
    clean, at, tile_end = bytearray(coded), 2, 0
    while at + 4 <= len(coded):
        marker, length = (int.from_bytes(coded[place : place + 2], "big") for place in (at, at + 2))
        if marker == END or (marker == DATA and tile_end == 0):  # the last tile may have no length
            break
        if marker < 0xFF00 or length < 2 or (marker == DATA and tile_end <= at):
            raise Damaged
        if marker == DATA:
            at = tile_end
            continue
        if marker == TILE:
            size = int.from_bytes(coded[at + 6 : at + 10], "big")
            tile_end = at + size if size else 0
        if marker == COMMENT:
            clean[at + 6 : at + 2 + length] = b" " * (len(coded[at + 6 : at + 2 + length]))
        at += 2 + length
    return bytes(clean)
