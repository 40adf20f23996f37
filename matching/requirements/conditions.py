"""The conditions under which a value holds: at 80 °C, at 5 L/min, 1000 次循环后.

A condition stands after its value (0.2 bar at 5 L/min) or before it (80 ℃下黏度32 mPa·s). A value under
another condition than the one asked for says nothing about it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from matching.requirements.bounds import Bound
from matching.requirements.intervals import Operator, Verdict
from matching.requirements.quantities import Quantity, rooms_in
from matching.requirements.questions import Question
from matching.requirements.statements import Statement
from matching.requirements.units import TEMPERATURE, is_same_count

_ATTACHED = re.compile(
    r"(?: ?\(?(?:(?!and |but |while )[a-z-]+ ){0,3}?(?:at|under|after|for|from|with)(?: (?:an? "
    r"|the )?[a-z-]+){0,4}"
    r"(?: of| =)?| ?@| ?\((?:在|经)?[a-z]{0,3}) ?"
)
"""What stands between a value and a condition that follows it."""
_COPULA = re.compile(r" (?:is|was|are|were|reaches) (?:about |only )?")
"""What makes a value of the property out of what follows: the strain after 300 h is."""
_LISTED = re.compile(r" ?(?:[,、/和与]|and|,? ?at)? ?")
"""What stands between two conditions of one value."""
_LEADING = re.compile(
    r"(?:\b(?:at|under|after|for)(?: [a-z]+){0,3}|@|在|经|当|于|距离?|距[\u4e00-\u9fff]{1,4}|[([])[ =:]*$"
)
_IN_WORDS = tuple(
    tuple(re.compile(side) for side in line)
    for line in (
        (
            r"满载|满负荷|额定负[载荷]|\b(?:full|rated)[ -]load",
            r"半载|\bhalf[ -]load",
            r"空载|\bno[ -]load|\bunloaded|\bidle",
            r"轻载|部分负[载荷]|\b(?:part|partial|light)[ -]load",
        ),
        (r"湿态|\bwet\b", r"干态|干燥状态|\bdry\b"),
        (r"白天|日间|\bday(?:time|light)?\b", r"夜间|夜晚|\bnight"),
        (r"老化后|\bafter age?ing|\baged", r"老化前|初始|\bbefore age?ing|\bas[ -]delivered|\binitial"),
    )
)
_UNDER = re.compile(r" ?(?:at|under|with) (?!an? accuracy)")
_CASE = re.compile(r"空载|满载|半载|轻载|带载|满负荷|[\u4e00-\u9fff](?:时(?!间|长)|条件下|工况)")
_BEST = re.compile(r"峰值|最高|最佳|最优|最好|\b(?:peak|best|maximum|up to|optimum)\b")


def is_met_condition(question: Question, said: Statement) -> bool | None:
    """True if the statement holds under a condition of the demand, False if under another, None if unsaid."""
    found = None
    for wanted in question.name.conditions:
        governing = _governing(wanted, said)
        if governing:
            if not any(_holds(wanted, each) for each in governing):
                return False
            found = True
            continue
        if wanted.unit.dimensions == question.unit.dimensions or not wanted.unit.dimensions:
            continue
        kin = [each for each in said.neighbours if each.unit.dimensions == wanted.unit.dimensions]
        if kin and all(_holds(wanted, each) for each in kin):
            found = True
        elif kin and (wanted.unit.dimensions == TEMPERATURE or any(_holds(wanted, each) for each in kin)):
            return False
    return _in_words(question, said) if found is None else found


def _in_words(question: Question, said: Statement) -> bool | None:
    """The same for conditions that are words: at full load, 湿态."""
    for group in _groups(question.name.name):
        wanted = [side for side in group if side.search(question.name.name)]
        if wanted and (stated := _sides(group, said)):
            return any(side in wanted for side in stated)
    return None


@lru_cache(2048)
def _groups(name: str) -> tuple[tuple[re.Pattern[str], ...], ...]:
    """The groups of conditions that a name has one of."""
    return tuple(group for group in _IN_WORDS if any(side.search(name) for side in group))


def _sides(group: tuple[re.Pattern[str], ...], said: Statement) -> list[re.Pattern[str]]:
    """The conditions of a group next to the value, else those in its clause."""
    found = [side for side in group if side.search(said.near)]
    kin = (each for each in said.neighbours if each.unit.dimensions == said.quantity.unit.dimensions)
    return found or [side for side in group if side.search(said.clause if any(kin) else said.sentence.lower)]


def has_condition(said: Statement) -> bool:
    """True if the words next to a value say under which circumstances it holds: at full load, 空载."""
    return bool(_UNDER.match(said.after.text) or _CASE.search(said.near))


def is_at_ease(question: Question, said: Statement) -> bool:
    """True if the value is one of an idle machine, and the demand does not ask for that."""
    return question.operator is Operator.LE and said.is_at_ease and not question.name.is_at_ease


def is_at_its_best(question: Question, said: Statement) -> bool:
    """True if the value is a peak, and the condition that the demand names is left open."""
    asks_more = question.operator is Operator.GE and not question.name.is_upper
    return asks_more and bool(question.name.conditions) and bool(_BEST.search(said.before.text))


def is_harder(question: Question, said: Statement, verdict: Verdict) -> bool:
    """True if the condition stated is such that the verdict holds for the one asked for as well.

    A value kept after 2000 cycles was kept after 1000, and one that was lost after 500 is lost after 1000.
    """
    name = question.name
    if not name.is_ageing or len(name.conditions) != 1:
        return False
    wanted = name.conditions[0]
    ends = [each.unit.base(each.high) for each in _governing(wanted, said)]
    limit = wanted.unit.base(wanted.high)
    if verdict is Verdict.MET:
        return any(end >= limit for end in ends)
    return verdict is Verdict.NOT_MET and bool(ends) and all(end <= limit for end in ends)


def is_same(one: Quantity, other: Quantity) -> bool:
    """True if both are the same value of one dimension."""
    if one.unit.dimensions != other.unit.dimensions:
        return False
    first, second = (each.unit.base(each.high) for each in (one, other))
    return abs(first - second) <= 1e-3 * max(abs(first), abs(second))


def _holds(wanted: Quantity, stated: Quantity) -> bool:
    """True if the condition stated is the wanted one, or a range that has it inside."""
    if wanted.bound in (Bound.LOWER, Bound.UPPER) and not stated.is_range:
        return _is_within(wanted, stated)
    if stated.is_range:
        return _has_inside(stated, wanted)
    return is_same(wanted, stated) or (wanted.is_range and _has_inside(wanted, stated))


def _is_within(wanted: Quantity, stated: Quantity) -> bool:
    """True if the condition stated lies on the wanted side: 130 m/s for at least 120 m/s."""
    limit, found = wanted.unit.base(wanted.high), stated.unit.base(stated.high)
    is_within = found >= limit if wanted.bound is Bound.LOWER else found <= limit
    return is_within or is_same(wanted, stated)


def _has_inside(one: Quantity, other: Quantity) -> bool:
    low, high = (one.unit.base(end) for end in (one.low, one.high))
    return low <= other.unit.base(other.low) and other.unit.base(other.high) <= high


def _is_kin(wanted: Quantity, other: Quantity) -> bool:
    if wanted.unit.dimensions != other.unit.dimensions:
        return False
    return bool(wanted.unit.dimensions) or is_same_count(wanted.unit, other.unit)


def _governing(wanted: Quantity, said: Statement) -> list[Quantity]:
    """The conditions of the wanted kind of the statement: those after it, else the last before it."""
    places = sorted([*said.sentence.quantities, *_rooms(said)], key=lambda each: each.start)
    number = places.index(said.quantity)
    follow = [each for each in _following(said, places[number:]) if _is_kin(wanted, each)]
    return follow or _leading(wanted, said, places[: number + 1])


def _following(said: Statement, places: list[Quantity]) -> Iterator[Quantity]:
    """The conditions right after the first of the places."""
    for before, each in pairwise(places):
        gap = said.sentence.source.lower[before.end : each.start]
        is_other = each.unit.dimensions != said.quantity.unit.dimensions
        is_listed = before is not places[0] and is_other and _LISTED.fullmatch(gap)
        if not (is_listed or _ATTACHED.fullmatch(gap)) or _is_leading_in(said, each):
            return
        yield each


def _is_leading_in(said: Statement, each: Quantity) -> bool:
    """True if what follows a quantity shows that it opens what comes next: 25 ℃下."""
    return bool(
        re.match(r" ?\)?(?:下(?!限|降|线)|时(?!间))", said.sentence.source.lower[each.end : each.end + 4])
    )


def _leading(wanted: Quantity, said: Statement, places: list[Quantity]) -> list[Quantity]:
    """The nearest condition before the last of the places, unless it belongs to a value before it."""
    lower, start = said.sentence.source.lower, said.sentence.start
    for at in range(len(places) - 2, -1, -1):
        each = places[at]
        gap = lower[each.end : places[-1].start]
        if re.search(r"[；;。]", gap):
            return []
        if not _is_kin(wanted, each):
            continue
        if _COPULA.fullmatch(gap):
            return [each]
        floor = places[at - 1].end if at else start
        lead = lower[floor : each.start]
        if at and _ATTACHED.fullmatch(lead) and not _is_leading_in(said, each):
            continue
        is_far = at < len(places) - 2 and re.search(r"[，,]", gap) and wanted.unit.dimensions != TEMPERATURE
        return [each] if not is_far and _is_marked(said, each, lead) else []
    return []


def _is_marked(said: Statement, each: Quantity, lead: str) -> bool:
    """True if a word before or after the quantity makes a condition of it."""
    if each not in said.sentence.quantities or _LEADING.search(lead):
        return True  # the words "room temperature" are no quantity of the sentence
    if Statement(said.sentence, said.sentence.quantities.index(each)).is_condition:
        return True
    gap = said.sentence.source.lower[each.end : said.quantity.start]
    return not re.search(r"[，,；;。]|\b(?:and|but|with)\b", gap)  # 25 ℃导热系数0.021


def _rooms(said: Statement) -> Iterator[Quantity]:
    """The words for room temperature as quantities."""
    start = said.sentence.start
    for each in rooms_in(said.sentence.lower):
        yield replace(each, start=start + each.start, end=start + each.end)
