"""Why a pair has its score, in words a person can find in both texts.

The engine scores n-grams and stems; a reader wants phrases. So the characters of the demand that stand in
the offer too are cut, greedily from the left, into the longest phrases that both texts hold; each shared term
gives its part of the score in equal parts to the phrases in which it starts. Their sum stays the score.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import rjieba

from matching.engine.counting import Matrix
from matching.engine.documents import FIELDS, Document
from matching.engine.normalise import Normalised, normalise_with_offsets
from matching.engine.tokens import CHARACTERS, key_of, tokens
from matching.engine.vocabulary import Vocabulary

PARTICLES = "的了和与及或在为是对等"
"""Characters that neither begin nor end a phrase that means something."""

MAX_PHRASE = 32
"""Characters of the longest phrase that is named; a longer common passage is named in pieces."""

Span = tuple[str, int, int]
"""Field, start and end: a slice of ``document.text(field)``."""


@dataclass(frozen=True, slots=True)
class TermShare:
    """A word or phrase with the part of the score it gives, and every place where it stands in both texts.

    One that the best offers lent to the demand (see ``Feedback``) stands nowhere in the demand.
    """

    term: str
    share: float
    demand_spans: tuple[Span, ...]
    offer_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TermWeight:
    """A word that the demand asks for and the offer is silent on, with its share of what is asked."""

    term: str
    weight: float
    demand_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """``score`` is the sum of the shares of ``terms``; both lists are sorted, heaviest first."""

    score: float
    terms: tuple[TermShare, ...]
    unmatched: tuple[TermWeight, ...]


class Occurrence(NamedTuple):
    """A term where it stands: ``start:end`` is a slice of the normalised text of a field."""

    term: int
    start: int
    end: int


@dataclass(frozen=True)
class _Text:
    """The fields of a document, normalised, with their terms in place."""

    fields: dict[str, Normalised]
    found: dict[str, list[Occurrence]]

    @classmethod
    def of(cls, document: Document) -> "_Text":
        names = [name for name in FIELDS if document.text(name)]
        fields = {name: normalise_with_offsets(document.text(name)) for name in names}
        every = tokens([document.text(name) for name in names])
        edges = np.searchsorted(every.texts, np.arange(len(names) + 1)).tolist()
        columns = [column.tolist() for column in (every.keys, every.starts, every.ends)]
        found = {
            name: list(map(Occurrence, *(column[start:end] for column in columns)))
            for name, (start, end) in zip(names, pairwise(edges), strict=True)
        }
        return cls(fields, found)

    @cached_property
    def places(self) -> dict[int, list[tuple[str, Occurrence]]]:
        """For each term, where it occurs: field and occurrence."""
        places: dict[int, list[tuple[str, Occurrence]]] = defaultdict(list)
        for name, found in self.found.items():
            for occurrence in found:
                places[occurrence.term].append((name, occurrence))
        return places

    def columns(self, vocabulary: Vocabulary) -> dict[int, int]:
        """The term behind each column; of two that share one, the first."""
        terms = list(self.places)[::-1]
        columns = vocabulary.columns_of(np.array(terms, dtype=np.uint64))
        return dict(zip(columns.tolist(), terms, strict=True))

    def span(self, field: str, start: int, end: int) -> Span:
        return (field, *self.fields[field].span(start, end))

    def spans_of_text(self, phrase: str) -> tuple[Span, ...]:
        return tuple(
            self.span(name, at, at + len(phrase))
            for name, text in self.fields.items()
            for at in _positions(text.text, phrase)
        )

    def spans_of_term(self, term: int) -> tuple[Span, ...]:
        return tuple(self.span(name, o.start, o.end) for name, o in self.places.get(term, ()))


def explained(
    demand: Document,
    offer: Document,
    *,
    asked: Matrix,
    spoken: Matrix,
    vocabulary: Vocabulary,
    unmatched: int,
) -> Explanation:
    """Explains a pair from its weights: csr rows of shape (1, columns), and the columns of terms.

    Raises ValueError if ``unmatched`` is negative.
    """
    if unmatched < 0:
        raise ValueError("unmatched must not be negative")
    demand_text, offer_text = _Text.of(demand), _Text.of(offer)
    weights = dict(zip(asked.indices.tolist(), asked.data.tolist(), strict=True))
    presence = dict(zip(spoken.indices.tolist(), spoken.data.tolist(), strict=True))
    by_column = demand_text.columns(vocabulary)
    shares = {
        by_column[at]: weight * presence[at]
        for at, weight in weights.items()
        if at in presence and at in by_column
    }
    silent = {
        by_column[at]: weight for at, weight in weights.items() if at not in presence and at in by_column
    }
    lent = {
        at: weight * presence[at] for at, weight in weights.items() if at in presence and at not in by_column
    }
    found = [*_phrases(demand_text, offer_text, shares), *_lent(offer_text, lent, vocabulary)]
    found.sort(key=lambda each: (-each.share, each.term))
    return Explanation(
        sum(term.share for term in found), tuple(found), _missing(demand_text, silent)[:unmatched]
    )


def _lent(offer: _Text, shares: dict[int, float], vocabulary: Vocabulary) -> Iterator[TermShare]:
    """Words of the offer that the demand does not hold but asks for all the same, by their columns."""
    if shares:
        terms = offer.columns(vocabulary)
        for column, share in shares.items():
            term = terms[column]
            yield TermShare(_surface(offer, term), share, (), offer.spans_of_term(term))


def _phrases(demand: _Text, offer: _Text, shares: dict[int, float]) -> list[TermShare]:
    runs = {term: share for term, share in shares.items() if _is_gram(term)}
    found = [
        TermShare(_surface(demand, term), share, demand.spans_of_term(term), offer.spans_of_term(term))
        for term, share in shares.items()
        if term not in runs
    ]
    totals: dict[str, float] = defaultdict(float)
    spans: dict[str, list[Span]] = defaultdict(list)
    for name in demand.found:
        phrase_at = {}
        for start, end in _common(demand.fields[name].text, demand.found[name], runs, offer):
            phrase = demand.fields[name].text[start:end]
            spans[phrase].append(demand.span(name, start, end))
            phrase_at.update(dict.fromkeys(range(start, end), phrase))
        for occurrence in demand.found[name]:
            if occurrence.term in runs:
                part = runs[occurrence.term] / len(demand.places[occurrence.term])
                totals[phrase_at[occurrence.start]] += part
    found += [TermShare(p, total, tuple(spans[p]), offer.spans_of_text(p)) for p, total in totals.items()]
    return found


def _common(
    text: str, found: Iterable[Occurrence], shared: dict[int, float], offer: _Text
) -> Iterator[tuple[int, int]]:
    """Leftmost longest phrases of shared characters that the offer holds, as slices of ``text``."""
    single = {o.start for o in found if o.term in shared and o.end - o.start == 1}
    pairs = {o.start for o in found if o.term in shared and o.end - o.start == 2}
    known: dict[str, int] = {}
    end = 0
    for start in sorted(single | pairs):
        if start < end:
            continue
        reach = start
        while reach in pairs and reach - start < MAX_PHRASE - 1 and text[start] not in PARTICLES:
            reach += 1
        ahead = text[start : reach + 1]
        if ahead not in known:
            known[ahead] = _longest(ahead, offer)
        end = start + known[ahead]
        while end - start > 1 and text[end - 1] in PARTICLES:
            end -= 1
        yield start, end


def _longest(ahead: str, offer: _Text) -> int:
    """How many of the characters ahead stand together in the offer, from the first on."""
    ends = [(offer.fields[name].text, o.end) for name, o in offer.places.get(key_of(ahead[:2]), ())]
    length = min(2, len(ahead)) if ends else 1
    while length < len(ahead):
        ends = [(text, end + 1) for text, end in ends if text[end : end + 1] == ahead[length]]
        if not ends:
            break
        length += 1
    return length


def _missing(demand: _Text, silent: dict[int, float]) -> tuple[TermWeight, ...]:
    """The words of the demand by the weight of the silent terms inside them, heaviest first."""
    totals: dict[str, float] = defaultdict(float)
    spans: dict[str, list[Span]] = defaultdict(list)
    for name, text in demand.fields.items():
        word_at = _words(text.text, demand.found[name])
        touched = set()
        for occurrence in demand.found[name]:
            start, end = word_at[occurrence.start]
            if occurrence.term in silent and occurrence.end <= end:
                word = text.text[start:end]
                totals[word] += silent[occurrence.term] / len(demand.places[occurrence.term])
                touched.add((start, end))
        for start, end in sorted(touched):
            spans[text.text[start:end]].append(demand.span(name, start, end))
    found = [
        TermWeight(word, total, tuple(spans[word]))
        for word, total in totals.items()
        if _mostly_silent(word, silent)
    ]
    return tuple(sorted(found, key=lambda each: (-each.weight, each.term)))


def _mostly_silent(word: str, silent: dict[int, float]) -> bool:
    """Whether half of a word's 2-grams are silent: one is not enough, it may just join two shared words."""
    pairs = [key_of(a + b) for a, b in pairwise(word)] if _is_gram(key_of(word[:1])) else []
    return 2 * sum(pair in silent for pair in pairs) >= len(pairs)


def _words(text: str, found: Iterable[Occurrence]) -> dict[int, tuple[int, int]]:
    """For the place of each term, the word around it: jieba's for n-grams, the term itself for others."""
    around = {o.start: (o.start, o.end) for o in found}
    run = sorted(o.start for o in found if o.end - o.start == 1 and _is_gram(o.term))
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


def _positions(text: str, phrase: str) -> Iterator[int]:
    at = text.find(phrase)
    while at >= 0:
        yield at
        at = text.find(phrase, at + len(phrase))


def _surface(text: _Text, term: int) -> str:
    """How a document writes a stem or a number, the first time."""
    name, first = text.places[term][0]
    return text.fields[name].text[first.start : first.end]


def _is_gram(term: int) -> bool:
    """Whether a term is one or two characters of a script without spaces."""
    return term >> 60 <= CHARACTERS
