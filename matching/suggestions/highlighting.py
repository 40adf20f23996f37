"""Mark shared terms in a text: HTML with some slices of the text in <mark>."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Slice = tuple[int, int]
"""Start and end of a part of a text."""


def marked(text: str, slices: Iterable[Slice]) -> SafeString:
    """``text`` as escaped HTML with the slices marked. Slices that overlap or touch become one."""
    pieces, at = [], 0
    for start, end in _merged(slices, len(text)):
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))


def _merged(slices: Iterable[Slice], length: int) -> list[Slice]:
    """The slices sorted, without overlap, cut to the length of the text and without empty ones."""
    inside = sorted((max(start, 0), min(end, length)) for start, end in slices)
    merged: list[Slice] = []
    for start, end in inside:
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
