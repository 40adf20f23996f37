"""Reasons of pairs that were written for these tests: what a person would name, and what nobody would."""

import pickle

import pytest

from matching.engine import Document
from matching.engine.reasons import reasoner
from tests.engine.reasons.market import DEMANDS, OFFERS, index, reasons_of, words_of

pytestmark = pytest.mark.slow

NAMED = [
    ("寻求绝缘薄膜", "聚酰亚胺绝缘薄膜及制备", "绝缘薄膜"),
    ("石墨烯负极材料的研发", "一种石墨烯负极材料", "石墨烯负极材料"),
    ("印染废水处理", "用陶瓷膜处理印染废水", "印染废水"),
    ("需要锂离子电池隔膜", "锂离子电池的耐高温隔膜", "锂离子电池"),
    ("钢板表面缺陷检测", "基于视觉的表面缺陷检测", "表面缺陷检测"),
    ("水产养殖尾水处理", "水产养殖设备", "水产养殖"),
    ("脱硫塔防腐涂料", "石油管道防腐涂料", "防腐涂料"),
    ("求购数控机床主轴", "高速数控机床", "数控机床"),
    ("茶叶烘干机", "粮食烘干机", "烘干机"),
    ("3D打印钛合金骨科植入物", "钛合金3D打印工艺", "3D打印"),
    ("PVC管材挤出", "PVC管材回收", "PVC管材"),
    ("機器人關節減速器", "机器人关节减速器", "機器人關節減速器"),
    ("Ceramic membranes wanted", "A ceramic membrane for milk", "Ceramic membranes"),
    ("inspection of wind turbine blades", "Wind turbine blade monitoring", "wind turbine blades"),
    ("We seek a lithium-ion battery separator", "Lithium ion batteries", "lithium-ion battery"),
    ("LED street lamps", "street lamp with LEDs", "street lamps"),
    ("corrosion of steel pipes", "Steel pipe coating against corrosion", "steel pipes"),
    ("纺织废水", "Ceramic filter for textile waste water", "废水 = waste water"),
    ("ceramic coating of a GPS", "GPS的陶瓷涂层", "ceramic = 陶瓷"),
    ("锂电池隔膜", "Lithium battery separator", "锂电池 = Lithium battery"),
    ("graphene electrode", "石墨烯粉体", "graphene = 石墨烯"),
    ("GPS receivers", "a GPS antenna", "GPS"),
    ("LIDAR for tractors", "lidars on boats", "LIDAR"),
    ("laser-cut GPS cases and laser optics", "laser welding of a GPS case", "laser"),
    ("寻求废水处理工艺", "印染废水的回用", "废水"),
    ("a HIV-related study", "HIV tests", "HIV"),
    ("薄膜吸气剂", "锆基薄膜吸气剂的激活", "薄膜吸气剂"),
    ("waste water treatment with GPS", "waste water tanks", "waste water"),
    ("GPS/INS navigation", "GPS antennas", "GPS"),
    ("ABAQUS models", "Models for Abaqus and others", "ABAQUS"),
    ("12英寸石墨烯晶圆", "8英寸石墨烯晶圆", "石墨烯晶圆"),
]
"""A demand, an offer, and a reason that has to be among those of the pair."""

NEVER = [
    ("绝缘垫片", "边缘检测算法", "缘"),
    ("价格具体面议", "体面的包装", "体面"),
    ("厚度0.45mm的钢带", "长度45mm的螺栓", "45mm"),
    ("分析仪器", "Separated flows", "析 = Separated"),
    ("乳酸发酵", "乳酸酯的合成", "乳酸"),
    ("技术服务合作", "人工作业服务", "服"),
    ("本公司寻求合作", "我公司合作项目", "合作"),
    ("提供技术开发服务", "技术开发中心", "技术开发"),
    ("年产500吨装置", "年产500吨项目", "500吨"),
    ("提高产品质量", "产品质量稳定", "产品质量"),
    ("系统研发", "系统集成", "系统"),
    ("处理器", "原理器件", "理器"),
    ("石墨烯电极", "石墨电极", "石墨"),
    ("电动机", "自动机床", "动机"),
    ("中国科学院", "国科大", "国科"),
    ("of the system", "for the system", "system"),
    ("We need a new solution", "a new solution", "new solution"),
    ("high quality products", "products of high quality", "products"),
    ("at least 110 units", "110 other units", "110"),
    ("Version 2.5", "2.5 other things", "2.5"),
    ("vitamin C tablets", "the C language", "C"),
    ("similar research methods", "research methods", "research methods"),
    ("问题研究", "the problem", "问题 = problem"),
    ("生物反应器", "化学反应", "反应器"),
    ("毒性气体", "病毒性肺炎", "毒性"),
    ("toxicity test", "病毒性肺炎", "toxicity = 毒性"),
    ("隔热墙体的厚度", "镀层厚度", "厚度"),
    ("电机功率", "功率半导体", "功率"),
    ("泵的经济性", "纱线的经济性", "经济性"),
    ("园林灌木", "某市东升园林工程有限公司的水泵", "园林"),
    ("图像分割", "Breaking of waves", "分割 = Breaking"),
    ("纸板剪切", "Cutting-edge paper", "剪切 = Cutting"),
    ("激光切割", "a cutting-edge laser", "切割 = cutting"),
    ("scanning of pipes", "SCaN software", "scanning"),
    ("扫描软件", "SCaN software", "扫描 = SCaN"),
    ("artificial turf", "artificial-intelligence for tea", "artificial"),
    ("reducción de la sal en el agua", "el petróleo", "el"),
    ("回收四聚丙烯", "丙烯酸树脂", "丙烯"),
    ("寻求聚乙烯管材", "乙烯裂解炉", "乙烯"),
    ("无齿轮传动的电梯", "齿轮传动装置", "齿轮传动"),
    ("氯化聚乙烯", "聚乙烯薄膜", "聚乙烯"),
    ("玻璃纤维", "钢化玻璃门", "玻璃"),
    ("锂电池回收", "燃料电池汽车", "电池"),
    ("battery recycling", "燃料电池汽车", "battery = 电池"),
    ("炉内温度控制", "炉内气氛", "炉内"),
    ("a lithium-ion separator", "ion exchange", "ion"),
    ("two-dimensional materials", "a one-dimensional model", "dimensional"),
    ("the CC&D project", "CC emulsions", "CC"),
    ("番茄温室内种植", "室内照明", "室内"),
    ("indoor lamps", "番茄温室内种植", "indoor = 室内"),
    ("用最小二乘法拟合", "乘法器", "乘法"),
    ("多电极检测，三电极体系", "双电极焊接", "电极"),
    ("电阻片的配方，电阻片的老化", "薄膜电阻", "电阻"),
    ("复杂 flow of complex fluid dynamics", "complex fluid handling", "complex fluid"),
    ("artificial satellites tracked with GPS", "artificial intelligence for GPS", "artificial"),
    ("TCP/IP stacks for GPS", "IP rights of GPS makers", "IP"),
    ("厚度 200 mbar，GPS", "压力 30 mbar，GPS", "mbar"),
    ("6 inch wafers", "8 inch wafers", "inch wafers"),
    ("an 8-inch wafer and GPS", "a 6-inch wafer and GPS", "inch wafer"),
    ("铝合金零件", "铜铝合金粉", "铝合金"),
    ("石墨负极", "石墨烯基电容", "石墨"),
    ("车联网自动驾驶，车联网及应用", "平台联网", "联网"),
    ("E-ROBOT prize", "robots that weld", "ROBOT"),
    ("激光表面处理", "激光表面改性", "激光表面"),
    ("组合结构住宅体系", "混凝土结构住宅体系", "结构住宅体系"),
    ("量子点的合成，量子点的尺寸", "量子通信", "量子"),
    ("跟骨骨折，石墨烯", "管状骨骨折，石墨烯", "骨骨折"),
    (
        "made by people at the Naval Research Laboratory near the rocky coast, GPS",
        "a Research Laboratory of a firm, GPS",
        "Research Laboratory",
    ),
    ("省中医院的石墨烯手术", "中医院石墨烯", "中医"),
    ("12英寸晶圆", "8英寸晶圆", "英寸晶圆"),
    ("0.1 mol/L氢氧化钠", "2 mol/L氢氧化钠", "L氢氧化钠"),
    ("采样瓶离子色谱", "离子色谱", "瓶离子色谱"),
    ("断裂时延伸率", "断裂时延伸率", "时延伸率"),
    ("肠膜蛋白提取，肠膜蛋白工艺", "跨膜蛋白", "膜蛋白"),
    ("电驱动系统，新型电驱动系统", "滤光器驱动系统", "驱动系统"),
]
"""A demand, an offer, and what is no reason of the pair."""


@pytest.mark.parametrize(("demand", "offer", "expected"), NAMED)
def test_a_person_would_name_it(demand: str, offer: str, expected: str) -> None:
    assert expected in words_of(demand, offer)


@pytest.mark.parametrize(("demand", "offer", "fragment"), NEVER)
def test_nobody_would_say_it(demand: str, offer: str, fragment: str) -> None:
    found = reasons_of(demand, offer)
    assert fragment not in [reason.text for reason in found.reasons]
    assert fragment not in map(str, found.reasons)


def test_a_phrase_inside_a_longer_one_lends_it_its_share() -> None:
    demand = Document(1, "锂离子电池", body="电池")
    offer = Document(2, "锂离子电池", body="电池")
    [reason] = reasons_of(demand, offer).reasons
    assert reason.text == "锂离子电池"
    assert reason.share == pytest.approx(1, abs=0.01)
    assert reason.demand_spans == (("title", 0, 5),)


def test_shares_are_parts_of_the_score_heaviest_first() -> None:
    demand = Document(1, "绝缘薄膜与钛合金轴承", body="用于电机绕组，面议。")
    offer = Document(2, "钛合金轴承", body="绝缘薄膜，面议，电机绕组")
    shares = [reason.share for reason in reasons_of(demand, offer).reasons]
    assert shares == sorted(shares, reverse=True)
    assert 0.8 < sum(shares) <= 1 + 1e-6
    assert min(shares) >= 0.03


def test_the_spans_point_into_the_original_texts() -> None:
    demand = Document(1, "ＰＶＣ 管材", ("㎏", "管材"), "", "②号ＰＶＣ 管材")
    offer = Document(2, "Ⅲ型PVC管材")
    reason = reasons_of(demand, offer).reasons[0]
    assert reason.text == "ＰＶＣ 管材"
    assert [demand.text(field)[start:end] for field, start, end in reason.demand_spans] == ["ＰＶＣ 管材"] * 2
    assert [offer.text(field)[start:end] for field, start, end in reason.offer_spans] == ["PVC管材"]


def test_texts_without_a_specific_word_in_common_have_no_reason() -> None:
    assert words_of("我公司寻求技术合作，面议", "提供技术服务，价格面议") == []
    assert words_of("We look for a new partner", "A partner for new projects") == []
    assert words_of("", "电池") == words_of("电池", "") == []


def test_pairs_that_are_read_together_have_the_reasons_that_each_has_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pairs = [(demand, offer) for demand in DEMANDS for offer in OFFERS]
    alone = [index().reasons(demand=demand, offer=offer) for demand, offer in pairs]
    assert sum(len(each.reasons) for each in alone) > 5
    assert index().reasons_of_pairs(pairs) == alone
    monkeypatch.setattr(reasoner, "AT_ONCE", 60)  # a few pairs at a time
    assert pickle.loads(pickle.dumps(index())).reasons_of_pairs(pairs) == alone
