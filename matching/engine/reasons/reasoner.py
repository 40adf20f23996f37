"""Reasons of pairs, with a cache: users look at the offers of a demand one after another, and the reverse."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from ..confidence.strength import Strengths
from ..text.documents import AT_ONCE, Document, batches
from ..text.memory import Memory
from .candidates import shared_candidates, shown, translated_candidates
from .reasons import Missing, Reasons
from .sides import Asking, Market, Offering, Question
from .silence import is_in, missing_of
from .specific import SpecificWords
from .translated import TranslatedPhrase
from .wording import Word

DEMANDS, OFFERS = 8, 64
"""Listings that are remembered."""
LONGEST = 10_000
"""The most code points of one that is remembered: each of its atoms takes half a kilobyte."""


Pair = tuple[Document, Document]
"""A demand and an offer."""
Properties = Mapping[Document, Sequence[str]]
"""The names of the requirements of demands, see ``Index.reasons``."""
NONE_NAMED: Properties = MappingProxyType({})
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

    def reasons_of_pairs(self, pairs: Iterable[Pair], properties: Properties) -> list[Reasons]:
        """The reasons of pairs with feedback, see ``Index.reasons_of_pairs``."""
        names = {demand: tuple(of_demand) for demand, of_demand in properties.items()}
        return self.reasons(
            (Question(demand, False, names.get(demand, ())), offer) for demand, offer in pairs
        )

    def _of_pair(self, asking: Asking, offering: Offering) -> Reasons:
        translated = offering.translations_of(asking)
        reader = self._market.reader
        found = [
            *shared_candidates(asking, offering, reader),
            *translated_candidates(asking, offering, reader, translated),
        ]
        reasons, mentions = shown(found, asking, offering, offering.score(asking), reader)
        return Reasons(reasons, _missing(asking, offering, translated), mentions)

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


def _missing(demand: Asking, offer: Offering, translated: Sequence[TranslatedPhrase]) -> tuple[Missing, ...]:
    """What the offer does not mention, see ``silence``."""
    said = {at for pair in translated for place in pair.in_demand for at in range(*place)}
    lacking = (demand.own_weights * (offer.held(demand) == 0)).tolist()
    are_alike = demand.wording.is_spaceless == offer.wording.is_spaceless

    def is_missing(word: Word) -> bool:
        atoms = range(word.first, word.stop)
        if is_in(word, demand.wording, offer.wording) or said.issuperset(atoms):
            return False
        return are_alike or demand.translatable.issuperset(atoms)

    def weight_of(first: int, stop: int) -> float:
        return float(sum(lacking[number] for number in demand.places.terms_in(first, stop)))

    return missing_of(demand.wording, demand.asked, is_missing=is_missing, weight_of=weight_of)
