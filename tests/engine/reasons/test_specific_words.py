"""Specific words: what a listing is about. A demand with fewer than two cannot be matched."""

import pytest

from matching.engine import Document
from tests.engine.reasons.market import index

pytestmark = pytest.mark.slow


def specific(title: str, body: str = "") -> tuple[str, ...]:
    return index().specific_words(Document(1, title, body=body))


@pytest.mark.parametrize(
    "title",
    [
        "寻求技术合作，面议",
        "我公司需要先进技术和设备",
        "希望提高产品质量，降低成本",
        "求新产品新项目",
        "We look for new technology partners",
        "Seeking innovative solutions to improve our products",
        "Need help",
        "12345 ！！！",
        "",
    ],
)
def test_a_vague_demand_has_fewer_than_two(title: str) -> None:
    assert len(specific(title)) < 2


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("求购石墨烯负极材料", ("石墨烯", "负极")),
        ("耐高温绝缘薄膜", ("耐高温", "绝缘", "薄膜")),
        ("Membranes and membrane filters", ("Membranes", "filters")),
        ("ＰＶＣ 管材 30 mm", ("ＰＶＣ", "管材")),
    ],
)
def test_each_word_counts_once_as_it_is_written(title: str, expected: tuple[str, ...]) -> None:
    assert specific(title) == expected


def test_words_of_all_fields_count() -> None:
    assert specific("绝缘", "石墨烯") == ("绝缘", "石墨烯")


def test_few_are_told_from_many_without_reading_a_demand_to_its_end() -> None:
    rows = [Document(1, "耐高温绝缘薄膜", body="石墨烯"), Document(2, "寻求合作"), Document(3, "Membranes")]
    counts = [len(index().specific_words(row)) for row in rows]
    for least in (1, 2, 3, 4, 5):
        expected = [count < least for count in counts]
        for _ in range(2):
            assert index().have_few_specific_words(rows, least) == expected
