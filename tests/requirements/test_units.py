import math

import pytest

from matching.requirements.unit_reading import unit_at, unit_of
from matching.requirements.units import UNITS
from matching.requirements.written import written


def base(value: float, name: str) -> float:
    unit = unit_of(written(name).text)
    assert unit is not None
    return unit.base(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1, "bar"), (100, "kPa")),
        ((1, "MPa"), (1, "N/mm²")),
        ((1000, "psi"), (6.89476, "MPa")),
        ((1, "kWh"), (3.6, "MJ")),
        ((1, "Wh/kg"), (3.6, "J/g")),
        ((60, "L/min"), (3.6, "m³/h")),
        ((1, "t/a"), (1000 / 8766, "kg/h")),
        ((1.2, "万吨/年"), (12000, "吨/年")),
        ((60, "r/min"), (1, "转/秒")),
        ((600, "rpm"), (10, "r/s")),
        ((1, "Nm"), (1, "N·m")),
        ((5, "W/mK"), (5, "W/(m·K)")),
        ((5, "W m⁻¹ K⁻¹"), (0.05, "W/(cm·K)")),
        ((180, "mΩ·cm²"), (0.18, "Ω·cm²")),
        ((0.0012, "%"), (12, "ppm")),
        ((12, "mg/kg"), (12, "ppm")),
        ((40, "L/m²·h"), (40, "L/(m²·h)")),
        ((40, "LMH"), (40, "L/(m²·h)")),
        ((24, "g/(m²·24h)"), (1, "g/(m²·h)")),
        ((25, "N/15 mm"), (25 / 15, "N/mm")),
        ((25, "℃"), (298.15, "K")),
        ((212, "°F"), (100, "摄氏度")),
        ((2, "元/kg"), (2000, "元/吨")),
        ((3, "万元"), (30000, "yuan")),
        ((5, "10⁶/mL"), (5e6, "cells/mL")),
        ((36, "个月"), (3, "年")),
        ((12, "英寸"), (304.8, "mm")),
        ((3, "千牛"), (3000, "N")),
        ((7, "微米"), (7000, "纳米")),
        ((4, "μm"), (4, "µm")),
    ],
)
def test_units_of_one_dimension_have_one_base(one: tuple[float, str], other: tuple[float, str]) -> None:
    assert base(*one) == pytest.approx(base(*other), rel=1e-4)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("元", "美元"),
        ("rpm", "Hz"),
        ("HRC", "HV"),
        ("dB", "%"),
        ("g/L", "ppm"),
        ("V", "W"),
        ("目", "mm"),
        ("%", "百分点"),
    ],
)
def test_what_no_factor_compares_has_other_dimensions(one: str, other: str) -> None:
    first, last = unit_of(one), unit_of(other)
    assert first is not None
    assert last is not None
    assert first.dimensions != last.dimensions


def test_capitals_count() -> None:
    assert base(1, "mW") == pytest.approx(1e-9 * base(1, "MW"))
    assert base(1, "mPa·s") == pytest.approx(1e-3 * base(1, "Pa·s"))
    assert base(1, "Mpa") == base(1, "MPa")


def test_a_difference_of_temperatures_has_no_zero() -> None:
    celsius = UNITS["°C"]
    assert celsius.base(2.0, is_difference=True) == UNITS["K"].base(2.0)
    assert celsius.base(2.0) == pytest.approx(275.15)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MPa以上", "MPa"),
        ("kg/h，能耗", "kg/h"),
        ("°C (max)", "°C"),
        ("m^2/h的", "m^2/h"),
        ("次后", "次"),
        ("dB(A) at", "dB(A)"),
    ],
)
def test_a_unit_ends_where_words_begin(text: str, name: str) -> None:
    found = unit_at(text, 0)
    assert found is not None
    assert text[: found.end] == name


def test_every_unit_has_a_finite_factor_above_zero() -> None:
    assert all(0 < unit.factor < math.inf for unit in UNITS.values())
