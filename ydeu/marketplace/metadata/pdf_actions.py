"""Actions of a PDF (ISO 32000-2, 12.6): what happens on a click, on opening, on printing, on typing.

A link to the web and a jump inside the document are written again from their parts. Every other action goes,
and with it everything that follows it.
"""

import re
from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, String

SLOTS = frozenset({"/A", "/PA"})
"""Entries with an action of an annotation or of an outline item."""

TRIGGERS = frozenset(
    {
        *("/AA", "/OpenAction", "/JS", "/JavaScript", "/XFA", "/OnInstantiate", "/PresSteps"),
        *("/RichMediaContent", "/RichMediaSettings", "/Movie", "/Sound", "/3DD", "/3DV", "/3DA"),
        "/Rendition",
    }
)
"""Entries that run something by themselves, or hold what would be run or played."""

FORBIDDEN = frozenset(
    {
        *(
            "/JavaScript",
            "/Launch",
            "/GoToR",
            "/GoToE",
            "/GoToDp",
            "/SubmitForm",
            "/ResetForm",
            "/ImportData",
        ),
        *("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView", "/SetOCGState", "/SetState"),
        *("/Hide", "/Named", "/Thread", "/NOP"),
    }
)
"""The types of action that go. ``/Trans`` and ``/URI`` are also names of other things."""

PAYLOAD = frozenset(
    {
        *("/S", "/F", "/D", "/N", "/T", "/R", "/Next", "/OP", "/AN", "/TA", "/TV", "/CMD", "/CO"),
        *("/Win", "/Mac", "/Unix", "/Fields", "/Flags", "/State", "/V"),
    }
)
OF_READERS = frozenset({"/Subtype", "/Title", "/Rect", "/FT"})
"""Entries by which an annotation, an outline item or a form field is known."""

MEDIA = frozenset({"/Movie", "/Sound", "/Screen", "/RichMedia", "/3D", "/FileAttachment", "/Projection"})
"""The kinds of annotation that play something or hold a file."""

SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*)\s*:", re.IGNORECASE)
WEB = frozenset({"http", "https", "mailto"})
CONTROL = re.compile(r"[\x00-\x20\x7f]")


def clean_actions(part: Any, names: set[str]) -> None:
    """Remove from a dictionary all that acts, except links to the web and jumps inside the document.

    ``names`` are those of its entries.
    """
    for name in names & TRIGGERS:
        del part[name]
    for slot in names & SLOTS:
        if _is_action(names, part[slot]):
            _replace(part, slot)
    if "/S" in names and str(part.S) in FORBIDDEN:
        for name in names & PAYLOAD:
            del part[name]
    if "/Annots" in names and isinstance(part.Annots, Array):
        part.Annots = Array([each for each in part.Annots if not _plays(each)])


def harmless(action: Any) -> Dictionary | None:
    """The same action, written again from its parts, if it leads to the web or inside the document."""
    if not isinstance(action, Dictionary):
        return None
    builder = BUILDERS.get(str(action.get("/S")))
    return builder(action) if builder else None


def is_web_address(value: Any) -> bool:
    """True for an address of the web or of an e-mail. A script or a file of the reader is none."""
    if not isinstance(value, String):
        return False
    text = CONTROL.sub("", str(value))
    scheme = SCHEME.match(text)
    if scheme is None:
        return bool(text) and not text.startswith(("\\", "//", "/"))
    return scheme[1].lower() in WEB


def _replace(part: Any, slot: str) -> None:
    kept = harmless(part[slot])
    if kept is None:
        del part[slot]
    else:
        part[slot] = kept


def _is_action(names: set[str], value: Any) -> bool:
    """True unless ``/A`` is something else: the attributes of a structure element, or a glyph called A."""
    if names & OF_READERS:
        return True
    return isinstance(value, Dictionary) and ("/S" in value or value.get("/Type") == Name.Action)


def _plays(annotation: Any) -> bool:
    return isinstance(annotation, Dictionary) and str(annotation.get("/Subtype")) in MEDIA


def _link(action: Object) -> Dictionary | None:
    address = action.get("/URI")
    if not is_web_address(address):
        return None
    return Dictionary(S=Name.URI, URI=address)


def _jump(action: Object) -> Dictionary | None:
    target = action.get("/D")
    return Dictionary(S=Name.GoTo, D=target) if isinstance(target, (Array, Name, String)) else None


BUILDERS: dict[str, Callable[[Any], Dictionary | None]] = {"/URI": _link, "/GoTo": _jump}
