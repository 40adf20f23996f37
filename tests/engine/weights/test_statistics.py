from dataclasses import fields
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import Document, Side
from matching.engine.text.counting import count
from matching.engine.text.tokens import key_of
from matching.engine.weights.statistics import SIDES, Statistics
from tests.engine.hard_texts import MARKETS
from tests.engine.market import DEMANDS, OFFERS


def of(documents: list[Document], side: Side) -> Statistics:
    return Statistics.of(count(documents), side)


def assert_same(found: Statistics, expected: Statistics) -> None:
    for each in fields(Statistics):
        one, other = getattr(found, each.name), getattr(expected, each.name)
        np.testing.assert_array_equal(one, other, err_msg=each.name)
        assert one.dtype == other.dtype == (np.uint64 if each.name == "keys" else np.int64)


def test_documents_are_counted_by_side_language_and_term() -> None:
    offers = [Document(1, "led led", body="pump"), Document(2, "电", body="led"), Document(3, "电")]
    demands = [Document(4, "pump"), Document(5)]
    market = Statistics.merged([of(offers, "offers"), of(demands, "demands")])
    assert market.keys.tolist() == [key_of("电"), *sorted([key_of("led"), key_of("pump")])]
    by_term = dict(zip(market.keys.tolist(), np.moveaxis(market.frequencies, 2, 0).tolist(), strict=True))
    assert by_term == {
        key_of("电"): [
            [1, 1],
            [0, 0],
        ],  # one offer has as much of both scripts, so it counts as one with spaces
        key_of("led"): [[2, 0], [0, 0]],
        key_of("pump"): [[1, 0], [1, 0]],
    }
    assert market.documents.tolist() == [[2, 1], [2, 0]]
    assert market.lengths.tolist() == [4, 0, 0, 2]
    assert market.filled.tolist() == [3, 0, 0, 2]
    assert market.mean_lengths().tolist() == [4 / 3, float("inf"), float("inf"), 1]


def test_a_demand_says_nothing_of_the_length_of_offers() -> None:
    found = of([Document(1, "led led", body="pump")], "demands")
    assert (found.lengths.tolist(), found.filled.tolist()) == ([0] * 4, [0] * 4)
    assert found.mean_lengths().tolist() == [float("inf")] * 4


@pytest.mark.slow
@given(MARKETS, st.sampled_from(SIDES), st.lists(st.integers(0, 6), max_size=4), st.randoms())
def test_the_sum_of_parts_is_the_whole_whatever_the_parts_are(
    documents: list[Document], side: Side, cuts: list[int], chance: Random
) -> None:
    edges = [0, *sorted(cuts), len(documents)]
    parts = [of(documents[start:end], side) for start, end in pairwise(edges)]
    chance.shuffle(parts)
    whole = of(documents, side)
    assert_same(Statistics.merged(parts), whole)
    assert_same(Statistics.merged([parts[0], Statistics.merged(parts[1:])]), whole)


def test_both_sides_add_up_in_either_order() -> None:
    parts = [of(list(OFFERS), "offers"), of(list(DEMANDS), "demands")]
    assert_same(Statistics.merged(parts), Statistics.merged(parts[::-1]))


def test_no_part_is_an_empty_market() -> None:
    nothing = Statistics.merged([])
    assert_same(nothing, of([], "offers"))
    assert nothing.mean_lengths().tolist() == [float("inf")] * 4
