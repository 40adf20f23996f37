"""Fold the spellings of one organisation's name into one: 某某（集团） and 某某 (集团)."""

import unicodedata

from matching.engine.text.radicals import LOOK_ALIKES

LEFT_OUT = frozenset(
    {"Ps", "Pe", "Pi", "Pf", "Pd", "Pc", "Zs", "Zl", "Zp", "Cc", "Cf", "Cn", "Co", "Mn", "Me"}
)
"""Brackets, quotation marks, dashes, blanks, and characters that nobody sees or that have no look."""

FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs of Unicode that show nothing."""

STOPS = frozenset(".,·・•‧∙、。'\"`")
"""Stops inside a name: Co.,Ltd and Co Ltd are the same."""

_OUT = FILLERS | STOPS
_RADICALS = str.maketrans(LOOK_ALIKES)

LONGEST = 250


def fold_name(name: str) -> str:
    """The name without differences of width, case, brackets, stops and blanks. At most ``LONGEST`` long.

    Radicals, as PDF files have them, are read as their characters.
    What stands in brackets stays, as do 省 and 市: 浙江省某某 may be another organisation than 浙江某某. A
    name of nothing but brackets and stops stays as it is.
    """
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).translate(_RADICALS)
    kept = "".join(each for each in wide if each not in _OUT and unicodedata.category(each) not in LEFT_OUT)
    return (kept or wide.strip())[:LONGEST]
