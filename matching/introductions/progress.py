"""The progress of an introduction towards a contract."""

from matching.models import Introduction
from matching.states import IntroductionState

STAGES = (
    IntroductionState.CONSENT_PENDING,
    IntroductionState.CONNECTED,
    IntroductionState.MEETING,
    IntroductionState.NEGOTIATING,
    IntroductionState.CONTRACT_SIGNED,
)


def steps_of(introduction: Introduction) -> list[tuple[str, str]]:
    """Label and standing of each step: “current”, “done” or empty.

    A dormant or closed introduction has no current step.
    """
    here = IntroductionState(introduction.state)
    if here not in STAGES:
        return [(str(step.label), "") for step in STAGES]
    at = STAGES.index(here)
    return [(str(step.label), _standing(position, at)) for position, step in enumerate(STAGES)]


def _standing(position: int, at: int) -> str:
    if position == at:
        return "current"
    return "done" if position < at else ""
