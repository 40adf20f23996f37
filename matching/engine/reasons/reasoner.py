"""Reasons of pairs, with a cache: users look at the offers of a demand one after another, and the reverse."""

from collections.abc import Sequence
from functools import lru_cache

from ..expansion.feedback import Feedback
from ..model import Engine
from ..text.documents import Document
from .candidates import shared_candidates, shown, translated_candidates
from .reasons import Missing, Reasons
from .sides import Asking, Market, Offering, Question
from .silence import is_in, missing_of
from .specific import SpecificWords
from .translated import TranslatedPhrase
from .wording import Word

DEMANDS, OFFERS = 8, 64
"""Listings in the caches."""
LONGEST = 10_000
"""The most code points of a listing in a cache: each of its atoms takes half a kilobyte."""


class Reasoner:
    """Gives the reasons of pairs in one market. Threads may share it."""

    def __init__(self, engine: Engine, feedback: Feedback) -> None:
        self._market = Market(engine, feedback)
        self._asking = lru_cache(DEMANDS)(self._read_demand)
        self._offering = lru_cache(OFFERS)(self._read_offer)
        self.specific = SpecificWords(self._market)

    def __reduce__(self) -> tuple[type["Reasoner"], tuple[Engine, Feedback]]:
        """Pickle the reasoner without its caches."""
        return Reasoner, (self._market.engine, self._market.feedback)

    def reasons(
        self, *, demand: Document, offer: Document, without_feedback: bool, properties: Sequence[str]
    ) -> Reasons:
        """The reasons of a pair, see ``Index.reasons``."""
        question = Question(demand, without_feedback, tuple(properties))
        asking = (self._read_demand if demand.size > LONGEST else self._asking)(question)
        offering = (self._read_offer if offer.size > LONGEST else self._offering)(offer)
        translated = offering.translations_of(asking)
        reader = self._market.reader
        found = [
            *shared_candidates(asking, offering, reader),
            *translated_candidates(asking, offering, reader, translated),
        ]
        reasons = shown(found, asking, offering, offering.score(asking), reader)
        return Reasons(reasons, _missing(asking, offering, translated))

    def _read_demand(self, question: Question) -> Asking:
        return Asking.of(question, self._market)

    def _read_offer(self, document: Document) -> Offering:
        return Offering.of(document, self._market)


def _missing(demand: Asking, offer: Offering, translated: Sequence[TranslatedPhrase]) -> tuple[Missing, ...]:
    """What the offer does not mention, see ``silence``."""
    said = {at for pair in translated for place in pair.in_demand for at in range(*place)}
    lacking = (demand.own_weights * (offer.held(demand) == 0)).tolist()
    are_alike = demand.is_spaceless == offer.is_spaceless

    def is_missing(word: Word) -> bool:
        atoms = range(word.first, word.stop)
        if is_in(word, demand.wording, offer.wording) or said.issuperset(atoms):
            return False
        return are_alike or demand.translatable.issuperset(atoms)

    def weight_of(first: int, stop: int) -> float:
        return float(sum(lacking[number] for number in demand.places.terms_in(first, stop)))

    return missing_of(demand.wording, demand.asked, is_missing=is_missing, weight_of=weight_of)
