"""Offers that say what is asked in another way. One kind of sentence a test."""

from matching.requirements import Asked, Verdict
from tests.requirements.kinds import kind, verdict_on

MET, NOT_MET, NOT_STATED = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_STATED


@kind(
    (Asked("吨水药耗", "le", "0.3", "kg/m³"), "每吨水的药耗0.21 kg。", MET),
    (Asked("吨水电耗", "le", "2", "kWh/m³"), "吨水电耗由4.1 kWh降至2.9 kWh。", NOT_MET),
    (Asked("吨水处理费用", "le", "9", "元"), "含盐废水零排放，吨水7.5元。", MET),
    (Asked("吨水处理费用", "le", "9", "元"), "吨水处理费用12元。", NOT_MET),
)
def test_a_tonne_of_water_is_a_cubic_metre(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (
        Asked("Areal weight", "le", "500", "g/m²"),
        "The mat has an areal weight of 0.4 kg per square metre.",
        MET,
    ),
    (Asked("Heat flux", "ge", "10", "W/cm²"), "It removes a heat flux of 150 kW per square metre.", MET),
    (Asked("Dust content", "le", "5", "mg/m³"), "Dust content is 3 mg per cubic metre.", MET),
    (Asked("Collector area", "ge", "40", "m²"), "The collector area is 55 square metres.", MET),
    (Asked("Heat load", "le", "3", "W/m²"), "Its heat load is 5 W/m².", NOT_MET),
    (Asked("作业面积", "ge", "2", "hm²"), "每班作业面积45亩。", MET),
)
def test_areas_and_volumes_in_words(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("年处理能力", "ge", "3", "万吨/年"), "现有装置每年处理污泥4.2万吨。", MET),
    (Asked("年处理能力", "ge", "3", "万吨/年"), "现有装置每年处理污泥1.8万吨。", NOT_MET),
    (Asked("生产能力", "ge", "2", "t/h"), "整线每小时加工大豆两千四百公斤。", MET),
    (Asked("处理能力", "ge", "500", "t/d"), "日处理垃圾600吨。", MET),
)
def test_what_is_handled_in_a_period_is_the_capacity(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (
        Asked("Heating time from 20 to 90 °C", "le", "10", "min"),
        "Heating from 20 °C to 90 °C takes 480 s.",
        MET,
    ),
    (Asked("清洗时间", "le", "48", "h"), "清洗时间由6天缩短为4天，晾干另需20 h。", NOT_MET),
    (Asked("Volumetric energy density", "ge", "500", "Wh/L"), "The cell stores 0.55 kWh per litre.", MET),
)
def test_a_verb_after_a_condition_and_what_comes_on_top(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("投资回收期", "le", "5", "年"), "投资回收期3.2年；板式换热方案八个月结垢，本机12个月无垢。", MET),
    (Asked("误报率（每柜每年）", "le", "1", "次"), "运行两年，五个柜合计误报3次，折合每柜每年0.3次。", MET),
)
def test_another_part_of_the_sentence_compares_something_else(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict
