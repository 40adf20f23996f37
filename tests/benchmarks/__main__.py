"""``python -m tests.benchmarks``: match quality and speed, each against scikit-learn in the same run."""

import sys
import time
from collections.abc import Callable

from matching.engine import Engine, Index, beir
from tests.benchmarks.peers import plain_pairs, plain_weights
from tests.benchmarks.real_listings import K, listings
from tests.data import ABSENT, COLLECTIONS, DATA, LISTINGS

LABELLED = {"df359-dev": True, "npl": False, "cranfield": False}
"""The labelled collections, and whether only judged documents are ranked."""

ROUNDS = 3


def quality() -> None:
    print(f"{'nDCG@10':<12}{'engine':>9}{'scikit-learn as it comes':>27}")
    for name, judged_only in LABELLED.items():
        collection = beir.read(COLLECTIONS / name)
        ours = beir.rank(collection, judged_only=judged_only)
        weights = plain_weights(collection.queries, collection.documents)
        theirs = beir.ranked(collection, *weights, judged_only=judged_only)
        figures = [beir.measure(collection.grades, ranking).ndcg_at_10 for ranking in (ours, theirs)]
        print(f"{name:<12}{figures[0]:>9.3f}{figures[1]:>27.3f}")


def speed() -> None:
    """Text in memory to the ten best offers of every demand; the best of some rounds."""
    offers, demands = listings(LISTINGS, "offers"), listings(LISTINGS, "demands")

    def ours() -> None:
        Index.build(Engine.fit(offers, demands), offers, demands).best_offers(demands, K)

    def theirs() -> None:
        plain_pairs(demands, offers, K)

    mine, plain = best(ours), best(theirs)
    print(f"\n{len(demands)} demands, {len(offers)} offers, {K} best each, from text to pairs")
    print(f"engine {mine:.2f} s, TfidfVectorizer and linear_kernel {plain:.2f} s, ratio {plain / mine:.2f}")


def best(work: Callable[[], None]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


if __name__ == "__main__":
    if not DATA.is_dir():
        sys.exit(ABSENT)
    quality()
    speed()
