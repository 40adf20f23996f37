"""A requirement with a figure as a question to the texts of an offer, and the reasons of an answer."""

from dataclasses import dataclass
from enum import StrEnum

from matching.requirements.intervals import Interval, Operator
from matching.requirements.properties import Property
from matching.requirements.quantities import Quantity
from matching.requirements.units import Dimensions, Unit


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
