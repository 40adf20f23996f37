"""Missing terms: the words of a demand that an offer does not mention, worth asking its owner about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import rjieba

from ..text.keys import is_gram
from .positions import Occurrence, PositionedText, Span


@dataclass(frozen=True, slots=True)
class MissingTerm:
    """A word of the demand that the offer does not mention, with its share of the query weights."""

    term: str
    weight: float
    demand_spans: tuple[Span, ...]


@dataclass(slots=True)
class _Word:
    """A word of the demand: its missing weight, its spans, and its pairs of characters in all and missing."""

    weight: float = 0
    spans: list[Span] = field(default_factory=list)
    pairs: int = 0
    missing_pairs: int = 0

    def is_missing(self) -> bool:
        """True if it has missing terms, and at least half of its pairs of characters are missing.

        One missing pair is not enough in a longer word: it may join two words that the offer has.
        """
        return bool(self.spans) and 2 * self.missing_pairs >= self.pairs


def missing_terms_of(demand: PositionedText, missing: dict[int, float]) -> list[MissingTerm]:
    """The missing words of the demand by the sum of the weights of missing terms in them, heaviest first.

    ``missing`` holds the query weight of each term of the demand that the offer lacks.
    """
    words: dict[str, _Word] = defaultdict(_Word)
    for name in demand.fields:
        _add_field(demand, name, missing, words)
    kept = ((term, word) for term, word in words.items() if word.is_missing())
    found = [MissingTerm(term, word.weight, tuple(word.spans)) for term, word in kept]
    return sorted(found, key=lambda each: (-each.weight, each.term))


def _add_field(demand: PositionedText, name: str, missing: dict[int, float], words: dict[str, _Word]) -> None:
    """Add the words of one field."""
    text, found = demand.fields[name].text, demand.found[name]
    word_at, touched = _words(text, found), set()
    for term, first, last in found:
        start, end = word_at[first]
        if last > end:
            continue
        word = words[text[start:end]]
        is_pair = last - first == 2 and is_gram(term)
        word.pairs += is_pair
        if term in missing:
            word.missing_pairs += is_pair
            word.weight += missing[term] / len(demand.positions[term])
            touched.add((start, end))
    for start, end in sorted(touched):
        words[text[start:end]].spans.append(demand.span(name, start, end))


def _words(text: str, found: Iterable[Occurrence]) -> dict[int, tuple[int, int]]:
    """The word around each start of a term, as a slice: jieba's word for n-grams, else the term itself."""
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
