"""The statements of an offer that may answer a requirement with a figure, each with a verdict and a score."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matching.requirements.conditions import is_at_ease, is_at_its_best, is_harder, is_met_condition, is_same
from matching.requirements.cycles import unit_of_a_piece
from matching.requirements.doubts import is_far, is_of_other, is_sure
from matching.requirements.intervals import (
    Interval,
    Verdict,
    asked_interval,
    compare,
    said_interval,
)
from matching.requirements.likeness import Fit, evidence_of, likeness_of
from matching.requirements.properties import is_covering
from matching.requirements.quantities import Quantity, Role
from matching.requirements.questions import Question, Why
from matching.requirements.statements import Statement
from matching.requirements.units import PLAIN, RATE, Unit, is_same_count, readings_of
from matching.requirements.water import unit_in_water
from matching.requirements.written import words_of

THRESHOLD = 0.3
"""How much of a property's name the words around a quantity have to hold, with other evidence."""
SAME_CONDITION = 0.15
"""What a statement counts more under the condition that is asked for."""


@dataclass(frozen=True)
class Candidate:
    """A statement that may answer a requirement, and how well its words name the property."""

    score: float
    verdict: Verdict
    why: Why
    field: str
    statement: Statement


def candidates_of(question: Question, statements: Iterable[tuple[str, Statement]]) -> Iterator[Candidate]:
    """The statements of the asked dimension that name the property well enough to be quoted."""
    fitting = [
        Fit(field, each, unit) for field, each in statements if (unit := _unit(question, each)) is not None
    ]
    fitting = [fit for fit in fitting if question.name.is_symbol_of(fit.said.before)] or fitting
    firm = {
        (fit.said.quantity.low, fit.said.quantity.high, fit.unit.factor)
        for fit in fitting
        if not fit.said.is_doubtful
    }
    for fit in fitting:
        named = likeness_of(question, fit)
        if named is None:
            continue
        score = named + evidence_of(question, fit, named, is_alone=len(firm) == 1)
        if score >= THRESHOLD:
            yield _candidate(question, fit, named, score)


def _unit(question: Question, said: Statement) -> Unit | None:
    """The unit in which a statement can answer the question; None if it cannot."""
    if said.quantity.unit is PLAIN and question.name.is_symbol_of(said.before):
        return question.unit  # an F0 of 8
    return (
        _fitting(question, said.quantity) or unit_in_water(question, said) or unit_of_a_piece(question, said)
    )


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
        is_of_water = "水" in question.name.name or "water" in question.name.name
        yield from said.readings if is_of_water or not said.is_of_water else readings_of(said.unit)


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


def _candidate(question: Question, fit: Fit, named: float, score: float) -> Candidate:
    verdict, said = _verdict(question, fit), fit.said
    condition = is_met_condition(question, said)
    if said.is_condition and not any(question.name.likeness(words) for words in (said.before, said.after)):
        condition = False  # 200目筛余: the sieve of another property
    why = Why.OVERLAP if verdict is Verdict.NOT_STATED else Why.STATED
    is_open = condition is None and (is_at_its_best(question, said) or is_at_ease(question, said))
    if is_open or (condition is False and not is_harder(question, said, verdict)):
        verdict, why = Verdict.NOT_STATED, Why.CONDITION
    is_extra = fit.unit.is_money and said.is_extra and not question.name.is_extra
    is_doubtful = said.is_doubtful and not _is_own_change(question, said, verdict)
    is_of_others = is_doubtful or is_extra or (said.is_sum and not question.name.is_sum)
    if is_of_others or is_of_other(question, fit) or is_far(question, fit, verdict):
        verdict, why = Verdict.NOT_STATED, Why.DOUBTFUL
    if verdict is Verdict.NOT_MET and not is_sure(question, fit, named):
        verdict, why = Verdict.NOT_STATED, Why.DOUBTFUL
    return Candidate(score + (SAME_CONDITION if condition else 0), verdict, why, fit.field, said)


def _is_own_change(question: Question, said: Statement, verdict: Verdict) -> bool:
    """True if the value says by how much the offer is better than others: 较传统工艺节能35%."""
    is_change = said.quantity.role is Role.CHANGE and question.name.is_change
    return is_change and verdict is Verdict.MET and not said.is_of_others


def _verdict(question: Question, fit: Fit) -> Verdict:
    quantity, name = fit.said.quantity, question.name
    if question.value.sides:
        return _verdict_on_size(question, quantity, fit.unit)
    is_difference = name.is_difference or quantity.is_tolerance or question.value.is_tolerance
    said = said_interval(question.operator, quantity, fit.unit, is_difference=is_difference)
    asked = asked_interval(question.operator, question.value, question.unit, is_difference=is_difference)
    is_span = is_covering(fit.said.before) or (quantity.is_range and is_covering(fit.said.after))
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
