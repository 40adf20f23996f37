"""Whether an offer may answer a question at all, seen without reading its figures."""

from collections.abc import Sequence
from functools import lru_cache

from matching.requirements.likeness import PRICE
from matching.requirements.questions import Question
from matching.requirements.written import Words, words_of, written


def may_be_answered(question: Question, texts: Sequence[tuple[str, str]]) -> bool:
    """True unless no text has a unit of the kind, or no word of the property and no unit that tells it."""
    is_priced = question.name.is_price and any(field == PRICE for field, _ in texts)
    is_told = is_priced or question.is_told_by_unit or question.name.is_cycle
    return is_told or any(_names(question, text) for _, text in texts)


def _names(question: Question, text: str) -> bool:
    """True if the text has a word of the property, or may have its name in short."""
    words = _words_of(text)
    return question.name.is_hinted_in(words) or question.name.may_be_short_in(words)


@lru_cache(1024)
def _words_of(text: str) -> Words:
    return words_of(written(text).lower)
