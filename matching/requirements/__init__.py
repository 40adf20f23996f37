"""Requirements of a demand checked against the texts of an offer. No Django and no index is needed.

The way of a check: ``names`` (what is asked) → ``presence`` (worth reading?) → ``written`` (one spelling)
→ ``numbers`` and ``units`` → ``quantities`` → ``sentences`` and ``statements`` (a quantity and its
company) → ``likeness`` and ``doubts`` (is it this property, is it the offer's own?) → ``intervals``
→ ``candidates`` → ``checks``.
``weighing`` says what the verdicts are worth.
"""

from matching.requirements.checks import Asked, Check, check
from matching.requirements.intervals import Operator, Verdict
from matching.requirements.questions import Why
from matching.requirements.weighing import factor

__all__ = ["Asked", "Check", "Operator", "Verdict", "Why", "check", "factor"]
