"""PNG (ISO/IEC 15948): a row of chunks. Those that make up the picture stay, all others go."""

from collections.abc import Iterator

from ydeu.marketplace.metadata.damage import Damaged

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PICTURE = frozenset(
    {
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS"),
        *(b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"bKGD", b"pHYs"),
        *(b"acTL", b"fcTL", b"fdAT"),
    }
)
"""Pixels, colours, resolution, animation; not text, EXIF, time or what a program adds of its own."""


def without_metadata(content: bytes) -> bytes:
    """Without text, EXIF, XMP, time stamps and whatever stands behind the end of the picture."""
    chunks = (whole for kind, whole in _chunks(content) if kind in PICTURE)
    return SIGNATURE + b"".join(chunks)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and whole of each chunk up to the last."""
    at, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if len(kind) < 4 or end > len(content):
            raise Damaged
        yield kind, content[at:end]
        at = end
