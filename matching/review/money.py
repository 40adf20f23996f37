"""Read the amount in an indicative price, to compare it with a budget.

All amounts are in ten thousand yuan, like the budget bands. A price that cannot be compared says why: another
currency, a price per unit or per year, a share of sales, several amounts, or no amount.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching.engine.text.normalise import normalise
from ydeu.marketplace.enums import BudgetBand

FACTORS = {
    "": 1.0,
    "百": 1e2,
    "千": 1e3,
    "万": 1e4,
    "十万": 1e5,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "k": 1e3,
    "thousand": 1e3,
    "w": 1e4,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "bn": 1e9,
    "billion": 1e9,
}
"""What a word after a figure multiplies it by. Chinese writers shorten 万 (ten thousand) to w."""
TEN_THOUSAND = 1e4


class Obstacle(Enum):
    """The reason why a price is not compared with a budget."""

    FOREIGN = "foreign"
    PERIOD = "period"
    PER_UNIT = "per unit"
    SHARE = "share"
    SEVERAL = "several"
    NONE = "none"


_FACTOR = "|".join(sorted(filter(None, FACTORS), key=len, reverse=True))
_YUAN = r"元人民币|人民币|元|块钱?|(?:rmb|cny|yuan|renminbi)(?![a-z])"
_SIGN = r"人民币|rmb|cny|[¥￥]"
_DASH = r" *(?:[-‐‑‒–—―~∼〜〰]{1,3}|[至到]|to(?![a-z])) *"
_FIGURE = rf"(?:{_SIGN})?[ :]*(\d[\d,]*(?:\.\d+)?) *((?:{_FACTOR})(?![a-z]))? *(?:{_YUAN})?"
_AMOUNT = re.compile(rf"(?<![\d.a-z]){_FIGURE}(?:{_DASH}{_FIGURE})?")
_MONEY = re.compile(rf"{_SIGN}|{_YUAN}|[百千万亿kw]|thousand|[mb]illion")

_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d.])")
_SIMPLIFIED = str.maketrans("萬億幣臺歐圓鎊韓費單價過", "万亿币台欧圆镑韩费单价过")

_OBSTACLES = {
    Obstacle.FOREIGN: r"美[元金刀]|欧元|港[元币]|日[元圆币]|英镑|台币|韩[元圆币]|[澳加]元"
    r"|新加坡元|新币|[瑞法]郎|卢[布比]|泰铢"
    r"|[円]|外[币汇]|[\d百千万亿kw] *(?:欧(?!姆)|刀)"
    r"|[$€£₩₽₹]|(?<![a-z])(?:usd|eur|hkd|jpy|gbp|twd|ntd?|krw|aud|cad|sgd|chf|rub|jp¥"
    r"|dollars?|euros?|pounds?|yen|won|francs?)(?![a-z])",
    Obstacle.PERIOD: r"[/每一] *(?:年|月|季|天|日|小时|人天|人月)|[年月](?:费|租|薪)"
    r"|(?<![a-z])(?:(?:per|a|each|/) ?(?:year|month|day|hour|quarter|week)"
    r"|annual(?:ly)?|yearly|monthly|p\.?a\.)",
    Obstacle.PER_UNIT: r"(?:[\d元万亿km]|yuan|rmb|cny) */|每|单价|(?<![a-z])(?:per|each|apiece)(?![a-z])"
    r"|[元万亿块] *[一1] *(?:[台套件个只吨人亩辆片米]|次(?!性))",
    Obstacle.SHARE: r"[%‰](?! *(?:增值)?税)|百分之|提成|分成",
}
_AT_MOST = re.compile(
    r"以内|以下|之内|不超过|不[高大多]于|至多|最多|最高|封顶|(?<!不)[小低少]于|[<≤⩽≦]"
    r"|(?<![a-z])(?:up to|at most|below|under|not? more than|(?<!no )(?<!not )less than"
    r"|max(?:imum)?)(?![a-z])"
)
_AT_LEAST = re.compile(
    r"以上|起|不[低少小]于|至少|最低|[大高多]于|超过|[>≥⩾≧]"
    r"|(?<![a-z])(?:at least|from|above|over|more than|not? less than|min(?:imum)?)(?![a-z])"
)

BOUNDS = {
    BudgetBand.UNDER_10: (0.0, 10.0),
    BudgetBand.FROM_10: (10.0, 50.0),
    BudgetBand.FROM_50: (50.0, 200.0),
    BudgetBand.FROM_200: (200.0, 1000.0),
    BudgetBand.OVER_1000: (1000.0, float("inf")),
}


SENTENCES: Mapping[Obstacle, str | Promise] = {
    Obstacle.FOREIGN: _("Not comparable: the price is in another currency than yuan. Ask for it in yuan."),
    Obstacle.PERIOD: _("Not comparable: the price is for a period of time, and the budget is a total."),
    Obstacle.PER_UNIT: _("Not comparable: the price is for one unit, and the budget is a total."),
    Obstacle.SHARE: _("Not comparable: the price is a share of sales, and the budget is a total."),
    Obstacle.SEVERAL: _("Not comparable: the price names several amounts."),
    Obstacle.NONE: _("Not comparable: the price names no amount."),
}


@dataclass(frozen=True)
class Amount:
    """A range in ten thousand yuan. For a single figure, both ends are equal."""

    low: float
    high: float


def read_price(text: str) -> Amount | Obstacle:
    """The amount in ``text``, or the reason why there is none to compare."""
    written = re.sub(r"between (.*?\d.*?) and ", r"\1 to ", normalise(_legible(text)).translate(_SIMPLIFIED))
    for obstacle, pattern in _OBSTACLES.items():
        if re.search(pattern, written):
            return obstacle
    found = [match for match in _AMOUNT.finditer(written) if _MONEY.search(match[0])]
    if len(found) != 1:
        return Obstacle.SEVERAL if found else Obstacle.NONE
    low, high = _ends(*(part or "" for part in found[0].groups()))
    if low > high:
        return Obstacle.SEVERAL
    if low == high and _AT_MOST.search(written):
        return Amount(0.0, high)
    return Amount(low, float("inf") if low == high and _AT_LEAST.search(written) else high)


def _legible(text: str) -> str:
    """The text without invisible characters, and without blanks between thousands: 3 000 000 is 3000000."""
    return _THOUSANDS.sub(lambda found: "".join(found[0].split()), _INVISIBLE.sub("", text))


def amount_in(text: str) -> Amount | None:
    """The amount in ``text``; None if it cannot be compared."""
    found = read_price(text)
    return found if isinstance(found, Amount) else None


def why_not_comparable(text: str) -> str | Promise:
    """The sentence for a price that cannot be compared with a budget. Empty if it can."""
    found = read_price(text)
    return SENTENCES[found] if isinstance(found, Obstacle) else ""


def affordable(price: str, band: str) -> bool | None:
    """True if the budget reaches the lowest price, None if the two cannot be compared."""
    amount = amount_in(price)
    bounds = BOUNDS.get(BudgetBand(band)) if band else None
    if amount is None or bounds is None:
        return None
    return amount.low <= bounds[1]


def _ends(first: str, factor: str, last: str, last_factor: str) -> tuple[float, float]:
    """Both ends of a range. One factor counts for both, unless it then runs backwards (5000 to 1 万)."""
    low, high = _figure(first), _figure(last or first)
    scales = FACTORS[factor or last_factor], FACTORS[last_factor or factor]
    if low * scales[0] > high * scales[1]:
        scales = FACTORS[factor], FACTORS[last_factor]
    return low * scales[0] / TEN_THOUSAND, high * scales[1] / TEN_THOUSAND


def _figure(digits: str) -> float:
    return float(digits.replace(",", ""))
