"""The slow answer: terms as one regular expression and loops find them, a text at a time.

A copy of what ``matching.engine.terms`` was before texts were read as arrays. It is here to be compared with,
not to be used, and is not to be changed unless the meaning of a term is.
"""

import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import add

import Stemmer

from matching.engine.text.normalise import normalise

MAX_TERM = 64
"""Characters of a word or number that are kept: a megabyte without a space is no term."""

# Han with extensions and compatibility forms, the iteration mark and zero, kana, Hangul.
_SPACELESS = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af"
)
# What may follow its number after a space; without one, any letters do.
_SPACED_UNITS = (
    "[mcdkμun]?m|[mkμ]?g|ml|[kmg]?hz|[kmg]?wh?|m?ah|[km]?v|[km]?a|[kmg]?pa|[kmgt]b|bar|rpm|°c|pp[mb]|dbm?"
)
_CHINESE_UNITS = (
    "千瓦时|兆瓦时|千瓦|兆瓦|[毫厘微纳千]米|公里|[平立]方米|公斤|[千毫]克|毫升|毫?安时|伏|赫兹|兆帕|摄氏度"
    "|[万亿]元|万吨"
)
_LETTER = rf"[^\W\d_{_SPACELESS}]"
_SYMBOLS = rf"(?: (?:{_SPACED_UNITS})(?![^\W\d_{_SPACELESS}])|°?{_LETTER}+)[23]?(?:/{_LETTER}+[23]?)?"
_UNIT = "|".join([_SYMBOLS, _CHINESE_UNITS, "[%‰°]"])
_TERM = re.compile(
    rf"(?P<run>[{_SPACELESS}]+)|(?P<number>\d+(?:[.,]\d+)*(?:{_UNIT})?)|(?P<word>[^\W_{_SPACELESS}]+)"
)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term where it stands: ``start:end`` is a slice of the normalised text."""

    term: str
    start: int
    end: int


def terms(text: str) -> list[str]:
    """All terms of a text, in order of appearance within each run, repeated as often as they occur."""
    found: list[str] = []
    for run, number, word in _TERM.findall(normalise(text)):
        if run:
            found += run
            found += map(add, run, run[1:])
        elif word:
            found.append(stem(word))
        else:
            found.append(_number(number))
    return found


def occurrences(normalised: str) -> list[Occurrence]:
    """The same terms as ``terms`` finds, each with its place in an already normalised text."""
    found: list[Occurrence] = []
    for match in _TERM.finditer(normalised):
        start, end, token = match.start(), match.end(), match.group()
        if match.lastgroup == "run":
            found += [Occurrence(c, i, i + 1) for i, c in enumerate(token, start)]
            found += [Occurrence(a + b, i, i + 2) for i, (a, b) in enumerate(pairwise(token), start)]
        else:
            term = stem(token) if match.lastgroup == "word" else _number(token)
            found.append(Occurrence(term, start, end))
    return found


def is_spaceless(term: str) -> bool:
    """Whether a term is an n-gram of a script without spaces."""
    match = _TERM.match(term)
    return match is not None and match.lastgroup == "run"


def _number(token: str) -> str:
    return token.replace(" ", "")[:MAX_TERM]


class _Stemmer(threading.local):
    """One Snowball stemmer a thread: PyStemmer's objects must not be shared."""

    def __init__(self) -> None:
        self.stem_word = Stemmer.Stemmer("english").stemWord


_stemmer = _Stemmer()


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The English Snowball stem (Porter 2001) of a lower-case word, cut to ``MAX_TERM`` characters."""
    stemmed: str = _stemmer.stem_word(word[:MAX_TERM])
    return stemmed
