"""A requirement with a figure as a question to the texts of an offer, and the reasons of an answer."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from matching.requirements.intervals import Interval, Operator
from matching.requirements.properties import Property
from matching.requirements.quantities import Quantity
from matching.requirements.unit_reading import dimensions_of
from matching.requirements.units import UNITS, Dimensions, Unit

COMMON = dimensions_of("mg/L", "m/s", "m^3/h", "kg/h", "m/s^2")
"""Kinds of compound units in which many properties are measured."""
_TOLD_BY_NAME = dimensions_of("dB", "Pa·m^3/s")
"""Dimensions whose units tell by their name what they measure."""


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
class Question:
    """A requirement with a figure, read once for all texts."""

    operator: Operator
    name: Property
    unit: Unit
    value: Quantity
    interval: Interval
    kinds: tuple[Dimensions, ...]
    """The dimensions of values that may answer: its own, and what is the same in water."""

    @cached_property
    def is_told_by_unit(self) -> bool:
        """True if a value may answer without a word of the property: by its unit, range, what it counts."""
        unit = self.unit
        if self.name.told(unit) or unit.dimensions in _TOLD_BY_NAME or not unit.counted <= UNITS.keys():
            return True
        is_rate = bool(unit.dimensions) and all(power < 0 for _, power in unit.dimensions)
        is_rare = len(unit.dimensions) > 1 and unit.dimensions not in COMMON
        return is_rate or is_rare or self.operator is Operator.BETWEEN
