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


OFFERS = [Document(1, "石墨烯薄膜"), Document(2, "Filters"), Document(3, "风机")]


@pytest.mark.parametrize("title", ["耐高温绝缘薄膜", "寻求合作", "Membranes and membrane filters", ""])
def test_a_short_demand_shares_none_of_its_words_however_few_are_read_first(title: str) -> None:
    long = "Lidar drone rotor valve pump fuse crystal solvent resin ceramic antenna"
    for body in ("", "轴承 齿轮 水泵 石墨烯 电极 电解液 涂层", f"{long} filters", long):
        demand = Document(1, title, body=body)
        words = index().specific_words(demand)
        shares = [any(word.casefold() in offer.title.casefold() for word in words) for offer in OFFERS]
        for few in (1, 2, 5, 6, 7, 12, 40):
            expected = [len(words) < few and not has_word for has_word in shares]
            for _ in range(2):
                assert index().unshared([demand] * 3, OFFERS, few).is_short.tolist() == expected
