"""How well the words around a statement name the property that is asked for."""

import math
import re
from dataclasses import dataclass

from matching.requirements.cycles import is_of_a_piece
from matching.requirements.intervals import Operator
from matching.requirements.questions import COMMON, Question
from matching.requirements.statements import Statement
from matching.requirements.terms import Term, implied_by
from matching.requirements.units import GENERIC, TEMPERATURE, TIME, UNITS, Unit
from matching.requirements.written import words_of

SURE = 0.6
"""How much of a property's name the words have to hold for a verdict that speaks against an offer."""
WIDE, TELLING, SHORT, HALF, LARGE = 0.35, 0.5, 0.6, 0.35, 0.8
"""What the sentence around counts, the unit, a name in short; a half likeness, a nearly whole one."""
COUNTED, COMPOUND, ALONE, RARE, ALIKE, SPAN, CONTEXT = 0.25, 0.15, 0.1, 0.35, 0.35, 0.35, 0.2
CONDITION, UNITLESS = 0.2, 0.15
INHERITED = 0.8
"""What a name next to another value of the sentence counts: their strength is 12 MPa, ours 9 MPa."""
ANOTHER = 0.5
"""What is left of a likeness if the words measure the same of another thing."""
NEAR = 10.0
"""A unit alone is evidence only if the value lies within this ratio of the one asked for."""
PRICE = "price"
"""The name of the text that is a price: an amount in it needs no words."""


@dataclass(frozen=True)
class Fit:
    """A statement with the unit in which it can answer the question."""

    field: str
    said: Statement
    unit: Unit


def likeness_of(question: Question, fit: Fit) -> float | None:
    """How surely the words name the property: from 0 to about 2. None if they name another property."""
    name, said = question.name, fit.said
    wide = name.likeness(said.sentence.words)
    price = SURE if fit.field == PRICE and fit.unit.is_money and name.is_price else 0.0
    told = TELLING * name.told(fit.unit)
    if is_of_a_piece(question, said):
        return 1.0
    if not (wide or price or told or fit.unit.counted or name.name[:1] in said.sentence.lower):
        return 0.0  # most statements: what stands near the quantity is not even read
    near = _near(question, fit)
    if near is None:
        return None
    around = WIDE * max(0.0, wide - near) if near or _is_named_in_sentence(question, fit) else 0.0
    return near + around + price + told


_OWN_NAME = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,6}?(?<![到至升降])[为是达约:： ]*$")
"""A short Chinese name right before a value: it is the value of that."""
_RESTATED = re.compile(r"折合|折算|相当|即")
_OF = re.compile(r" ?of [a-z-]+(?: [a-z-]+)?")


def _is_named_in_sentence(question: Question, fit: Fit) -> bool:
    """True if the sentence says what is measured, and not that there is none. A time may have a verb."""
    name, said = question.name, fit.said
    is_implied = _is_implied(name.head, fit.unit)
    is_restated = name.has_context(said.before) or _RESTATED.search(said.before.text)
    if _OWN_NAME.search(said.before.text) and not (is_implied or is_restated):
        return False  # 沸点310 °C，熔点待测
    is_headed = is_implied or name.has_head(said.sentence.words, fit.unit)
    return is_headed and not name.is_denied(said.sentence.lower)


def _is_implied(head: Term | None, unit: Unit) -> bool:
    """True if a time or an amount of money needs no name: it may stay at work for a year, or be 54 yuan."""
    if head is None or not (unit.dimensions == TIME or unit.is_money):
        return False
    ends = tuple(each for each in implied_by(unit) if isinstance(each, str))
    return head.is_one_of(implied_by(unit)) or (isinstance(head.own, str) and head.own.endswith(ends))


def _near(question: Question, fit: Fit) -> float | None:
    """How much of the name stands next to the quantity; None if the words there name another property."""
    name, said = question.name, fit.said
    if name.is_symbol_of(said.before):
        return 1.0
    before, after = name.likeness(said.before), 0.9 * name.likeness(said.after)
    company = said.before if before >= after else said.after
    near = max(before, after, INHERITED * name.likeness(said.inherited) if said.inherited else 0.0)
    if (of := _OF.match(said.after.text)) and name.is_rivalled(words_of(of[0])):
        return None  # 40 µg/L of copper
    if name.is_rivalled(company) or name.is_narrowed(company) or (near < 1 and name.is_rivalled(said.before)):
        return None
    if name.is_of_another(company):
        near *= ANOTHER
    return max(near, SHORT if name.is_shortened_to(said.before) else 0.0, _by_what_is_counted(question, fit))


def _by_what_is_counted(question: Question, fit: Fit) -> float:
    """The likeness with the word that is counted: 128 channels. Alone it tells little."""
    if not fit.unit.counted:
        return 0.0
    same = question.unit.name if question.unit.counted & fit.unit.counted - {GENERIC} else ""
    likeness = question.name.likeness(words_of(f"{fit.said.before.text} {fit.unit.name} {same}"))
    return likeness if likeness > LARGE else min(likeness, HALF)


def evidence_of(question: Question, fit: Fit, named: float, *, is_alone: bool) -> float:
    """What else speaks for a statement: its unit, and that there is no other value in it."""
    said, unit = fit.said, fit.unit
    same = question.unit.counted & unit.counted - {GENERIC}
    evidence = -CONDITION if said.is_condition else 0.0
    if not named:
        is_telling = is_alone and _is_rare(unit) and ratio_of(question, fit) < NEAR
        evidence += RARE if is_telling or not same <= UNITS.keys() else 0.0
    else:
        evidence += (
            ALONE * is_alone
            + COMPOUND * (len(unit.dimensions) > 1)
            + COUNTED * (bool(same) or _is_named_alike(question.unit, unit))
        )
        evidence += SPAN * (
            question.name.is_span and said.quantity.is_range and unit.dimensions == TEMPERATURE
        )
        evidence += CONTEXT * question.name.has_context(said.before)
    if question.unit.counted and not unit.dimensions and not unit.counted:
        evidence -= UNITLESS
    if question.operator is Operator.BETWEEN and _is_alike(question, fit):
        evidence += ALIKE
    return evidence


def _is_named_alike(one: Unit, other: Unit) -> bool:
    """True if both count things by the same word."""
    return bool(one.counted) and one.name.casefold().rstrip("s") == other.name.casefold().rstrip("s")


def ratio_of(question: Question, fit: Fit) -> float:
    """The larger of the two values divided by the smaller; infinite if one is 0 or has another sign."""
    one, other = question.unit.factor * question.value.high, fit.unit.factor * fit.said.quantity.high
    return max(one / other, other / one) if one * other > 0 else math.inf


def _is_rare(unit: Unit) -> bool:
    """True if few properties are measured in the unit: grams per square metre and day."""
    is_compound = ("/" in unit.name or " per " in unit.name) and not unit.name.startswith(("N/mm", "kg/cm"))
    return is_compound and len(unit.dimensions) > 1 and unit.dimensions not in COMMON


def _is_alike(question: Question, fit: Fit) -> bool:
    """True if both ends of a stated range are near those of the one asked for, measured by its width."""
    said, asked = fit.said.quantity, question.interval
    if not said.is_range:
        return False
    ends = (fit.unit.base(end, is_difference=question.name.is_difference) for end in (said.low, said.high))
    return all(
        abs(one - other) <= asked.high - asked.low
        for one, other in zip(ends, (asked.low, asked.high), strict=True)
    )
