"""Read units where they stand in a legible text (see ``written``): 40 L/(m^2·h), 30 parts per minute."""

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from matching.requirements.unit_table import NO_NOUNS, WHOLE
from matching.requirements.units import PLAIN, UNITS, Dimensions, Product, Unit

LONGEST_UNIT = 40
"""No unit has more characters."""
_LONGEST_NAME = max(len(name) for name in UNITS if not name[0].isascii())


class Found(NamedTuple):
    """A unit in a text, and where it ends."""

    unit: Unit
    end: int


_LATIN = re.compile(r"[A-Za-zμΩ°Å]+|[%‰$€£]")
_SHARE = re.compile(
    r"(?:wt|vol|mol|at)\.? ?%|% ?(?:FS|F\.S\.?|RH|R\.H\.|vol|wt|O\.D\.)(?![A-Za-z])|per ?cent(?![a-z])"
)
_WHOLE = re.compile(f"(?:{'|'.join(map(re.escape, sorted(WHOLE, key=len, reverse=True)))})(?![A-Za-z])")
_IN_WORDS = re.compile(r"(square|cubic) (?=[a-z])")
_ODD = re.compile(r"[mc]mH2O")
_POWER = re.compile(r"\^?(-?[1-4])(?!\d|\.\d)")
_ROOM = re.compile(r" ?\((?:A|C)\)")
_WORDS, _PERIODS = r"(?:[a-z]{3,} ){1,3}", "second|minute|hour|day|week|month|year"
_JOIN = re.compile(
    r" ?(?P<over>[/每])(?P<open> ?\()? ?(?P<number>10\^?\d|\d+(?:\.\d+)?)? ?"
    r"| ?[·*] ?(?P<times>\d+(?:\.\d+)? ?(?=[A-Za-z]))?"
    rf"| (?:(?:(?:of )?{_WORDS}(?=per (?:{_PERIODS}|kilogram|kg|tonne|ton|litre|metre)))?(?P<per>per)"
    rf"|(?:of {_WORDS}(?=an? (?:{_PERIODS})))?(?P<a>an?|each|every))"
    r" (?P<many>\d+ ?)?"
    r"| (?=[A-Za-zμ]{1,3}\^-\d)"
)
_PER_UNIT = re.compile(r"(?:[\u4e00-\u9fff]{1,3}|[A-Za-z]{2,4})(?=/[A-Za-zμ])")
_NOUN = re.compile(r"[a-z]{3,}(?![A-Za-z])")
_NO_NOUNS = frozenset(NO_NOUNS.split())


@cache
def _named(name: str) -> Unit | None:
    """The unit with this symbol or name. Long names are read in any case."""
    found = UNITS.get(name)
    if found is None and len(name) > 3:
        found = UNITS.get(name.lower())
    return found


def _atom(text: str, at: int) -> Found | None:
    """The single unit that starts at ``at``, without a power."""
    if at >= len(text):
        return None
    if power := _IN_WORDS.match(text, at):
        return _powered(power[1], _atom(text, power.end()))
    if odd := _SHARE.match(text, at) or _ODD.match(text, at):
        return Found(UNITS["%" if odd.re is _SHARE else odd[0]], odd.end())
    if latin := _LATIN.match(text, at):
        unit = _named(latin[0])
        return Found(unit, latin.end()) if unit else None
    for length in range(min(_LONGEST_NAME, len(text) - at), 0, -1):
        if unit := UNITS.get(text[at : at + length]):
            return Found(unit, at + length)
    return None


def _powered(word: str, found: Found | None) -> Found | None:
    """A unit of length with its power in words: square metres."""
    if found is None or found.unit.dimensions != UNITS["m"].dimensions:
        return None
    product = Product()
    product.multiply(found.unit, 2 if word == "square" else 3)
    return Found(product.unit(f"{word} {found.unit.name}", frozenset()), found.end)


def _noun(text: str, at: int) -> Found | None:
    """A word that no table knows, as what is counted: 30 trays."""
    if part := _PER_UNIT.match(text, at):  # copies/mL
        return Found(Unit(counted=frozenset({_singular(part[0])}), name=part[0]), part.end())
    word = _NOUN.match(text, at)
    if not word or word[0] in _NO_NOUNS:
        return None
    return Found(Unit(counted=frozenset({_singular(word[0])}), name=word[0]), word.end())


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def unit_at(text: str, at: int) -> Found | None:
    """The longest unit at ``at`` in a legible text (see ``written``); None if there is none."""
    found = _unit_in(text[at : at + LONGEST_UNIT])
    return Found(found.unit, at + found.end) if found else None


@lru_cache(8192)
def _unit_in(text: str) -> Found | None:
    """The longest unit at the start of a piece of text. Cached, as the same units come again and again."""
    at = 0
    if whole := _WHOLE.match(text, at):
        found = _unit_in(WHOLE[whole[0]])
        return found and Found(found.unit, whole.end())
    first = _atom(text, at) or _noun(text, at)
    if first is None:
        return None
    product = Product()
    end = _multiply(text, product, first, 1)
    end = _continue(text, product, end)
    return Found(product.unit(text[at:end], first.unit.counted), end)


def _multiply(text: str, product: Product, atom: Found, sign: int) -> int:
    """Take the atom with its power into the product. Returns where it ends."""
    power = _POWER.match(text, atom.end) if atom.unit.dimensions and _may_have_power(text, atom.end) else None
    exponent = int(power[1]) if power else 1
    unit = atom.unit
    if unit.name == "Nm" and exponent == 3:
        unit = UNITS["m"]  # a normal cubic metre
    product.multiply(unit, sign * exponent)
    end = power.end() if power else atom.end
    room = _ROOM.match(text, end) if unit.name == "dB" else None
    return room.end() if room else end


def _may_have_power(text: str, end: int) -> bool:
    """True if a digit after the unit is a power: m2, but not the month of 2016年3月."""
    return text[end : end + 1] == "^" or (text[end - 1].isascii() and text[end - 1].isalpha())


def _continue(text: str, product: Product, end: int) -> int:
    """Take the rest of a compound unit: /(m²·h), ·cm², per hour. What follows a slash divides."""
    sign, is_open = 1, False
    while join := _JOIN.match(text, end):
        divides = bool(join["over"] or join["per"] or join["a"])
        atom = _atom(text, join.end()) or (
            _noun(text, join.end()) if join["over"] or join["per"] == "per" else None
        )
        if atom is None and divides and join["over"] and text[join.end() : join.end() + 1] == "a":
            atom = Found(UNITS["年"], join.end() + 1)
        if atom is None or (join["a"] and not atom.unit.dimensions):
            break
        sign = -1 if divides else sign
        is_open = is_open or bool(join["open"])
        product.factor *= _number(join["number"] or join["many"] or join["times"] or "1") ** sign
        end = _multiply(text, product, atom, sign)
        if is_open and text[end : end + 1] == ")":
            return end + 1
    return end


def _number(text: str) -> float:
    base, _, power = text.strip().partition("^")
    return float(base) ** int(power or 1)


_SCALES = {
    "百万": 1e6,
    "千万": 1e7,
    "十万": 1e5,
    "万": 1e4,
    "亿": 1e8,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
}
_SCALED = re.compile(f"({'|'.join(_SCALES)}) ?")


@lru_cache(1024)
def unit_of(text: str) -> Unit | None:
    """The unit that a legible text names as a whole; None if it names none.

    A leading number is part of the unit (10^6/mL). An empty text is the unit of a bare number. A word
    that no table knows counts things of that name.
    """
    text = text.strip()
    if not text:
        return PLAIN
    if factor := re.match(r"10\^(\d{1,2}) ?(?=[/A-Za-z个])", text):
        inner = unit_of("个" + text[factor.end() :] if text[factor.end()] == "/" else text[factor.end() :])
        return inner and replace(inner, factor=inner.factor * 10 ** int(factor[1]))
    if text not in UNITS and (scale := _SCALED.match(text)):
        inner = unit_of(text[scale.end() :])
        return inner and replace(inner, factor=inner.factor * _SCALES[scale[1]], name=text)
    if text[0] == "/":
        return unit_of("个" + text)
    found = unit_at(text, 0)
    if found and (found.end == len(text) or text[found.end] in " (-" or not text[found.end].isascii()):
        return found.unit
    return _last_part(text) or Unit(counted=frozenset({_singular(text.casefold())}), name=text)


def dimensions_of(*names: str) -> frozenset[Dimensions]:
    """The dimensions of units by their names."""
    return frozenset(unit.dimensions for name in names if (unit := unit_of(name)))


def _last_part(text: str) -> Unit | None:
    """The unit at the end of a longer word: the hours of 射频小时."""
    for at in range(1, len(text)):
        found = unit_at(text, at) if not text[at].isascii() and not text[at - 1].isascii() else None
        if found and found.end == len(text):
            return found.unit
    return None
