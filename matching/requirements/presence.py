"""Whether an offer may answer a question at all, seen without reading its figures."""

from collections.abc import Sequence
from functools import lru_cache

from matching.requirements.intervals import Operator
from matching.requirements.likeness import COMMON, PRICE
from matching.requirements.questions import Question
from matching.requirements.terms import Words, words_of
from matching.requirements.unit_reading import dimensions_of
from matching.requirements.units import UNITS
from matching.requirements.written import written

_TOLD_BY_NAME = dimensions_of("dB", "Pa·m^3/s")
"""Dimensions whose units tell by their name what they measure."""


def may_be_answered(question: Question, texts: Sequence[tuple[str, str]]) -> bool:
    """True unless no text has a unit of the kind, or no word of the property and no unit that tells it."""
    is_priced = question.name.is_price and any(field == PRICE for field, _ in texts)
    return is_priced or _is_told_by_unit(question) or any(_names(question, text) for _, text in texts)


def _is_told_by_unit(question: Question) -> bool:
    """True if a value may answer without a word of the property: by its unit, its range, what it counts."""
    unit = question.unit
    if question.name.told(unit) or unit.dimensions in _TOLD_BY_NAME or not unit.counted <= UNITS.keys():
        return True
    is_rate = bool(unit.dimensions) and all(power < 0 for _, power in unit.dimensions)
    is_rare = len(unit.dimensions) > 1 and unit.dimensions not in COMMON
    return is_rate or is_rare or question.operator is Operator.BETWEEN


def _names(question: Question, text: str) -> bool:
    """True if the text has a word of the property, or may have its name in short."""
    words = _words_of(text)
    return bool(question.name.likeness(words)) or question.name.may_be_short_in(words)


@lru_cache(1024)
def _words_of(text: str) -> Words:
    return words_of(written(text).lower)
