"""The two sides of a pair as they are read for its reasons: wording, weights, words of the lexicon."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..confidence.said import Row
from ..confidence.strength import Strengths
from ..expansion.reading import Reading
from ..query_matrices import QueryMatrices, WeightParts
from ..text.counting import N_FIELDS
from ..text.documents import Document
from ..text.memory import Memory
from ..text.tokens import Tokens
from .generality import Generality
from .phrases import PhraseReader
from .shared import Slice
from .shares import Floats, TermPlaces
from .translated import Links, TranslatedPhrase, Translations, places_of, sources_of, translated_phrases
from .wording import Wording

Integers = npt.NDArray[np.int64]

LEAST_SCORE = 1e-9
"""Stands for the score of a demand with its own text if that is 0."""
REMEMBERED = 1 << 15
"""The most code points of the documents whose wordings are remembered: an atom takes half a kilobyte."""


class Market:
    """What reasons need of a market: its engine and feedback, and what follows from its dictionary.

    ``confidence`` remembers the documents that it read and weighed last.
    """

    def __init__(self, confidence: Strengths) -> None:
        self.confidence = confidence
        self.engine, self.feedback = confidence.engine, confidence.feedback
        self._wordings: Memory[Document, Wording] = Memory(REMEMBERED)

    @cached_property
    def reader(self) -> PhraseReader:
        return PhraseReader(Generality(self.engine))

    @cached_property
    def links(self) -> Links:
        return Links(self.engine.lexicon)

    def wording(self, document: Document) -> Wording:
        return self.wordings([document])[0]

    def wordings(self, documents: Sequence[Document]) -> list[Wording]:
        """The wording of each document. Raises as ``tokens`` does."""
        return self._wordings.each(documents, self._worded, lambda document, _wording: document.size)

    def _worded(self, documents: Sequence[Document]) -> list[Wording]:
        read = self.confidence.reader.documents(documents)
        found = Tokens.in_a_row([each.tokens for each in read], N_FIELDS)
        matches = self.engine.lexicon.matches(found).by_document(len(documents))
        return list(map(Wording, documents, read, matches))

    def weights(self, wordings: Sequence[Wording], without_feedback: bool) -> list[WeightParts]:
        """The query weights of demands with these wordings, in parts."""
        demands = [each.document for each in wordings]
        last = None if without_feedback else self.confidence.weigher.remembered(demands)
        if last:
            return [last.parts.parts_of(last.rows[each]) for each in demands]
        found = Tokens.in_a_row([each.found for each in wordings], N_FIELDS)
        sources = self.engine.lexicon.keys.size
        counts = [each.matches.by_text(N_FIELDS, sources) for each in wordings]
        reading = Reading.of(found, sparse.vstack(counts, format="csr"))
        parts = QueryMatrices.of(self.engine, self.feedback, reading, without_feedback=without_feedback)
        return list(map(parts.parts_of, range(len(demands))))

    def places(self, wording: Wording) -> TermPlaces:
        return TermPlaces(wording, self.engine.vocabulary.columns_of(wording.found.keys))


class Question(NamedTuple):
    """A demand, and how it is read: see ``Index.reasons``."""

    document: Document
    without_feedback: bool = False


@dataclass(frozen=True, eq=False)
class Asking:
    """A demand: its wording, its weights as an offer, its query weights in parts, its stretches of phrases.

    ``translations`` are the links of all words of the lexicon in it.
    """

    wording: Wording
    said: Row
    places: TermPlaces
    weights: WeightParts
    translations: Translations
    stretches: list[Slice]

    @classmethod
    def of_each(cls, questions: Sequence[Question], market: Market) -> list["Asking"]:
        """The side of each demand, all read at once. Either all are with feedback or none."""
        wordings = market.wordings([each.document for each in questions])
        weights = market.weights(wordings, any(each.without_feedback for each in questions))
        said = market.confidence.said.rows([each.document for each in questions])
        return [cls._of(*each, market) for each in zip(wordings, said, weights, strict=True)]

    @classmethod
    def _of(cls, wording: Wording, said: Row, parts: WeightParts, market: Market) -> "Asking":
        return cls(
            wording,
            said,
            market.places(wording),
            parts,
            market.links.translations_of(sources_of(wording)),
            list(market.reader.stretches(wording)),
        )

    @cached_property
    def own_weights(self) -> Floats:
        """The weights of the demand's own terms with feedback, float64 of the shape of ``places.columns``."""
        own, more = self.weights.own, self.weights.feedback_terms
        return np.array([own.get(at, 0.0) + more.get(at, 0.0) for at in self.columns])

    @cached_property
    def query(self) -> dict[int, float]:
        """All query weights by column: the sum of their products with document weights is the score."""
        total = dict(self.weights.own)
        for part in (self.weights.translations, self.weights.feedback_terms):
            for column, weight in part.items():
                total[column] = total.get(column, 0.0) + weight
        return total

    @cached_property
    def own_score(self) -> float:
        """own(d), the score of the demand with its own text, see ``confidence.strength``; above 0."""
        columns, weights = (each.tolist() for each in self.said)
        own: float = sum(
            weight * self.query.get(at, 0.0) for at, weight in zip(columns, weights, strict=True)
        )
        return max(own, LEAST_SCORE)

    @cached_property
    def columns(self) -> list[int]:
        """The columns of ``places``."""
        return self.places.columns.tolist()  # type: ignore[no-any-return]

    @cached_property
    def translatable(self) -> frozenset[int]:
        """The atoms in words that the lexicon translates."""
        known = set(self.translations.sources.tolist())
        return frozenset(_atoms(place for source in known for place in places_of(self.wording, source)))


@dataclass(frozen=True, eq=False)
class Offering:
    """An offer: its wording, and its document weights by column."""

    market: Market
    wording: Wording
    weights: dict[int, float]

    @classmethod
    def of_each(cls, documents: Sequence[Document], market: Market) -> list["Offering"]:
        """The side of each offer, all read at once."""
        rows = market.confidence.said.rows(documents)
        return [
            cls(market, wording, dict(zip(columns.tolist(), weights.tolist(), strict=True)))
            for wording, (columns, weights) in zip(market.wordings(documents), rows, strict=True)
        ]

    @cached_property
    def places(self) -> TermPlaces:
        return self.market.places(self.wording)

    def translations_of(self, asking: Asking) -> list[TranslatedPhrase]:
        """The words of a demand that the offer holds in the other language, with these translations."""
        return list(translated_phrases(asking.wording, asking.translations, self.wording))

    def score(self, asking: Asking) -> float:
        """The score of the pair, as ``Index.explain`` gives it."""
        return sum(weight * self.weights.get(column, 0.0) for column, weight in asking.query.items())

    def held(self, asking: Asking) -> Floats:
        """The document weights of the demand's terms, float64 of the shape of ``asking.places.columns``."""
        return np.array([self.weights.get(at, 0.0) for at in asking.columns])


def _atoms(slices: Iterable[Slice]) -> Iterable[int]:
    return (at for first, stop in slices for at in range(first, stop))
