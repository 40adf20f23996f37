"""The words of a demand that an offer is silent on: what to ask its owner."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import rjieba

from ..text.keys import is_gram
from .positions import Occurrence, PositionedText, Span


@dataclass(frozen=True, slots=True)
class MissingTerm:
    """A word that the demand asks for and the offer is silent on, with its share of what is asked."""

    term: str
    weight: float
    demand_spans: tuple[Span, ...]


@dataclass(slots=True)
class _Word:
    """What was found of a word: its silent terms, weight and places, and how many pairs of characters."""

    weight: float = 0
    spans: list[Span] = field(default_factory=list)
    pairs: int = 0
    silent_pairs: int = 0

    def is_silent(self) -> bool:
        """Whether half of its pairs are silent: one is not enough, it may just join two shared words."""
        return bool(self.spans) and 2 * self.silent_pairs >= self.pairs


def missing_terms_of(demand: PositionedText, silent: dict[int, float]) -> list[MissingTerm]:
    """The words of the demand by the weight of the silent terms inside them, heaviest first."""
    words: dict[str, _Word] = defaultdict(_Word)
    for name in demand.fields:
        _look(demand, name, silent, words)
    kept = ((term, word) for term, word in words.items() if word.is_silent())
    found = [MissingTerm(term, word.weight, tuple(word.spans)) for term, word in kept]
    return sorted(found, key=lambda each: (-each.weight, each.term))


def _look(demand: PositionedText, name: str, silent: dict[int, float], words: dict[str, _Word]) -> None:
    """Adds to the words what stands in one field."""
    text, found = demand.fields[name].text, demand.found[name]
    word_at, touched = _words(text, found), set()
    for term, first, last in found:
        start, end = word_at[first]
        if last > end:
            continue
        word = words[text[start:end]]
        is_pair = last - first == 2 and is_gram(term)
        word.pairs += is_pair
        if term in silent:
            word.silent_pairs += is_pair
            word.weight += silent[term] / len(demand.positions[term])
            touched.add((start, end))
    for start, end in sorted(touched):
        words[text[start:end]].spans.append(demand.span(name, start, end))


def _words(text: str, found: Iterable[Occurrence]) -> dict[int, tuple[int, int]]:
    """For the place of each term, the word around it: jieba's for n-grams, the term itself for others."""
    around = {o.start: (o.start, o.end) for o in found}
    run = sorted(o.start for o in found if o.end - o.start == 1 and is_gram(o.term))
    for start, end in _stretches(run):
        at = start
        for word in rjieba.cut(text[start:end]):
            around.update(dict.fromkeys(range(at, at + len(word)), (at, at + len(word))))
            at += len(word)
    return around


def _stretches(positions: list[int]) -> Iterator[tuple[int, int]]:
    """Slices of consecutive positions."""
    start = previous = None
    for position in positions:
        if previous is None or position != previous + 1:
            if start is not None and previous is not None:
                yield start, previous + 1
            start = position
        previous = position
    if start is not None and previous is not None:
        yield start, previous + 1
