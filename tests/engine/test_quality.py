"""The least nDCG@10 on real labelled collections with the default configuration. About ten seconds."""

import pytest

from matching.engine import evaluation
from tests.data import ABSENT, COLLECTIONS


@pytest.mark.parametrize(
    ("collection", "judged_only", "bar"),
    [("df359-dev", True, 0.69), ("npl", False, 0.45), ("cranfield", False, 0.42)],
)
def test_the_ten_best_are_as_good_as_was_promised(collection: str, judged_only: bool, bar: float) -> None:
    folder = COLLECTIONS / collection
    if not folder.is_dir():
        pytest.skip(ABSENT)
    assert evaluation.evaluate(folder, judged_only=judged_only).ndcg_at_10 >= bar
