import pytest

from matching.review.money import Amount, affordable, amount_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80 万元", Amount(80, 80)),
        ("约50-80万元，可议", Amount(50, 80)),
        ("¥500,000 yuan", Amount(50, 50)),
        ("1.2 million yuan", Amount(120, 120)),
        ("RMB 300 thousand", Amount(30, 30)),
        ("1.5亿元", Amount(15000, 15000)),
        ("面议", None),
        ("", None),
        ("380 元/公斤", None),
        ("20 yuan per piece", None),
        ("licence 50 万, service 20 万", None),
        ("USD 2 million", None),
        ("3 % of sales, at least 10 万元", None),
    ],
)
def test_an_amount_is_read_only_where_it_is_plain(text: str, expected: Amount | None) -> None:
    found = amount_in(text)
    assert found == expected or (found and expected and found.low == pytest.approx(expected.low))


@pytest.mark.parametrize(
    ("price", "band", "expected"),
    [
        ("80 万元", "50_200", True),
        ("30 万元", "50_200", True),
        ("300 万元", "50_200", False),
        ("150-300 万元", "50_200", True),
        ("300 万元", "over_1000", True),
        ("300 万元", "negotiable", None),
        ("面议", "50_200", None),
        ("300 万元", "", None),
    ],
)
def test_a_price_is_held_against_the_budget(price: str, band: str, expected: bool | None) -> None:
    assert affordable(price, band) is expected
