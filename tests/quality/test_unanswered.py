"""Real demands for which a reader finds no answer among the real offers: none of them has a strong pair."""

import csv
from pathlib import Path

import pytest

from matching.confidence.scales import DEFAULT
from matching.engine import Document, Engine, Index, dictionary
from tests.data import ABSENT, LISTINGS

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not LISTINGS.is_dir(), reason=ABSENT)]

UNANSWERED = ("石灰窑炉供风", "石灰窑炉出灰", "空气预热器", "吸料天车", "热浸锌")
"""Words of their titles."""


def documents(name: str, first: int) -> list[Document]:
    with Path(LISTINGS / name).open(encoding="utf-8-sig") as file:
        return [
            Document(
                first + at,
                row["title"],
                tuple(filter(None, (row.get("keywords") or "").split(";"))),
                "",
                row.get("description") or "",
            )
            for at, row in enumerate(csv.DictReader(file))
        ]


def test_a_real_demand_without_an_answer_has_no_strong_pair() -> None:
    demands = documents("zh_demands.csv", 0)
    offers = [*documents("zh_offers_long.csv", 10_000), *documents("zh_offers.csv", 20_000)]
    offers += documents("en_offers.csv", 40_000)
    index = Index.build(Engine.fit(offers, demands, lexicon=dictionary()), offers, demands)
    by_id = {offer.id: offer for offer in offers}
    asked = [demand for demand in demands if any(words in demand.title for words in UNANSWERED)]
    assert len(asked) == len(UNANSWERED)

    for demand in asked:
        pairs = index.best_offers([demand], 10).pairs(0)
        found = [by_id[offer] for offer, _score in pairs]
        strengths = index.strengths([demand] * len(found), found, [score for _offer, score in pairs])
        print(f"{demand.title}: {max(strengths):.2f}")
        assert max(strengths) < DEFAULT.strong
