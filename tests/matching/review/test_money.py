import pytest

from matching.review.money import Amount, Obstacle, affordable, amount_in, read_price, why_not_comparable


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


RANGES = ["-", "－", "–", "—", "~", "～", "〜", "∼", "至", "到", " - ", "‑", "--", " to "]


@pytest.mark.parametrize("dash", RANGES)
def test_a_range_is_read_with_any_dash(dash: str) -> None:
    assert amount_in(f"30{dash}80万元") == Amount(30, 80)
    assert amount_in(f"￥30万元{dash}￥80万元") == Amount(30, 80)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("30～80万元", 30, 80),
        ("５０～１００万元", 50, 100),
        ("5000-1万元", 0.5, 1),
        ("8千至1.2万元", 0.8, 1.2),
        ("50 to 80 thousand yuan", 5, 8),
        ("between 1.2 and 2 million yuan", 120, 200),
        ("RMB 300k-500k", 30, 50),
        ("¥1.2M", 120, 120),
        ("1.5千万元", 1500, 1500),
        ("3百万", 300, 300),
        ("30～80萬元", 30, 80),
        ("50～～80万元", 50, 80),
        ("30〰80万元", 30, 80),
        ("30\u200b-80万元", 30, 80),
        ("3 000 000元", 300, 300),
        ("80w左右", 80, 80),
        ("人民币 800,000 元", 80, 80),
        ("80 元", 0.008, 0.008),
        ("不超过80万元", 0, 80),
        ("100万以内", 0, 100),
        ("up to 2 million yuan", 0, 200),
        ("80万元以上", 80, float("inf")),
        ("不低于50万", 50, float("inf")),
        ("no less than 500,000 yuan", 50, float("inf")),
        ("30万元起，可面议", 30, float("inf")),
        ("80万元（含13%增值税）", 80, 80),
        ("3套共80万元，一次性付清", 80, 80),
    ],
)
def test_factors_and_bounds_are_read_as_written(text: str, low: float, high: float) -> None:
    found = amount_in(text)
    assert found is not None
    assert [found.low, found.high] == pytest.approx([low, high])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("100万美元", Obstacle.FOREIGN),
        *(
            (text, Obstacle.FOREIGN)
            for text in ("100万欧", "50万円", "100 万瑞郎", "1000万韩币", "100w刀", "100万新币")
        ),
        ("USD 2 million", Obstacle.FOREIGN),
        ("$50k", Obstacle.FOREIGN),
        ("20万欧元", Obstacle.FOREIGN),
        ("€200,000", Obstacle.FOREIGN),
        ("HK$300万", Obstacle.FOREIGN),
        ("500万港元", Obstacle.FOREIGN),
        ("¥3000万日元", Obstacle.FOREIGN),
        ("￡20万", Obstacle.FOREIGN),
        ("10万英镑", Obstacle.FOREIGN),
        ("新台币 300 万", Obstacle.FOREIGN),
        ("新臺幣300萬元", Obstacle.FOREIGN),
        ("100 000 CHF", Obstacle.FOREIGN),
        ("80万元/年", Obstacle.PERIOD),
        ("每年20万元", Obstacle.PERIOD),
        ("200,000 yuan per year", Obstacle.PERIOD),
        ("3800元/吨", Obstacle.PER_UNIT),
        ("每台 5 万元", Obstacle.PER_UNIT),
        ("2万元一套", Obstacle.PER_UNIT),
        ("销售额提成", Obstacle.SHARE),
        ("许可费50万元，服务费20万元", Obstacle.SEVERAL),
        ("面议", Obstacle.NONE),
        ("待定", Obstacle.NONE),
        ("3 years, 5 licences", Obstacle.NONE),
    ],
)
def test_a_price_that_is_not_comparable_says_why(text: str, why: Obstacle) -> None:
    assert read_price(text) == why
    assert affordable(text, "50_200") is None
    assert str(why_not_comparable(text)).startswith("Not comparable: ")


def test_a_comparable_price_has_no_remark() -> None:
    assert why_not_comparable("30～80万元") == ""
