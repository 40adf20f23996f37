"""Mark shared terms in a text: HTML with some slices of the text in <mark>."""

from collections.abc import Container, Iterable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from matching.engine.text.documents import KEYWORD_SEPARATOR

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


def marked_keywords(
    keywords: Iterable[str], slices: Iterable[Slice], whole: Container[str] = ()
) -> Iterator[SafeString]:
    """The keywords one by one. The slices count from the start of the joined keywords.

    A keyword whose case-folded form is in ``whole`` is marked as a whole.
    """
    start, parts = 0, list(slices)
    for keyword in keywords:
        is_whole = keyword.casefold() in whole
        yield marked(keyword, [(0, len(keyword))] if is_whole else shifted(parts, start))
        start += len(keyword) + len(KEYWORD_SEPARATOR)


def shifted(slices: Iterable[Slice], by: int) -> list[Slice]:
    """The slices of a part of the text that starts at ``by``."""
    return [(start - by, end - by) for start, end in slices]


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
