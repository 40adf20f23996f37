"""Texts that repeat a word hundreds of times: a phrase is not looked for in each of its places."""

from collections.abc import Iterator

import pytest

from matching.engine.reasons.wording import Places
from tests.engine.reasons.market import reasons_of


class Counted(list[int]):
    """Places that count how often one of them is read."""

    read = 0

    def __iter__(self) -> Iterator[int]:
        for place in super().__iter__():
            Counted.read += 1
            yield place


def places_read(monkeypatch: pytest.MonkeyPatch, word: str, times: int) -> int:
    """How many places are read for two texts that repeat a word so often."""
    of_atoms, Counted.read = Places.of_atoms, 0
    with monkeypatch.context() as patch:
        patch.setattr(Places, "of_atoms", lambda places, key: Counted(of_atoms(places, key)))
        assert reasons_of(word * times, word * times).reasons
    return Counted.read


@pytest.mark.slow
@pytest.mark.parametrize("word", ["张力", "石墨烯", "lidar "])
def test_a_word_that_both_texts_repeat_is_not_compared_with_each_of_its_places(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert places_read(monkeypatch, word, 160) < 3 * places_read(monkeypatch, word, 80)
