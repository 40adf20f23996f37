"""What speaks against holding a statement against an offer, or for it."""

import math
import re

from matching.requirements.contrast import SUMS, scope_of, without_comparison
from matching.requirements.cycles import is_of_a_piece
from matching.requirements.intervals import Operator, Verdict
from matching.requirements.likeness import HALF, PRICE, SURE, Fit, ratio_of
from matching.requirements.questions import Question
from matching.requirements.statements import Statement
from matching.requirements.subjects import is_of_another
from matching.requirements.unit_reading import dimensions_of
from matching.requirements.units import GENERIC, Unit
from matching.requirements.written import Words, words_of

FAR_NOT_MET, FAR_MET = 100.0, 1000.0
"""Beyond this ratio a value speaks of another thing."""

_FREE = dimensions_of("%", "mg/L", "Ω", "Ω·m", "S/m")
"""Kinds of values that range over many orders of magnitude: shares, leaks, resistances."""
_HARDNESS = dimensions_of("HRC", "HRB", "HRA", "HV", "HB", "ShoreA", "ShoreD")
_LEAKS = dimensions_of("Pa·m^3/s")
_FALLS = re.compile(
    r"[降跌减](?:低|少)?[到至为]|\b(?:falls?|fell|drops?|dropped|goes down|sinks?|sank"
    r"|shrinks?|declines?) to "
)
_RISES = re.compile(
    r"[升增涨](?:高|加|大)?[到至为]|\b(?:rises?|rose|grows?|grew|climbs?|increases?|goes up) to "
)
_VESSELS = frozenset("箱包瓶袋盘卷桶罐盒")
"""Words that may count anything, but not each other: a box of bottles."""
_OTHER_SIZE = re.compile(
    r"\b(?:next|other|another|larger|smaller|bigger) (?:sizes?|models?|versions?|variants?|types?)\b"
    r"|(?:另一|其他|其它|更大|更小)[款型种]"
)
"""Words for a further product of the offer, which may have what this one lacks."""
_SUBJECT = re.compile(r"\b(?:it|they|we|which|that|the|an?|our|its|this|these|each|every)\b")
"""Words of a clause that speaks of the offer."""
_ELSEWHERE = re.compile(
    r"按[^，,；;。]{1,12}(?:要求|规定|说明)(?:执行|进行|确定|办理)|以[^，,；;。]{1,12}为准"
    r"|\bas (?:specified|required|prescribed|stated) (?:by|in)\b"
    r"|\baccording to the (?:instructions|data sheet|maker|manufacturer)\b"
)
"""Words of a step whose limit somebody else gives."""
_FOR = re.compile(r" ?(?:for|of) ([a-z0-9]+)")
_EACH = re.compile(r"[每单各]|\b(?:per|each|every)\b")
_LATEST = re.compile(r"[^，,；;。.]*$")


def is_of_other(question: Question, fit: Fit) -> bool:
    """True if the statement measures the same of another substance, or counts other things."""
    company, said = _company(question, fit.said), fit.said
    goal = _FOR.match(said.after.text)
    clause = f"{said.clause[: scope_of(said.sentence.lower, said.at).at]} {goal[1] if goal else ''}"
    if (said.is_momentary and not question.name.is_momentary) or _is_of_several(question, said):
        return True
    is_symbol = question.name.is_symbol_of(said.before)
    if not is_symbol and question.name.is_of_nothing_in(said.sentence.words, fit.unit):
        return True
    if _is_open_otherwise(question, said):
        return True
    if _counts_other(question.unit, fit.unit):
        return True
    return question.name.is_of_other_substance(company, clause)


def _is_open_otherwise(question: Question, said: Statement) -> bool:
    """True if a limit of use holds for one step, and the sentence leaves it open for the next."""
    is_limit = question.name.is_upper or question.name.is_lower
    return is_limit and bool(_ELSEWHERE.search(said.sentence.lower, said.at))


def _is_of_several(question: Question, said: Statement) -> bool:
    """True if a value of each thing is asked for, and the clause counts several: six bridges, 150 sensors."""
    if not question.name.is_of_each or _EACH.search(said.near):
        return False
    end = said.quantity.start
    start = end - scope_of(said.sentence.lower, said.at).at
    return any(
        start <= other.start < end and other.high > 1 and other.unit.counted for other in said.neighbours
    )


def _company(question: Question, said: Statement) -> Words:
    """The words before or after the value that name the property better."""
    name = question.name
    return said.before if name.likeness(said.before) >= name.likeness(said.after) else said.after


def _counts_other(asked: Unit, said: Unit) -> bool:
    """True if both count things by words of one language, and by none in common: bags and bottles."""
    one, other = asked.counted, said.counted
    if not (one and other) or asked.name[:1].isascii() != said.name[:1].isascii():
        return False
    if GENERIC in one & other:
        return {asked.name[0], said.name[0]} <= _VESSELS and asked.name[0] != said.name[0]
    return not one & other and GENERIC not in one | other


def _is_worse(question: Question, said: Statement) -> bool:
    """True if the value is one that a fall led to, from one that is enough: 81 to 73 % without lidar data.

    What is offered is rather the value before, and the sentence says under which condition it is lost.
    """
    former, asked = said.quantity.former, question.interval
    if question.operator not in (Operator.GE, Operator.LE) or question.name.is_ageing:
        return False
    is_least = question.operator is Operator.GE
    if former:
        value = former.unit.base(former.high)
        return value >= asked.low if is_least else value <= asked.high
    lead = _LATEST.search(said.sentence.lower[: said.at])
    return bool(lead and (_FALLS if is_least else _RISES).search(lead[0]))


def is_sure(question: Question, fit: Fit, named: float) -> bool:
    """True if the words may speak against the offer: they say what is measured, and compare with nobody."""
    name, said = question.name, fit.said
    counted = words_of(fit.unit.name) if fit.unit.counted and fit.unit.name.isascii() else None
    is_headed = any(
        name.is_headed(words, fit.unit)
        for words in (said.before, said.after, said.inherited, counted)
        if words
    )
    is_headed = is_headed and not _is_verb_of_others(question, fit)
    is_headed = is_headed or fit.field == PRICE or name.is_shortened_to(said.before)
    is_headed = is_headed or is_of_a_piece(question, said)
    is_named_after = name.likeness(said.after) >= HALF and not said.is_before_result  # at 12 % elongation
    is_condition = said.is_condition and not is_named_after
    is_in_another_scale = fit.unit.dimensions in _HARDNESS and any(
        each.unit.dimensions in _HARDNESS - {fit.unit.dimensions} for each in said.neighbours
    )
    is_doubted = said.is_contrasting or is_condition or is_in_another_scale or is_of_another(question, said)
    is_part = name.is_sum and not said.is_sum and bool(SUMS.search(said.sentence.lower))
    is_doubted = is_doubted or bool(_OTHER_SIZE.search(without_comparison(said.sentence.lower)))
    is_doubted = (
        is_doubted or is_part or _is_worse(question, said) or name.is_of_another(_company(question, said))
    )
    return named >= SURE and is_headed and not is_doubted


def _is_verb_of_others(question: Question, fit: Fit) -> bool:
    """True if a verb alone says what is measured, and nothing says that the offer does it: screws drive."""
    is_verb = question.name.is_said_by_verb(_company(question, fit.said), fit.unit)
    return is_verb and not _SUBJECT.search(fit.said.clause)


def is_far(question: Question, fit: Fit, verdict: Verdict) -> bool:
    """True if the value is of another order of magnitude than the one asked for, so of another thing."""
    is_leak = fit.unit.dimensions in _LEAKS and "W" not in fit.unit.name
    if fit.unit.dimensions in _FREE or is_leak:
        return False
    most = FAR_NOT_MET if verdict is Verdict.NOT_MET else FAR_MET
    return most < ratio_of(question, fit) < math.inf
