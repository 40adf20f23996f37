"""Units: read them where they stand in a text, and bring values of one dimension to a common base.

A table of our own instead of a library: see docs/decisions/0048.
"""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from matching.requirements.unit_table import ABSOLUTE, COUNTED, PREFIXES, ROWS, SPELLINGS, WHOLE

Dimensions = tuple[tuple[str, int], ...]
"""Base dimensions with their powers, sorted by name: a pressure is (("L", -1), ("M", 1), ("T", -2))."""

RATIO: Dimensions = (("ratio", 1),)
RATE: Dimensions = (("T", -1),)
TEMPERATURE: Dimensions = (("K", 1),)
_LENGTH: Dimensions = (("L", 1),)
_AREA: Dimensions = (("L", 2),)
_VOLUME: Dimensions = (("L", 3),)
CURRENCIES = frozenset({"CNY", "USD", "EUR", "JPY", "GBP", "HKD"})


@dataclass(frozen=True)
class Unit:
    """A unit: ``value * factor + offset`` is the value in the base units of its dimensions.

    ``counted`` holds what is counted (cycles, parts), and is empty for a physical unit. ``offset`` is in the base
    unit, and not 0 only for a temperature that is no difference.
    """

    dimensions: Dimensions = ()
    factor: float = 1.0
    offset: float = 0.0
    counted: frozenset[str] = frozenset()
    name: str = ""

    def base(self, value: float, *, is_difference: bool = False) -> float:
        """``value`` in base units. A difference of temperatures has no zero to start from."""
        return value * self.factor + (0.0 if is_difference else self.offset)

    def per(self, other: "Unit") -> "Unit":
        """This unit divided by another: yuan per kilogram."""
        found = _Product()
        found.multiply(self, 1)
        found.multiply(other, -1)
        return found.unit(f"{self.name}/{other.name}", self.counted)

    @property
    def is_money(self) -> bool:
        return any(name in CURRENCIES for name, _ in self.dimensions)


class Found(NamedTuple):
    """A unit in a text, and where it ends."""

    unit: Unit
    end: int


PLAIN = Unit()
"""The unit of a bare number."""


@dataclass
class _Product:
    """Collects the factors of a compound unit."""

    factor: float = 1.0
    offset: float = 0.0
    parts: int = 0
    is_volume: bool = False
    is_areal: bool = False

    def __post_init__(self) -> None:
        self.powers: dict[str, int] = {}

    def multiply(self, unit: Unit, power: int) -> None:
        self.is_volume = self.is_volume or (unit.dimensions == _VOLUME and power == 1)
        self.is_areal = (
            self.is_areal
            or unit.dimensions == _LENGTH
            and power == -2
            or unit.dimensions == _AREA
            and power == -1
        )
        self.factor *= unit.factor**power
        self.offset = unit.offset if not self.parts and power == 1 else 0.0
        self.parts += 1
        for name, each in unit.dimensions:
            self.powers[name] = self.powers.get(name, 0) + each * power

    def unit(self, name: str, counted: frozenset[str]) -> Unit:
        if self.is_volume and self.is_areal:
            self.powers["areal"] = 1  # litres per square metre are no length
        dimensions = tuple(sorted(item for item in self.powers.items() if item[1]))
        if self.powers and not dimensions:
            dimensions = RATIO  # mg/kg is a share, like ppm
        return Unit(dimensions, self.factor, self.offset, counted, name)


def _rows() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for row in ROWS.strip().splitlines():
        dimensions, factor, symbols, names = (part.strip() for part in row.split("|"))
        unit = Unit(_dimensions(dimensions), float(factor))
        for symbol in symbols.split():
            _add_prefixed(found, symbol, unit)
        for name in names.split():
            word, _, other = name.partition("=")
            found[word] = replace(
                unit, name=word, factor=float(other or factor), offset=ABSOLUTE.get(word, 0.0)
            )
    return found


def _add_prefixed(found: dict[str, Unit], symbol: str, unit: Unit) -> None:
    stem, _, prefixes = symbol.rstrip("]").partition("[")
    found[stem] = replace(unit, name=stem)
    for prefix in prefixes:
        name = prefix + stem
        found[name] = replace(unit, name=name, factor=unit.factor * PREFIXES[prefix])


def _dimensions(text: str) -> Dimensions:
    if text in {"Shore A", "Shore D", "dose equivalent"}:
        return ((text, 1),)
    parts = (re.fullmatch(r"([A-Za-z]+?)(-?\d)?", part) for part in text.split())
    return tuple(sorted((part[1], int(part[2] or 1)) for part in parts if part))


def _counted() -> dict[str, Unit]:
    groups: dict[str, set[str]] = {}
    for line in COUNTED.strip().splitlines():
        words = line.split()
        for word in words:
            groups.setdefault(word, set()).add(words[0])
    return {word: Unit(counted=frozenset(firsts), name=word) for word, firsts in groups.items()}


UNITS = _counted() | _rows()
"""Every unit by its symbols and names. The names of one unit have the same dimensions and factor."""
UNITS |= {spelling: UNITS[name] for spelling, name in SPELLINGS.items() if spelling not in UNITS}
UNITS["fps"] = replace(UNITS["fps"], counted=UNITS["帧"].counted)
del UNITS["M"]  # a bare M is rather a million than a mole per litre
AMBIGUOUS = {"度": ("°", "°C", "度电"), "分": ("分", "级"), "道": ("道", "步")}
"""Words with several meanings: what is asked decides."""
UNITS["度"] = replace(UNITS["°"], name="度")
LONGEST = 40
"""No unit has more characters."""
GENERIC = "个"
_LONGEST = max(len(name) for name in UNITS if not name[0].isascii())

_LATIN = re.compile(r"[A-Za-zμΩ°Å]+|[%‰$€£]")
_SHARE = re.compile(
    r"(?:wt|vol|mol|at)\.? ?%|% ?(?:FS|F\.S\.?|RH|R\.H\.|vol|wt|O\.D\.)(?![A-Za-z])|per ?cent(?![a-z])"
)
_WHOLE = re.compile(f"(?:{'|'.join(map(re.escape, sorted(WHOLE, key=len, reverse=True)))})(?![A-Za-z])")
_ODD = re.compile(r"[mc]mH2O")
_POWER = re.compile(r"\^?(-?[1-4])(?![\d.])")
_ROOM = re.compile(r" ?\((?:A|C)\)")
_JOIN = re.compile(
    r" ?(?P<over>[/每])(?P<open> ?\()? ?(?P<number>10\^?\d|\d+(?:\.\d+)?)? ?"
    r"| ?[·*] ?(?P<times>\d+(?:\.\d+)? ?(?=[A-Za-z]))?| (?:(?:(?:of )?(?:[a-z]{3,} ){1,3}(?=per (?:second|minute|hour|day|week|month|year)))?(?P<per>per)|(?P<a>an?|each|every))"
    r" (?P<many>\d+ ?)?"
    r"| (?=[A-Za-zμ]{1,3}\^-\d)"
)
_NOUN = re.compile(r"[a-z]{3,}(?![A-Za-z])")
_NO_NOUNS = frozenset(
    "the and for with from that this into than when while per each are was has have had but not can per over under "
    "after before between within without about above below against during its their our which where who more less or".split()
)


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
    if share := _SHARE.match(text, at):
        return Found(UNITS["%"], share.end())
    if odd := _ODD.match(text, at):
        return Found(UNITS[odd[0]], odd.end())
    if latin := _LATIN.match(text, at):
        unit = _named(latin[0])
        return Found(unit, latin.end()) if unit else None
    for length in range(min(_LONGEST, len(text) - at), 0, -1):
        if unit := UNITS.get(text[at : at + length]):
            return Found(unit, at + length)
    return None


def _noun(text: str, at: int) -> Found | None:
    """A word that no table knows, as what is counted: 30 trays."""
    word = _NOUN.match(text, at)
    if not word or word[0] in _NO_NOUNS:
        return None
    return Found(Unit(counted=frozenset({_singular(word[0])}), name=word[0]), word.end())


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def unit_at(text: str, at: int) -> Found | None:
    """The longest unit that starts at ``at`` in a legible text (see ``written``); None if there is none there."""
    found = _unit_in(text[at : at + LONGEST])
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
    product = _Product()
    end = _multiply(text, product, first, 1)
    end = _continue(text, product, end)
    return Found(product.unit(text[at:end], first.unit.counted), end)


def _multiply(text: str, product: _Product, atom: Found, sign: int) -> int:
    """Take the atom with its power into the product. Returns where it ends."""
    power = _POWER.match(text, atom.end) if atom.unit.dimensions and text[atom.end - 1] != "%" else None
    exponent = int(power[1]) if power else 1
    unit = atom.unit
    if unit.name == "Nm" and exponent == 3:
        unit = UNITS["m"]  # a normal cubic metre
    product.multiply(unit, sign * exponent)
    end = power.end() if power else atom.end
    room = _ROOM.match(text, end) if unit.name == "dB" else None
    return room.end() if room else end


def _continue(text: str, product: _Product, end: int) -> int:
    """Take the rest of a compound unit: /(m²·h), ·cm², per hour. What follows a slash divides."""
    sign, is_open = 1, False
    while join := _JOIN.match(text, end):
        divides = bool(join["over"] or join["per"] or join["a"])
        atom = _atom(text, join.end()) or (
            _noun(text, join.end()) if join["over"] or join["per"] == "per" else None
        )
        if atom is None and divides and join["over"] and text[join.end() : join.end() + 1] == "a":
            atom = Found(UNITS["年"], join.end() + 1)
        if atom is None or join["a"] and not atom.unit.dimensions:
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

    A leading number is part of the unit (10^6/mL), and so is nothing at all: the unit of a bare number. A word
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
    if found and (found.end == len(text) or text[found.end] in " (-"):
        return found.unit
    return _last_part(text) or Unit(counted=frozenset({_singular(text.casefold())}), name=text)


def _last_part(text: str) -> Unit | None:
    """The unit at the end of a longer word: the hours of 射频小时."""
    for at in range(1, len(text)):
        found = unit_at(text, at) if not text[at].isascii() and not text[at - 1].isascii() else None
        if found and found.end == len(text):
            return found.unit
    return None


def readings_of(unit: Unit) -> tuple[Unit, ...]:
    """All meanings of a unit: 度 is an angle, a temperature or energy."""
    return tuple(UNITS[name] for name in AMBIGUOUS.get(unit.name, ())) or (unit,)


def is_same_count(asked: Unit, said: Unit) -> bool:
    """True if the two count the same, or one of them counts anything. Physical units count nothing."""
    if asked.dimensions != said.dimensions:
        return False
    if asked.counted == said.counted or asked.counted & said.counted:
        return True
    if asked.dimensions:
        return asked.dimensions != RATE or bool(asked.counted) == bool(said.counted)  # hertz count no parts
    return bool(said.counted) and bool(asked.counted) and GENERIC in (asked.counted | said.counted)
