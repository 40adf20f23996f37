"""The reference tokeniser: it finds terms by one regular expression and loops, one text at a time.

``matching.engine.text.tokens`` finds the same terms by arrays; the tests compare the two. Change this module
only if the definition of a term changes.
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
"""The characters of a word or number that are kept. A megabyte without a space is no term."""

# Han with extensions and compatibility forms, the iteration mark and zero, kana, Hangul.
_SPACELESS = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af"
)
# Units that may follow a number after a space. Without a space, any letters may follow.
_SPACED_UNITS = (
    "[mcdkμun]?m|[mkμ]?g|ml|[kmg]?hz|[kmg]?wh?|m?ah|[km]?v|[km]?a|[kmg]?pa|[kmgt]b|bar|rpm|°c|pp[mb]|dbm?"
    "|[mkμ]?ω"
)
_CHINESE_UNITS = (
    "千瓦时|兆瓦时|千瓦|兆瓦|[毫厘微纳千]米|公里|[平立]方米|公斤|[千毫]克|毫升|毫?安时|伏|赫兹|兆帕|摄氏度"
    "|[万亿]元|万吨"
)
_LETTER = rf"[^\W\d_{_SPACELESS}]"
_SQUARE = r"(?:\^?[23])?"
_SYMBOLS = rf"(?: (?:{_SPACED_UNITS})(?![^\W\d_{_SPACELESS}])|°?{_LETTER}+){_SQUARE}(?:/{_LETTER}+{_SQUARE})?"
_UNIT = "|".join([r" ?(?:wt|vol|mol|at)\.? ?%", _SYMBOLS, _CHINESE_UNITS, " ?%|[‰°]"])
_TERM = re.compile(
    rf"(?P<run>[{_SPACELESS}]+)|(?P<number>\d+(?:[.,]\d+)*(?:\^[-+]?\d+(?:[.,]\d+)*)?(?:{_UNIT})?)|(?P<word>[^\W_{_SPACELESS}]+)"
)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An occurrence of a term: ``start:end`` is a slice of the normalised text."""

    term: str
    start: int
    end: int


def terms(text: str) -> list[str]:
    """All occurrences of terms in a text, in order of appearance within each run."""
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
    """The terms that ``terms`` finds, with their offsets in a text that is normalised already."""
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
    """True if a term is an n-gram of a script without spaces."""
    match = _TERM.match(term)
    return match is not None and match.lastgroup == "run"


def _number(token: str) -> str:
    thousands = re.match(r"[1-9]\d{0,2}(,\d{3})+(?![\d,])", token)
    if thousands:
        token = thousands[0].replace(",", "") + token[thousands.end() :]
    kept = [
        character
        for before, character, after in zip(" " + token, token, token[1:] + " ", strict=False)
        if character != " "
        and (character != "^" or before.isdecimal())
        and (character != "." or after.isdecimal())
    ]
    return "".join(kept)[:MAX_TERM]


class _Stemmer(threading.local):
    """One Snowball stemmer per thread: threads must not share an object of PyStemmer."""

    def __init__(self) -> None:
        self.stem_word = Stemmer.Stemmer("english").stemWord


_stemmer = _Stemmer()


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The English Snowball stem (Porter 2001) of a lower-case word, cut to ``MAX_TERM`` characters."""
    stemmed: str = word if word in ("mems", "nems", "moems") else _stemmer.stem_word(word[:MAX_TERM])
    return stemmed
