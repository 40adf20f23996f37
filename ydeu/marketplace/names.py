"""The names that a text may use for an enterprise: its full name, parts of it, or only its brand.

A Chinese company name has four parts in this order: place, brand, trade and legal form (rules on the
registration of enterprise names of 2020, Art. 6): 上海 + 华锐 + 新材料科技 + 有限公司.
"""

import re
import unicodedata

from ydeu.accounts import regions

LEGAL_FORM = re.compile(
    r"(?:集团)?(?:股份有限公司|有限责任公司|股份公司|有限公司|集团公司|总公司|分公司|公司|股份|集团"
    r"|[（(](?:普通合伙|有限合伙|特殊普通合伙)[）)])$"
    r"|[\s,.]*\b(?:co\.?,?\s*ltd|limited|ltd|inc|corp|corporation|company|co|llc|gmbh|ag|plc|group|holdings?)\.?$",
    re.IGNORECASE,
)
BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
TRADES = frozenset(
    {
        *(
            "科技",
            "技术",
            "材料",
            "新材料",
            "研究院",
            "研究所",
            "系统",
            "工程",
            "装备",
            "设备",
            "制造",
            "智能",
        ),
        *("电子", "电气", "电器", "电力", "机械", "机电", "自动化", "机器人", "精密", "仪器", "仪表", "激光"),
        *("信息", "软件", "网络", "数据", "通信", "半导体", "光电", "生物", "医药", "医疗", "化工", "化学"),
        *("能源", "新能源", "动力", "电池", "汽车", "零部件", "航空", "环保", "环境", "建设", "建筑", "物流"),
        *("实业", "工业", "产业", "发展", "控股", "投资", "贸易", "商贸", "国际", "食品", "农业", "纺织"),
        *("智能", "服饰", "塑料", "橡胶", "金属", "钢铁", "轻工"),
    }
)
WORDS_OF_TRADE = re.compile(
    r"[\s,]+(?:science|technolog(?:y|ies)|tech|new|materials?|electronics?|electric(?:al)?|machinery|equipment"
    r"|manufacturing|intelligent|smart|information|software|networks?|data|bio\w*|pharma\w*|medical|chemicals?"
    r"|energy|power|batter(?:y|ies)|semiconductors?|photonics?|laser|automotive|auto|parts|aviation|environmental"
    r"|engineering|automation|robot(?:ics|s)?|precision|instruments?|industr(?:y|ial|ies)|development"
    r"|international|trading|systems?|and|&)$",
    re.IGNORECASE,
)
SCHOOLS = ("大学", "学院")
SHORTEST_HAN, SHORTEST_LATIN = 2, 4


def names_of(name: str) -> list[str]:
    """The names, the longest first, without those that are too short to identify an enterprise."""
    whole = " ".join(unicodedata.normalize("NFKC", name).split())
    plain = _stripped(BRACKETED.sub("", whole), LEGAL_FORM)
    local = _without_place(plain)
    found = dict.fromkeys((whole, plain, local, _without_trade(local)))
    return [each for each in found if _is_telling(each)]


def _stripped(name: str, ending: re.Pattern[str]) -> str:
    """The name without the matches of ``ending`` at its end. Never empty."""
    while rest := ending.sub("", name).strip(" ,.&"):
        if rest == name:
            break
        name = rest
    return name


def _without_place(name: str) -> str:
    for place in _places():
        rest = name[len(place) :].strip(" ,") if name.casefold().startswith(place.casefold()) else ""
        if len(rest) > 1:
            return _without_place(rest)
    return name


def _without_trade(name: str) -> str:
    for trade in sorted(TRADES, key=len, reverse=True):
        if name.endswith(trade) and len(name) - len(trade) >= SHORTEST_HAN:
            return _without_trade(name[: -len(trade)])
    return _stripped(name, WORDS_OF_TRADE)


def _places() -> list[str]:
    """The names of provinces and cities, with and without 省 or 市, the longest first."""
    found = {"中国", "China"}
    for _code, chinese, english in (*regions.PROVINCES, *regions.CITIES):
        found |= {chinese, chinese.rstrip("省市"), english.partition(" (")[0]}
    return sorted(found, key=len, reverse=True)


def _is_telling(name: str) -> bool:
    is_long = len(name) >= (SHORTEST_LATIN if name.isascii() else SHORTEST_HAN)
    return is_long and name not in (*TRADES, *SCHOOLS, *_places())
