"""Fold the spellings of one organisation's name into one: 某某（集团） and 某某 (集团)."""

import unicodedata

LEFT_OUT = frozenset({"Ps", "Pe", "Pi", "Pf", "Pd", "Pc", "Zs", "Zl", "Zp", "Cc", "Cf", "Mn"})
"""Brackets, quotation marks, dashes, blanks, and characters that nobody sees."""

STOPS = frozenset(".,·・•‧∙、。'\"`")
"""Stops inside a name: Co.,Ltd and Co Ltd are the same."""

LONGEST = 250


def fold_name(name: str) -> str:
    """The name without differences of width, case, brackets, stops and blanks. At most ``LONGEST`` long.

    What stands in brackets stays, as do 省 and 市: 浙江省某某 may be another organisation than 浙江某某. A
    name of nothing but brackets and stops stays as it is.
    """
    wide = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    kept = "".join(each for each in wide if each not in STOPS and unicodedata.category(each) not in LEFT_OUT)
    return (kept or wide.strip())[:LONGEST]
