"""Reads amounts of money as people write them: budgets, which have bands, and awards in ten thousand yuan."""

import re
from dataclasses import dataclass
from math import inf

from django.utils.translation import gettext as _

from matching.engine.tables.headings import fold
from ydeu.marketplace.enums import BudgetBand
from ydeu.marketplace.importing.cells import BadCell, Meant, Vocabulary, plain, quoted
from ydeu.marketplace.importing.reading import Cell

TEN_THOUSAND = 10_000
BANDS = {
    BudgetBand.UNDER_10: (0, 10),
    BudgetBand.FROM_10: (10, 50),
    BudgetBand.FROM_50: (50, 200),
    BudgetBand.FROM_200: (200, 1000),
    BudgetBand.OVER_1000: (1000, inf),
}
"""The bounds of each band in ten thousand yuan."""
NEGOTIABLE = dict.fromkeys(
    ("面谈", "另议", "协商", "可协商", "待定", "双方协商", "tbd"), BudgetBand.NEGOTIABLE
)
UNITS = {
    "亿": 100_000_000, "千万": 10_000_000, "百万": 1_000_000, "万": TEN_THOUSAND, "w": TEN_THOUSAND,
    "千": 1000, "k": 1000, "million": 1_000_000, "m": 1_000_000, "mio": 1_000_000, "": 1,
}  # fmt: skip
FOREIGN = re.compile(r"美元|美金|欧元|日元|英镑|港[元币]|韩元|台币|usd|us\$|eur|€|gbp|£|jpy|hkd|krw|\$")
YUAN = re.compile(r"人民币|rmb|cny|yuan|[¥￥元圆]")
AROUND = re.compile(
    r"约|大概|大约|左右|about|approx\.?|ca\.?|^(?:项目|研发)?(?:预算|总投入|投入|共计|合计|总计|共|总)(?:金额|资金|经费)?:?"
    r"|整$|[(](?:不?含税)[)]"
)
"""Words around an amount that do not change it."""
HAS_UNIT = re.compile("[亿万千wkm元圆¥￥]|rmb|cny|yuan", re.IGNORECASE)
LAST_FIGURE = re.compile(r"(?<=\d)(?=\D*$)")
DASHES = re.compile("[‐‑‒–—―−－﹣~〜～∼〰至到]|\\bto\\b")
NUMBER = r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*(亿|千万|百万|万|w|千|k|million|mio|m)?"
ONE, RANGE = re.compile(NUMBER), re.compile(rf"{NUMBER}-{NUMBER}")
AT_MOST = re.compile(
    r"^(?:不超过|不高于|低于|小于|少于|最多|至多|上限|[<≤≦⩽]=?|under|below|atmost|upto|max\.?)"
    r"|(?:以下|以内|之内|封顶)$"
)
AT_LEAST = re.compile(
    r"^(?:不低于|不少于|高于|大于|超过|至少|最少|[>≥≧⩾]=?|over|above|atleast|from|min\.?)|(?:以上|起)$"
)
BAND_WORDS = Vocabulary(BudgetBand.choices, NEGOTIABLE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A range of ten thousand yuan."""

    low: float
    high: float


def budget(cell: Cell) -> str | Meant:
    """The band of a budget, by its label or by an amount such as ``50-200万元`` that lies in one band."""
    if fold(plain(cell)) in BAND_WORDS.codes | BAND_WORDS.synonyms:
        read: str | Meant = BAND_WORDS.one(cell)
        return read
    said = amount_of(cell)
    for band, (low, high) in BANDS.items():
        is_one = said.low == said.high and low <= said.low < high
        if is_one or (said.low != said.high and low <= said.low and said.high <= high):
            return Meant(band.value, str(band.label))
    known = "; ".join(map(str, BudgetBand.labels))
    raise BadCell(
        _("“%(value)s” lies in more than one band. Please choose: %(known)s") % quoted(cell, known=known)
    )


def award(cell: Cell) -> int | Meant:
    """An award in ten thousand yuan: a bare number, or an amount such as ``50万元``."""
    value = plain(cell).replace(",", "")
    if value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    if not re.search(r"\d", value):
        raise BadCell(_("“%(value)s” is not a whole number.") % quoted(cell))
    said = amount_of(cell)
    if said.low != said.high or not float(said.low).is_integer() or said.low >= 1e9:
        raise BadCell(_("“%(value)s” is not a whole number of ten thousand yuan.") % quoted(cell))
    told = _("%(number)d ten thousand yuan") % {"number": said.low}
    return Meant(int(said.low), told)


def with_unit(cell: Cell, unit: str) -> Cell:
    """The amount of a cell with the unit of its heading, unless the cell has a unit or no figure."""
    said = plain(cell)
    return cell if HAS_UNIT.search(said) else LAST_FIGURE.sub(unit, said, count=1)


def amount_of(cell: Cell) -> Amount:
    """The range that a cell names. Raises BadCell for another currency, and without a unit or number."""
    text = fold(plain(cell))
    if FOREIGN.search(text):
        raise BadCell(_("“%(value)s” is in another currency. Please give it in yuan.") % quoted(cell))
    has_yuan = YUAN.search(text) is not None
    bare = (
        DASHES.sub("-", AROUND.sub("", YUAN.sub("", text).replace(" ", ""))).replace(" ", "").strip("()[]:")
    )
    is_most, is_least = AT_MOST.search(bare), AT_LEAST.search(bare)
    bare = AT_LEAST.sub("", AT_MOST.sub("", bare)).strip()
    one, both = ONE.fullmatch(bare), RANGE.fullmatch(bare)
    found = both or one
    unit = (found[4] if both else found[2]) if found else None
    if not found or not (unit or has_yuan):
        raise BadCell(_("“%(value)s” is not an amount like 50 万元.") % quoted(cell))
    low = _number(found[1], found[2] or unit)
    high = _number(found[3], unit) if both else low
    if low > high:
        raise BadCell(_("“%(value)s” is not an amount like 50 万元.") % quoted(cell))
    return Amount(0 if is_most else low, inf if is_least else high)


def _number(digits: str, unit: str | None) -> float:
    return float(digits.replace(",", "")) * UNITS[unit or ""] / TEN_THOUSAND
