"""Lists that leave no room for anything else: "for R134a and R1234yf only"."""

import re
from collections.abc import Iterator

from matching.requirements.codes import Code, code_of
from matching.requirements.properties import Property
from matching.requirements.sentences import sentences_in
from matching.requirements.written import Written, words_of

LARGE = 0.8
"""How much of the property's name the clause has to hold."""
_CODE = r"(?<![A-Za-z\d])(?:[A-Z][A-Za-z]{0,6}[ -]?\d[A-Za-z\d.]*(?<!\.)|[A-Z]{2,}(?:-[A-Z\d]+)*)(?![A-Za-z])"
_LIST = rf"{_CODE}(?:(?: ?[、,/和与及或] ?|,? and |,? or |, ){_CODE})*"
_ONLY = re.compile(
    rf"(?:仅|只)[为限能可有支持适用于提供接受入充注使采含是]* ?(?P<after>{_LIST})"
    rf"|\b(?:[Oo]nly|[Ee]xclusively|[Ss]olely|[Ll]imited to|[Rr]estricted to)(?: (?:for|with|to|via|on"
    rf"|by|the|use[sd]?|supports?|accepts?))* "
    rf"(?P<then>{_LIST})|(?P<before>{_LIST}) (?:only|exclusively)\b"
)
_EDGE = re.compile(r"[，；;。]|,(?= ?[\u4e00-\u9fff])")


def exclusions_of(name: Property, value: str, source: Written) -> Iterator[tuple[int, int]]:
    """Where a text lists all that the property may be, and the value is of the kind listed but not there.

    Only codes and initials are compared: a word may have been said in another way.
    """
    if not re.fullmatch(_CODE, value.strip()):
        return
    for start, end, *_ in sentences_in(source.text):
        for match in _ONLY.finditer(source.text, start, end):
            group = next(each for each in ("after", "then", "before") if match[each])
            listed = re.findall(_CODE, match[group])
            clause = source.lower[
                _begin(source.text, start, match.start()) : _stop(source.text, match.end(), end)
            ]
            if _is_of_kind(value, listed) and name.likeness(words_of(clause)) >= LARGE:
                yield match.span(group)


def _begin(text: str, start: int, at: int) -> int:
    return max((match.end() for match in _EDGE.finditer(text, start, at)), default=start)


def _stop(text: str, at: int, end: int) -> int:
    return next((match.start() for match in _EDGE.finditer(text, at, end)), end)


def _is_of_kind(value: str, listed: list[str]) -> bool:
    """True if one of the codes has the letters of the value (R290 and R134a), or both are initials."""
    wanted = code_of(value)
    if wanted is None:
        return any(each.isalpha() for each in listed)
    return any(found.letters == wanted.letters for each in listed if (found := _code(each)))


def _code(text: str) -> Code | None:
    """The code without what follows its number: R1234yf is an R1234."""
    number = re.match(r"[A-Za-z]+[ -]?\d+", text)
    return code_of(number[0]) if number else None
