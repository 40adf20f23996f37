"""What a text states: each quantity with the words around it, read once a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from matching.requirements.contrast import is_contrasting, is_doubtful, is_own, is_sum
from matching.requirements.quantities import Quantity, Role, quantities_in
from matching.requirements.terms import NO_WORDS, Words, words_of
from matching.requirements.written import Written, written

_SENTENCE = re.compile(r"[。！？!?\n]+|\.(?= |$)|\.(?=[A-Z\u4e00-\u9fff][a-z\u4e00-\u9fff])")
_CLOSE = re.compile(r"[，,、；;：:()]|\b(?:and|with|but|while) ")
_BRACKET = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[a-z]{2}|[\u4e00-\u9fff]")
_CONDITION = re.compile(r"(?:\bat|@|在|经|\bafter|\bunder|\bfrom) ?$")
_CONDITION_AFTER = re.compile(r" ?(?:、[^，。；]{1,12})?(?:下(?!限|降)|时(?!间)|条件|环境)")


@dataclass(frozen=True)
class Statement:
    """A quantity of a text in its company. Positions are those of the legible text."""

    source: Written
    quantity: Quantity
    start: int
    end: int
    """The sentence."""
    before: Words
    """The words since the clause began or the quantity before ended."""
    after: Words
    """The words up to the end of the clause or the next quantity."""
    neighbours: tuple[Quantity, ...]
    """The other quantities of the sentence."""

    @cached_property
    def sentence(self) -> Words:
        return words_of(self.source.lower[self.start : self.end])

    @cached_property
    def is_doubtful(self) -> bool:
        return is_doubtful(self.source.lower[self.start : self.end], self.quantity.start - self.start)

    @cached_property
    def is_contrasting(self) -> bool:
        """True if the sentence compares, and does not say that this value is the offer's own."""
        sentence, at = self.source.lower[self.start : self.end], self.quantity.start - self.start
        return is_contrasting(sentence, at) and not is_own(sentence, at)

    @cached_property
    def is_sum(self) -> bool:
        return is_sum(self.source.lower[self.start : self.end], self.quantity.start - self.start)

    @cached_property
    def is_condition(self) -> bool:
        """True if the quantity only says under which circumstances another one holds: at 25 °C."""
        lead = self.source.lower[max(self.start, self.quantity.start - 8) : self.quantity.start]
        follow = self.source.lower[self.quantity.end : self.quantity.end + 14]
        return bool(_CONDITION.search(lead) or _CONDITION_AFTER.match(follow))


@lru_cache(512)
def statements_in(text: str) -> tuple[Statement, ...]:
    """The statements of an original text. Cached, as an offer is compared with many demands."""
    return tuple(_statements(written(text), quantities_in(text)))


def sentences_in(lower: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a legible text start and end."""
    at = 0
    for match in _SENTENCE.finditer(lower):
        yield at, match.end()
        at = match.end()
    if at < len(lower):
        yield at, len(lower)


def _statements(source: Written, quantities: tuple[Quantity, ...]) -> Iterator[Statement]:
    for start, end in sentences_in(source.text):
        inside = tuple(each for each in quantities if start <= each.start < end and each.role is not Role.FORMER)
        text = source.lower[start:end]
        plain = _BRACKET.sub(lambda match: " " * len(match[0]), text)
        last = NO_WORDS
        for number, each in enumerate(inside):
            before, after = _around(text, plain, start, inside, number)
            words = words_of(before)
            if not _WORD.search(before) and not _WORD.search(after):
                words = last  # one of a list: 0.1、0.2、0.3 mm
            last = words
            others = inside[:number] + inside[number + 1 :]
            yield Statement(source, each, start, end, words, words_of(after), others)


def _around(
    text: str, plain: str, start: int, inside: tuple[Quantity, ...], number: int
) -> tuple[str, str]:
    """The words before and after a quantity. Brackets before it are passed over, if it is in none."""
    each = inside[number]
    at, till = each.start - start, each.end - start
    shown = text if plain[at:till].isspace() else plain
    floor = max(
        (other.end - start for other in inside[:number] if not shown[other.start - start : other.end - start].isspace()),
        default=0,
    )
    ceiling = inside[number + 1].start - start if number + 1 < len(inside) else len(text)
    begin = max((match.end() for match in _CLOSE.finditer(shown, floor, at)), default=floor)
    stop = next((match.start() for match in _CLOSE.finditer(text, till, ceiling)), ceiling)
    return shown[begin:at], text[till:stop]
