"""What a memory keeps, how much of it, and what it asks for only once."""

from collections.abc import Sequence

import pytest

from matching.engine.text import memory
from matching.engine.text.memory import Memory


class Lengths:
    """Computes the lengths of words, and notes for which words it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, words: Sequence[str]) -> list[int]:
        self.asked.append(list(words))
        return [len(word) for word in words]


def each(found: Memory[str, int], words: Sequence[str], of: Lengths) -> list[int]:
    return found.each(words, of, lambda _word, length: length)


def test_a_memory_forgets_what_was_not_asked_for_longest() -> None:
    found: Memory[str, int] = Memory(10)
    found.remember([("a", 1, 4), ("b", 2, 4), ("too large", 3, 11)])
    assert found.recall(["a", "too large"]) == {"a": 1}
    found.remember([("c", 4, 4), ("a", 9, 4)])
    assert found.recall(["a", "b", "c"]) == {"a": 1, "c": 4}


def test_values_without_a_size_are_not_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_VALUES", 2)
    found: Memory[str, int] = Memory(10)
    found.remember([("a", 1, 0), ("b", 2, 0), ("c", 3, 0)])
    assert found.recall(["a", "b", "c"]) == {"b": 2, "c": 3}


def test_what_is_not_remembered_is_computed_together_and_once() -> None:
    found, lengths = Memory[str, int](10), Lengths()
    assert each(found, ["pump", "seal", "pump"], lengths) == [4, 4, 4]
    assert each(found, ["valve", "pump"], lengths) == [5, 4]
    assert each(found, ["pump"], lengths) == [4]
    assert each(found, [], lengths) == []
    assert lengths.asked == [["pump", "seal"], ["valve"]]


def test_values_of_more_new_keys_than_are_taken_at_once_are_not_remembered() -> None:
    found, lengths = Memory[str, int](100, at_once=2), Lengths()
    each(found, ["pump"], lengths)
    for _ in range(2):
        assert each(found, ["pump", "seal", "valve", "hose"], lengths) == [4, 4, 5, 4]
    assert lengths.asked == [["pump"], *[["seal", "valve", "hose"]] * 2]
