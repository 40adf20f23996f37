"""A small market in two languages, and an engine that has read it."""

from functools import cache

from matching.engine import Document, Engine, Index

OFFERS = (
    Document(11, "大容量锂离子电池隔膜制备方法", ("锂离子电池", "隔膜"), "", "耐高温，厚度12 μm。"),
    Document(12, "高温合金叶片精密铸造技术"),
    Document(13, "Explosion-proof battery cases", (), "Cases for batteries of up to 10 kWh.", ""),
    Document(14, "工业废水处理用陶瓷膜", ("水处理", "膜"), "膜通量高", "寿命5年以上。"),
    Document(15, "Ceramic membranes for industrial water", ("membrane",), "", "They last five years."),
)
DEMANDS = (
    Document(21, "防爆锂离子电池的研发", ("锂离子电池",), "", "锂电池存在安全隐患，需要耐高温的隔膜。"),
    Document(22, "Explosion-proof battery wanted", (), "", "A battery of 10 kWh, the cases are ours."),
    Document(23, "印染废水的处理", ("废水",), "用膜处理印染废水", ""),
)
OFFER_GROUPS = (1, 2, 3, 4, 3)
DEMAND_GROUPS = (1, 3, 5)


@cache
def engine() -> Engine:
    return Engine.fit(OFFERS, DEMANDS)


@cache
def index() -> Index:
    return Index.build(
        engine(),
        OFFERS,
        DEMANDS,
        offer_groups=OFFER_GROUPS,
        demand_groups=DEMAND_GROUPS,
        offer_revisions=(1, 2, 3, 4, 5),
    )
