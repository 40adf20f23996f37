"""Requirements that are words or codes: "contains", a degree of protection, a grade with letters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from matching.requirements.written import stem, written

EQUIVALENTS = """
离线; 脱机; offline
本地部署; 私有化部署; 内网部署; on premises; local deployment
黑启动; black start
无氟; 不含氟; fluorine free
无铅; lead free
无溶剂; solvent free
防爆; explosion proof
保密; confidential
立焊; vertical welding
开源; open source
中文; 汉语; Chinese
英文; 英语; English
数字签名; digital signature
蓝牙; Bluetooth
不锈钢; stainless steel
铝合金; aluminium alloy; aluminum alloy
"""
"""Phrases that say the same, in both languages."""

CODE = re.compile(r"^([A-Za-z]{1,5})[ -]?(\d+(?:\.\d+)?)([A-Za-z]?)$")
_OR = re.compile(r" or | ?或者? ?|(?:,? ?(?:any|one|either) of (?:them|these)|中?(?:任一|其一|之一)即?可?)$")
"""What stands between phrases if any one will do."""
_TOKEN = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[\u4e00-\u9fff]")
_LINES = tuple(tuple(line.lower().split("; ")) for line in EQUIVALENTS.strip().splitlines())


@dataclass(frozen=True)
class Code:
    """A code with a number: IP67 is ("ip", 67, "")."""

    letters: str
    number: float
    suffix: str


def code_of(value: str) -> Code | None:
    found = CODE.match(value.strip())
    return Code(found[1].lower(), float(found[2]), found[3].lower()) if found else None


def codes_in(lower: str, letters: str) -> Iterator[tuple[Code, int, int]]:
    """The codes with these letters in a text of lower case, and where they stand."""
    pattern = rf"(?<![a-z]){re.escape(letters)}[ -]?(\d+(?:\.\d+)?)([a-z]?)(?![a-z0-9])"
    for match in re.finditer(pattern, lower):
        yield Code(letters, float(match[1]), match[2]), match.start(), match.end()


@lru_cache(512)
def phrases_of(value: str) -> tuple[str, ...]:
    """The phrases that answer a value that has to be contained: itself, and what says the same."""
    wanted = [part for part in _OR.split(" ".join(written(value).lower.split())) if part]
    return tuple(dict.fromkeys(phrase for part in wanted for phrase in _same(part)))


def _same(lower: str) -> tuple[str, ...]:
    """The phrase and those that say the same."""
    plain = lower.replace("-", " ")
    same = [line for line in _LINES if plain in line]
    return tuple(dict.fromkeys([lower, *(phrase for line in same for phrase in line)]))


@dataclass(frozen=True)
class _Tokens:
    """Stems, numbers and Chinese characters of a text, joined."""

    lower: str
    joined: str

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Where each of them stands."""
        return tuple(match.span() for match in _TOKEN.finditer(self.lower))


@lru_cache(1024)
def _tokens(lower: str) -> _Tokens:
    found = _TOKEN.findall(lower)
    return _Tokens(lower, "".join([f" {stem(each) if 'a' <= each[0] <= 'z' else each} " for each in found]))


def find_phrase(lower: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Where a text of lower case holds the phrase, with any blanks and hyphens, in any form of its words."""
    wanted, said = _tokens(phrase), _tokens(lower)
    at = said.joined.find(wanted.joined) if wanted.joined else -1
    while at >= 0:
        first = said.joined.count(" ", 0, at) // 2
        start, end = said.places[first][0], said.places[first + len(wanted.places) - 1][1]
        if lower[end : end + 1] != "%" and _is_tight(lower[start:end], phrase):
            yield start, end
        at = said.joined.find(wanted.joined, at + 1)


def _is_tight(said: str, phrase: str) -> bool:
    """True if no clause ends inside: "start. Black" is no black start."""
    return not re.search(r"[。；;!?]|\.(?= )|,", said) and len(said) <= len(phrase) + 8
