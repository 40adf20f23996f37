"""A small market in two languages, its engine and index, and larger markets made of the same words."""

from functools import cache
from random import Random

import numpy as np

from matching.engine import Document, Engine, Index, TopK
from matching.engine.text.counting import Matrix

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
CHINESE = ("锂离子电池", "隔膜", "防爆", "废水处理", "陶瓷膜", "高温合金", "铸造", "12 μm", "的", "电机")
ENGLISH = (
    "battery",
    "ceramic",
    "membranes",
    "casting",
    "water",
    "explosion",
    "10 kWh",
    "pump",
    "we",
    "alloys",
)


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


def made_up(size: int, seed: int, first: int = 0) -> list[Document]:
    """Listings in one language or both, with ids from ``first`` on. The same seed gives the same listings."""
    chance = Random(seed)

    def text(most: int) -> str:
        words = chance.choice((CHINESE, ENGLISH, ENGLISH, CHINESE + ENGLISH))
        return " ".join(chance.choices(words, k=chance.randint(0, most)))

    return [Document(first + at, text(4), (text(1), text(1)), text(6), text(20)) for at in range(size)]


def same(first: TopK, second: TopK) -> bool:
    """True if two results are the same, bit by bit."""
    return np.array_equal(first.ids, second.ids) and np.array_equal(first.scores, second.scores)


def same_weights(first: Matrix, second: Matrix) -> bool:
    """True if two matrices are the same, bit by bit."""
    parts = ("data", "indices", "indptr", "shape")
    return all(np.array_equal(getattr(first, part), getattr(second, part)) for part in parts)
