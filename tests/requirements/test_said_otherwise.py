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


@kind(
    (Asked("储存温度", "between", "-30~60", "℃"), "储存温度-40~+70 ℃。", MET),
    (Asked("Storage temperature", "between", "-20 to 50", "°C"), "It is stored from -30 to +60 °C.", MET),
    (Asked("细度", "ge", "800", "目"), "出料细度325至1 500目可调。", MET),
    (Asked("Pressure", "ge", "6", "bar"), "Pressure of 2 to 8 bar adjustable by a screw.", MET),
    (Asked("Pressure", "ge", "6", "bar"), "Pressure of 2 to 8 bar by grade.", NOT_STATED),
)
def test_ranges_with_a_sign_and_ranges_that_can_be_set(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Dent rejection rate", "ge", "90", "%"), "The line has 84 per cent dent rejection.", NOT_MET),
    (
        Asked("Wrong sorting rate", "le", "2", "%"),
        "Wood chips come out with 1.4 per cent wrong sorting.",
        MET,
    ),
    (
        Asked("Energy per tonne of clinker", "le", "30", "kWh/t"),
        "Energy is 36 kWh per tonne of clinker.",
        NOT_MET,
    ),
    (Asked("Lead time", "le", "6", "weeks"), "Lead time is usually nine weeks.", NOT_MET),
    (Asked("交货期", "le", "20", "天"), "常规件交货期两周。", MET),
    (Asked("镁回收率", "ge", "90", "%"), "废旧电池回收线，镁回收率93%。", MET),
    (Asked("耐温", "ge", "200", "℃"), "涂层长期使用温度260 ℃。", MET),
    (Asked("额定推力", "ge", "800", "N"), "额定推力650 N，短时推力900 N。", NOT_MET),
)
def test_a_head_that_the_unit_says_may_be_missing(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (
        Asked("Swelling after 500 h", "le", "2", "%"),
        "At 90 °C and 3 bar the swelling after 100 h is 1.1 %.",
        NOT_STATED,
    ),
    (
        Asked("Swelling after 500 h", "le", "2", "%"),
        "At 90 °C and 3 bar the swelling after 500 h is 1.1 %.",
        MET,
    ),
    (
        Asked("Specific capacity", "ge", "800", "mAh/g"),
        "Anodes reach a specific capacity of 910 mAh/g; our 2027 goal is 1200 mAh/g.",
        MET,
    ),
    (
        Asked("Specific capacity", "ge", "1000", "mAh/g"),
        "The anodes reach a specific capacity of 910 mAh/g; our 2027 goal is 1200 mAh/g.",
        NOT_MET,
    ),
)
def test_a_condition_before_a_copula_and_an_own_plan(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict
