"""Codes: two of them are not one because their stems are; plain words in capitals are no codes."""

import pytest

from tests.engine.reasons.market import words_of

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("demand", "offer", "reason"),
    [
        ("WIND TURBINE BLADES INSPECTION", "WIND TURBINE BLADE INSPECTION", "WIND TURBINE BLADES INSPECTION"),
        ("CERAMIC MEMBRANES", "A CERAMIC MEMBRANE", "CERAMIC MEMBRANES"),
        ("LITHIUM BATTERIES", "LITHIUM BATTERY", "LITHIUM BATTERIES"),
        ("GRAPHENE PUMPS", "A GRAPHENE PUMP", "GRAPHENE PUMPS"),
        ("CRACKS OF HydroGels", "CRACKS OF HydroGel", "HydroGels"),
        ("PCBs for lidars", "A PCB with a lidar", "PCB"),
    ],
)
def test_plurals_in_capitals_are_the_same_word(demand: str, offer: str, reason: str) -> None:
    assert reason in words_of(demand, offer)


@pytest.mark.parametrize(
    ("demand", "offer", "word"),
    [
        ("ANSYS models of crack growth", "Crack growth in ANSI C", "ANSYS"),
        ("AES for crack growth", "AE of crack growth", "AES"),
    ],
)
def test_codes_of_one_stem_are_two_things(demand: str, offer: str, word: str) -> None:
    assert not any(word in each for each in words_of(demand, offer))
