"""PDF (ISO 32000): writes the file again without metadata and without anything that acts.

Every object is visited, also those inside object streams and those that no page refers to.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from ydeu.marketplace.metadata import pdf_actions
from ydeu.marketplace.metadata.damage import Damaged, IsPortfolio, Locked, NeedsProgram, TooLarge
from ydeu.marketplace.metadata.pdf_images import clean_image

MAX_OBJECTS = 200_000
"""The most objects of a file. A book of a thousand pages has some ten thousand."""

TELLING = frozenset({"/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EF", "/DPartRoot", "/OPI", "/Ref"})
"""Entries to remove from every object: XMP, data of programs, times, attached and foreign files."""
OF_DOCUMENT = ("/Collection", "/Perms", "/Requirements", "/SpiderInfo", "/Legal", "/NeedsRendering")
OF_NAMES = ("/Dests",)
"""The only entry of the catalogue of names to keep. Others hold scripts, files and templates of pages."""
OF_ANNOTATION = ("/NM", "/M", "/CreationDate", "/FS", "/RC")
"""Entries to remove from an annotation: number, times, file and rich text. The author ``/T`` also goes."""
OF_SIGNATURE = ("/V", "/SV", "/Lock")
OF_FORM = ("/SigFlags", "/CO")
ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms")
"""Entries of a stream whose data are in another file."""

NO_ACTION = rb"/A <<(?: /(?!S[\s/<\[(])[^<>/]*)+>>"
"""A flat dictionary ``/A`` without ``/S``: the attributes of an element in a tagged file."""
CONSPICUOUS = re.compile(
    rb"(?!%s)/(?:%s)(?=[\s/<>\[\](]|$)"
    % (
        NO_ACTION,
        b"|".join(
            re.escape(name[1:].encode())
            for name in sorted(
                TELLING
                | pdf_actions.TRIGGERS
                | pdf_actions.SLOTS
                | pdf_actions.FORBIDDEN
                | {"/Rect", "/FT", "/Annots", "/PS"}
            )
        ),
    )
)
"""The names that an object must have if anything is to be removed from it."""


def without_metadata(content: bytes) -> bytes:
    """The file without /Info, XMP, embedded files, scripts, authors of comments, signatures and EXIF.

    Raises Damaged, Locked, NeedsProgram, IsPortfolio or TooLarge.
    """
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            objects = list(pdf.objects)
            _refuse(pdf, len(objects))
            _clean(pdf, objects)
            target = BytesIO()
            pdf.save(target, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PasswordError as error:
        raise Locked from error
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise Damaged from error
    return target.getvalue()


def _refuse(pdf: pikepdf.Pdf, objects: int) -> None:
    """Raise an exception for a file that would be empty afterwards, or that takes too long."""
    if objects > MAX_OBJECTS:
        raise TooLarge
    if not len(pdf.pages):
        raise Damaged
    if "/Collection" in pdf.Root:
        raise IsPortfolio
    form = pdf.Root.get("/AcroForm")
    if bool(pdf.Root.get("/NeedsRendering")) and isinstance(form, Dictionary) and "/XFA" in form:
        raise NeedsProgram


def _clean(pdf: pikepdf.Pdf, objects: list[Any]) -> None:
    _drop(pdf.trailer, ("/Info", "/ID"))
    _drop(pdf.Root, OF_DOCUMENT)
    for name, kept in (("/Names", OF_NAMES), ("/URI", ())):
        if isinstance(pdf.Root.get(name), Dictionary):
            _drop(pdf.Root[name], pdf.Root[name].keys().difference(kept))
    if isinstance(pdf.Root.get("/AcroForm"), Dictionary):
        _drop(pdf.Root.AcroForm, OF_FORM)
    for whole in (pdf.trailer, *objects):
        if isinstance(whole, Stream):
            _drop(whole, ELSEWHERE)
            clean_image(whole)
        if _is_conspicuous(whole):
            for part in _parts(whole):
                _clean_part(part)


def _is_conspicuous(whole: Any) -> bool:
    """True if a name in the object is one of those to look at. Spares most objects the visit in Python."""
    if not isinstance(whole, (Dictionary, Array, Stream)):
        return False
    written = whole.stream_dict if isinstance(whole, Stream) else whole
    return CONSPICUOUS.search(written.unparse(resolved=True)) is not None


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
    names = part.keys()
    _drop(part, names & TELLING)
    pdf_actions.clean_actions(part, names)
    if isinstance(part, Stream) and Name.PS in (part.get("/Subtype"), part.get("/Subtype2")):
        part.write(b"")  # a program for printers
    if "/FT" in names and Name.Sig == part.FT:
        _drop(part, OF_SIGNATURE)
    if "/Rect" in names and "/Subtype" in names:
        _drop(part, OF_ANNOTATION)
        if part.Subtype != Name.Widget:  # in a widget, /T is the name of a form field
            _drop(part, ("/T",))


def _drop(thing: Any, names: Iterable[str]) -> None:
    for name in names:
        if name in thing:
            del thing[name]
