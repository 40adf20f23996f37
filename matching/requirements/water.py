"""Parts per million and milligrams per litre are the same in water, and only there."""

import re
from dataclasses import replace

from matching.requirements.quantities import Role
from matching.requirements.questions import Question
from matching.requirements.statements import Statement
from matching.requirements.unit_reading import unit_of
from matching.requirements.units import RATIO, Dimensions, Unit

_PARTS = re.compile(r"pp[mbt]\b", re.IGNORECASE)
_WATER = re.compile(r"水(?!汽|蒸|冷|平|泥|泵)|\b(?:waste)?water\b|effluent|influent|permeate|brine|aqueous")
_AIR = re.compile(r"水[汽蒸]|空气|气体|烟气|废气|尾气|氛围|\b(?:air|gas(?:es)?|vapou?r|flue|exhaust)\b")
_DENSITY = 1000.0
"""Kilograms in a cubic metre of water."""
_CONCENTRATION: Dimensions = (("L", -3), ("M", 1))
_UNIT_OF_OTHER = {RATIO: unit_of("mg/L"), _CONCENTRATION: unit_of("ppm")}


def other_dimensions(unit: Unit) -> Dimensions | None:
    """The dimensions in which a value in the unit may be given as well, in water; None if in no others."""
    is_of_water = unit.dimensions == _CONCENTRATION or _PARTS.search(unit.name)
    other = _UNIT_OF_OTHER.get(unit.dimensions) if is_of_water else None
    return other.dimensions if other else None


def unit_in_water(question: Question, said: Statement) -> Unit | None:
    """The unit of a statement about water, in the dimensions of the question; None if of no water."""
    quantity, unit = said.quantity, said.quantity.unit
    if unit.dimensions == question.unit.dimensions or unit.dimensions not in question.kinds:
        return None
    if quantity.role is not Role.VALUE or quantity.sides:
        return None
    if unit.dimensions == RATIO and not _PARTS.search(unit.name):
        return None
    text = f"{question.name.name} {said.sentence.lower}"
    if _AIR.search(text) or not _WATER.search(text):
        return None
    factor = unit.factor * _DENSITY if unit.dimensions == RATIO else unit.factor / _DENSITY
    return replace(unit, dimensions=question.unit.dimensions, factor=factor)
