"""The time of one piece, where a text says it without its name: one panel every 75 s, 每55秒下线一台."""

import re
from dataclasses import replace

from matching.requirements.questions import Question
from matching.requirements.statements import Statement
from matching.requirements.units import RATE, TIME, Unit

_ONE_EVERY = re.compile(r"\b(?:one|an?) (?:(?!is |are |was |were |must )[a-z-]+ ){1,5}every $")
_MADE = re.compile(r"(?:即|可|就)?(?:下线|产出|生产|出|完成|做|装配|加工)(?:[一1]|$)")
_LEAD = 80
"""How many characters before a value are looked at."""


def unit_of_a_piece(question: Question, said: Statement) -> Unit | None:
    """The time of one piece that a rate of one piece comes to; None if the question is about no such time."""
    quantity, unit = said.quantity, said.quantity.unit
    is_one = quantity.low == quantity.high == 1.0 and bool(unit.counted)
    if not (
        question.name.is_cycle and question.unit.dimensions == TIME and unit.dimensions == RATE and is_one
    ):
        return None
    return replace(unit, dimensions=TIME, factor=1 / unit.factor, counted=frozenset())


def is_of_a_piece(question: Question, said: Statement) -> bool:
    """True if the words, or a rate of one, say that one piece is made in the time."""
    if not question.name.is_cycle:
        return False
    if said.quantity.unit.dimensions == RATE:
        return True
    before = said.before.text
    return bool(
        _ONE_EVERY.search(before[-_LEAD:]) or (before.endswith("每") and _MADE.match(said.after.text))
    )
