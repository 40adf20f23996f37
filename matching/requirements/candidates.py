"""The statements of an offer that may answer a requirement with a figure, each with a verdict and a score."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matching.requirements.conditions import is_at_ease, is_at_its_best, is_harder, is_met_condition, is_same
from matching.requirements.intervals import (
    Interval,
    Operator,
    Verdict,
    asked_interval,
    compare,
    said_interval,
)
from matching.requirements.properties import is_covering
from matching.requirements.quantities import Quantity, Role
from matching.requirements.questions import Question, Why
from matching.requirements.statements import Statement
from matching.requirements.subjects import is_of_another
from matching.requirements.terms import words_of
from matching.requirements.unit_reading import unit_of
from matching.requirements.units import GENERIC, RATE, TEMPERATURE, UNITS, Unit, is_same_count
from matching.requirements.water import unit_in_water

THRESHOLD = 0.3
"""How much of a property's name the words around a quantity have to hold, with other evidence."""
SURE = 0.6
"""The same without other evidence, for a verdict that speaks against an offer."""
WIDE, TELLING, SHORT, HALF, LARGE = 0.35, 0.5, 0.6, 0.35, 0.8
"""What the sentence around counts, the unit, a name in short; a half likeness, a nearly whole one."""
COUNTED, COMPOUND, ALONE, RARE, ALIKE, SPAN, CONTEXT = 0.25, 0.15, 0.1, 0.35, 0.35, 0.35, 0.2
CONDITION, SAME_CONDITION, UNITLESS = 0.2, 0.15, 0.15
INHERITED = 0.8
"""What a name next to another value of the sentence counts: their strength is 12 MPa, ours 9 MPa."""
ANOTHER = 0.5
"""What is left of a likeness if the words measure the same of another thing."""
FAR_NOT_MET, FAR_MET, NEAR = 100.0, 1000.0, 10.0
"""Beyond this ratio a value speaks of another thing. A unit alone is evidence only within the last."""
PRICE = "price"
"""The name of the text that is a price: an amount in it needs no words."""


@dataclass(frozen=True)
class Candidate:
    """A statement that may answer a requirement, and how well its words name the property."""

    score: float
    verdict: Verdict
    why: Why
    field: str
    statement: Statement


@dataclass(frozen=True)
class _Fit:
    """A statement with the unit in which it can answer the question."""

    field: str
    said: Statement
    unit: Unit


def candidates_of(question: Question, statements: Iterable[tuple[str, Statement]]) -> Iterator[Candidate]:
    """The statements of the asked dimension that name the property well enough to be quoted."""
    fitting = [
        _Fit(field, each, unit)
        for field, each in statements
        if (unit := _fitting(question, each.quantity) or unit_in_water(question, each)) is not None
    ]
    firm = {
        (fit.said.quantity.low, fit.said.quantity.high, fit.unit.factor)
        for fit in fitting
        if not fit.said.is_doubtful
    }
    for fit in fitting:
        named = _likeness(question, fit)
        score = named + _evidence(question, fit, named, is_alone=len(firm) == 1)
        if score >= THRESHOLD:
            yield _candidate(question, fit, named, score)


def _fitting(question: Question, said: Quantity) -> Unit | None:
    """The unit in which a quantity can answer the question; None if it cannot."""
    if said.role is Role.FORMER or (said.role is Role.CHANGE and not question.name.is_change):
        return None
    is_size = len(set(said.sides)) > 1  # 1200×1200 dpi is one value
    if is_size != bool(question.value.sides) or _is_own_condition(question, said):
        return None
    return next((unit for unit in _readings(question, said) if _is_of_kind(question, unit)), None)


def _readings(question: Question, said: Quantity) -> Iterator[Unit]:
    """The units that a quantity may be in.

    A price per kilogram is no price of a piece, unless the name says so.
    """
    is_price_of_much = said.per and said.unit.is_money and said.per.dimensions
    if is_price_of_much and said.per and said.per.name not in question.name.name:
        yield said.readings[-1]
    else:
        yield from said.readings


def _is_of_kind(question: Question, said: Unit) -> bool:
    """True for the same dimensions and the same things counted. One side may leave out what it counts."""
    asked = question.unit
    if asked.dimensions != said.dimensions:
        return False
    if asked.dimensions == RATE:
        return is_same_count(asked, said)
    if asked.dimensions or not said.counted:
        return True
    if not asked.counted:
        return question.name.likeness(words_of(said.name)) > 0
    return is_same_count(asked, said)


def _is_own_condition(question: Question, said: Quantity) -> bool:
    """True if the quantity repeats a condition in the property's name: 80 ℃ of "resistance (80 ℃)"."""
    return any(is_same(each, said) for each in question.name.conditions)


def _likeness(question: Question, fit: _Fit) -> float:
    """How surely the words name the property: from 0 to about 2."""
    name, said = question.name, fit.said
    wide = name.likeness(said.sentence.words)
    price = SURE if fit.field == PRICE and fit.unit.is_money and name.is_price else 0.0
    told = TELLING * name.told(fit.unit)
    if not (wide or price or told or fit.unit.counted or name.name[:1] in said.sentence.lower):
        return 0.0  # most statements: what stands near the quantity is not even read
    near = _near(question, fit)
    return near + WIDE * max(0.0, wide - near) + price + told if near is not None else 0.0


_OF = re.compile(r" ?of [a-z-]+(?: [a-z-]+)?")


def _near(question: Question, fit: _Fit) -> float | None:
    """How much of the name stands next to the quantity; None if the words there name another property."""
    name, said = question.name, fit.said
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


def _by_what_is_counted(question: Question, fit: _Fit) -> float:
    """The likeness with the word that is counted: 128 channels. Alone it tells little."""
    if not fit.unit.counted:
        return 0.0
    likeness = question.name.likeness(words_of(f"{fit.said.before.text} {fit.unit.name}"))
    return likeness if likeness > LARGE else min(likeness, HALF)


def _evidence(question: Question, fit: _Fit, named: float, *, is_alone: bool) -> float:
    """What else speaks for a statement: its unit, and that there is no other value in it."""
    said, unit = fit.said, fit.unit
    same = question.unit.counted & unit.counted - {GENERIC}
    evidence = -CONDITION if said.is_condition else 0.0
    if not named:
        is_telling = is_alone and _is_rare(unit) and _ratio(question, fit) < NEAR
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


def _ratio(question: Question, fit: _Fit) -> float:
    """The larger of the two values divided by the smaller; infinite if one is 0 or has another sign."""
    one, other = question.unit.factor * question.value.high, fit.unit.factor * fit.said.quantity.high
    return max(one / other, other / one) if one * other > 0 else math.inf


def _dimensions(*names: str) -> frozenset[object]:
    return frozenset(unit.dimensions for name in names if (unit := unit_of(name)))


_FREE = _dimensions("%", "mg/L", "Pa·m^3/s", "Ω", "Ω·m", "S/m")
"""Kinds of values that range over many orders of magnitude: shares, leaks, resistances."""
_HARDNESS = _dimensions("HRC", "HRB", "HRA", "HV", "HB", "ShoreA", "ShoreD")
_COMMON = _dimensions("mg/L", "m/s", "m^3/h", "kg/h", "m/s^2")


def _is_rare(unit: Unit) -> bool:
    """True if few properties are measured in the unit: grams per square metre and day."""
    is_compound = "/" in unit.name and not unit.name.startswith(("N/mm", "kg/cm"))
    return is_compound and len(unit.dimensions) > 1 and unit.dimensions not in _COMMON


def _is_alike(question: Question, fit: _Fit) -> bool:
    """True if both ends of a stated range are near those of the one asked for, measured by its width."""
    said, asked = fit.said.quantity, question.interval
    if not said.is_range:
        return False
    ends = (fit.unit.base(end, is_difference=question.name.is_difference) for end in (said.low, said.high))
    return all(
        abs(one - other) <= asked.high - asked.low
        for one, other in zip(ends, (asked.low, asked.high), strict=True)
    )


def _candidate(question: Question, fit: _Fit, named: float, score: float) -> Candidate:
    verdict, said = _verdict(question, fit), fit.said
    condition = is_met_condition(question, said)
    if said.is_condition and not any(question.name.likeness(words) for words in (said.before, said.after)):
        condition = False  # 200目筛余: the sieve of another property
    why = Why.OVERLAP if verdict is Verdict.NOT_STATED else Why.STATED
    is_open = condition is None and (is_at_its_best(question, said) or is_at_ease(question, said))
    if is_open or (condition is False and not is_harder(question, said, verdict)):
        verdict, why = Verdict.NOT_STATED, Why.CONDITION
    is_extra = fit.unit.is_money and said.is_extra and not question.name.is_extra
    is_of_others = said.is_doubtful or is_extra or (said.is_sum and not question.name.is_sum)
    if is_of_others or _is_far(question, fit, verdict):
        verdict, why = Verdict.NOT_STATED, Why.DOUBTFUL
    if verdict is Verdict.NOT_MET and not _is_sure(question, fit, named):
        verdict, why = Verdict.NOT_STATED, Why.DOUBTFUL
    return Candidate(score + (SAME_CONDITION if condition else 0), verdict, why, fit.field, said)


def _is_sure(question: Question, fit: _Fit, named: float) -> bool:
    """True if the words may speak against the offer: they say what is measured, and compare with nobody."""
    name, said = question.name, fit.said
    is_headed = any(
        name.is_headed(words, fit.unit) for words in (said.before, said.after, said.inherited) if words
    )
    is_headed = is_headed or fit.field == PRICE or name.is_shortened_to(said.before)
    is_named_after = name.likeness(said.after) >= HALF and not said.is_before_result  # at 12 % elongation
    is_condition = said.is_condition and not is_named_after
    is_in_another_scale = fit.unit.dimensions in _HARDNESS and any(
        each.unit.dimensions in _HARDNESS - {fit.unit.dimensions} for each in said.neighbours
    )
    is_doubted = said.is_contrasting or is_condition or is_in_another_scale or is_of_another(question, said)
    return named >= SURE and is_headed and not is_doubted


def _is_far(question: Question, fit: _Fit, verdict: Verdict) -> bool:
    """True if the value is of another order of magnitude than the one asked for, so of another thing."""
    if fit.unit.dimensions in _FREE:
        return False
    most = FAR_NOT_MET if verdict is Verdict.NOT_MET else FAR_MET
    return most < _ratio(question, fit) < math.inf


def _verdict(question: Question, fit: _Fit) -> Verdict:
    quantity, name = fit.said.quantity, question.name
    if question.value.sides:
        return _verdict_on_size(question, quantity, fit.unit)
    is_difference = name.is_difference or quantity.is_tolerance or question.value.is_tolerance
    said = said_interval(question.operator, quantity, fit.unit, is_difference=is_difference)
    asked = asked_interval(question.operator, question.value, question.unit, is_difference=is_difference)
    is_span = is_covering(fit.said.before)
    return compare(question.operator, asked, said, name, is_range=quantity.is_range, is_span=is_span)


def _verdict_on_size(question: Question, said: Quantity, unit: Unit) -> Verdict:
    """Compare sizes side by side, the longest first."""
    if len(said.sides) != len(question.value.sides):
        return Verdict.NOT_STATED
    asked, found = (sorted(each.sides, reverse=True) for each in (question.value, said))
    verdicts = {
        compare(
            question.operator,
            Interval(one * question.unit.factor, one * question.unit.factor),
            Interval(other * unit.factor, other * unit.factor),
            question.name,
            is_range=False,
        )
        for one, other in zip(asked, found, strict=True)
    }
    return next((each for each in (Verdict.NOT_MET, Verdict.NOT_STATED) if each in verdicts), Verdict.MET)
