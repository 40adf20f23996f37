"""Explanations: the score of a pair as a sum over phrases that a reader finds in both texts.

The engine scores n-grams and stems, but readers expect phrases. So the shared characters of the demand are
cut, greedily from the left, into the longest phrases that the offer contains too. The share of an n-gram is
divided equally among its occurrences in the demand, and each part goes to the phrase in which the occurrence
begins. The sum remains the score.
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
"""Particles: characters that neither begin nor end a phrase of two or more characters."""

MAX_PHRASE = 32
"""The most characters of a phrase. A longer passage in both texts becomes several phrases."""


@dataclass(frozen=True, slots=True)
class TermShare:
    """A word or phrase with its share of the score, and its spans in both texts.

    A translated one is written ``锂电池 = lithium battery``. A feedback term has no spans in the demand.
    """

    term: str
    share: float
    demand_spans: tuple[Span, ...]
    offer_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of a pair. ``score`` is the sum of the shares of ``terms``.

    ``terms`` are sorted by falling share, ``missing_terms`` by falling weight.
    """

    score: float
    terms: tuple[TermShare, ...]
    missing_terms: tuple[MissingTerm, ...]


@dataclass(frozen=True, slots=True)
class QueryParts:
    """The query weights of a demand in parts: its own terms, translations, and feedback terms.

    ``own`` and ``feedback_terms`` hold weights by column. ``origins`` holds, for each translated column, the
    weight that each source of the lexicon contributes. ``positions`` returns the occurrences of a source in
    the demand as (number of the field, start, end).
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
    """Explain a pair from the query weights of the demand and, by column, the document weights of the offer.

    ``max_missing`` is the most missing terms to list. Raises ValueError if it is negative.
    """
    if max_missing < 0:
        raise ValueError("max_missing must not be negative")
    demand_terms, offer_terms = demand.columns(vocabulary), offer.columns(vocabulary)
    split = _Split.of(query_weights, document_weights, demand_terms, offer_terms)
    translations = list(_translations(demand, offer, query_weights, document_weights, offer_terms))
    feedback_terms = [
        TermShare(offer.surface_form(at), share, (), offer.spans_of_term(at))
        for at, share in split.feedback_terms.items()
    ]
    found = [*_phrases(demand, offer, split.shared), *translations, *feedback_terms]
    found.sort(key=lambda each: (-each.share, each.term))
    missing = _missing(demand, split.missing, translations, max_missing)
    return Explanation(sum(term.share for term in found), tuple(found), missing)


class _Split(NamedTuple):
    """The query terms of a demand, split by what an offer holds.

    ``shared`` holds shares of the score by term, ``missing`` the query weights of terms that the offer lacks:
    both of terms in the demand. ``feedback_terms`` holds shares of the score of terms in the offer only.
    """

    shared: dict[int, float]
    missing: dict[int, float]
    feedback_terms: dict[int, float]

    @classmethod
    def of(
        cls,
        query_weights: QueryParts,
        document_weights: Mapping[int, float],
        demand_terms: Mapping[int, int],
        offer_terms: Mapping[int, int],
    ) -> "_Split":
        in_demand = {
            at: query_weights.own.get(at, 0) + query_weights.feedback_terms.get(at, 0)
            for at in (query_weights.own | query_weights.feedback_terms)
            if at in demand_terms
        }
        added = query_weights.feedback_terms.keys() & document_weights.keys() - in_demand.keys()
        return cls(
            {
                demand_terms[at]: weight * document_weights[at]
                for at, weight in in_demand.items()
                if at in document_weights
            },
            {demand_terms[at]: weight for at, weight in in_demand.items() if at not in document_weights},
            {offer_terms[at]: query_weights.feedback_terms[at] * document_weights[at] for at in added},
        )


def _missing(
    demand: PositionedText, missing: dict[int, float], translations: Iterable[TermShare], most: int
) -> tuple[MissingTerm, ...]:
    """The heaviest missing terms, at most ``most``, without those that the offer holds in the other language.

    The offer holds a word in the other language if each of its spans lies inside a translated one.
    """
    if not most:
        return ()
    translated = SpanSet(span for each in translations for span in each.demand_spans)
    found = missing_terms_of(demand, missing)
    words = (each for each in found if not all(map(translated.covers, each.demand_spans)))
    return tuple(islice(words, most))


def _translations(
    demand: PositionedText,
    offer: PositionedText,
    query_weights: QueryParts,
    document_weights: Mapping[int, float],
    offer_terms: Mapping[int, int],
) -> Iterator[TermShare]:
    """Words of the demand that the offer holds in the other language, as ``word = translation``."""
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
    """The longest slice of a text in which occurrences of the terms follow each other."""
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
    """The shared words and phrases. ``shares`` holds the share of the score of each shared term."""
    runs = {term: share for term, share in shares.items() if is_gram(term)}
    found = [
        TermShare(demand.surface_form(term), share, demand.spans_of_term(term), offer.spans_of_term(term))
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
    """The leftmost longest phrases of shared characters that the offer holds, as slices of ``text``."""
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
    """The length of the longest prefix of ``ahead`` that the offer contains."""
    ends = [(offer.fields[name].text, o.end) for name, o in offer.positions.get(key_of(ahead[:2]), ())]
    length = min(2, len(ahead)) if ends else 1
    while length < len(ahead):
        ends = [(text, end + 1) for text, end in ends if text[end : end + 1] == ahead[length]]
        if not ends:
            break
        length += 1
    return length
