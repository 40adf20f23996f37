"""A reason that is a piece of a keyword of both listings is named as the whole keyword.

Jieba may cut a keyword where neither listing does: 参量融合 of 多参量融合, or “ISO” of “ISO 14067”.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from matching.engine import Document, Reason, Reasons, Span


def with_whole_keywords(found: Reasons, demand: Document, offer: Document, shared: Sequence[str]) -> Reasons:
    """The reasons with whole keywords. Pieces of one keyword become one reason; shares add up."""
    whole: dict[str, Reason] = {}
    for reason in found.reasons:
        keyword = _keyword_around(reason, shared)
        named = _widened(reason, keyword, demand, offer) if keyword else reason
        before = whole.get(str(named))
        whole[str(named)] = _together(before, named) if before else named
    return replace(found, reasons=tuple(sorted(whole.values(), key=lambda each: -each.share)))


def is_piece(phrase: str, whole: str) -> bool:
    """True if ``whole`` holds the phrase and more. A Latin word is only held as a whole word."""
    phrase, whole = phrase.casefold(), whole.casefold()
    start = whole.find(phrase)
    if start < 0 or phrase == whole:
        return False
    around = (whole[:start][-1:], phrase[0]), (phrase[-1], whole[start + len(phrase) :][:1])
    return not any(_is_latin(before) and _is_latin(after) for before, after in around)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _keyword_around(reason: Reason, shared: Iterable[str]) -> str:
    """The shortest shared keyword that holds the reason and more; empty if there is none."""
    around = [] if reason.translation else [word for word in shared if is_piece(reason.text, word)]
    return min(around, key=len, default="")


def _widened(reason: Reason, keyword: str, demand: Document, offer: Document) -> Reason:
    """The keyword as a reason. Where a text holds the whole keyword, it is marked as a whole."""
    before = keyword.casefold().find(reason.text.casefold())

    def widen(text: Document, span: Span) -> Span:
        field, start, _end = span
        first = start - before
        is_whole = first >= 0 and text.text(field)[first:].casefold().startswith(keyword.casefold())
        return (field, first, first + len(keyword)) if is_whole else span

    return replace(
        reason,
        text=keyword,
        demand_spans=tuple(widen(demand, span) for span in reason.demand_spans),
        offer_spans=tuple(widen(offer, span) for span in reason.offer_spans),
    )


def _together(one: Reason, other: Reason) -> Reason:
    return replace(
        one,
        share=one.share + other.share,
        demand_spans=tuple(dict.fromkeys(one.demand_spans + other.demand_spans)),
        offer_spans=tuple(dict.fromkeys(one.offer_spans + other.offer_spans)),
    )
