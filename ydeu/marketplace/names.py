"""The names that a text may use for an enterprise: its full name, parts of it, or only its brand.

A Chinese company name has four parts in this order: place, brand, trade and legal form (rules on the
registration of enterprise names of 2020, Art. 6): 上海 + 华锐 + 新材料科技 + 有限公司. Place and legal form
belong to closed lists. Brand and trade do not, so the rest of the name is watched for as a whole, without the
trades that are known, and with its first two characters alone, because hardly a brand is shorter.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from ydeu.marketplace import words_in_names as known

SHORTEST_HAN, SHORTEST_LATIN = 2, 3
LONGEST_BRAND = 3
"""Han characters. What is longer may be a brand of two and a trade that is not known."""

LEGAL_FORM = re.compile(
    r"(?:"
    r"(?:集团|控股)?(?:股份有限公司|有限责任公司|股份公司|有限公司|集团公司|总公司|公司)"
    r"|股份|集团|控股|合伙企业|事务所|合作社|经营部|工作室|商行|总厂|工厂|厂|总店"
    r")$"
    r"|[\s,.]*\b(?:pte|pty|co\.?,?\s*ltd|co\.?,?\s*limited|limited|ltd|inc|incorporated"
    r"|corp|corporation|company|co|llc|llp|gmbh(?:\s*&\s*co\.?\s*kg)?|ag|kg|se|s\.?a\.?s?|s\.?p\.?a|s\.?r\.?l|b\.?v|n\.?v|a/?b|oy|k\.?k|plc"
    r"|group|holdings?)\.?$",
    re.IGNORECASE,
)
BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
BRANCH = re.compile(r"(?<=公司).{2,10}(?:分公司|分厂|办事处)$")
UNIT = re.compile(
    r"^[\u4e00-\u9fff]{2,3}?(?:自治区|自治州|省|市|县|区|镇|乡|开发区|高新区|新区)(?=[\u4e00-\u9fff]{2})"
)
"""A place of any level, if it says so: 昆山市, 吴江区."""
LATIN_HEAD = re.compile(r"^([A-Za-z][A-Za-z0-9&.\-]*)(?=[\u4e00-\u9fff])")
HAN = re.compile(r"[\u4e00-\u9fff]")


def names_of(name: str) -> list[str]:
    """The names, the longest first, without those that are too short or too common to tell an enterprise."""
    whole = " ".join(unicodedata.normalize("NFKC", name).split())
    plain = _stripped(BRANCH.sub("", BRACKETED.sub("", whole)).strip(), LEGAL_FORM)
    local = _without_place(plain.rpartition("·")[2].strip())
    brands = _school(plain) if plain.endswith(known.SCHOOLS) else _brands(local)
    found = dict.fromkeys((whole, plain, local, *brands))
    return [each for each in found if _is_telling(each)]


def host_name_of(website: str) -> str:
    """The telling part of the address of a website: lantu-battery of https://www.lantu-battery.com.cn."""
    host = (urlsplit(website).hostname or "").removeprefix("www.")
    labels = [label for label in host.split(".")[:-1] if len(label) > SHORTEST_LATIN]
    label = labels[-1] if labels else ""
    return "" if label in known.EVERYDAY_ENGLISH else label


def _brands(local: str) -> list[str]:
    """What is left without trades, and the shortest form that people use."""
    if not HAN.search(local):
        return _latin_brands(local)
    short = _without_trade(local)
    if head := LATIN_HEAD.match(local):
        return [short, head[1].rstrip("-.&")]
    if _is_trade_at_front(short):
        return [short]
    if len(short) <= LONGEST_BRAND:
        return [short, *_with_company(short)]
    return [short, *(_with_company(short[:SHORTEST_HAN]) or [short[:SHORTEST_HAN]])]


def _with_company(brand: str) -> list[str]:
    """A brand that is an everyday word counts only with a word for company behind it."""
    if len(brand) < SHORTEST_HAN or brand not in known.EVERYDAY:
        return []
    return [f"{brand}{word}" for word in ("公司", "集团", "股份", "科技", "企业")]


def _latin_brands(local: str) -> list[str]:
    """The name without trades, and its first word, or the first two if the first one is an everyday word."""
    short = _stripped(local, known.WORDS_OF_TRADE)
    words = local.split()
    head = words[: 2 if words and words[0].casefold() in known.EVERYDAY_ENGLISH else 1]
    is_name = any(word.casefold() not in known.EVERYDAY_ENGLISH for word in head)
    return [short, *([" ".join(head)] if is_name or len(head) > 1 else [])]


def _school(name: str) -> list[str]:
    """What is left of the name of a university: 同济 of 同济大学. If that is a place, 浙大."""
    if name.endswith(known.ACADEMY):
        return []
    bare = _without_trade(name.removesuffix("学院").removesuffix("大学"))
    rest = _without_place(bare)
    return [rest, f"{bare[:1]}大" if bare in known.PLACES else ""]


def _stripped(name: str, ending: re.Pattern[str]) -> str:
    """The name without the matches of ``ending`` at its end. Never empty."""
    while rest := ending.sub("", name).strip(" ,.&"):
        if rest == name:
            break
        name = rest
    return name


def _without_place(name: str) -> str:
    """The name without the places at its beginning: 江苏昆山恒远 is 恒远."""
    while rest := _after_place(name):
        name = rest
    return name


def _after_place(name: str) -> str:
    if unit := UNIT.match(name):
        return name[unit.end() :]
    for place in known.PLACES:
        if name.casefold().startswith(place.casefold()):
            rest = name[len(place) :]
            if place.isascii() and rest[:1].isalpha():
                continue
            rest = rest.strip(" ,")
            return rest if len(rest) >= SHORTEST_HAN else ""
    return ""


def _without_trade(name: str) -> str:
    for trade in known.TRADES_BY_LENGTH:
        if name.endswith(trade) and len(name) - len(trade) >= SHORTEST_HAN:
            return _without_trade(name[: -len(trade)])
    return name


def _is_trade_at_front(name: str) -> bool:
    """True for 新能源汽车: its beginning is no brand."""
    return name.startswith(known.TRADES_BY_LENGTH)


def _is_telling(name: str) -> bool:
    is_long = len(name) >= (SHORTEST_LATIN if name.isascii() else SHORTEST_HAN)
    if not is_long or name in known.PLACES or name in known.EVERYDAY:
        return False
    if name.isascii():
        return any(word.casefold() not in known.EVERYDAY_ENGLISH for word in name.split()) or " " in name
    return name not in known.SCHOOLS and not name.startswith(known.SCHOOLS) and bool(_rest_of(name))


def _rest_of(name: str) -> str:
    """The name without all known trades, from its beginning. Empty for 汽车零部件, which names nobody."""
    while name.startswith(known.TRADES_BY_LENGTH):
        name = name[len(next(trade for trade in known.TRADES_BY_LENGTH if name.startswith(trade))) :]
    return name
