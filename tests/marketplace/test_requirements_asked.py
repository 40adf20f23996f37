"""A requirement in words, as a person would say it."""

import pytest
from django.utils import translation

from ydeu.marketplace.models import Requirement


@pytest.mark.parametrize(
    ("operator", "value", "unit", "said", "said_in_chinese"),
    [
        ("between", "-40~165", "℃", "-40 to 165 ℃", "-40 至 165 ℃"),
        ("between", "5～40", "N", "5 to 40 N", "5 至 40 N"),
        ("between", "0.5 - 1.5", "mm", "0.5 to 1.5 mm", "0.5 至 1.5 mm"),
        ("between", "-40--10", "℃", "-40 to -10 ℃", "-40 至 -10 ℃"),
        ("between", "1,000至2,000", "h", "1,000 to 2,000 h", "1,000 至 2,000 h"),
        ("between", "25±5", "℃", "between 25±5 ℃", "介于 25±5 ℃"),
        ("ge", "1~2", "m", "at least 1~2 m", "不低于 1~2 m"),
        ("eq", "IP69K", "", "equal to IP69K", "等于 IP69K"),
    ],
)
def test_a_range_is_said_as_a_range(
    operator: str, value: str, unit: str, said: str, said_in_chinese: str
) -> None:
    row = Requirement(name="Property", operator=operator, value=value, unit=unit)
    with translation.override("en"):
        assert (row.asked, str(row)) == (said, f"Property {said}")
    with translation.override("zh-hans"):
        assert row.asked == said_in_chinese
