"""Reasons of real listings: no single character, no cut word, and some pairs have one."""

import csv
from functools import cache
from pathlib import Path
from random import Random

import pytest

from matching.engine import Document, Engine, Index, dictionary
from matching.engine.text.documents import FIELDS
from tests.data import ABSENT, LISTINGS
from tests.engine.reasons.test_properties import edges_of, folded, is_chinese

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not LISTINGS.is_dir(), reason=ABSENT)]

SAMPLED = 150
"""Listings of each file."""


def listings(path: Path, first: int) -> list[Document]:
    """A sample of the listings of a file, numbered from ``first``; always the same."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    chosen = Random(47).sample(rows, min(SAMPLED, len(rows)))
    return [
        Document(
            first + number,
            row["title"],
            tuple(each.strip() for each in (row.get("keywords") or "").split(";") if each.strip()),
            body=row.get("description") or "",
        )
        for number, row in enumerate(chosen)
    ]


@cache
def pairs() -> list[tuple[Index, Document, Document]]:
    """The best offer of each demand, in an index of all samples."""
    demands = [*listings(LISTINGS / "zh_demands.csv", 0), *listings(LISTINGS / "en_demands.csv", 1000)]
    offers = [
        *listings(LISTINGS / "zh_offers.csv", 0),
        *listings(LISTINGS / "zh_offers_long.csv", 1000),
        *listings(LISTINGS / "en_offers.csv", 2000),
    ]
    index = Index.build(Engine.fit(offers, demands, lexicon=dictionary()), offers, demands)
    known = {offer.id: offer for offer in offers}
    best = index.best_offers(demands, 3)
    return [
        (index, demand, known[pk]) for row, demand in enumerate(demands) for pk, _score in best.pairs(row)
    ]


def test_no_reason_of_a_real_pair_is_a_single_character_or_cuts_a_word() -> None:
    seen = 0
    for index, demand, offer in pairs():
        for reason in index.reasons(demand=demand, offer=offer).reasons:
            seen += 1
            assert len(reason.text) > 1
            for document, spans in ((demand, reason.demand_spans), (offer, reason.offer_spans)):
                for field, start, end in spans:
                    assert_whole(document.text(field), start, end)
    assert seen > 20


def assert_whole(text: str, start: int, end: int) -> None:
    before, inside = len(folded(text[:start])), len(folded(text[start:end]))
    if is_chinese(text[start]):
        assert before in edges_of(folded(text)), text[start:end]
    if is_chinese(text[end - 1]):
        assert before + inside in edges_of(folded(text)), text[start:end]
    for at in (start, end):
        around = text[max(at - 1, 0) : at + 1]
        is_inside_a_word = len(around) == 2 and around.isascii() and around.isalpha()
        assert not is_inside_a_word or around[1] == "s", text[start - 3 : end + 3]  # the s of PCBs


def test_one_real_pair_in_fifty_has_a_reason() -> None:
    """Most of these pairs are weak: each demand has the same number of them, even if no offer fits."""
    rows = [(demand, offer) for _index, demand, offer in pairs()]
    with_reasons = [bool(each.reasons) for each in pairs()[0][0].reasons_of_pairs(rows)]
    assert sum(with_reasons) > len(rows) / 50


def test_nearly_every_real_demand_says_enough_to_be_matched() -> None:
    found = [(index, demand) for index, demand, _ in pairs() if any(map(demand.text, FIELDS))]
    vague = {demand.id for index, demand in found if len(index.specific_words(demand)) < 2}
    assert len(vague) < 0.05 * len({demand.id for _, demand in found})
