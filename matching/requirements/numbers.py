"""Numbers in a legible text, as figures and as words, in Chinese and English.

Every function reads the text of ``written``: full-width digits and superscripts are gone.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from matching.requirements.unit_reading import unit_at

SCALES = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "k": 1e3, "hundred": 1e2, "thousand": 1e3}
SCALES |= {"dozen": 12.0, "million": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9}
_DIGITS = {each: number for number, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_UNITS = """zero one two three four five six seven eight nine ten eleven twelve
thirteen fourteen fifteen sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: number for number, word in enumerate(_UNITS.split())}
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
NUMERALS = (*list(_WORDS)[1:], "half", "hundred", "thousand", "million", "dozen")
"""Every English number has one of these words."""


class Number(NamedTuple):
    """A number in a text. ``is_scaled``: a word such as 万 or million multiplies it."""

    start: int
    end: int
    value: float
    is_scaled: bool = False
    is_open: bool = False
    """A plus sign follows: ten or more."""


_SCALE = (
    r"(?P<scale>[十百千]?[万亿]|[百千十](?![瓦米克帕伏安赫牛焦卡库分])|k(?![A-Za-z/])"
    r"| ?(?:hundred|thousand|million|billion|mn|bn|dozen)(?![A-Za-z]))?"
)
_FIGURE = re.compile(
    r"(?<![A-Za-z_.\d])(?<![A-Za-z]-)(?<!\d,)(?P<sign>(?<![\w)%°-])-|(?<=[\u4e00-\u9fff])-)?"
    r"(?:(?P<power>10\^[-+]?\d{1,2})"
    r"|(?P<digits>[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?!\d)|[1-9]\d{0,2}(?: \d{3})+(?![\d.,])|\d+(?:\.\d+)?)"
    r"(?: ?[×x*] ?10\^?(?P<exponent>[-+]?\d{1,2})(?!\d)|[eE](?P<e>[-+]?\d{1,2})(?![\w.]))?)"
    r"(?P<plus>\+(?![-/]))? ?" + _SCALE
)
_YEAR = re.compile(
    r"\b(?:in|since|by|until|of|before|after) ((?:19|20)\d\d)(?!\d|\.\d| ?[%°]| (?!to\b|and\b|the\b"
    r"|with\b|at\b)[a-z])"
)
_CHINESE = re.compile(
    r"(?<=百分之)[零一二两三四五六七八九十]+"
    r"|(?<!第)(?:[零〇一二两三四五六七八九十百千]+[万亿]?|半)(?!分之)(?=个?[\u4e00-\u9fffA-Za-z%])"
)
_SENTENCE = re.compile(r"[a-z]{2}[ -][a-z]{3}")
"""Two words of English. A Chinese text has none, and is not searched for numerals."""
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_DIGIT = "|".join(_UNITS.split()[1:10])
_ENGLISH = re.compile(
    rf"(?<![a-z-])(?P<words>(?:{_WORD})(?:[ -](?:{_DIGIT}))?"
    r"|a(?= (?:hundred|thousand|million|dozen) )|half(?: an?)?)"
    r"(?: (?P<scale>hundred|thousand|million|billion|dozen))?(?=[ -][a-z%])"
)


def numbers_in(text: str, lower: str, start: int, end: int) -> list[Number]:
    """The numbers between two positions from left to right. Words count only if a unit follows."""
    years = {match.start(1) for match in _YEAR.finditer(lower, start, end)}
    figures = [_figure(match) for match in _FIGURE.finditer(text, start, end) if match.start() not in years]
    taken = {at for each in figures for at in range(each.start, each.end)}
    english = _english(lower, start, end) if _SENTENCE.search(lower, start, end) else ()
    words = [each for each in (*_chinese(text, start, end), *english) if each.start not in taken]
    return sorted([*figures, *words])


def _figure(match: re.Match[str]) -> Number:
    if match["power"]:
        value = 10.0 ** int(match["power"][3:])
    else:
        value = float(match["digits"].replace(",", "").replace(" ", ""))
        value *= 10.0 ** int(match["exponent"] or match["e"] or 0)
    scale = match["scale"] or ""
    factor = _scale(scale.strip())
    end = match.end() if scale else len(match[0].rstrip()) + match.start()
    return Number(
        match.start(), end, (-1 if match["sign"] else 1) * value * factor, bool(scale), bool(match["plus"])
    )


def _scale(word: str) -> float:
    """The factor of a scale: one word of English, or characters that multiply (百万)."""
    if word in SCALES or not word:
        return SCALES.get(word, 1.0)
    factor = 1.0
    for each in word:
        factor *= SCALES[each]
    return factor


def _chinese(text: str, start: int, end: int) -> Iterator[Number]:
    for match in _CHINESE.finditer(text, start, end):
        found = unit_at(text, match.end())
        if is_hundredths(text, match.start()):
            yield Number(match.start(), match.end(), chinese_value(match[0]))
            continue
        if found is None or (match[0] in {"一", "百", "千", "十", "千万"} and not found.unit.dimensions):
            continue  # 一种, 百家: no measured quantity
        if text[match.start() - 1 : match.start()] in {"之", "分", "数", "几", "统", "唯"}:
            continue
        yield Number(match.start(), match.end(), chinese_value(match[0]), match[0][-1] in "万亿")


def chinese_value(word: str) -> float:
    """The value of a Chinese numeral below 10,000, times 万 or 亿 at its end: 两百三十万."""
    if word == "半":
        return 0.5
    if word[-1] in "万亿":
        return chinese_value(word[:-1] or "一") * SCALES[word[-1]]
    if not any(each in _STEPS for each in word):
        return float("".join(str(_DIGITS[each]) for each in word))
    total, digit = 0, 0
    for each in word:
        if each in _STEPS:
            total += (digit or 1) * _STEPS[each]
            digit = 0
        else:
            digit = _DIGITS[each]
    return float(total + digit)


def _english(lower: str, start: int, end: int) -> Iterator[Number]:
    for match in _ENGLISH.finditer(lower, start, end):
        found = unit_at(lower, match.end() + 1)
        if found is None or (match["words"] == "one" and not found.unit.dimensions):
            continue
        words = re.split("[ -]", match["words"])
        value = 0.5 if words[0] == "half" else float(sum(_WORDS.get(word, 0) for word in words))
        if words[0] == "a":
            value = 1.0
        yield Number(match.start(), match.end(), value * _scale(match["scale"] or ""), bool(match["scale"]))


def is_hundredths(text: str, start: int) -> bool:
    """True if 百分之 stands before the number: it is a percentage."""
    return text[max(0, start - 4) : start] == "百分之"
