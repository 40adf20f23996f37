"""Read the amount in an indicative price, to compare it with a budget.

All amounts are in ten thousand yuan, like the budget bands. Prices per unit or in words are not compared.
"""

import re
from dataclasses import dataclass

from ydeu.marketplace.enums import BudgetBand

UNITS = {
    "亿": 10_000.0,
    "万": 1.0,
    "million": 100.0,
    "thousand": 0.1,
    "元": 0.0001,
    "yuan": 0.0001,
    "rmb": 0.0001,
    "cny": 0.0001,
}
NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
UNIT = "|".join(UNITS)
AMOUNT = re.compile(
    rf"[¥￥]?\s*{NUMBER}(?:\s*(?:-|–|—|~|至|到|to)\s*[¥￥]?\s*{NUMBER})?\s*({UNIT})", re.IGNORECASE
)
PER_UNIT = re.compile(r"[/每]|\bper\b|\b(?:usd|eur|dollars?|euros?)\b|[$€%]", re.IGNORECASE)

BOUNDS = {
    BudgetBand.UNDER_10: (0.0, 10.0),
    BudgetBand.FROM_10: (10.0, 50.0),
    BudgetBand.FROM_50: (50.0, 200.0),
    BudgetBand.FROM_200: (200.0, 1000.0),
    BudgetBand.OVER_1000: (1000.0, float("inf")),
}


@dataclass(frozen=True)
class Amount:
    """A range in ten thousand yuan. For a single figure, both ends are equal."""

    low: float
    high: float


def amount_in(text: str) -> Amount | None:
    """The amount in ``text``; None if it names none or several, or a price per unit."""
    found = AMOUNT.findall(text)
    if len(found) != 1 or PER_UNIT.search(text):
        return None
    first, last, unit = found[0]
    scale = UNITS[unit.lower()]
    return Amount(_figure(first) * scale, _figure(last or first) * scale)


def affordable(price: str, band: str) -> bool | None:
    """True if the budget reaches the lowest price, None if the two cannot be compared."""
    amount = amount_in(price)
    bounds = BOUNDS.get(BudgetBand(band)) if band else None
    if amount is None or bounds is None:
        return None
    return amount.low <= bounds[1]


def _figure(digits: str) -> float:
    return float(digits.replace(",", ""))
