"""Whose a value is, and of what: comparisons, patents, short names, substances. A kind of sentence a test."""

from matching.requirements import Asked, Verdict
from tests.requirements.kinds import kind, verdict_on

MET, NOT_MET, NOT_STATED = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_STATED
SAVING = Asked("节水率", "ge", "20", "%")
LESS = Asked("Energy saving", "ge", "20", "%")


@kind(
    (SAVING, "国外同类机型较传统工艺节水28%。", NOT_STATED),
    (SAVING, "同行产品较传统清洗节水28%，我们的产品尚无数据。", NOT_STATED),
    (SAVING, "竞争对手的洗涤线比常规洗涤线节水28%。", NOT_STATED),
    (SAVING, "行业标准要求节水28%。", NOT_STATED),
    (SAVING, "下一代机型计划较传统工艺节水28%。", NOT_STATED),
    (SAVING, "其他厂家节水28%。", NOT_STATED),
    (SAVING, "较传统工艺节水28%。", MET),
    (SAVING, "本机相比普通洗涤线节水28%。", MET),
    (SAVING, "与国外同类产品相比，节水28%。", MET),
    (SAVING, "洗涤线比常规机型节水28%，占地小。", MET),
    (LESS, "Rival dryers save 28 % of the energy.", NOT_STATED),
    (LESS, "Others save 28 % of energy compared with conventional dryers.", NOT_STATED),
    (LESS, "Competitors' machines save 28 % energy against older models.", NOT_STATED),
    (LESS, "The regulation requires an energy saving of 28 %.", NOT_STATED),
    (LESS, "The dryer saves 28 % of energy compared with conventional dryers.", MET),
    (LESS, "Compared with conventional dryers, it saves 28 % of energy.", MET),
    (LESS, "It uses 28 % less energy than older dryers.", MET),
)
def test_a_saving_is_the_offers_only_if_the_others_are_what_it_is_compared_with(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("产能", "ge", "100", "万吨/年"), "产能比2021年的70万吨/年大幅提高。", NOT_STATED),
    (Asked("能耗", "le", "50", "kWh"), "能耗比2019年的75 kWh明显下降。", NOT_STATED),
    (Asked("能耗", "le", "50", "kWh"), "比2018年75 kWh的能耗低很多。", NOT_STATED),
    (Asked("压力", "ge", "5", "MPa"), "压力比 3 MPa 的老型号高一倍。", NOT_STATED),
    (Asked("重量", "le", "30", "kg"), "重量比45 kg的上一代轻。", NOT_STATED),
    (Asked("料肉比", "le", "1.8", ""), "料肉比1.6。", MET),
    (Asked("料肉比", "le", "1.8", ""), "料肉比2.1:1。", NOT_MET),
    (Asked("长径比", "ge", "30", ""), "螺杆长径比为24:1。", NOT_MET),
    (Asked("能效比", "ge", "4", ""), "机组能效比3.6。", NOT_MET),
)
def test_before_a_year_or_a_thing_with_a_value_bi_compares(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("启动时间", "le", "5", "s"), "闸门开启时间30 s。", NOT_STATED),
    (Asked("响应时间", "le", "5", "s"), "湿度影响时间30 s。", NOT_STATED),
    (Asked("测量时间", "le", "5", "s"), "风速预测时间30 s。", NOT_STATED),
    (Asked("检测时间", "le", "5", "min"), "职工体检时长30 min。", NOT_STATED),
    (Asked("回波损耗", "ge", "20", "dB"), "回损为12 dB。", NOT_MET),
    (Asked("回波损耗", "ge", "20", "dB"), "器件回损典型值32 dB。", MET),
    (Asked("回波损耗", "ge", "20", "dB"), "回损测试时背景电平差8 dB。", NOT_STATED),
)
def test_a_name_in_short_is_a_word_right_before_its_value(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("苯含量", "le", "10", "ppm"), "甲苯含量60 ppm。", NOT_STATED),
    (Asked("苯浓度", "le", "10", "mg/m³"), "二甲苯浓度60 mg/m³。", NOT_STATED),
    (Asked("硫含量", "le", "10", "ppm"), "硫化氢含量60 ppm。", NOT_STATED),
    (Asked("氢检出限", "le", "10", "ppm"), "氟化氢检出限60 ppm。", NOT_STATED),
    (Asked("氨浓度", "le", "10", "mg/L"), "氨氮浓度60 mg/L。", NOT_STATED),
    (Asked("碳含量", "le", "1", "%"), "碳化硅含量60%。", NOT_STATED),
    (Asked("NO检出限", "le", "1", "ppm"), "NO2检出限6 ppm。", NOT_STATED),
    (Asked("NO检出限", "le", "1", "ppm"), "NO检出限6 ppm。", NOT_MET),
    (Asked("N2O检出限", "le", "1", "ppm"), "N2检出限6 ppm。", NOT_STATED),
    (Asked("H2检出限", "le", "1", "ppm"), "H2S检出限6 ppm。", NOT_STATED),
    (Asked("VOC检出限", "le", "1", "ppm"), "TVOC检出限6 ppm。", NOT_STATED),
    (Asked("苯含量", "le", "10", "ppm"), "苯含量60 ppm。", NOT_MET),
    (Asked("氢检出限", "le", "10", "ppm"), "H2检出限6 ppm。", MET),
    (Asked("氨检出限", "le", "10", "ppm"), "氨气检出限6 ppm。", MET),
    (Asked("一氧化氮检出限", "le", "1", "ppm"), "NO检出限0.6 ppm。", MET),
    (Asked("铜含量", "ge", "90", "%"), "铜原子含量95%。", MET),
)
def test_a_substance_whose_name_only_holds_the_other_is_another(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Flow rate", "ge", "15", "L/min"), "The patent pending blower has a flow rate of 18 L/min.", MET),
    (Asked("Flow rate", "ge", "15", "L/min"), "Flow rate of 18 L/min; two patents applied for.", MET),
    (Asked("Weight", "le", "15", "kg"), "It weighs 12 kg and may be applied for paving.", MET),
    (Asked("流量", "ge", "15", "L/min"), "正在申请专利的风机流量18 L/min。", MET),
    (Asked("流量", "ge", "15", "L/min"), "发明专利申请中，流量18 L/min。", MET),
    (Asked("流量", "ge", "25", "L/min"), "正在办理进口许可，流量18 L/min。", NOT_MET),
    (Asked("认证", "contains", "ATEX"), "ATEX认证办理中，流量18 L/min。", NOT_STATED),
    (Asked("Certificate", "contains", "ATEX"), "ATEX certificate applied for.", NOT_STATED),
    (Asked("防护等级", "ge", "IP65", ""), "IP66认证正在申办。", NOT_STATED),
)
def test_a_patent_that_is_applied_for_makes_no_plan_of_a_value(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Humidity", "between", "20-80", "%"), "Humidity of 21 to 25 %.", MET),
    (Asked("Humidity", "between", "20-80", "%"), "Humidity of 20 to 25 %.", MET),
    (Asked("Humidity", "between", "20-80", "%"), "Humidity of 70 to 80 %.", MET),
    (Asked("Humidity", "between", "20-80", "%"), "Humidity of 20 to 75 %.", NOT_STATED),
    (Asked("Humidity", "between", "20-80", "%"), "Humidity of 25 to 75 %.", NOT_STATED),
    (Asked("Humidity", "between", "20-80", "%"), "Humidity of 10 to 85 %.", MET),
    (Asked("张力", "between", "10-60", "N"), "张力10～20 N。", MET),
    (Asked("张力", "between", "10-60", "N"), "张力12～20 N。", MET),
    (Asked("张力", "between", "10-60", "N"), "张力12～55 N。", NOT_STATED),
)
def test_a_range_inside_is_how_far_a_value_varies_only_if_it_is_narrow(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Speed", "ge", "90", "km/h"), "Bolts drive in at 30 km/h.", NOT_STATED),
    (Asked("Pressure", "ge", "10", "bar"), "Seals withstand 4 bar of suction.", NOT_STATED),
    (Asked("Flow rate", "ge", "20", "L/min"), "Dosing units deliver 5 L/min of lye.", NOT_STATED),
    (Asked("Payload", "ge", "20", "kg"), "The lift can carry 12 kg.", NOT_MET),
    (Asked("Pressure", "ge", "10", "bar"), "Our valve is rated for 6 bar.", NOT_MET),
    (Asked("Pressure", "le", "5", "bar"), "Unlike other types of blower, its pressure is 8 bar.", NOT_MET),
    (Asked("Pressure", "ge", "9", "bar"), "Its pressure is 8 bar; other types reach 12 bar.", NOT_STATED),
)
def test_a_verb_speaks_against_the_offer_only_after_its_own_subject(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("温度响应时间（90%）", "le", "4", "s"), "功耗6 mW，甲烷检出限150 ppm，响应时间3 s。", NOT_STATED),
    (Asked("压力分辨率", "le", "1", "%"), "量程4路，分辨率0.5%。", NOT_STATED),
    (Asked("Temperature resolution", "le", "1", "%"), "The scale has a resolution of 0.5 %.", NOT_STATED),
    (Asked("温度响应时间（90%）", "le", "4", "s"), "温度探头响应时间3 s。", MET),
    (Asked("温度响应时间（90%）", "le", "4", "s"), "温度量程-20至80 ℃，响应时间3 s。", MET),
    (Asked("Pressure resolution", "le", "1", "%"), "The pressure gauge has a resolution of 0.5 %.", MET),
)
def test_a_measure_of_a_temperature_needs_the_temperature(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("施工湿度上限", "ge", "75", "%"), "湿度85%以下可除锈，喷涂按涂料说明要求进行。", NOT_STATED),
    (Asked("施工温度上限", "ge", "30", "℃"), "温度40 ℃以下可打磨，灌浆以材料说明书为准。", NOT_STATED),
    (
        Asked("Maximum humidity", "ge", "70", "%"),
        "Blasting can be done at a humidity of up to 85 %, painting as specified by the maker of the paint.",
        NOT_STATED,
    ),
    (Asked("施工湿度上限", "ge", "75", "%"), "湿度85%以下可喷涂，按要求进行养护。", MET),
)
def test_a_limit_of_use_for_one_step_leaves_the_other_open(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict
