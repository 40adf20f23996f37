"""PNG (ISO/IEC 15948): a sequence of chunks. Those of the picture stay, all others are removed."""

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
"""The chunks to keep: pixels, colours, resolution, animation. Text, EXIF, time and private chunks go."""


def without_metadata(content: bytes) -> bytes:
    """The file without text, EXIF, XMP, time stamps and bytes after the end of the picture."""
    chunks = (whole for kind, whole in _chunks(content) if kind in PICTURE)
    return SIGNATURE + b"".join(chunks)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind and the bytes of each chunk."""
    at, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        kind = content[at + 4 : at + 8]
        if len(kind) < 4 or end > len(content):
            raise Damaged
        yield kind, content[at:end]
        at = end
