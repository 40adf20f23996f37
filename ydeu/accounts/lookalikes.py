"""Names that are others but look alike: АВВ in Cyrillic letters for ABB, 治 for 冶.

A name is refused only if it is the same in another spelling (``folding.py``). What merely looks alike may be
another organisation, so the administrator who compares it with the licence is warned.
"""

import unicodedata
from typing import Any

from ydeu.accounts.folding import fold_name
from ydeu.accounts.models import Enterprise

USUAL = frozenset({"LATIN", "CJK", "DIGIT", "IDEOGRAPHIC", "KATAKANA", "HIRAGANA", "HANGUL"})
"""First words of the Unicode names of the letters and digits that names of enterprises have."""

_CYRILLIC = ("авекмнорстухѕіјԁԛԝһӏь", "abekmhopctyxsijdqwhlb")
_GREEK = ("αβεζηικμνορτυχωγ", "abezhikmnoptyxwy")
_SHAPES = ("01il|ıɩ", "ollllll")
_HAN = ("己巳末曰士干于免治壶戌戍候人夭汩", "已已未日土千千兔冶壸戊戊侯入天汨")
_LIKE = {
    ord(one): other for pair in (_CYRILLIC, _GREEK, _SHAPES, _HAN) for one, other in zip(*pair, strict=True)
}


def look_of(name: str) -> str:
    """The name without accents and signs, and with one letter for all that look like it."""
    return _look_of_folded(fold_name(name))


def unusual_letters(name: str) -> list[str]:
    """The letters of an alphabet in which Chinese and Western names are not written, with their names."""
    letters = dict.fromkeys(each for each in unicodedata.normalize("NFKC", name) if each.isalnum())
    named = {each: unicodedata.name(each, "?") for each in letters}
    return [f"{each} ({told})" for each, told in named.items() if told.split()[0] not in USUAL]


def lookalikes_of(enterprise: Enterprise) -> list[Enterprise]:
    """The other verified enterprises whose names look like its name, without those of the same name.

    It reads the names of all of them, so only pages of the admin call it.
    """
    folded = fold_name(enterprise.name)
    look = _look_of_folded(folded)
    verified = Enterprise.objects.verified().exclude(pk=enterprise.pk).order_by("pk")
    names = verified.exclude(folded_name=folded).values_list("pk", "folded_name")
    alike = [pk for pk, name in names.iterator() if _look_of_folded(name) == look]
    return list(verified.filter(pk__in=alike))


def warnings_about(enterprise: Enterprise) -> dict[str, Any]:
    """What the admin shows next to a name that is to be compared with a licence."""
    return {
        "lookalikes": lookalikes_of(enterprise),
        "unusual_letters": unusual_letters(enterprise.name),
    }


def _look_of_folded(folded: str) -> str:
    bare = "".join(each for each in unicodedata.normalize("NFD", folded) if each.isalnum())
    return bare.translate(_LIKE).translate(_LIKE)
