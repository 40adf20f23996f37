"""Every state has a badge whose colour was chosen: in the stylesheet, or here as neutral."""

import re

from django.conf import settings

from matching.enums import Answer
from matching.states import CalibrationState, IntroductionState, SuggestionState
from ydeu.marketplace.states import FileState, State

COMPONENTS = settings.ROOT / "ydeu" / "static" / "ydeu" / "css" / "components.css"
NEUTRAL = {"draft", "paused", "archived", "superseded", "folded", "second", "dormant", "waiting", "clean"}
NEUTRAL |= {"candidate", "retired", "not_promoted"}


def coloured() -> set[str]:
    return set(re.findall(r'\[data-state="([a-z_]+)"\]', COMPONENTS.read_text()))


def test_every_state_has_a_colour_or_is_neutral() -> None:
    states = {
        *State.values,
        *FileState.values,
        *SuggestionState.values,
        *CalibrationState.values,
        *IntroductionState.values,
        *Answer.values,
    }
    assert states - coloured() == NEUTRAL


def test_no_colour_is_left_of_a_state_that_is_gone() -> None:
    verification = {"verified", "unverified"}
    states = {
        *State.values,
        *FileState.values,
        *SuggestionState.values,
        *CalibrationState.values,
        *IntroductionState.values,
        *Answer.values,
    }
    assert coloured() - states == verification
