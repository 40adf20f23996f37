"""Kinds of sentences that a seventh reading of new texts and a walk through the demonstration brought up."""

from matching.requirements import Asked, Verdict, check
from tests.requirements.kinds import kind, verdict_on

MET, NOT_MET, NOT_STATED = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_STATED


@kind(
    (Asked("回波损耗", "ge", "20", "dB"), "端口处回损典型值为23 dB，插拔1000次。", MET),
    (Asked("插入损耗", "le", "0.5", "dB"), "接头处插损最大不超过0.3dB，回损60 dB。", MET),
    (Asked("电机功率", "ge", "5", "kW"), "机电一体化样机重5 kg，电功计量误差1%。", NOT_STATED),
)
def test_a_name_of_two_words_may_be_shortened_to_their_first_characters(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Cruising speed", "ge", "20", "kn"), "The ferry cruises at a speed of 24 knots.", MET),
    (Asked("航速", "ge", "30", "km/h"), "巡逻艇最高航速18节，吃水1.1米。", MET),
    (Asked("航速", "ge", "40", "km/h"), "巡逻艇最高航速18节，吃水1.1米。", NOT_MET),
    (Asked("续航力", "ge", "200", "km"), "满电续航力80海里。", NOT_MET),
    (Asked("Range", "ge", "100", "km"), "The drone has a range of 80 miles.", MET),
    (Asked("Wind speed", "ge", "20", "m/s"), "It bears a wind speed of 50 mph.", MET),
    (Asked("电池节数", "ge", "10", "节"), "电池节数为12节。", MET),
    (Asked("Load", "ge", "10", "kN"), "The jack bears a load of 12 kn.", MET),
    (Asked("运动黏度", "le", "50", "mm²/s"), "40 °C下运动黏度32 cSt。", MET),
    (Asked("显示亮度", "ge", "800", "cd/m²"), "显示亮度达到1000尼特。", MET),
    (Asked("Engine power", "ge", "100", "kW"), "The engine has a power of 150 hp.", MET),
)
def test_units_of_ships_and_of_countries_without_metres_are_known(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("耐摩擦色牢度", "ge", "4", "级"), "面料耐汗渍色牢度为4级。", NOT_STATED),
    (Asked("耐碱时间", "ge", "48", "h"), "涂层耐酸时间72 h，附着力0级。", NOT_STATED),
    (Asked("抗冻等级", "ge", "200", "级"), "混凝土抗渗等级300级。", NOT_STATED),
    (Asked("耐酸时间", "ge", "48", "h"), "涂层耐酸时间72 h，附着力0级。", MET),
    (Asked("耐酸时间", "ge", "96", "h"), "涂层耐酸时间72 h，附着力0级。", NOT_MET),
)
def test_what_withstands_one_thing_need_not_withstand_another(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("亩产", "ge", "500", "kg/亩"), "示范田平均亩产达620公斤。", MET),
    (Asked("亩产量", "ge", "700", "kg/亩"), "示范田亩产量620公斤，生育期120天。", NOT_MET),
    (Asked("亩产", "ge", "9000", "kg/ha"), "示范田亩产620公斤。", MET),
    (Asked("亩用水量", "le", "200", "m³/亩"), "滴灌后亩用水180立方米。", MET),
)
def test_what_a_field_yields_is_per_area(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Cycle time", "le", "20", "s"), "The press makes one cap every 12 seconds.", MET),
    (Asked("Takt time", "le", "60", "s"), "One housing leaves the line every 90 s.", NOT_MET),
    (Asked("Cycle time", "le", "30", "s"), "The robot loads a blank every 22 s.", MET),
    (Asked("节拍", "le", "40", "s"), "产线每55秒下线一台。", NOT_MET),
    (Asked("生产节拍", "le", "10", "s"), "每8秒出一件，换型15 min。", MET),
    (Asked("Cycle time", "le", "30", "s"), "The filter is cleaned every 20 s.", NOT_STATED),
)
def test_one_piece_in_a_time_is_a_cycle_time(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Frame rate", "ge", "60", "fps"), "The sensor streams raw pictures at 90 frames per second.", MET),
    (Asked("Frame rate", "ge", "60", "Hz"), "The frame rate is 48 Hz at full resolution.", NOT_MET),
    (Asked("Printing speed", "ge", "100", "mm/s"), "The machine prints boards at 150 mm/s.", MET),
    (Asked("Sampling rate", "ge", "10", "kHz"), "All channels are sampled at 20 kHz.", MET),
    (Asked("Flow rate", "ge", "5", "L/min"), "Pressure drop 0.2 bar at 8 L/min.", NOT_STATED),
)
def test_a_rate_after_its_verb_is_no_condition(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("起始放电电压", "ge", "1500", "V"), "绝缘漆击穿电压2400 V，耐热H级。", NOT_STATED),
    (Asked("局部放电起始电压", "ge", "1", "kV"), "薄膜的击穿电压6 kV。", NOT_STATED),
    (Asked("起始放电电压", "ge", "1500", "V"), "起始放电电压1800 V，击穿电压2400 V。", MET),
    (Asked("夹持力", "ge", "20", "N"), "胶层剥离力35 N。", NOT_STATED),
)
def test_a_longer_name_with_the_same_end_is_another_property(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("年运行小时", "ge", "7500", "h"), "机组经过10000 h耐久试验，年运行费用80万元。", NOT_STATED),
    (Asked("年运行小时", "ge", "7500", "h"), "机组年运行8000小时，自动加油。", MET),
    (Asked("年运行小时数", "ge", "7500", "h"), "机组年运行时间6000 h。", NOT_MET),
    (
        Asked("Operating hours per year", "ge", "8000", "h"),
        "A test of 9,000 h was run without wear.",
        NOT_STATED,
    ),
    (Asked("Annual operating hours", "ge", "8000", "h"), "The unit operates 8,300 hours a year.", MET),
    (Asked("年运行小时", "ge", "7500", "h"), "设备运行率95%，年运行费用80万元。", NOT_STATED),
)
def test_hours_of_a_year_are_not_those_of_a_test(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Points per structure", "ge", "20", "points"), "Six bridges carry 150 points.", NOT_STATED),
    (Asked("Sensors per bridge", "ge", "20", "sensors"), "Six bridges carry 150 sensors.", NOT_STATED),
    (Asked("Sensors per bridge", "ge", "20", "sensors"), "There are 24 sensors per bridge.", MET),
    (Asked("Sensors per bridge", "ge", "20", "sensors"), "Each bridge has 24 sensors.", MET),
    (Asked("单桥测点数", "ge", "20", "个"), "6座桥共布设测点150个。", NOT_STATED),
    (Asked("每桥测点数", "ge", "20", "个"), "每桥测点数为16个。", NOT_MET),
)
def test_what_all_have_together_is_not_what_each_has(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("张力", "between", "5-40", "N"), "张力5～35 N，线速80 m/min。", NOT_STATED),
    (Asked("Film thickness", "between", "10-50", "µm"), "Film thickness 15 to 50 µm.", NOT_STATED),
    (Asked("Film thickness", "between", "10-50", "µm"), "Film thickness 8 to 60 µm.", MET),
    (Asked("Film thickness", "between", "10-50", "µm"), "Film thickness 20 to 30 µm.", MET),
    (Asked("Film thickness", "between", "10-50", "µm"), "The film thickness is 50 µm.", MET),
    (Asked("工作温度", "between", "-40~85", "°C"), "工作温度-40～70 °C。", NOT_MET),
)
def test_a_range_that_begins_as_asked_and_ends_before_is_a_question(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("运行方式", "contains", "离线", ""), "支持本地部署，提供接口。", NOT_STATED),
    (Asked("Operation", "contains", "offline", ""), "The software is deployed on premises.", NOT_STATED),
    (Asked("Operation", "contains", "offline", ""), "软件可离线运行。", MET),
    (Asked("Deployment", "contains", "on premises", ""), "支持私有化部署。", MET),
    (Asked("部署方式", "contains", "本地部署", ""), "All data stay on-premises.", MET),
)
def test_a_system_of_ones_own_may_still_need_a_line(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("HF检出限", "le", "1", "ppb"), "NH3检出限0.4 ppb，响应2 s。", NOT_STATED),
    (Asked("H2S检测下限", "le", "5", "ppb"), "检测下限：SO2 2 ppb，H2S 3 ppb。", MET),
    (Asked("HCl检出限", "le", "1", "ppb"), "检出限：NH3 0.4 ppb，HCl 0.7 ppb。", MET),
    (Asked("氨检出限", "le", "1", "ppb"), "NH3检出限0.4 ppb，响应2 s。", MET),
    (Asked("氟化氢检出限", "le", "1", "ppb"), "HF检出限0.4 ppb，响应2 s。", MET),
    (Asked("HF检出限", "le", "1", "ppb"), "氨检出限0.4 ppb，响应2 s。", NOT_STATED),
    (Asked("CO检出限", "le", "1", "ppm"), "检出限0.4 ppm，响应2 s。", MET),
    (Asked("HF detection limit", "le", "1", "ppb"), "Detection limit 0.4 ppb for NH3.", NOT_STATED),
    (
        Asked("HF detection limit", "le", "1", "ppb"),
        "Detection limit 0.4 ppb for NH3 and 0.8 ppb for HF.",
        MET,
    ),
)
def test_the_gas_is_said_by_its_formula(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


def test_the_value_of_the_gas_is_quoted() -> None:
    text = "检出限：NH3 0.4 ppb，HCl 0.7 ppb。"
    (found,) = check([Asked("HCl检出限", "le", "1", "ppb")], [("description", text)])
    assert text[found.value_start : found.value_end] == "0.7 ppb"


@kind(
    (Asked("Roll width", "ge", "1200", "mm"), "The film comes in rolls 1.3 m wide.", MET),
    (Asked("Roll width", "ge", "1200", "mm"), "Rolls are delivered in a width of 1,050 mm.", NOT_MET),
    (Asked("Roll width", "ge", "1200", "mm"), "The wheel of the roller is 30 mm wide.", NOT_STATED),
    (Asked("卷材幅宽", "ge", "1200", "mm"), "成卷供应，幅宽1.35 m。", MET),
    (Asked("Roll width", "ge", "1200", "mm"), "The coating line takes webs up to 1,400 mm wide.", MET),
)
def test_the_width_of_a_roll(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Payload", "ge", "20", "kg"), "The drone can carry 12 kg of cargo.", NOT_MET),
    (Asked("Flow rate", "ge", "20", "L/min"), "It moves 15 litres of coolant per minute.", NOT_MET),
    (Asked("Weight", "le", "10", "kg"), "It weighs in at 12.4 kg.", NOT_MET),
    (Asked("Elongation", "ge", "10", "%"), "It stretches by 14 % before breaking.", MET),
    (Asked("Recovery", "ge", "95", "%"), "97 % of the solvent is recovered.", MET),
    (Asked("Melting point", "ge", "200", "°C"), "The polymer melts at 225 °C.", MET),
    (Asked("Wavelength", "eq", "532", "nm"), "The laser emits green light at 532 nm.", MET),
    (Asked("Field of view", "ge", "90", "°"), "The lens sees 120 degrees.", MET),
    (Asked("Delivery time", "le", "8", "weeks"), "We ship within six weeks of order.", MET),
    (Asked("投资回收期", "le", "3", "年"), "两年即可收回投资。", MET),
    (Asked("Units delivered", "ge", "50", "units"), "Flows of 40 and 80 L/min.", NOT_STATED),
)
def test_a_verb_says_what_is_measured(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Torque", "ge", "50", "N·m"), "The drive develops 65 N·m.", MET),
    (Asked("Density", "le", "1.2", "g/cm³"), "The foam weighs 0.9 g/cm³.", MET),
    (Asked("Field strength", "ge", "1", "T"), "The magnet reaches 1.5 T.", MET),
    (Asked("Energy consumption", "le", "2", "kWh/t"), "Grinding takes 1.6 kWh per tonne.", MET),
    (Asked("Water consumption", "le", "5", "L/kg"), "It uses 3.2 litres of water per kilogram.", MET),
    (Asked("Throughput", "ge", "1000", "kg/h"), "It shreds 1.4 tonnes of tyres an hour.", MET),
    (Asked("Defect density", "le", "0.1", "cm^-2"), "Defects: 0.05 per cm².", MET),
    (Asked("pH range", "between", "4-9", ""), "The membrane can be used from pH 2 to 11.", MET),
    (Asked("适用pH", "between", "4-9", ""), "pH范围5～8。", NOT_MET),
    (Asked("Number of axes", "ge", "5", "axes"), "A six-axis machine.", MET),
    (Asked("Number of axes", "ge", "5", "axes"), "三轴加工中心。", NOT_STATED),
)
def test_the_unit_says_what_is_measured(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("料肉比", "le", "2.8", ""), "料肉比2.6:1。", MET),
    (Asked("能效比", "ge", "4.5", ""), "制冷能力12 kW，能效比4.1。", NOT_MET),
    (Asked("出米率", "ge", "65", "%"), "糙米率80%，整精米率62%。", NOT_STATED),
    (Asked("绝缘等级", "ge", "3", "级"), "防火等级5级。", NOT_STATED),
    (Asked("节能率", "ge", "20", "%"), "较传统工艺节能35%。", MET),
    (Asked("Channels", "ge", "32", "channels"), "It has 16 channels, the larger model 32.", NOT_STATED),
    (Asked("Cycle life", "ge", "2000", "cycles"), "The cell lasts 1,500 cycles.", NOT_MET),
)
def test_ratios_grades_and_changes(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Yield", "ge", "90", "%"), "Selectivity is 97 %, yield 85 %.", NOT_MET),
    (
        Asked("Lead time", "le", "6", "weeks"),
        "Payment is due within 4 weeks; delivery takes 8 weeks.",
        NOT_MET,
    ),
    (Asked("CO", "le", "50", "mg/m³"), "NOx stays below 40 mg/m³ and CO is 60 mg/m³.", NOT_MET),
    (Asked("Throughput", "ge", "60", "parts/min"), "It inspects 80 parts per minute.", MET),
    (Asked("Frame rate", "ge", "60", "fps"), "It inspects 80 parts per minute.", NOT_STATED),
    (Asked("认证", "contains", "UL"), "CE认证已取得，UL认证正在申请。", NOT_STATED),
    (Asked("Certificate", "contains", "UL"), "CE marked, UL pending.", NOT_STATED),
)
def test_what_is_said_of_another_property_disputes_nothing(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict
