from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.requirements.bounds import Bound
from matching.requirements.numbers import chinese_value
from matching.requirements.quantities import Quantity, Role, quantities_in
from matching.requirements.unit_reading import unit_of
from matching.requirements.units import UNITS, Dimensions
from matching.requirements.written import written


def only(text: str) -> Quantity:
    (found,) = quantities_in(text)
    return found


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("200~300 kPa", 200, 300, "kPa"),
        ("5–6 MPa", 5, 6, "MPa"),
        ("1，000 h", 1000, 1000, "h"),
        ("5 ㎏", 5, 5, "kg"),
        ("1,200.5 h", 1200.5, 1200.5, "h"),
        ("3 000 000 次", 3e6, 3e6, "次"),
        ("1.2×10⁵ 次", 1.2e5, 1.2e5, "次"),
        ("2 x 10^6 cycles", 2e6, 2e6, "cycles"),
        ("1e5 Pa", 1e5, 1e5, "Pa"),
        ("3.5万次", 35000, 35000, "次"),
        ("1.2~1.5万元", 12000, 15000, "元"),
        ("2亿元", 2e8, 2e8, "元"),
        ("1.5 million RMB", 1.5e6, 1.5e6, "RMB"),
        ("5k cycles", 5000, 5000, "cycles"),
        ("between 5 and 35 N", 5, 35, "N"),
        ("-40℃～85℃", -40, 85, "°C"),
        ("-40至-20 ℃", -40, -20, "°C"),
        ("5 ± 0.2 mm", 4.8, 5.2, "mm"),
        ("10 to 20 mm", 10, 20, "mm"),
        ("两年", 2, 2, "年"),
        ("十二个月", 12, 12, "个月"),
        ("半年", 0.5, 0.5, "年"),
        ("ten weeks", 10, 10, "weeks"),
        ("twenty-five parts", 25, 25, "parts"),
        ("two million cycles", 2e6, 2e6, "cycles"),
        ("百分之九十五", 95, 95, "%"),
        ("１２ ＭＰａ", 12, 12, "MPa"),
        ("500 mm~0.8 m", 0.5, 0.8, "m"),
        ("45 per cent", 45, 45, "per cent"),
        ("HRC 58", 58, 58, "HRC"),
        ("¥350", 350, 350, "元"),
    ],
)
def test_what_a_text_says_is_read(text: str, low: float, high: float, unit: str) -> None:
    found = only(text)
    wanted = unit_of(written(unit).text)
    assert wanted is not None
    assert [found.low, found.high] == pytest.approx([low, high])
    assert found.unit.dimensions == wanted.dimensions
    assert found.unit.factor == pytest.approx(wanted.factor)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("不低于5 MPa", Bound.LOWER),
        ("低于5 MPa", Bound.UPPER),
        ("不超过5 MPa", Bound.UPPER),
        ("超过5 MPa", Bound.LOWER),
        ("≥5 MPa", Bound.LOWER),
        ("至少 5 MPa", Bound.LOWER),
        ("5 MPa以上", Bound.LOWER),
        ("5 MPa及以下", Bound.UPPER),
        ("5 MPa 以内", Bound.UPPER),
        ("at least 5 MPa", Bound.LOWER),
        ("no less than 5 MPa", Bound.LOWER),
        ("less than 5 MPa", Bound.UPPER),
        ("not more than 5 MPa", Bound.UPPER),
        ("more than 5 MPa", Bound.LOWER),
        ("below 5 MPa", Bound.UPPER),
        ("5 MPa or more", Bound.LOWER),
        ("up to 5 MPa", Bound.NONE),
        ("优于5 MPa", Bound.BETTER),
        ("约5 MPa", Bound.NONE),
    ],
)
def test_the_words_around_bound_a_value(text: str, bound: Bound) -> None:
    assert only(text).bound is bound


@pytest.mark.parametrize(
    "text",
    [
        "由12.4%降至7.1%",
        "从12.4 %下降到7.1 %",
        "fell from 12.4 % to 7.1 %",
        "reduced from 12.4 % in 2023 to 7.1 %",
        "from 12.4 % down to 7.1 %",
    ],
)
def test_after_a_change_the_last_value_counts(text: str) -> None:
    values = [each for each in quantities_in(text) if each.unit.name == "%"]
    assert [(each.high, each.role) for each in values] == [(12.4, Role.FORMER), (7.1, Role.VALUE)]


@pytest.mark.parametrize(
    "text", ["能耗降低40%", "reduces cost by 40 %", "40 % lower cost", "比传统工艺高出40%"]
)
def test_a_relative_change_is_no_value(text: str) -> None:
    assert only(text).role is Role.CHANGE


@pytest.mark.parametrize(
    "text", ["RS-485", "Ti-6Al-4V", "A356", "ISO 14067", "2024年", "2016年3月15日", "D50"]
)
def test_names_and_years_are_no_quantities_with_units(text: str) -> None:
    assert [each for each in quantities_in(text) if each.unit.dimensions] == []


def test_each_unit_divides_what_follows() -> None:
    found = only("每公斤38元")
    per_kilogram = unit_of("元/kg")
    assert found.per is not None
    assert per_kilogram is not None
    assert found.unit.per(found.per).dimensions == per_kilogram.dimensions


def test_positions_lead_back_to_the_original() -> None:
    text = "面电阻为０.18 Ω·㎝²（８０ ℃），气密性好"
    source = written(text)
    pieces = [
        text[source.origin(each.start) : source.end_in_original(each.end)] for each in quantities_in(text)
    ]
    assert pieces == ["０.18 Ω·㎝²", "８０ ℃"]


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numerals_read_back(number: int) -> None:
    digits, steps = "零一二三四五六七八九", ["", "十", "百", "千"]
    parts: list[str] = []
    is_gap = False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            is_gap = True
            continue
        parts.append(("零" if is_gap and parts else "") + digits[int(digit)] + steps[place])
        is_gap = False
    assert chinese_value("".join(parts)) == number


def by_dimension() -> dict[Dimensions, list[str]]:
    found = defaultdict(list)
    for name, unit in UNITS.items():
        if unit.dimensions and name not in {"度", "$", "€", "£", "¥"}:
            found[unit.dimensions].append(name)
    return {dimensions: names for dimensions, names in found.items() if len(names) > 1}


DIMENSIONS = by_dimension()


@pytest.mark.slow
@given(st.data(), st.sampled_from(sorted(DIMENSIONS)), st.integers(min_value=10, max_value=999_999))
def test_a_value_in_any_unit_reads_back_to_the_same_base(
    data: st.DataObject, dimensions: Dimensions, thousandths: int
) -> None:
    value = thousandths / 1000
    one, other = (data.draw(st.sampled_from(DIMENSIONS[dimensions])) for _ in range(2))
    first, last = UNITS[one], UNITS[other]
    converted = (first.base(value) - last.offset) / last.factor
    found = only(f"{converted!r} {other}")
    assert found.unit.dimensions == dimensions
    assert found.unit.base(found.high) == pytest.approx(first.base(value), rel=1e-6)
