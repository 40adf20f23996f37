"""How checked requirements raise or lower the confidence of a pair."""

from collections.abc import Iterable
from typing import Protocol

from matching.requirements.intervals import Verdict

MOST = 1.25
"""All musts met: the confidence is multiplied by this."""
UNMET = 0.5
"""The first unmet must. Each further one takes half of what is left."""
UNMET_NICE = 0.95
"""An unmet wish."""


class Checked(Protocol):
    """What the rule needs of a check."""

    @property
    def verdict(self) -> Verdict: ...

    @property
    def is_must(self) -> bool: ...


def factor(checks: Iterable[Checked]) -> float:
    """The factor from the checks of a demand's requirements to the confidence of a pair.

    - An unmet must halves it, and each further one halves it again. What else is met then raises nothing.
    - Without an unmet must, the met ones raise it by their share of all musts, to 1.25 if all are met. A must
      that is not stated raises nothing and lowers nothing: it is a question.
    - A wish that is not met costs five per cent. One that is met raises nothing.

    Without requirements the factor is 1. It lies above 0 and is at most 1.25.
    """
    checked = list(checks)
    musts = [each.verdict for each in checked if each.is_must]
    wishes = [each.verdict for each in checked if not each.is_must]
    cost: float = UNMET_NICE ** wishes.count(Verdict.NOT_MET)
    unmet = musts.count(Verdict.NOT_MET)
    if unmet:
        return cost * UNMET**unmet
    share = musts.count(Verdict.MET) / len(musts) if musts else 0.0
    return cost * (1 + (MOST - 1) * share)
