"""PDF (ISO 32000): writes the file again without the metadata of the document and of its objects."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ydeu.marketplace.metadata.damage import Damaged, Locked
from ydeu.marketplace.metadata.pdf_images import clean_image

TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/AF")
"""Entries to remove from every object: XMP, data of programs, times, and attached files."""
OF_DOCUMENT = ("/OpenAction", "/AA", "/Collection", "/Perms")
OF_NAMES = ("/EmbeddedFiles", "/JavaScript")
OF_ANNOTATION = ("/NM", "/M", "/CreationDate", "/FS", "/RC")
"""Entries to remove from an annotation: number, times, file and rich text. The author ``/T`` also goes."""


def without_metadata(content: bytes) -> bytes:
    """The file without /Info, XMP, embedded files, scripts, authors of comments, signatures and EXIF."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            _clean(pdf)
            target = BytesIO()
            pdf.save(target, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PasswordError as error:
        raise Locked from error
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError) as error:
        raise Damaged from error
    return target.getvalue()


def _clean(pdf: pikepdf.Pdf) -> None:
    _drop(pdf.trailer, ("/Info", "/ID"))
    _drop(pdf.Root, OF_DOCUMENT)
    if isinstance(pdf.Root.get("/Names"), Dictionary):
        _drop(pdf.Root.Names, OF_NAMES)
    for whole in pdf.objects:
        for part in _parts(whole):
            _clean_part(part)
        if isinstance(whole, Stream):
            clean_image(whole)


def _parts(thing: Any) -> Iterator[Any]:
    """The dictionaries inside an object, without those that it refers to."""
    waiting = [thing]
    while waiting:
        part = waiting.pop()
        if isinstance(part, (Dictionary, Stream)):
            yield part
            inner = [value for _name, value in part.items()]
        elif isinstance(part, Array):
            inner = list(part)
        else:
            continue
        waiting += [each for each in inner if isinstance(each, pikepdf.Object) and not each.is_indirect]


def _clean_part(part: Any) -> None:
    _drop(part, TELLING)
    if part.get("/FT") == Name.Sig:
        _drop(part, ("/V",))
    elif "/Rect" in part and "/Subtype" in part:
        _drop(part, OF_ANNOTATION)
        if part.Subtype != Name.Widget:  # in a widget, /T is the name of a form field
            _drop(part, ("/T",))


def _drop(thing: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in thing:
            del thing[name]
