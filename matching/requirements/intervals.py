"""Compare an interval that an offer states with the one that a demand asks for."""

import math
from dataclasses import dataclass
from enum import StrEnum

from matching.requirements.bounds import Bound
from matching.requirements.properties import Property
from matching.requirements.quantities import Quantity
from matching.requirements.units import Unit


class Verdict(StrEnum):
    """What an offer's texts say about a requirement. The values are names of CSS classes."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_STATED = "not-stated"


class Operator(StrEnum):
    """The comparisons of a requirement. The values are those of the marketplace."""

    GE = "ge"
    LE = "le"
    EQ = "eq"
    BETWEEN = "between"
    CONTAINS = "contains"


@dataclass(frozen=True)
class Interval:
    """Both ends in base units; an open end is infinite."""

    low: float
    high: float

    @property
    def is_point(self) -> bool:
        return self.low == self.high


WIDE = 0.5
"""A stated range inside the one asked for is how far a value varies, if no wider than this share."""
TOLERANCE = 1e-6
"""Relative rounding of conversions: 14.5038 psi is 1 bar, or nearly so."""


def compare(
    operator: Operator,
    asked: Interval,
    said: Interval,
    name: Property,
    *,
    is_range: bool,
    is_span: bool = False,
) -> Verdict:
    """The verdict on one statement. An interval that only overlaps what is asked decides nothing.

    If the offer gives the range that it covers, the end that reaches furthest counts: a pump for 0 to 20 MPa
    works at 14 MPa.
    """
    is_cover = is_range and (name.is_span or name.is_upper or name.is_lower or is_span)
    if operator is Operator.GE:
        reached = said.high if is_cover or _is_limit_of_use(said, name) else said.low
        return _of(_ge(reached, asked.low), not _ge(said.high, asked.low))
    if operator is Operator.LE:
        is_low = name.is_lower and (is_cover or said.high == math.inf)
        reached = said.low if is_low else said.high
        return _of(_ge(asked.high, reached), not _ge(asked.high, said.low))
    if operator is Operator.EQ:
        return _equal(asked, said)
    return _between(asked, said, is_span=name.is_span, is_range=is_range)


def _is_limit_of_use(said: Interval, name: Property) -> bool:
    """True if the offer says up to where it may be used: humidity not above 88 %."""
    return said.low == -math.inf and (name.is_upper or name.is_span)


def _of(is_met: bool, is_missed: bool) -> Verdict:
    if is_met:
        return Verdict.MET
    return Verdict.NOT_MET if is_missed else Verdict.NOT_STATED


def _ge(value: float, limit: float) -> bool:
    return value >= limit or math.isclose(value, limit, rel_tol=TOLERANCE)


def _equal(asked: Interval, said: Interval) -> Verdict:
    if said.is_point and asked.is_point:
        scale = max(abs(asked.low), abs(said.low))
        is_same = math.isclose(asked.low, said.low, rel_tol=0.02, abs_tol=1e-12)
        return _of(is_same, scale > 0 and not math.isclose(asked.low, said.low, rel_tol=0.05))
    inside = _ge(said.low, asked.low) and _ge(asked.high, said.high)
    return _of(inside, not (_ge(said.high, asked.low) and _ge(asked.high, said.low)))


def _between(asked: Interval, said: Interval, *, is_span: bool, is_range: bool) -> Verdict:
    covers = _ge(asked.low, said.low) and _ge(said.high, asked.high)
    inside = _ge(said.low, asked.low) and _ge(asked.high, said.high)
    apart = not (_ge(said.high, asked.low) and _ge(asked.high, said.low))
    if is_range and covers:
        return Verdict.MET
    if is_span and is_range:
        return Verdict.NOT_MET
    if is_range and inside and not _ge(WIDE * (asked.high - asked.low), said.high - said.low):
        return Verdict.NOT_STATED  # 5 to 35 N for 5 to 40 N: what can be set may fall short
    return _of(inside and not is_span, apart and not is_span)


def asked_interval(operator: Operator, value: Quantity, unit: Unit, *, is_difference: bool) -> Interval:
    """What a demand asks for, in base units."""
    low, high = value.low, value.high
    if value.is_tolerance and operator is not Operator.BETWEEN:
        low = high  # ±0.5 as a limit of an error is 0.5
    return _based(low, high, unit, is_difference)


def said_interval(
    operator: Operator, said: Quantity, unit: Unit, *, is_difference: bool, is_magnitude: bool = False
) -> Interval:
    """What an offer states, in base units, with its bounds: "below 5" has no lower end."""
    low, high = said.low, said.high
    if said.is_tolerance and operator is not Operator.BETWEEN:
        low = high
    if is_magnitude:
        low, high = sorted((abs(low), abs(high)))
    found = _based(low, high, unit, is_difference)
    bound = said.bound
    if bound is Bound.BETTER:
        bound = Bound.LOWER if operator is Operator.GE else Bound.UPPER
    if bound is Bound.LOWER and not said.is_range:
        return Interval(found.low, math.inf)
    if bound is Bound.UPPER and not said.is_range:
        return Interval(-math.inf, found.high)
    return found


def _based(low: float, high: float, unit: Unit, is_difference: bool) -> Interval:
    ends = sorted(unit.base(end, is_difference=is_difference) for end in (low, high))
    return Interval(*ends)
