"""Sets of spans: a quick test if a span lies inside one of many others."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from .positions import Span


class SpanSet:
    """Spans of the fields of one document. They are sorted once; each test is a binary search."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._begins = [(field, start) for field, start, _ in ordered]
        self._reaches = [("", 0), *accumulate(((field, end) for field, _, end in ordered), max)]

    def covers(self, span: Span) -> bool:
        """True if the span equals one of these or lies inside a single one."""
        field, start, end = span
        begun = bisect_right(self._begins, (field, start))
        return self._reaches[begun] >= (field, end)
