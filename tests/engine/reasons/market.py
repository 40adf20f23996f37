"""A market in two languages whose listings resemble real ones, with the dictionary, for tests of reasons."""

from functools import cache

from matching.engine import Document, Engine, Index, Reasons, dictionary

OFFERS = (
    Document(
        1,
        "耐高温聚酰亚胺绝缘薄膜及其制备方法",
        ("绝缘薄膜", "聚酰亚胺"),
        "",
        "薄膜厚度0.05mm，用于电机绕组。",
    ),
    Document(2, "一种石墨烯改性锂离子电池负极材料", ("石墨烯",), "", "循环寿命超过3000次。"),
    Document(3, "印染废水深度处理用陶瓷膜", (), "", "膜通量高，抗污染。"),
    Document(4, "基于深度学习的钢板表面缺陷检测系统", ("机器视觉",), "", "识别率99%。"),
    Document(
        5, "Ceramic membranes for textile waste water", ("membrane",), "", "The filter lasts five years."
    ),
    Document(6, "Wind turbine blade inspection by drones", (), "", "Cracks are found by thermal imaging."),
    Document(7, "Lithium battery separator with alumina coating", (), "", "Withstands 180 °C."),
    Document(8, "水产养殖尾水治理设备", (), "", "适用于边缘地区，价格面议。"),
)
DEMANDS = (
    Document(11, "寻求电机用绝缘薄膜", ("绝缘材料",), "", "厚度不大于0.05mm，耐高温。"),
    Document(12, "石墨烯负极材料的制备", (), "", "需要批量生产。"),
    Document(13, "纺织废水处理", ("陶瓷膜",), "", ""),
    Document(14, "Treatment of textile waste water wanted", (), "", ""),
)


@cache
def index() -> Index:
    """The index of the market. Its engine knows CC-CEDICT."""
    return Index.build(Engine.fit(OFFERS, DEMANDS, lexicon=dictionary()), OFFERS, DEMANDS)


def document(listing: Document | str) -> Document:
    """A listing; a text alone stands for one with this title."""
    return Document(1, title=listing) if isinstance(listing, str) else listing


def reasons_of(demand: Document | str, offer: Document | str, *, without_feedback: bool = False) -> Reasons:
    """The reasons of a pair of listings or titles."""
    return index().reasons(demand=document(demand), offer=document(offer), without_feedback=without_feedback)


def words_of(demand: Document | str, offer: Document | str) -> list[str]:
    """The reasons of a pair as they are shown."""
    return [str(reason) for reason in reasons_of(demand, offer).reasons]
