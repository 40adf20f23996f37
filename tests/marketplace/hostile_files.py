"""Files that were made to harm, each small on the disk. Only our own guards read them."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from pikepdf import Array, Name

from tests.marketplace.metadata.telling_files import (
    locked_pdf,
    pdf_with_picture,
    telling_jpeg,
    telling_jpeg2000,
    telling_pdf,
    telling_png,
)

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]%s>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
CATALOG = b"<</Type/Catalog/Pages 2 0 R%s>>"


def pdf_of(*objects: bytes, tail: bytes = b"") -> bytes:
    """A PDF with these objects, numbered from 1, and a right table of them."""
    body, places = b"%PDF-1.7\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<</Root 1 0 R/Size %d%s>>\n" % (len(objects) + 1, tail)
    return body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(body)


def document(*objects: bytes, page: bytes = b"", root: bytes = b"", tail: bytes = b"") -> bytes:
    """A PDF of one page. The additional objects have the numbers from 4 on."""
    return pdf_of(CATALOG % root, PAGES, PAGE % page, *objects, tail=tail)


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), more, content)


@cache
def _bomb(layers: int = 1) -> bytes:
    """Three hundred megabytes of nothing, packed."""
    packer, nothing = zlib.compressobj(9), bytes(1 << 20)
    content = b"".join(packer.compress(nothing) for _ in range(300)) + packer.flush()
    return zlib.compress(content, 9) if layers == 2 else content


def _object_stream_bomb() -> bytes:
    packed = _bomb()
    held = stream(packed, b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")
    return document(held, stream(b"", b"/Type/XRef/Size 5/W[1 4 2]"), tail=b"/XRefStm 9")


def _many_objects() -> bytes:
    """Three hundred thousand objects in one packed stream."""
    count = 300_000
    numbers = " ".join(f"{number + 10} {2 * number}" for number in range(count)).encode() + b" "
    packed = zlib.compress(numbers + b"1 " * count, 9)
    head = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (count, len(numbers))
    body, places = b"%PDF-1.7\n", []
    for number, written in enumerate((CATALOG % b"", PAGES, PAGE % b"", stream(packed, head)), start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    rows = [struct.pack(">BIH", 0, 0, 0), *(struct.pack(">BIH", 1, place, 0) for place in places)]
    rows += [struct.pack(">BIH", 1, len(body), 0), *(struct.pack(">BIH", 0, 0, 0) for _ in range(4))]
    rows += [struct.pack(">BIH", 2, 4, min(number, 65535)) for number in range(count)]
    table = zlib.compress(b"".join(rows), 9)
    head = b"/Type/XRef/Root 1 0 R/Size %d/W[1 4 2]/Filter/FlateDecode" % (count + 10)
    return body + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(table, head), len(body))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(width: int, height: int, *chunks: bytes, pixels: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = _chunk(b"IDAT", pixels or zlib.compress(bytes(4)))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + b"".join(chunks) + data + _chunk(b"IEND", b"")


def _jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + bytes((1, 0x11, 0))
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def _nested(opening: bytes, closing: bytes, depth: int) -> bytes:
    return opening * depth + closing * depth


CLEAN = "clean"
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"

FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "password": (PDF, locked_pdf, "Locked"),
    "head only": (PDF, lambda: b"%PDF-1.7\n", "Damaged"),
    "noise": (PDF, lambda: b"%PDF-1.7\n" + zlib.compress(bytes(range(256)) * 4000), "Damaged"),
    "half": (PDF, lambda: telling_pdf("x")[:60], "Damaged"),
    "no pages": (PDF, lambda: pdf_of(CATALOG % b"", b"<</Type/Pages/Kids[]/Count 0>>"), "Damaged"),
    "page tree in a circle": (
        PDF,
        lambda: pdf_of(CATALOG % b"", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        "Damaged",
    ),
    "action after itself": (
        PDF,
        lambda: document(b"<</S/URI/URI(http://a.example)/Next 4 0 R>>", root=b"/OpenAction 4 0 R"),
        CLEAN,
    ),
    "object that is itself": (PDF, lambda: document(b"4 0 R", page=b"/Annots 4 0 R"), CLEAN),
    "outline in a circle": (
        PDF,
        lambda: document(b"<</First 5 0 R>>", b"<</Title(a)/Next 5 0 R>>", root=b"/Outlines 4 0 R"),
        CLEAN,
    ),
    "length of itself": (
        PDF,
        lambda: document(b"<</Length 4 0 R>>\nstream\nx\nendstream", page=b"/Contents 4 0 R"),
        CLEAN,
    ),
    "length beyond the end": (
        PDF,
        lambda: document(b"<</Length 99999999>>\nstream\nx\nendstream", page=b"/Contents 4 0 R"),
        CLEAN,
    ),
    "deep arrays": (PDF, lambda: document(_nested(b"[", b"]", 100_000), page=b"/X 4 0 R"), "any"),
    "deep dictionaries": (PDF, lambda: document(_nested(b"<</A", b">>", 50_000), page=b"/X 4 0 R"), "any"),
    "table that precedes itself": (PDF, lambda: document(tail=b"/Prev 9"), "any"),
    "table of two billion": (PDF, lambda: document(tail=b"/Size 2147483647"), "any"),
    "packed objects that are a bomb": (PDF, _object_stream_bomb, "any"),
    "three hundred thousand objects": (PDF, _many_objects, "any"),
    "picture in a bomb": (
        PDF,
        lambda: pdf_with_picture(_bomb(), Array([Name.FlateDecode, Name.DCTDecode])),
        "TooLarge",
    ),
    "picture in two bombs": (
        PDF,
        lambda: pdf_with_picture(_bomb(2), Array([Name.FlateDecode, Name.FlateDecode, Name.DCTDecode])),
        "TooLarge",
    ),
    "text in a bomb": (
        PDF,
        lambda: document(stream(_bomb(), b"/Filter/FlateDecode"), page=b"/Contents 4 0 R"),
        CLEAN,
    ),
    "page of a hundred kilometres": (PDF, lambda: document(page=b"/UserUnit 99999999"), CLEAN),
    "two hundred thousand remarks": (
        PDF,
        lambda: document(b"[%s]" % (b"<</Subtype/Link/Rect[0 0 1 1]/A<</S/Launch>>>>" * 200_000)),
        "any",
    ),
    "also a zip": (PDF, lambda: telling_pdf("x") + _archive(a="x"), CLEAN),
    "also a page of the web": (PDF, lambda: telling_pdf("x") + b"<script>alert(1)</script>", CLEAN),
    "box of no length": (
        PDF,
        lambda: pdf_with_picture(bytes(4) + b"jp2c" + bytes(50), Name.JPXDecode),
        "Damaged",
    ),
    "box beyond the end": (
        PDF,
        lambda: pdf_with_picture(telling_jpeg2000("x")[:40] + b"\xff\xff\xff\xf0jp2c", Name.JPXDecode),
        "Damaged",
    ),
    "png of a billion dots a side": (PNG, lambda: _png(1 << 30, 1 << 30), "TooLarge"),
    "png of no size": (PNG, lambda: _png(0, 0), "any"),
    "png with a bomb of text": (
        PNG,
        lambda: _png(1, 1, _chunk(b"zTXt", b"a\0\0" + _bomb())),
        "any",
    ),
    "png with a bomb of colours": (
        PNG,
        lambda: _png(1, 1, _chunk(b"iCCP", b"a\0\0" + _bomb())),
        "any",
    ),
    "png with a bomb of pixels": (PNG, lambda: _png(1, 1, pixels=_bomb()), CLEAN),
    "png of half a million pieces": (PNG, lambda: _png(1, 1, _chunk(b"tEXt", b"") * 500_000), "any"),
    "png with a piece beyond the end": (PNG, lambda: telling_png("x")[:80], "Damaged"),
    "jpeg of four billion dots": (JPEG, lambda: _jpeg(65535, 65535), "TooLarge"),
    "jpeg of nothing but padding": (JPEG, lambda: b"\xff\xd8" + b"\xff" * (5 << 20), "any"),
    "jpeg with a piece of no length": (JPEG, lambda: b"\xff\xd8\xff\xe0\0\0" + bytes(99), "Damaged"),
    "half a jpeg": (JPEG, lambda: telling_jpeg("x")[:300], "any"),
    "jpeg that is also a page of the web": (
        JPEG,
        lambda: telling_jpeg("x") + b"<script>alert(1)</script>",
        CLEAN,
    ),
}
"""For each file its content type, the file and the outcome: a refusal, ``clean``, or either (``any``)."""


def _archive(**members: Any) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()
