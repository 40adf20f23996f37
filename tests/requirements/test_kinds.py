"""One kind of sentence a test, each with sentences that no file of cases has."""

from matching.requirements import Asked, Verdict
from tests.requirements.kinds import kind, verdict_on

MET, NOT_MET, NOT_STATED = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_STATED


@kind(
    (
        Asked("介电损耗（100 ℃）", "le", "0.5", "%"),
        "室温介电损耗0.2%，100 ℃下体积电阻率2×10¹³ Ω·cm。",
        NOT_STATED,
    ),
    (Asked("Flow at 2 bar", "ge", "30", "L/min"), "The nozzle passes 44 L/min at 5 bar.", NOT_STATED),
    (Asked("噪声（1 m）", "le", "60", "dB(A)"), "5 m处噪声54 dB(A)。", NOT_STATED),
    (Asked("Efficiency at 25 % load", "ge", "92", "%"), "Peak efficiency is 97 %.", NOT_STATED),
    (Asked("Noise at full load", "le", "60", "dB(A)"), "Noise is 52 dB(A) at no load.", NOT_STATED),
)
def test_a_value_under_another_condition_says_nothing(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("黏度（40 ℃）", "le", "60", "mPa·s"), "70 ℃下黏度25 mPa·s，40 ℃下黏度85 mPa·s。", NOT_MET),
    (
        Asked("Flow at 2 bar", "ge", "30", "L/min"),
        "It passes a flow of 44 L/min at 5 bar and 26 L/min at 2 bar.",
        NOT_MET,
    ),
    (
        Asked("Flow at 2 bar", "ge", "30", "L/min"),
        "Flow is 25 L/min at 1 bar. At 2 bar the flow is 36 L/min.",
        MET,
    ),
    (Asked("满载效率", "ge", "93", "%"), "半载效率95%，满载效率91.5%。", NOT_MET),
)
def test_the_value_under_the_condition_asked_for_wins(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("循环500次后容量保持率", "ge", "80", "%"), "循环800次后容量保持率85%。", MET),
    (Asked("循环500次后容量保持率", "ge", "80", "%"), "循环200次后容量保持率85%。", NOT_STATED),
    (Asked("Retention after 500 cycles", "ge", "80", "%"), "Retention is 77 % after 300 cycles.", NOT_MET),
)
def test_what_is_left_after_longer_use_was_left_before(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Price", "le", "90", "yuan/m"), "The steel rope it replaces costs 80 yuan/m.", NOT_STATED),
    (Asked("检出率", "ge", "97", "%"), "检验员的检出率约97.5%，本机尚未统计。", NOT_STATED),
    (Asked("Miss rate", "le", "2", "%"), "Skilled inspectors have a miss rate of 1.5 %.", NOT_STATED),
    (Asked("单价", "le", "7", "万元"), "德国产品单价约6.5万元，本品价格面议。", NOT_STATED),
    (Asked("成本", "le", "40", "元/m²"), "传统方案成本为35元/m²。", NOT_STATED),
    (Asked("击穿电压", "ge", "8", "kV"), "进口薄膜的击穿电压为9 kV，本品击穿电压7.2 kV。", NOT_MET),
    (
        Asked("Bond strength", "ge", "20", "MPa"),
        "Solvent glues reach 24 MPa, while this glue has a bond strength of 15 MPa.",
        NOT_MET,
    ),
)
def test_what_others_reach_is_not_the_offers(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("灵敏度", "ge", "50", "mV/g"), "课题立项指标为灵敏度60 mV/g，探头仍在加工。", NOT_STATED),
    (Asked("Resolution", "le", "2", "µm"), "The project goal is a resolution of 1.5 µm.", NOT_STATED),
    (Asked("比能量", "ge", "280", "Wh/kg"), "现有样品比能量251 Wh/kg，合同指标为300 Wh/kg。", NOT_MET),
    (
        Asked("Energy density", "ge", "280", "Wh/kg"),
        "The design target is 300 Wh/kg; cells have an energy density of 290 Wh/kg now.",
        MET,
    ),
)
def test_a_target_of_a_project_is_no_result(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("年产能", "ge", "8", "万件"), "现有产线每年可产9.5万件。", MET),
    (Asked("年产能", "ge", "6000", "吨/年"), "工厂每月可产420吨。", NOT_MET),
    (Asked("Annual capacity", "ge", "300", "t/a"), "One kiln has a capacity of 31 tonnes a month.", MET),
    (Asked("单机产能", "ge", "20", "t/h"), "单机产能14 t/h，两台并联28 t/h。", NOT_MET),
)
def test_capacities_of_a_year_a_month_and_one_machine(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("出水总氮", "le", "15", "ppm"), "出水总氮9.4 mg/L。", MET),
    (Asked("Zinc in treated water", "le", "1", "mg/L"), "Zinc in the treated water is 2.2 ppm.", NOT_MET),
    (Asked("甲苯浓度", "le", "1", "ppm"), "处理后空气中甲苯浓度0.4 mg/L。", NOT_STATED),
)
def test_parts_per_million_are_milligrams_per_litre_in_water_only(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("细度", "ge", "500", "目"), "滑石粉可磨至1 250目。", MET),
    (Asked("细度", "ge", "500", "目"), "成品细度325目，白度90。", NOT_MET),
    (Asked("细度", "ge", "100", "目"), "200目筛余0.5%。", NOT_STATED),
)
def test_a_finer_mesh_has_more_of_them(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Response time", "le", "50", "ms"), "The gripper responds in 35 ms.", MET),
    (Asked("Cycle time", "le", "40", "s"), "Each lid takes 32 s.", MET),
    (Asked("Service life", "ge", "8", "years"), "The probe serves for ten years.", MET),
    (Asked("Noise", "le", "65", "dB"), "The saw makes 69 dB(A).", NOT_MET),
    (Asked("累计检测数量", "ge", "100", "万件"), "上线以来已检260万件。", MET),
    (Asked("续航时间", "ge", "6", "h"), "充满后可连续工作4.5 h。", NOT_MET),
    (Asked("冷却时间", "le", "30", "min"), "由600 ℃冷却到50 ℃需22 min。", MET),
)
def test_a_verb_may_name_the_property(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("单价", "le", "3", "万元"), "每台售2.7万元，耗材每盒300元。", MET),
    (Asked("设备价格", "le", "80", "万元"), "整机售价925 000元，夹具另计，每副2万元。", NOT_MET),
    (
        Asked("Price", "le", "20000", "yuan"),
        "The camera sells for 18 500 yuan; spare lenses cost 900 yuan.",
        MET,
    ),
    (Asked("设备价格", "le", "10", "万元"), "耗材套件每套4.8万元，主机价格面议。", NOT_STATED),
)
def test_prices_and_what_is_sold_apart(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("额定流量", "ge", "50", "L/min"), "三种规格的额定流量分别为25、40、63 L/min。", MET),
    (Asked("Stroke", "ge", "150", "mm"), "Strokes of 50, 100 and 200 mm are offered.", MET),
    (Asked("Certificate", "contains", "CE or UL"), "The drive has a UL certificate.", MET),
)
def test_one_of_several_suffices(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("适用制冷剂", "contains", "R32"), "适用制冷剂仅限R410A，不得充注其他工质。", NOT_MET),
    (Asked("Refrigerant", "contains", "R290"), "The refrigerant is R134a or R513A only.", NOT_MET),
    (Asked("通信接口", "contains", "CAN"), "通信接口只支持RS-485与LIN。", NOT_MET),
    (Asked("Interface", "contains", "EtherCAT"), "The interface is limited to fieldbuses.", NOT_STATED),
    (Asked("适用制冷剂", "contains", "R32"), "适用制冷剂有R410A和R134a。", NOT_STATED),
    (Asked("Colour", "contains", "blue"), "Housings come in grey only.", NOT_STATED),
)
def test_a_list_that_leaves_no_room(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (
        Asked("Copper in treated water", "le", "1", "mg/L"),
        "Treated water holds 0.3 mg/L of nickel.",
        NOT_STATED,
    ),
    (Asked("氧气透过率", "le", "2", "cm³/(m²·d)"), "氮气透过率0.8 cm³/(m²·d)。", NOT_STATED),
    (Asked("出水铜", "le", "1", "mg/L"), "出水锌0.3 mg/L。", NOT_STATED),
)
def test_one_element_is_not_another(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict
