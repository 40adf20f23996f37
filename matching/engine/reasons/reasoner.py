"""Reasons of pairs, with a cache: users look at the offers of a demand one after another, and the reverse."""

from collections.abc import Iterable, Sequence

from ..confidence.strength import Strengths
from ..explanation.positions import Span
from ..text.documents import AT_ONCE, Document, batches
from ..text.memory import Memory
from .candidates import shared_candidates, shown, translated_candidates
from .marks import marks_of
from .reasons import Missing, Reasons
from .sides import Asking, Market, Offering, Question
from .silence import missing_of
from .specific import SpecificWords

DEMANDS, OFFERS = 8, 64
"""Listings that are remembered."""
LONGEST = 10_000
"""The most code points of one that is remembered: each of its atoms takes half a kilobyte."""


Pair = tuple[Document, Document]
"""A demand and an offer."""
Asked = tuple[Question, Document]
"""A question and an offer."""


class Reasoner:
    """Gives the reasons of pairs in one market. Threads may share it."""

    def __init__(self, confidence: Strengths) -> None:
        self._market = Market(confidence)
        self._asking: Memory[Question, Asking] = Memory(DEMANDS)
        self._offering: Memory[Document, Offering] = Memory(OFFERS)
        self.specific = SpecificWords(self._market)

    def __reduce__(self) -> tuple[type["Reasoner"], tuple[Strengths]]:
        """Pickle the reasoner without what it remembers."""
        return Reasoner, (self._market.confidence,)

    def reasons(self, pairs: Iterable[Asked]) -> list[Reasons]:
        """The reasons of pairs of a question and an offer, all with feedback or none."""
        found: list[Reasons] = []
        for batch in batches(pairs, _size_of_pair, AT_ONCE):
            asking = self._read_demands([question for question, _offer in batch])
            offering = self._read_offers([offer for _question, offer in batch])
            found += map(self._of_pair, asking, offering)
        return found

    def missing(self, demand: Document, offer: Document, properties: Sequence[str]) -> tuple[Missing, ...]:
        """What an offer does not mention, see ``Index.missing``."""
        [asking], [offering] = self._read_demands([Question(demand)]), self._read_offers([offer])
        return missing_of(asking, offering, self._market, properties)

    def marks(self, query: Document, texts: Sequence[Document]) -> list[tuple[Span, ...]]:
        """Where texts hold the words of a query, see ``Index.marks``."""
        return marks_of(self._market, query, texts)

    def _of_pair(self, asking: Asking, offering: Offering) -> Reasons:
        reader = self._market.reader
        found = [
            *shared_candidates(asking, offering, reader),
            *translated_candidates(asking, offering, reader, offering.translations_of(asking)),
        ]
        return Reasons(*shown(found, asking, offering, offering.score(asking), reader))

    def _read_demands(self, questions: Sequence[Question]) -> list[Asking]:
        return self._asking.each(
            questions,
            lambda new: Asking.of_each(new, self._market),
            lambda question, _asking: _size(question.document, DEMANDS),
        )

    def _read_offers(self, documents: Sequence[Document]) -> list[Offering]:
        return self._offering.each(
            documents,
            lambda new: Offering.of_each(new, self._market),
            lambda document, _offering: _size(document, OFFERS),
        )


def _size_of_pair(pair: Asked) -> int:
    question, offer = pair
    return question.document.size + offer.size


def _size(document: Document, most: int) -> int:
    """1 for a document that may be remembered, more than fits for a long one."""
    return 1 if document.size <= LONGEST else most + 1
