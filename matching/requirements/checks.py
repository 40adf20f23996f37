"""Check the requirements of a demand against the texts of an offer: met, not met or not stated.

A verdict comes with its sentence. What is doubtful is not stated: a value of somebody else, a plan, a range
that only overlaps, two statements that contradict each other, a value under other conditions.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from matching.requirements.candidates import Candidate, candidates_of
from matching.requirements.codes import Code, code_of, codes_in, find_phrase, phrases_of
from matching.requirements.conditions import has_condition
from matching.requirements.contrast import is_doubtful, is_negated
from matching.requirements.exclusions import exclusions_of
from matching.requirements.intervals import Operator, Verdict, asked_interval
from matching.requirements.leads import substances_in
from matching.requirements.names import meant, property_of
from matching.requirements.presence import may_be_answered
from matching.requirements.quantities import quantities_in
from matching.requirements.questions import Question, Why
from matching.requirements.sentences import sentences_in
from matching.requirements.statements import statements_in
from matching.requirements.terms import names_a_property
from matching.requirements.unit_reading import unit_of
from matching.requirements.unit_table import PER_PERIOD
from matching.requirements.units import PLAIN, RATE, TIME, UNITS, Unit
from matching.requirements.water import other_dimensions
from matching.requirements.written import Written, written

TIE = 0.1
"""Statements this close to the best one are heard as well."""
DISPUTED = 0.6
"""A statement of this score that meets what is asked speaks against NOT MET."""
PERIODS = {
    "annual": "年",
    "yearly": "年",
    "monthl": "月",
    "daily": "日",
    "year": "年",
    "month": "月",
    "day": "日",
}
_MORE = re.compile(r"另[需外加计]|\b(?:another|additional|further|extra) ")
"""Words before a value that comes on top of another."""
_PERIOD = re.compile(
    rf"^(?={PER_PERIOD}|.销)[年月日亩]|\b(?:annual|yearly|monthl|daily)|(?<=per )(?:year|month|day)\b"
)


@dataclass(frozen=True)
class Asked:
    """A requirement: "bubble point, at least, 2.5, bar, must".

    ``operator`` is one of the values of ``Operator``.
    """

    name: str
    operator: str
    value: str
    unit: str = ""
    priority: str = "must"


@dataclass(frozen=True)
class Check:
    """The verdict on a requirement.

    ``start`` to ``end`` is the sentence in the original text of ``field``. ``value_start`` to ``value_end``
    is the value. Without a sentence, ``field`` is empty and the positions are 0.
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
    if not may_be_answered(question, texts):
        return Check(asked, Verdict.NOT_STATED, Why.SILENT)
    statements = [
        (field, each)
        for field, text in texts
        for kind in question.kinds
        for each in statements_in(text, kind)
    ]
    return _judge(asked, list(candidates_of(question, statements)) if statements else [])


@lru_cache(2048)
def _question(asked: Asked) -> Question | None:
    values = quantities_in(asked.value) or quantities_in(f"{asked.value}{asked.unit}")  # 三 and 年
    unit = unit_of(written(asked.unit).text) if asked.unit.strip() else None
    if not values or asked.operator not in set(Operator):
        return None
    operator, value = Operator(asked.operator), values[0]
    if operator is Operator.BETWEEN and not (value.is_range or value.is_tolerance or value.low < value.high):
        return None
    unit = _per_period(asked.name, meant(asked.name, unit or value.unit))
    name = property_of(asked.name, unit)
    is_difference = name.is_difference or value.is_tolerance
    interval = asked_interval(operator, value, unit, is_difference=is_difference)
    other = other_dimensions(unit)
    plain = PLAIN.dimensions if name.figures else None
    pieces = RATE if name.is_cycle and unit.dimensions == TIME else None
    every = (unit.dimensions, other, plain, pieces)
    kinds = tuple(dict.fromkeys(each for each in every if each is not None))
    return Question(operator, name, unit, value, interval, kinds)


def _per_period(name: str, unit: Unit) -> Unit:
    """The unit per year, month, day or field, if the name says so and the unit does not: 年产能 in 件."""
    found = _PERIOD.search(written(name).lower)
    if not found:
        return unit
    other = UNITS[PERIODS.get(found[0][:6], found[0])]
    is_per_it = bool(dict(unit.dimensions).keys() & dict(other.dimensions).keys())
    return unit if is_per_it and unit.dimensions != TIME else unit.per(other)


def _judge(asked: Asked, candidates: list[Candidate]) -> Check:
    """The verdict of the statement that names the property best.

    A contradiction next to it decides nothing.
    """
    candidates.sort(key=lambda each: -each.score)
    firm = [each for each in candidates if each.why is not Why.DOUBTFUL and each.why is not Why.CONDITION]
    if not candidates:
        return Check(asked, Verdict.NOT_STATED, Why.SILENT)
    if not firm:
        return _quoted(asked, candidates[0], candidates[0].verdict, candidates[0].why)
    best = firm[0]
    close = [each for each in firm if each.score >= best.score - TIE]
    met = next((each for each in close if each.verdict is Verdict.MET), None)
    is_disputed = any(each.verdict is Verdict.MET and _disputes(each, best) for each in firm)
    if best.verdict is Verdict.NOT_MET and is_disputed and (met is None or met.score < best.score):
        return _quoted(asked, best, Verdict.NOT_STATED, Why.CONFLICT)
    if met and any(_is_other_case(each, met) for each in close):
        return _quoted(asked, met, Verdict.NOT_STATED, Why.CONDITION)
    chosen = met or best
    return _quoted(asked, chosen, chosen.verdict, chosen.why)


def _is_other_case(other: Candidate, met: Candidate) -> bool:
    """True if a value fails in one case and the other meets in another: at full load, at part load."""
    if other.verdict is not Verdict.NOT_MET or other.statement.sentence is not met.statement.sentence:
        return False
    return has_condition(other.statement) and has_condition(met.statement)


def _disputes(other: Candidate, best: Candidate) -> bool:
    """True if another statement speaks well enough of the property, or is what the same sentence comes to."""
    if _MORE.search(other.statement.before.text):
        return False
    is_same_sentence = other.statement.sentence is best.statement.sentence
    said = other.statement
    company = (said.before,) if has_condition(said) else (said.before, said.after)
    is_nameless = not any(names_a_property(words) or substances_in(words.text) for words in company)
    return other.score >= DISPUTED or (is_same_sentence and (said.is_result or is_nameless))


def _quoted(asked: Asked, found: Candidate, verdict: Verdict, why: Why) -> Check:
    said, place = found.statement.quantity, found.statement.sentence
    quote = _Quote(found.field, place.source, (place.start, place.end), (said.start, said.end))
    return quote.check(asked, verdict, why)


class _Quote(NamedTuple):
    """A sentence with a value, as positions in the legible text."""

    field: str
    source: Written
    sentence: tuple[int, int]
    value: tuple[int, int]

    def check(self, asked: Asked, verdict: Verdict, why: Why) -> Check:
        """The check with the positions in the original text."""
        source = self.source
        start, end = _stripped(source.text, *self.sentence)
        places = (source.origin(start), source.end_in_original(end))
        value = (source.origin(self.value[0]), source.end_in_original(self.value[1]))
        return Check(asked, verdict, why, self.field, *places, *value)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _check_phrase(asked: Asked, texts: Iterable[tuple[str, str]]) -> Check:
    """MET where a text holds the value as a phrase, or one that says the same.

    NOT MET only where the offer lists all that there is, and the value is not in the list.
    """
    doubtful = None
    for field, text in texts:
        source = written(text)
        for phrase in phrases_of(asked.value):
            for start, end in find_phrase(source.lower, phrase):
                found = _check_words(asked, Verdict.MET, field, source, (start, end))
                if found.verdict is Verdict.MET:
                    return found
                doubtful = doubtful or found
    return doubtful or _check_exclusions(asked, texts) or Check(asked, Verdict.NOT_STATED, Why.SILENT)


def _check_exclusions(asked: Asked, texts: Iterable[tuple[str, str]]) -> Check | None:
    name = property_of(asked.name, PLAIN)
    for field, text in texts:
        source = written(text)
        for place in exclusions_of(name, asked.value, source):
            return _check_words(asked, Verdict.NOT_MET, field, source, place)
    return None


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
    start, end, *_ = next(each for each in sentences_in(source.text) if each.first <= value[0] < each.last)
    sentence = source.lower[start:end]
    at = value[0] - start
    is_open = is_negated(sentence, at) or is_doubtful(sentence, at)
    why = Why.DOUBTFUL if is_open else Why.STATED
    quote = _Quote(field, source, (start, end), value)
    return quote.check(asked, Verdict.NOT_STATED if is_open else verdict, why)
