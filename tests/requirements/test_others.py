"""Values of another thing or kind, or from a comparison, are no answer. One kind of sentence a test."""

from matching.requirements import Asked, Verdict, check
from tests.requirements.kinds import kind, verdict_on

MET, NOT_MET, NOT_STATED = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_STATED


@kind(
    (Asked("二氧化氮检测下限", "le", "5", "ppb"), "臭氧检测下限2 ppb，流量1 L/min。", NOT_STATED),
    (Asked("臭氧检测下限", "le", "5", "ppb"), "臭氧检测下限2 ppb，二氧化氮检测下限9 ppb。", MET),
    (Asked("镍回收率", "ge", "95", "%"), "锂回收率90%，酸耗1.2 t/t。", NOT_STATED),
    (Asked("水回收率", "ge", "75", "%"), "盐回收率71%，占地200 m²。", NOT_STATED),
    (Asked("水回收率", "ge", "75", "%"), "水回收率71%，占地200 m²。", NOT_MET),
    (Asked("Magnet temperature error", "le", "2", "K"), "The winding error is 1.2 K.", NOT_STATED),
    (Asked("Knot recognition rate", "ge", "95", "%"), "Bark recognition is 91 per cent.", NOT_STATED),
    (Asked("Lidar range error", "le", "3", "cm"), "Camera error 1.5 cm, range error 5 cm.", NOT_MET),
    (Asked("Flow error", "le", "1", "%"), "The mean error is 0.6 % and the pump is dry.", MET),
)
def test_the_same_measure_of_another_thing_is_no_answer(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("压力精度", "le", "0.2", "bar"), "压力3至16 bar，接口G1/4。", NOT_STATED),
    (Asked("单批投料量", "le", "80", "kg"), "单批200 kg。", NOT_STATED),
    (Asked("首次库仑效率", "ge", "90", "%"), "硅碳负极，首效86%。", NOT_MET),
    (
        Asked("Flash point", "ge", "120", "°C"),
        "The oven runs at 180 °C; flash lamps are optional.",
        NOT_STATED,
    ),
    (Asked("Burst pressure", "ge", "4", "MPa"), "Burst mode takes 64 pictures; vessel to 9 MPa.", NOT_STATED),
    (Asked("凝点", "le", "-30", "°C"), "沸点-42 °C，无凝点数据。", NOT_STATED),
)
def test_the_words_have_to_say_what_is_measured(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Throughput", "ge", "40", "bags/min"), "The line makes 200,000 bottles a year.", NOT_STATED),
    (Asked("Throughput", "ge", "40", "bags/min"), "Throughput is 25 bags a minute.", NOT_MET),
    (Asked("产能", "ge", "30", "瓶/min"), "产能每小时600箱。", NOT_STATED),
    (Asked("Price per sensor", "le", "300", "yuan"), "It costs 520 yuan per gateway.", NOT_STATED),
    (Asked("设备价格", "le", "50", "万元"), "技术许可费90万元，设备价格面议。", NOT_STATED),
    (Asked("Price of the machine", "le", "50000", "yuan"), "Licence fee 90,000 yuan.", NOT_STATED),
)
def test_what_is_counted_or_sold_has_to_agree(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (
        Asked("Detection rate", "ge", "80", "%"),
        "In fog the detection rate falls from 86 to 77 %.",
        NOT_STATED,
    ),
    (Asked("Detection rate", "ge", "75", "%"), "In fog the detection rate falls from 86 to 77 %.", MET),
    (Asked("Detection rate", "ge", "90", "%"), "In fog the detection rate falls from 86 to 77 %.", NOT_MET),
    (Asked("识别率", "ge", "92", "%"), "夜间识别率由95%降至89%。", NOT_STATED),
    (Asked("识别率", "ge", "92", "%"), "断网时识别率降至89%。", NOT_STATED),
    (Asked("Noise", "le", "60", "dB"), "With the door open noise rises to 66 dB.", NOT_STATED),
    (Asked("Scrap rate", "le", "3", "%"), "The scrap rate fell from 9 % to 4 %.", NOT_MET),
    (Asked("能耗", "le", "0.4", "kWh/m³"), "能耗由0.9 kWh/m³降至0.6 kWh/m³。", NOT_MET),
)
def test_a_value_that_became_worse_holds_under_a_condition_only(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (
        Asked("衰减率", "le", "10", "μV/h"),
        "同样0.3 mg/cm²的浸渍催化层电压高40 mV、衰减约21 μV/h。",
        NOT_STATED,
    ),
    (Asked("漏检率", "le", "3", "%"), "12人目视复核漏检约7%。", NOT_STATED),
    (Asked("漏检率", "le", "3", "%"), "两人一组灯检，漏检约8%。", NOT_STATED),
    (Asked("纯度", "ge", "99", "%"), "纯度低于精馏法的99.5%。", NOT_STATED),
    (
        Asked("Life", "ge", "20", "h"),
        "Enamel of the same thickness has a life of 8 h in this rig.",
        NOT_STATED,
    ),
    (Asked("Yield", "ge", "90", "%"), "Its yield is lower than the 94 % of crystallisation.", NOT_STATED),
)
def test_what_it_is_compared_with_is_not_the_offer(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("施工湿度上限", "ge", "75", "%"), "湿度不高于85%可涂装。", MET),
    (Asked("施工湿度上限", "ge", "75", "%"), "湿度85%以下可涂装。", MET),
    (Asked("使用湿度上限", "ge", "75", "%"), "使用湿度不高于60%。", NOT_MET),
    (Asked("最高工作压力", "ge", "10", "MPa"), "工作压力不超过16 MPa。", MET),
    (Asked("Maximum humidity", "ge", "70", "%"), "It cures at a humidity of up to 80 %.", MET),
    (Asked("Maximum humidity", "ge", "70", "%"), "Humidity must not exceed 80 %.", MET),
    (Asked("最低工作温度", "le", "-20", "°C"), "工作温度不低于-30 °C。", MET),
    (Asked("纯度", "ge", "98", "%"), "纯度不高于99%。", NOT_STATED),
)
def test_a_limit_of_use_is_how_far_the_offer_reaches(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("Sterilisation value F0", "ge", "8", "min"), "An F0 of 6 in 9.5 minutes.", NOT_MET),
    (Asked("Sterilisation value F0", "ge", "5", "min"), "An F0 of 6 in 4.5 minutes.", MET),
    (Asked("杀菌强度F0", "ge", "8", "min"), "中心F0值12，用时5 min。", MET),
    (Asked("Coefficient e31,f", "ge", "12", "C/m²"), "Films with an e31,f of 15 C/m².", MET),
    (Asked("压电系数e31,f", "ge", "12", "C/m²"), "压电系数e₃₁,f为9 C/m²。", NOT_MET),
)
def test_a_symbol_is_the_name_of_its_value(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("额定压力", "ge", "20", "MPa"), "额定压力16/25 MPa两档。", MET),
    (Asked("额定压力", "ge", "30", "MPa"), "额定压力16/25 MPa两档。", NOT_MET),
    (Asked("Rated pressure", "ge", "20", "MPa"), "Rated pressure 16/25 MPa.", MET),
)
def test_values_with_a_stroke_between_them_are_classes(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("腐蚀速率", "le", "0.5", "mm/年"), "模拟海水腐蚀速率0.3 mm/年。", MET),
    (Asked("耐磨寿命（线速度≥60 m/s）", "ge", "20", "h"), "70 m/s下耐磨寿命28小时。", MET),
    (Asked("耐磨寿命（线速度≥60 m/s）", "ge", "20", "h"), "40 m/s下耐磨寿命28小时。", NOT_STATED),
    (Asked("额定流量", "ge", "60", "m³/h"), "提供额定流量20至90 m³/h的泵。", MET),
)
def test_what_is_the_offers_own_is_read(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


def test_the_value_of_the_asked_substance_is_quoted() -> None:
    text = "硫化氢检测下限3 ppb；苯检测下限1 ppb。"
    (found,) = check([Asked("苯检测下限", "le", "2", "ppb")], [("description", text)])
    assert (found.verdict, text[found.value_start : found.value_end]) == (MET, "1 ppb")


@kind(
    (Asked("恢复时间T80", "le", "20", "s"), "T20恢复时间7 s，量程0至5%。", NOT_STATED),
    (Asked("恢复时间T80", "le", "20", "s"), "T80恢复时间17 s，量程0至5%。", MET),
    (Asked("粒径d90", "le", "30", "µm"), "粒径d50为12 µm。", NOT_STATED),
    (Asked("整机噪声", "le", "60", "dB"), "消声器消声量25 dB，整机噪声较前代降低6 dB。", NOT_STATED),
    (Asked("熔点", "ge", "200", "°C"), "沸点310 °C，熔点待测。", NOT_STATED),
    (Asked("Running time", "ge", "6", "h"), "The trolley it supersedes ran for 7 h.", NOT_STATED),
    (
        Asked("Detection limit", "le", "5", "ppb"),
        "The spectrometer used for comparison has a detection limit of 2 ppb.",
        NOT_STATED,
    ),
)
def test_another_symbol_or_another_name_is_another_value(asked: Asked, text: str, verdict: Verdict) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (Asked("续航时间", "ge", "60", "min"), "空载续航时间75 min，满载续航时间42 min。", NOT_STATED),
    (
        Asked("Efficiency", "ge", "90", "%"),
        "Efficiency is 88 % at full load and 93 % at part load.",
        NOT_STATED,
    ),
    (Asked("满载续航时间", "ge", "60", "min"), "空载续航时间75 min，满载续航时间42 min。", NOT_MET),
    (Asked("Rated flow", "ge", "50", "L/min"), "Rated flows of 25, 40 and 63 L/min are offered.", MET),
    (Asked("冲击强度", "ge", "20", "kJ/m²"), "冲击强度14 kJ/m²，未填充牌号冲击强度26 kJ/m²。", NOT_MET),
    (
        Asked("Impact strength", "ge", "20", "kJ/m²"),
        "Impact strength 14 kJ/m²; the unfilled grade has an impact strength of 26 kJ/m².",
        NOT_MET,
    ),
    (Asked("日处理能力", "ge", "200", "t"), "单台日处理能力80 t，三台并联240 t。", NOT_STATED),
    (Asked("Dye use", "le", "2", "g/kg"), "Dye use is 3 g/kg instead of 7 g/kg.", NOT_MET),
    (Asked("Dye use", "le", "4", "g/kg"), "Dye use is 3 g/kg instead of 7 g/kg.", MET),
)
def test_values_under_two_conditions_and_values_of_another_grade(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict


@kind(
    (
        Asked("Cost of the resin", "le", "30", "yuan/kg"),
        "The estimated cost at 500 t a year is 24 yuan/kg.",
        MET,
    ),
    (Asked("活化温度", "le", "300", "℃"), "耐热冲击-40至120 ℃，活化工艺另附。", NOT_STATED),
    (Asked("连续运行时间", "ge", "48", "h"), "断电续航12小时。", NOT_STATED),
)
def test_a_participle_is_no_thing_and_a_shock_no_temperature(
    asked: Asked, text: str, verdict: Verdict
) -> None:
    assert verdict_on(asked, text) is verdict
