"""The words before and after a value that make a limit of it: 不低于, at most, 以上, or more."""

import re
from enum import StrEnum


class Bound(StrEnum):
    """What the words around a value say: a figure, a lower or an upper limit, the better side of it."""

    NONE = ""
    LOWER = "at least"
    UPPER = "at most"
    BETTER = "better than"


_LOWER = (
    r"不[应得能会]?[低少小短]于|至少|最少|大于(?:或?等于)?|[高多长]于|超过|突破|≥|>=|>"
    r"|at least|(?:no|not) (?:less|fewer|lower|smaller|shorter) than|(?:more|greater|higher|longer"
    r"|larger) than"
    r"|exceed(?:s|ing)?|over|above|beyond|upwards of|(?<![/\w·])(?<!\d )min(?:imum|\.)?(?: of)?"
)
_UPPER = (
    r"不[应得能会]?(?:[高多长大]于|超过)|至多|最多|小于(?:或?等于)?|[低少短]于|不到|不足|控制在|≤|<=|<"
    r"|仅|只需"
    r"|at most|(?:no|not) (?:more|greater|higher|longer|larger) than|(?:less|fewer|lower|smaller"
    r"|shorter) than"
    r"|below|under|within|not (?:to )?exceed(?:s|ing)?|max(?:imum|\.)(?: of)?"
)
_ABOUT = r"[ :：]*(?:为|是|在|达到?|约为?|大约|近|about|around|approximately|some|an?|only|=)?[ :：]*$"
_BEFORE = re.compile(
    rf"(?:(?P<better>优于|好于|better than)|(?P<upper>{_UPPER})|(?P<lower>{_LOWER})){_ABOUT}"
)
"""The leftmost match counts: 不低于 before 低于, "no less than" before "less than"."""
_AFTER = {
    Bound.LOWER: re.compile(
        r" ?(?:及|或|\()?(?:以上|更高|起(?!来)|or (?:more|above|higher|better|longer)|and (?:more|above"
        r"|higher|over)|minimum|min\b|plus\b)"
    ),
    Bound.UPPER: re.compile(
        r" ?(?:及|或|\()?(?:以下|以内|之内|内(?![部径孔外置壁])|or (?:less|below|lower|fewer|shorter)"
        r"|and (?:below|less)|max(?:imum)?\b|at most)"
    ),
}


def bound_of(before: str, after: str, bound: Bound = Bound.NONE) -> Bound:
    """What the words around a value (lower case) say about it, or ``bound`` if they say nothing."""
    found = _BEFORE.search(before[-26:]) if bound is Bound.NONE else None
    if found:
        bound = {"better": Bound.BETTER, "upper": Bound.UPPER, "lower": Bound.LOWER}[found.lastgroup or ""]
    return next((limit for limit, said in _AFTER.items() if said.match(after)), bound)
