"""Sort keys are in the order of scores, then of ids, and convert back to both."""

from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.search.ranking import Ranking, top_keys

HITS = st.lists(st.floats(0, 2**20, width=32), min_size=1, max_size=20)


@given(HITS, st.randoms(use_true_random=False))
def test_keys_lie_in_the_order_of_the_hits_and_are_read_back(scores: list[float], random: Random) -> None:
    numbers = [7 * at - 30 for at in range(len(scores))]
    random.shuffle(numbers)
    ranking = Ranking.of(np.array(numbers))
    keys = ranking.keys(np.array(scores, np.float32), np.arange(len(scores)))
    read_scores, ids = ranking.read(top_keys(keys[None], len(scores))[0])
    hits = sorted((-score, number) for score, number in zip(scores, numbers, strict=True) if score)
    hits += [(0, -1)] * (len(scores) - len(hits))
    assert list(zip((-read_scores).tolist(), ids.tolist(), strict=True)) == hits
