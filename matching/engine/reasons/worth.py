"""The worth of a reason: how likely a person is to accept it, learnt from reasons that people judged.

    worth = 1 / (1 + exp(-(2.6 + 0.9 s + 0.9 ln a + 1.6 ln n - 0.04 ln (u + 0.01))))

s is the number of specific words in the phrase, at most 2; a is the part that it has of the score of the
demand with its own text; n is the number of reasons that the pair would have if all were worth showing; u
tells how often the general language uses its rarest word, in occurrences in a million words. Of the two
texts, that with the smaller s and the larger u counts. It is a logistic regression on judged reasons:
``tests/quality/test_worth.py`` fits it again, and tells what it reaches on a round of judgements left out.

What stands as it is in the title or keywords of both listings is shown without it: both say that this is what
they are about. So is a pair of the union's glossary.
"""

from math import exp, log

from .candidate import Candidate
from .phrases import FOREMOST, PhraseReader
from .shared import Side
from .sides import Asking, Offering
from .wording import FIGURE

LEAST = 0.87
"""Reasons that are worth less are not shown."""
MOST_SPECIFIC = 2
"""The most specific words that count."""


def is_worth_showing(
    candidate: Candidate, demand: Asking, offer: Offering, reader: PhraseReader, reasons: int
) -> bool:
    """True if a person is likely to accept one of so many reasons."""
    if candidate.is_granted or _is_foremost(candidate, demand, offer):
        return True
    return worth(candidate, demand, offer, reader, reasons) >= LEAST


def worth(candidate: Candidate, demand: Asking, offer: Offering, reader: PhraseReader, reasons: int) -> float:
    """The worth of a candidate with a share above 0, one of so many of its pair: between 0 and 1."""
    sides = (demand.wording, candidate.in_demand), (offer.wording, candidate.in_offer)
    specific = min(_specific_words(side, reader) for side in sides)
    uses = max(_uses(side, reader) for side in sides)
    return chance_of(specific, candidate.share / demand.own_score, reasons, uses)


def chance_of(specific: int, part: float, reasons: int, uses: float) -> float:
    """The formula of the module: s, a, n and u in this order."""
    specific = min(specific, MOST_SPECIFIC)
    odds = 2.6 + 0.9 * specific + 0.9 * log(part) + 1.6 * log(reasons) - 0.04 * log(uses + 0.01)
    return 1 / (1 + exp(-odds))


def _is_foremost(candidate: Candidate, demand: Asking, offer: Offering) -> bool:
    """True if both listings have a phrase in their titles or keywords, in the same language."""
    sides = (demand.wording, candidate.in_demand), (offer.wording, candidate.in_offer)
    return not candidate.is_translated and all(
        any(wording.fields[first] in FOREMOST for first, _stop in places) for wording, places in sides
    )


def _specific_words(side: Side, reader: PhraseReader) -> int:
    wording, places = side
    return sum(not reader.is_general(word, wording) for word in wording.words_in(*places[0]))


def _uses(side: Side, reader: PhraseReader) -> float:
    """Occurrences in a million words of the rarest word of a phrase; 0 for numbers alone."""
    wording, places = side
    words = [word for word in wording.words_in(*places[0]) if word.script != FIGURE]
    return min((reader.uses(word, wording) for word in words), default=0.0)
