"""Requirements as people write them in one cell: the right parts, or a sentence."""

import pytest

from ydeu.marketplace.importing.cells import BadCell, value_of
from ydeu.marketplace.importing.requirements import requirements


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.循环寿命≥3000次；2、温度≤80℃", ["循环寿命 ge 3000 次", "温度 le 80 ℃"]),
        ("（1）循环寿命≥3000次\n②温度≤80℃。", ["循环寿命 ge 3000 次", "温度 le 80 ℃"]),
        ("能量密度≥350Wh/kg，循环寿命≥1,000次", ["能量密度 ge 350 Wh/kg", "循环寿命 ge 1,000 次"]),
        ("拉伸强度≥10^3MPa", ["拉伸强度 ge 10^3 MPa"]),
        ("电阻率≤1.5×10⁻⁸Ω·m", ["电阻率 le 1.5×10⁻⁸ Ω·m"]),
        ("循环寿命大于3000次以上", ["循环寿命 ge 3000 次"]),
        ("效率达到95%以上", ["效率 ge 95 %"]),
        ("PM2.5去除率99%以上", ["PM2.5去除率 ge 99 %"]),
        ("PM2.5去除率≥99%", ["PM2.5去除率 ge 99 %"]),
        ("温度：-40℃～85℃", ["温度 between -40～85 ℃"]),
        ("厚度 10-20 μm", ["厚度 between 10-20 μm"]),
        ("pH 6-9", ["pH between 6-9 "]),
        ("寿命丨≥丨3000丨次", ["寿命 ge 3000 次"]),
    ],
)
def test_each_part_is_found(cell: str, expected: list[str]) -> None:
    found = value_of(requirements(cell))
    assert [f"{each.name} {each.operator} {each.value} {each.unit}" for each in found] == expected


@pytest.mark.parametrize("cell", ["GB/T 1234 合格", "≥3000次", "寿命 3000次", "精度±0.01mm"])
def test_what_has_no_comparison_is_refused(cell: str) -> None:
    with pytest.raises(BadCell, match="is not name"):
        requirements(cell)
