"""Why a pair has its score, in words a person can find in both texts.

The engine scores n-grams and stems; a reader wants phrases. So the characters of the demand that stand in
the offer too are cut, greedily from the left, into the longest phrases that both texts hold; each shared term
gives its part of the score in equal parts to the phrases in which it starts. Their sum stays the score.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from ..text.documents import FIELDS
from ..text.keys import is_gram
from ..text.tokens import key_of
from ..weights.vocabulary import Vocabulary
from .missing_terms import MissingTerm, missing_terms_of
from .positions import Occurrence, PositionedText, Span
from .spans import SpanSet

PARTICLES = "的了和与及或在为是对等"
"""Characters that neither begin nor end a phrase that means something."""

MAX_PHRASE = 32
"""Characters of the longest phrase that is named; a longer common passage is named in pieces."""


@dataclass(frozen=True, slots=True)
class TermShare:
    """A word or phrase with the part of the score it gives, and every place where it stands in both texts.

    One of the other language is written ``锂电池 = lithium battery``. One that the best offers lent to the
    demand (see ``Feedback``) stands nowhere in the demand.
    """

    term: str
    share: float
    demand_spans: tuple[Span, ...]
    offer_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """``score`` is the sum of the shares of ``terms``; both lists are sorted, heaviest first."""

    score: float
    terms: tuple[TermShare, ...]
    missing_terms: tuple[MissingTerm, ...]


@dataclass(frozen=True, slots=True)
class QueryParts:
    """What a demand asks for, by column: in its own words, in the other language, and what was lent to it.

    ``origins`` tell for each translated column how much each source gave; a source's slices of the demand's
    fields, by their number, are ``positions``.
    """

    own: dict[int, float]
    origins: dict[int, dict[int, float]]
    feedback_terms: dict[int, float]
    positions: Callable[[int], list[tuple[int, int, int]]]


def explain_pair(
    demand: PositionedText,
    offer: PositionedText,
    *,
    query_weights: QueryParts,
    document_weights: Mapping[int, float],
    vocabulary: Vocabulary,
    max_missing: int,
) -> Explanation:
    """Explains a pair from what is asked and, by column, how much the offer speaks of it.

    Raises ValueError if ``max_missing`` is negative.
    """
    if max_missing < 0:
        raise ValueError("unmatched must not be negative")
    demand_terms, offer_terms = demand.columns(vocabulary), offer.columns(vocabulary)
    answer = _Answer.to(query_weights, document_weights, demand_terms, offer_terms)
    translations = list(_translations(demand, offer, query_weights, document_weights, offer_terms))
    feedback_terms = [
        TermShare(offer.surface(at), share, (), offer.spans_of_term(at))
        for at, share in answer.feedback_terms.items()
    ]
    found = [*_phrases(demand, offer, answer.shared), *translations, *feedback_terms]
    found.sort(key=lambda each: (-each.share, each.term))
    missing = _missing(demand, answer.silent, translations, max_missing)
    return Explanation(sum(term.share for term in found), tuple(found), missing)


class _Answer(NamedTuple):
    """What an offer says to what is asked, by term: shares of the score, and weights of what it is silent on.

    ``shared`` and ``silent`` are terms of the demand, ``feedback_terms`` are terms of the offer only.
    """

    shared: dict[int, float]
    silent: dict[int, float]
    feedback_terms: dict[int, float]

    @classmethod
    def to(
        cls,
        query_weights: QueryParts,
        document_weights: Mapping[int, float],
        demand_terms: Mapping[int, int],
        offer_terms: Mapping[int, int],
    ) -> "_Answer":
        held = {
            at: query_weights.own.get(at, 0) + query_weights.feedback_terms.get(at, 0)
            for at in (query_weights.own | query_weights.feedback_terms)
            if at in demand_terms
        }
        added = query_weights.feedback_terms.keys() & document_weights.keys() - held.keys()
        return cls(
            {
                demand_terms[at]: weight * document_weights[at]
                for at, weight in held.items()
                if at in document_weights
            },
            {demand_terms[at]: weight for at, weight in held.items() if at not in document_weights},
            {offer_terms[at]: query_weights.feedback_terms[at] * document_weights[at] for at in added},
        )


def _missing(
    demand: PositionedText, silent: dict[int, float], translations: Iterable[TermShare], most: int
) -> tuple[MissingTerm, ...]:
    """The heaviest words, ``most`` at most, that the offer does not say in the other language either.

    It says a word if each of its places lies inside a translated one.
    """
    if not most:
        return ()
    said = SpanSet(span for each in translations for span in each.demand_spans)
    words = (each for each in missing_terms_of(demand, silent) if not all(map(said.hold, each.demand_spans)))
    return tuple(islice(words, most))


def _translations(
    demand: PositionedText,
    offer: PositionedText,
    query_weights: QueryParts,
    document_weights: Mapping[int, float],
    offer_terms: Mapping[int, int],
) -> Iterator[TermShare]:
    """Words of the demand that stand in the offer in the other language, ``word = its translation there``."""
    columns_of: dict[int, dict[int, float]] = defaultdict(dict)
    for column in query_weights.origins.keys() & document_weights.keys():
        for source, weight in query_weights.origins[column].items():
            columns_of[source][column] = weight * document_weights[column]
    for source, shares in columns_of.items():
        slices = query_weights.positions(source)
        number, start, end = slices[0]
        word = demand.fields[FIELDS[number]].text[start:end]
        terms = [offer_terms[column] for column in shares]
        spans = tuple(span for term in terms for span in offer.spans_of_term(term))
        label = f"{word} = {_longest_passage(offer, terms)}"
        yield TermShare(label, sum(shares.values()), demand.spans_of_slices(slices), spans)


def _longest_passage(text: PositionedText, terms: list[int]) -> str:
    """The longest slice of a text in which the terms stand one after another."""
    best = ""
    positions = sorted((name, o.start, o.end) for term in terms for name, o in text.positions[term])
    field, start, end = "", 0, 0
    for name, first, last in positions:
        if name == field and first <= end + 1:
            end = max(end, last)
        else:
            field, start, end = name, first, last
        best = max(best, text.fields[field].text[start:end], key=len)
    return best


def _phrases(demand: PositionedText, offer: PositionedText, shares: dict[int, float]) -> list[TermShare]:
    runs = {term: share for term, share in shares.items() if is_gram(term)}
    found = [
        TermShare(demand.surface(term), share, demand.spans_of_term(term), offer.spans_of_term(term))
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
                part = runs[occurrence.term] / len(demand.positions[occurrence.term])
                totals[phrase_at[occurrence.start]] += part
    found += [TermShare(p, total, tuple(spans[p]), offer.spans_of_text(p)) for p, total in totals.items()]
    return found


def _common(
    text: str, found: Iterable[Occurrence], shared: dict[int, float], offer: PositionedText
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


def _longest(ahead: str, offer: PositionedText) -> int:
    """How many of the characters ahead stand together in the offer, from the first on."""
    ends = [(offer.fields[name].text, o.end) for name, o in offer.positions.get(key_of(ahead[:2]), ())]
    length = min(2, len(ahead)) if ends else 1
    while length < len(ahead):
        ends = [(text, end + 1) for text, end in ends if text[end : end + 1] == ahead[length]]
        if not ends:
            break
        length += 1
    return length
