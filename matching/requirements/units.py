"""Units by their symbols and names, and values of one dimension brought to a common base.

A table of our own instead of a library: see docs/decisions/0048.
"""

import re
from dataclasses import dataclass, replace

from matching.requirements.unit_table import ABSOLUTE, COUNTED, PREFIXES, ROWS, SPELLINGS

Dimensions = tuple[tuple[str, int], ...]
"""Base dimensions with their powers, sorted by name: a pressure is (("L", -1), ("M", 1), ("T", -2))."""

RATIO: Dimensions = (("ratio", 1),)
DUTY: Dimensions = (("duty", 1),)
"""Hours of a year: a share of the time, but never said as a percentage of anything else."""
RATE: Dimensions = (("T", -1),)
TIME: Dimensions = (("T", 1),)
TEMPERATURE: Dimensions = (("K", 1),)
_LENGTH: Dimensions = (("L", 1),)
_AREA: Dimensions = (("L", 2),)
_VOLUME: Dimensions = (("L", 3),)
CURRENCIES = frozenset({"CNY", "USD", "EUR", "JPY", "GBP", "HKD"})


@dataclass(frozen=True)
class Unit:
    """A unit: ``value * factor + offset`` is the value in the base units of its dimensions.

    ``counted`` holds what is counted (cycles, parts), and is empty for a physical unit. ``offset`` is in the
    base unit, and not 0 only for a temperature that is no difference.
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
        found = Product()
        found.multiply(self, 1)
        found.multiply(other, -1)
        return found.unit(f"{self.name}/{other.name}", self.counted)

    @property
    def is_money(self) -> bool:
        return any(name in CURRENCIES for name, _ in self.dimensions)


PLAIN = Unit()
"""The unit of a bare number."""


@dataclass
class Product:
    """Collects the factors of a compound unit."""

    factor: float = 1.0
    offset: float = 0.0
    parts: int = 0
    is_volume: bool = False
    is_areal: bool = False

    def __post_init__(self) -> None:
        self.powers: dict[str, int] = {}

    def multiply(self, unit: Unit, power: int) -> None:
        self.is_volume = (
            self.is_volume
            or (unit.dimensions == _VOLUME and power == 1)
            or (unit.dimensions == _LENGTH and power == 3)
        )
        self.is_areal = (
            self.is_areal
            or (unit.dimensions == _LENGTH and power == -2)
            or (unit.dimensions == _AREA and power == -1)
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
            dimensions = DUTY if self.powers.keys() == {"T"} else RATIO  # mg/kg is a share, like ppm
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
del UNITS["b"]
del UNITS["M"]  # a bare M is rather a million than a mole per litre
AMBIGUOUS = {"度": ("°", "°C", "度电"), "分": ("分", "级"), "道": ("道", "步")}
AMBIGUOUS |= {"kn": ("kN", "knot"), "节": ("个", "knot")}
"""Words with several meanings: what is asked decides."""
UNITS["度"] = replace(UNITS["°"], name="度")
GENERIC = "个"


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
