"""The sentences of a text, each read once and only if its figures are asked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from matching.requirements.contrast import OPEN, PART
from matching.requirements.quantities import Quantity, Role, quantities_between
from matching.requirements.unit_kinds import Units, units_of
from matching.requirements.units import PLAIN, Dimensions
from matching.requirements.written import Words, Written, words_of

_SENTENCE = re.compile(
    r"[。！？!?\n.](?:(?<!\.)[。！？!?\n]*|(?<=\.)(?:(?= |$)|(?=[A-Z\u4e00-\u9fff][a-z\u4e00-\u9fff])))"
)
"""The end of a sentence. All begin with one class of characters, for which a text is searched fast."""
LONGEST = 600
"""No sentence has more characters. Each of its quantities is read in the company of all others."""
STEP, BEFORE, AFTER = 300, 200, 100
"""What is too long is read in steps, each with so many characters before and after it for company."""
MOST_IN_PART = 40
"""So many quantities of a part are read. Each is read in the company of the others."""
LEAD = 600
"""How far before a part somebody else may be named of whom it speaks."""
_EDGES = tuple(
    re.compile(edge) for edge in (r"[；;]", r"[，、]|,(?!\d)", r"(?<=[^\d\s]) (?=[^\d\s])", r"(?<=\D)(?=\D)")
)
"""Where a part may end, the best first."""
_CLOSE = re.compile(r"[，,、；;：:()]|\b(?:and|with|but|while) ")
_COLON = re.compile(r" ?[:：=] ?$")
_BRACKET = re.compile(r"\([^()]*\)")
_ONE = re.compile(r"(?:our|this) ((?:[a-z-]+ ?){1,3})")


class Span(NamedTuple):
    """Where a sentence stands in a legible text, or a part of one that is too long."""

    start: int
    end: int
    first: int
    """What starts from here to ``last`` belongs to it. All else is company."""
    last: int
    origin: int
    """Where its whole sentence starts."""


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a text with its quantities. Positions are those of the legible text."""

    source: Written
    span: Span

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end

    def may_hold(self, kind: Dimensions) -> bool:
        """True unless the sentence has no unit of the kind."""
        return self._units.may_hold(kind)

    @cached_property
    def _units(self) -> Units:
        return units_of(self.source, self.start, self.end)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """All but the values before a change. Of too many, bare numbers and the last ones are left out."""
        every = quantities_between(self.source, self.start, self.end)
        found = tuple(each for each in every if each.role is not Role.FORMER)
        if len(found) <= MOST_IN_PART:
            return found
        found = tuple(each for each in found if each.unit is not PLAIN)
        first = next((at for at, each in enumerate(found) if self.is_own(each)), 0)
        begin = max(0, first - MOST_IN_PART // 4)
        return found[begin : begin + MOST_IN_PART]

    def is_own(self, each: Quantity) -> bool:
        """True unless the quantity is read in another part of the sentence."""
        return self.span.first <= each.start < self.span.last

    @cached_property
    def lead(self) -> str:
        """What stands before a part of a sentence."""
        return self.source.lower[max(self.span.origin, self.start - LEAD) : self.start]

    def is_torn(self, at: int) -> bool:
        """True if nobody knows of whom the words before a place speak: they began too long before."""
        is_far = self.start - LEAD > self.span.origin
        return is_far and not PART.search(self.lead + self.lower[:at])

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


def sentences_in(lower: str) -> Iterator[Span]:
    """Where the sentences of a legible text stand."""
    at = 0
    for end in chain(map(re.Match.end, _SENTENCE.finditer(lower)), (len(lower),)):
        if end - at > LONGEST:
            yield from _parts(lower, at, end)
        elif end > at:
            yield Span(at, end, at, end, at)
        at = end


def _parts(lower: str, start: int, end: int) -> Iterator[Span]:
    """The parts of what is too long for a sentence: a table without full stops, for example."""
    first = start
    while first < end:
        last = _cut(lower, first) if end - first > STEP else end
        opening = _opening(lower, first) if first - start > BEFORE else start
        yield Span(opening, min(end, last + AFTER), first, last, start)
        first = last


def _cut(lower: str, first: int) -> int:
    """The best place at which a part ends, so that no value is torn."""
    for edge in _EDGES:
        if found := max(
            (match.end() for match in edge.finditer(lower, first + STEP // 2, first + STEP)), default=0
        ):
            return found
    return first + STEP


def _opening(lower: str, first: int) -> int:
    """Where the company of a part begins."""
    edges = (edge.search(lower, first - BEFORE, first - BEFORE // 2) for edge in _EDGES[1:])
    return next((match.end() for match in edges if match), first - BEFORE)
