from hypothesis import given
from hypothesis import strategies as st

from matching.engine import Span
from matching.engine.explanation.spans import SpanSet

SPANS = st.tuples(st.sampled_from(("body", "title")), st.integers(0, 6), st.integers(1, 4)).map(
    lambda span: (span[0], span[1], span[1] + span[2])
)


def test_a_slice_is_held_by_a_longer_one_of_its_field() -> None:
    spans = SpanSet([("title", 3, 5), ("title", 0, 4), ("body", 0, 9)])
    assert spans.covers(("title", 0, 4))
    assert spans.covers(("title", 3, 4))
    assert not spans.covers(("title", 0, 5))
    assert not spans.covers(("title", 4, 6))
    assert not spans.covers(("summary", 0, 1))


def test_nothing_holds_no_slice() -> None:
    assert not SpanSet([]).covers(("title", 0, 1))


@given(st.lists(SPANS, max_size=6), SPANS)
def test_it_is_as_if_each_were_looked_at(spans: list[Span], span: Span) -> None:
    field, start, end = span
    slow = any(field == other and first <= start and end <= last for other, first, last in spans)
    assert SpanSet(spans).covers(span) is slow
