"""Check the requirements of a demand against the texts of an offer: met, not met or not stated, with the sentence.

A verdict needs a sentence. What is doubtful is not stated: a value of somebody else, a plan, a range that only
overlaps, two statements that contradict each other, a value under other conditions than the demand's.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matching.requirements.codes import Code, code_of, codes_in, find_phrase, phrases_of
from matching.requirements.contrast import is_doubtful, is_negated
from matching.requirements.intervals import Interval, Operator, Verdict, asked_interval, compare, said_interval
from matching.requirements.properties import Property, is_covering, property_of, told_by, words_of
from matching.requirements.quantities import Quantity, Role, quantities_in
from matching.requirements.statements import Statement, sentences_in, statements_in
from matching.requirements.units import GENERIC, RATE, TEMPERATURE, Unit, is_same_count, readings_of, unit_of
from matching.requirements.written import Written, written

THRESHOLD = 0.3
"""How much of a property's name the words around a quantity have to hold."""
SURE = 0.6
"""The same without other evidence, for a verdict that speaks against an offer."""
TIE = 0.1
"""Statements this close to the best one are heard as well."""
WIDE, TELLING, SHORT, HALF, LARGE = 0.35, 0.5, 0.6, 0.35, 0.8
"""What the sentence around counts, the unit, a name in short; a likeness that is half, and one that is nearly whole."""
COUNTED, COMPOUND, ALONE, RARE, ALIKE, SPAN = 0.25, 0.15, 0.1, 0.35, 0.35, 0.35
CONDITION, SAME_CONDITION, UNITLESS = 0.2, 0.15, 0.15
FAR_NOT_MET, FAR_MET = 100.0, 1000.0
"""Beyond this ratio a value speaks of another thing."""
PRICE = "price"
"""The name of the text that is a price: an amount in it needs no words."""


class Why(StrEnum):
    """The reason of a verdict."""

    STATED = "stated"
    SILENT = "silent"
    DOUBTFUL = "doubtful"
    OVERLAP = "overlap"
    CONFLICT = "conflict"
    CONDITION = "condition"
    UNREADABLE = "unreadable"
    """The requirement itself has no value that could be compared."""


@dataclass(frozen=True)
class Asked:
    """A requirement: "bubble point, at least, 2.5, bar, must". ``operator`` is one of the values of ``Operator``."""

    name: str
    operator: str
    value: str
    unit: str = ""
    priority: str = "must"


@dataclass(frozen=True)
class Check:
    """The verdict on a requirement.

    ``start`` to ``end`` is the sentence in the original text of ``field``, and ``value_start`` to ``value_end``
    the value in the same text. Without a sentence, ``field`` is empty and the positions are 0.
    """

    asked: Asked
    verdict: Verdict
    why: Why
    field: str = ""
    start: int = 0
    end: int = 0
    value_start: int = 0
    value_end: int = 0

    @property
    def is_must(self) -> bool:
        return self.asked.priority == "must"


@dataclass(frozen=True)
class _Candidate:
    """A statement that may answer a requirement, and how well its words name the property."""

    score: float
    verdict: Verdict
    why: Why
    field: str
    statement: Statement


@dataclass(frozen=True)
class _Question:
    """A requirement with a figure, read once for all texts."""

    asked: Asked
    operator: Operator
    name: Property
    unit: Unit
    value: Quantity
    interval: Interval


def check(asked: Sequence[Asked], texts: Sequence[tuple[str, str]]) -> list[Check]:
    """One check for each requirement, in their order. ``texts`` are pairs of a field's name and its text."""
    return [_check(each, texts) for each in asked]


def _check(asked: Asked, texts: Sequence[tuple[str, str]]) -> Check:
    if asked.operator == Operator.CONTAINS:
        return _check_phrase(asked, texts)
    code = code_of(asked.value) if not asked.unit.strip() else None
    if code:
        return _check_code(asked, code, texts)
    question = _question(asked)
    if question is None:
        found = _check_phrase(asked, texts) if asked.operator == Operator.EQ else None
        return found or Check(asked, Verdict.NOT_STATED, Why.UNREADABLE)
    return _judge(asked, list(_candidates(question, texts)))


def _question(asked: Asked) -> _Question | None:
    values = quantities_in(asked.value)
    unit = unit_of(written(asked.unit).text) if asked.unit.strip() else None
    if not values or asked.operator not in set(Operator):
        return None
    operator, value = Operator(asked.operator), values[0]
    if operator is Operator.BETWEEN and not (value.is_range or value.is_tolerance or value.low < value.high):
        return None
    unit = readings_of(unit or value.unit)[0]
    name = property_of(asked.name, unit)
    is_difference = name.is_difference or value.is_tolerance
    interval = asked_interval(operator, value, unit, is_difference=is_difference)
    return _Question(asked, operator, name, unit, value, interval)


def _candidates(question: _Question, texts: Iterable[tuple[str, str]]) -> Iterator[_Candidate]:
    fitting = [
        (field, each, unit)
        for field, text in texts
        for each in statements_in(text)
        if (unit := _fitting(question, each.quantity)) is not None
    ]
    values = {(each.quantity.low, each.quantity.high, unit.factor) for _, each, unit in fitting if not each.is_doubtful}
    is_alone = len(values) == 1
    for field, each, unit in fitting:
        named, score = _score(question, each, field, unit, is_alone=is_alone)
        if score >= THRESHOLD:
            yield _candidate(question, field, each, unit, named, score)


def _fitting(question: _Question, said: Quantity) -> Unit | None:
    """The unit in which a quantity can answer the question; None if it cannot."""
    if said.role is Role.FORMER or (said.role is Role.CHANGE and not question.name.is_change):
        return None
    if bool(said.sides) != bool(question.value.sides):
        return None
    readings = _readings(question, said)
    for unit in readings:
        if unit.dimensions != question.unit.dimensions:
            continue
        if unit.dimensions not in ((), RATE) or _counts_the_same(question, unit):
            return None if _is_own_condition(question, said) else unit
    return None


def _readings(question: _Question, said: Quantity) -> Iterator[Unit]:
    """The units that a quantity may be in. A price per kilogram is no price of a piece, unless the name says so."""
    if not said.per or not said.unit.is_money or not said.per.dimensions or said.per.name in question.name.name:
        yield from readings_of(said.unit)
    if said.per:
        yield said.unit.per(said.per)


def _counts_the_same(question: _Question, said: Unit) -> bool:
    """True for the same things, bare numbers, and a bare number where one side leaves out what it counts."""
    asked = question.unit
    if asked.dimensions:
        return is_same_count(asked, said)
    if not asked.counted:
        return not said.counted or question.name.likeness(words_of(said.name)) > 0
    return not said.counted or is_same_count(asked, said)


def _is_own_condition(question: _Question, said: Quantity) -> bool:
    """True if the quantity repeats a condition in the property's name: 80 ℃ of "resistance (80 ℃)"."""
    return any(_is_same(each, said) for each in question.name.conditions)


def _is_same(one: Quantity, other: Quantity) -> bool:
    if one.unit.dimensions != other.unit.dimensions:
        return False
    first, second = (each.unit.base(each.high) for each in (one, other))
    return abs(first - second) <= 1e-3 * max(abs(first), abs(second))


def _score(question: _Question, said: Statement, field: str, unit: Unit, *, is_alone: bool) -> tuple[float, float]:
    """How surely the words name the property, and the same with what else speaks for the statement."""
    name = question.name
    near, company = max(
        (name.likeness(said.before), said.before), (0.9 * name.likeness(said.after), said.after), key=lambda one: one[0]
    )
    if name.is_rivalled(company) or name.is_narrowed(company) or near < 1 and name.is_rivalled(said.before):
        return 0.0, 0.0
    near = max(near, SHORT if name.is_shortened_to(said.before) else 0.0, _by_what_is_counted(question, said, unit))
    named = near + WIDE * max(0.0, name.likeness(said.sentence) - near) + TELLING * told_by(name, unit)
    if field == PRICE and unit.is_money and name.is_price:
        named += SURE
    return named, named + _evidence(question, said, unit, named, is_alone=is_alone)


def _by_what_is_counted(question: _Question, said: Statement, unit: Unit) -> float:
    """The likeness with the word that is counted: 128 channels. Alone it tells little."""
    if not unit.counted:
        return 0.0
    likeness = question.name.likeness(words_of(f"{said.before.text} {unit.name}"))
    return likeness if likeness > LARGE else min(likeness, HALF)


def _evidence(question: _Question, said: Statement, unit: Unit, named: float, *, is_alone: bool) -> float:
    """What else speaks for a statement: its unit, and that there is no other value in it."""
    evidence = -CONDITION if said.is_condition else 0.0
    if not named:
        is_rare = is_alone and _is_rare(unit) and _ratio(question, said, unit) < 10
        evidence += RARE * is_rare
    else:
        evidence += ALONE * is_alone
        evidence += COMPOUND * (len(unit.dimensions) > 1)
        evidence += COUNTED * bool(question.unit.counted & unit.counted - {GENERIC})
        evidence += SPAN * (question.name.is_span and said.quantity.is_range and unit.dimensions == TEMPERATURE)
    if question.unit.counted and not unit.dimensions and not unit.counted:
        evidence -= UNITLESS
    if question.operator is Operator.BETWEEN and _is_alike(question.interval, said, unit, question.name):
        evidence += ALIKE
    return evidence


def _ratio(question: _Question, said: Statement, unit: Unit) -> float:
    """How many times the larger of the two values is the smaller one; infinite if one is 0 or has another sign."""
    one = question.unit.factor * question.value.high
    other = unit.factor * said.quantity.high
    return max(one / other, other / one) if one * other > 0 else math.inf


_FREE = frozenset(unit.dimensions for name in ("%", "mg/L", "Pa·m^3/s", "Ω", "Ω·m", "S/m") if (unit := unit_of(name)))
"""Kinds of values that range over many orders of magnitude: shares, leaks, resistances."""
_COMMON = frozenset(unit.dimensions for name in ("mg/L", "m/s", "m^3/h", "kg/h", "m/s^2") if (unit := unit_of(name)))


def _is_rare(unit: Unit) -> bool:
    """True if few properties are measured in the unit: grams per square metre and day."""
    is_compound = "/" in unit.name and not unit.name.startswith(("N/mm", "kg/cm"))
    return is_compound and len(unit.dimensions) > 1 and unit.dimensions not in _COMMON


def _is_alike(asked: Interval, said: Statement, unit: Unit, name: Property) -> bool:
    """True if both ends of a stated range are near those of the one asked for, measured by its width."""
    if not said.quantity.is_range:
        return False
    ends = (unit.base(end, is_difference=name.is_difference) for end in (said.quantity.low, said.quantity.high))
    width = asked.high - asked.low
    return all(abs(one - other) <= width for one, other in zip(ends, (asked.low, asked.high), strict=True))


def _candidate(question: _Question, field: str, said: Statement, unit: Unit, named: float, score: float) -> _Candidate:
    verdict, why = _verdict(question, said, unit), Why.STATED
    condition = _condition(question, said)
    if verdict is Verdict.NOT_STATED:
        why = Why.OVERLAP
    if condition is False:
        verdict, why = Verdict.NOT_STATED, Why.CONDITION
    if said.is_doubtful or (said.is_sum and not question.name.is_sum) or _is_far(question, said, unit, verdict):
        verdict, why = Verdict.NOT_STATED, Why.DOUBTFUL
    if verdict is Verdict.NOT_MET and (named < SURE or said.is_contrasting):
        verdict, why = Verdict.NOT_STATED, Why.DOUBTFUL
    return _Candidate(score + (SAME_CONDITION if condition else 0), verdict, why, field, said)


def _is_far(question: _Question, said: Statement, unit: Unit, verdict: Verdict) -> bool:
    """True if the value is of another order of magnitude than the one asked for, so of another thing."""
    if unit.dimensions in _FREE:
        return False
    most = FAR_NOT_MET if verdict is Verdict.NOT_MET else FAR_MET
    return most < _ratio(question, said, unit) < math.inf


def _condition(question: _Question, said: Statement) -> bool | None:
    """True if the statement holds under a condition of the demand, False if under another one, None if unsaid."""
    found = None
    for wanted in question.name.conditions:
        if wanted.unit.dimensions == question.unit.dimensions:
            continue
        kin = [each for each in said.neighbours if each.unit.dimensions == wanted.unit.dimensions]
        if any(_is_same(wanted, each) for each in kin):
            return True
        if wanted.unit.dimensions == TEMPERATURE and kin:
            found = False
    return found


def _verdict(question: _Question, said: Statement, unit: Unit) -> Verdict:
    quantity, name = said.quantity, question.name
    if quantity.sides:
        return _verdict_on_size(question, quantity, unit)
    is_difference = name.is_difference or quantity.is_tolerance or question.value.is_tolerance
    interval = said_interval(question.operator, quantity, unit, is_difference=is_difference)
    asked = asked_interval(question.operator, question.value, question.unit, is_difference=is_difference)
    return compare(
        question.operator, asked, interval, name, is_range=quantity.is_range, is_span=is_covering(said.before)
    )


def _verdict_on_size(question: _Question, said: Quantity, unit: Unit) -> Verdict:
    """Compare sizes side by side, the longest first."""
    if len(said.sides) != len(question.value.sides):
        return Verdict.NOT_STATED
    asked, found = (sorted(each.sides, reverse=True) for each in (question.value, said))
    pairs = [
        (question.unit.base(one, is_difference=True), unit.base(other, is_difference=True))
        for one, other in zip(asked, found, strict=True)
    ]
    verdicts = {
        compare(question.operator, Interval(one, one), Interval(other, other), question.name, is_range=False)
        for one, other in pairs
    }
    return next((each for each in (Verdict.NOT_MET, Verdict.NOT_STATED) if each in verdicts), Verdict.MET)


def _judge(asked: Asked, candidates: list[_Candidate]) -> Check:
    """The verdict of the statement that names the property best. A contradiction next to it decides nothing."""
    candidates.sort(key=lambda each: -each.score)
    firm = [each for each in candidates if each.why is not Why.DOUBTFUL and each.why is not Why.CONDITION]
    if not candidates:
        return Check(asked, Verdict.NOT_STATED, Why.SILENT)
    if not firm:
        return _quoted(asked, candidates[0], candidates[0].verdict, candidates[0].why)
    best = firm[0]
    close = [each for each in firm if each.score >= best.score - TIE]
    met = next((each for each in close if each.verdict is Verdict.MET), None)
    if met and met is not best and best.verdict is Verdict.NOT_MET and met.score < best.score:
        return _quoted(asked, best, Verdict.NOT_STATED, Why.CONFLICT)
    chosen = met or best
    return _quoted(asked, chosen, chosen.verdict, chosen.why)


def _quoted(asked: Asked, found: _Candidate, verdict: Verdict, why: Why) -> Check:
    said = found.statement
    return _check_at(
        asked, verdict, why, found.field, said.source, (said.start, said.end), (said.quantity.start, said.quantity.end)
    )


def _check_at(
    asked: Asked, verdict: Verdict, why: Why, field: str, source: Written, sentence: tuple[int, int], value: tuple[int, int]
) -> Check:
    start, end = _stripped(source.text, *sentence)
    return Check(
        asked,
        verdict,
        why,
        field,
        source.origin(start),
        source.end_in_original(end),
        source.origin(value[0]),
        source.end_in_original(value[1]),
    )


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _check_phrase(asked: Asked, texts: Iterable[tuple[str, str]]) -> Check:
    """MET where a text holds the value as a phrase, or one that says the same. Never NOT MET."""
    doubtful = None
    for field, text in texts:
        source = written(text)
        for phrase in phrases_of(asked.value):
            for start, end in find_phrase(source.lower, phrase):
                found = _check_words(asked, Verdict.MET, field, source, (start, end))
                if found.verdict is Verdict.MET:
                    return found
                doubtful = doubtful or found
    return doubtful or Check(asked, Verdict.NOT_STATED, Why.SILENT)


def _check_code(asked: Asked, code: Code, texts: Iterable[tuple[str, str]]) -> Check:
    """Compare codes with the same letters: IP68 is at least IP67."""
    found = [
        _check_words(asked, _verdict_on_code(asked.operator, code, said), field, written(text), (start, end))
        for field, text in texts
        for said, start, end in codes_in(written(text).lower, code.letters)
    ]
    by_verdict = {each.verdict: each for each in reversed(found)}
    for verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_STATED):
        if verdict in by_verdict:
            return by_verdict[verdict]
    return Check(asked, Verdict.NOT_STATED, Why.SILENT)


def _verdict_on_code(operator: str, wanted: Code, said: Code) -> Verdict:
    is_met = said == wanted
    if operator == Operator.GE:
        is_met = said.number >= wanted.number
    elif operator == Operator.LE:
        is_met = said.number <= wanted.number
    return Verdict.MET if is_met else Verdict.NOT_MET


def _check_words(
    asked: Asked, verdict: Verdict, field: str, source: Written, value: tuple[int, int]
) -> Check:
    """The verdict on words at a place, unless the sentence denies them or speaks of others."""
    start, end = next(each for each in sentences_in(source.text) if each[0] <= value[0] < each[1])
    sentence = source.lower[start:end]
    at = value[0] - start
    is_open = is_negated(sentence, at) or is_doubtful(sentence, at)
    why = Why.DOUBTFUL if is_open else Why.STATED
    return _check_at(asked, Verdict.NOT_STATED if is_open else verdict, why, field, source, (start, end), value)
