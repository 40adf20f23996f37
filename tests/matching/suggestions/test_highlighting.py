import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.suggestions.highlighting import marked

TEXTS = st.text(alphabet=st.sampled_from("ab<>&\"'/ 锂电\n") | st.characters(codec="utf-8"), max_size=40)
SLICES = st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=8)
TAG = re.compile(r"</?mark>")


@pytest.mark.parametrize(
    ("text", "slices", "expected"),
    [
        ("solid battery", [(6, 13)], "solid <mark>battery</mark>"),
        ("固态电池", [(0, 2), (1, 4)], "<mark>固态电池</mark>"),
        ("固态电池", [(2, 4), (0, 2)], "<mark>固态电池</mark>"),
        ("a<b", [(1, 2)], "a<mark>&lt;</mark>b"),
        ("abc", [(2, 2), (3, 1), (9, 12)], "abc"),
        ("abc", [(-2, 1), (2, 99)], "<mark>a</mark>b<mark>c</mark>"),
        ("", [(0, 1)], ""),
    ],
)
def test_examples(text: str, slices: list[tuple[int, int]], expected: str) -> None:
    assert marked(text, slices) == expected


@pytest.mark.slow
@given(TEXTS, SLICES)
def test_without_its_marks_it_is_the_text_again_and_nothing_else_is_html(
    text: str, slices: list[tuple[int, int]]
) -> None:
    shown = marked(text, slices)
    assert html.unescape(TAG.sub("", shown)) == text
    assert not re.search(r"[<>\"']", TAG.sub("", shown))


@pytest.mark.slow
@given(TEXTS, SLICES)
def test_marks_are_never_nested_and_hold_what_was_asked(text: str, slices: list[tuple[int, int]]) -> None:
    tags = TAG.findall(marked(text, slices))
    assert tags == ["<mark>", "</mark>"] * (len(tags) // 2)
    inside = {at for start, end in slices for at in range(max(start, 0), min(end, len(text)))}
    pieces = re.findall(r"<mark>(.*?)</mark>", marked(text, slices), re.DOTALL)
    assert sum(len(html.unescape(piece)) for piece in pieces) == len(inside)
