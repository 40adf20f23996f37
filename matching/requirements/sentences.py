"""The sentences of a text, each read once and only if its figures are asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from matching.requirements.contrast import OPEN
from matching.requirements.quantities import Quantity, Role, quantities_between
from matching.requirements.terms import Words, words_of
from matching.requirements.unit_kinds import Units, units_of
from matching.requirements.units import Dimensions
from matching.requirements.written import Written

_SENTENCE = re.compile(
    r"[。！？!?\n.](?:(?<!\.)[。！？!?\n]*|(?<=\.)(?:(?= |$)|(?=[A-Z\u4e00-\u9fff][a-z\u4e00-\u9fff])))"
)
"""The end of a sentence. All begin with one class of characters, for which a text is searched fast."""
LONGEST = 600
"""No sentence has more characters. Each of its quantities is read in the company of all others."""
_EDGE = re.compile(r"[，；;]|,(?!\d)| ")
_CLOSE = re.compile(r"[，,、；;：:()]|\b(?:and|with|but|while) ")
_COLON = re.compile(r" ?[:：=] ?$")
_BRACKET = re.compile(r"\([^()]*\)")
_ONE = re.compile(r"(?:our|this) ((?:[a-z-]+ ?){1,3})")


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a text with its quantities. Positions are those of the legible text."""

    source: Written
    start: int
    end: int

    def may_hold(self, kind: Dimensions) -> bool:
        """True unless the sentence has no unit of the kind."""
        return self._units.may_hold(kind)

    @cached_property
    def _units(self) -> Units:
        return units_of(self.source, self.start, self.end)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """All but the values before a change."""
        found = quantities_between(self.source, self.start, self.end)
        return tuple(each for each in found if each.role is not Role.FORMER)

    @cached_property
    def lower(self) -> str:
        return self.source.lower[self.start : self.end]

    @cached_property
    def plain(self) -> str:
        """The sentence with blanks in place of what is in brackets."""
        return _BRACKET.sub(lambda match: " " * len(match[0]), self.lower)

    @cached_property
    def words(self) -> Words:
        return words_of(self.lower)

    @cached_property
    def open_at(self) -> int:
        """Where the sentence says that the offer's own value is open; -1 if it does not."""
        return max((match.start() for match in OPEN.finditer(self.lower)), default=-1)

    @cached_property
    def _follow(self) -> str:
        return self.source.lower[self.end : self.end + 120].lstrip()

    @cached_property
    def is_open_next(self) -> bool:
        """True if the next sentence begins with that."""
        return bool(OPEN.match(self._follow))

    @cached_property
    def one_next(self) -> tuple[str, ...]:
        """The words of the one thing of the offer with which the next sentence begins: our stack."""
        one = _ONE.match(self._follow)
        return tuple(one[1].split()) if one else ()

    def around(self, number: int) -> tuple[str, str]:
        """The words before and after a quantity. Brackets before it are passed over, if it is in none."""
        at, till = self._span(self.quantities[number])
        shown = self.lower if self.plain[at:till].isspace() else self.plain
        ends = [
            end for start, end in map(self._span, self.quantities[:number]) if not shown[start:end].isspace()
        ]
        floor, ceiling = max(ends, default=0), len(self.lower)
        if number + 1 < len(self.quantities):
            ceiling = self._span(self.quantities[number + 1])[0]
        colon = _COLON.search(shown, floor, at)  # "Name: value" is no new clause
        edge = colon.start() if colon else at
        begin = max((match.end() for match in _CLOSE.finditer(shown, floor, edge)), default=floor)
        stop = next((match.start() for match in _CLOSE.finditer(self.lower, till, ceiling)), ceiling)
        return shown[begin:at], self.lower[till:stop]

    def _span(self, each: Quantity) -> tuple[int, int]:
        return each.start - self.start, each.end - self.start


def sentences_in(lower: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a legible text start and end."""
    at = 0
    for match in _SENTENCE.finditer(lower):
        yield from _pieces(lower, at, match.end())
        at = match.end()
    if at < len(lower):
        yield from _pieces(lower, at, len(lower))


def _pieces(lower: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or the parts of what is too long for one: a table without full stops, for example."""
    while end - start > LONGEST:
        edges = _EDGE.finditer(lower, start + LONGEST // 2, start + LONGEST)
        cut = max((match.end() for match in edges), default=start + LONGEST)
        yield start, cut
        start = cut
    yield start, end
