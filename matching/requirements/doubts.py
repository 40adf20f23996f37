"""What speaks against holding a statement against an offer, or for it."""

import math

from matching.requirements.intervals import Verdict
from matching.requirements.likeness import HALF, PRICE, SURE, Fit, ratio_of
from matching.requirements.questions import Question
from matching.requirements.subjects import is_of_another
from matching.requirements.unit_reading import dimensions_of

FAR_NOT_MET, FAR_MET = 100.0, 1000.0
"""Beyond this ratio a value speaks of another thing."""


_FREE = dimensions_of("%", "mg/L", "Pa·m^3/s", "Ω", "Ω·m", "S/m")
"""Kinds of values that range over many orders of magnitude: shares, leaks, resistances."""
_HARDNESS = dimensions_of("HRC", "HRB", "HRA", "HV", "HB", "ShoreA", "ShoreD")


def is_sure(question: Question, fit: Fit, named: float) -> bool:
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


def is_far(question: Question, fit: Fit, verdict: Verdict) -> bool:
    """True if the value is of another order of magnitude than the one asked for, so of another thing."""
    if fit.unit.dimensions in _FREE:
        return False
    most = FAR_NOT_MET if verdict is Verdict.NOT_MET else FAR_MET
    return most < ratio_of(question, fit) < math.inf


