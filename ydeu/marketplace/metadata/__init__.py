"""Removes metadata from a file: who made it, when, where and with which program. Removes scripts as well.

Nothing is rendered again: an image keeps every pixel, a PDF every page.
"""

from collections.abc import Callable

from ydeu.marketplace.metadata import pictures
from ydeu.marketplace.metadata.damage import (
    Damaged,
    IsPortfolio,
    Locked,
    NeedsProgram,
    TooLarge,
    Uncleanable,
)
from ydeu.marketplace.metadata.jpeg import without_metadata as _jpeg
from ydeu.marketplace.metadata.pdf import without_metadata as _pdf
from ydeu.marketplace.metadata.png import without_metadata as _png

STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    "application/pdf": _pdf,
    "image/jpeg": _jpeg,
    "image/png": _png,
}
"""The function for each content type that may be attached."""


def without_metadata(content: bytes, content_type: str) -> bytes:
    """The file without metadata. Raises a subclass of Uncleanable if it cannot be cleaned.

    An unknown file may cost much time and memory: ``bounded.py`` calls this in a process with limits.
    """
    if content_type.startswith("image/"):
        pictures.check(content)
    return STRIPPERS[content_type](content)


__all__ = [
    "STRIPPERS",
    "Damaged",
    "IsPortfolio",
    "Locked",
    "NeedsProgram",
    "TooLarge",
    "Uncleanable",
    "without_metadata",
]
