"""What an acronym stands for, where a text says so: Space Situational Awareness (SSA).

A text that spells an acronym out does so with words whose initials, in order, are its letters. Small words,
and what a hyphen ties to the word before, may be left out (Schwartz and Hearst, A simple algorithm for
identifying abbreviation definitions in biomedical text, 2003, with initials only). The words stand before the
acronym in brackets, or after the acronym in brackets of their own.
"""

import re
from collections.abc import Iterator

from .codes import is_code
from .generality import STOPS
from .shared import Side, Slice
from .wording import WORD, Wording

_BETWEEN = re.compile(r"\s*[(\[,]\s*")
"""What stands between an acronym and its words."""


def are_expanded_differently(demand: Side, offer: Side) -> bool:
    """True if both texts spell an acronym out, with no word in common."""
    both = _words_of(*demand), _words_of(*offer)
    return all(both) and both[0].isdisjoint(both[1])


def is_expanded_alone(demand: Side, offer: Side) -> bool:
    """True if one text spells an acronym out and the other, in the same script, holds none of the words."""
    return _is_foreign(demand, offer[0]) or _is_foreign(offer, demand[0])


def _is_foreign(side: Side, other: Wording) -> bool:
    words = _words_of(*side)
    return bool(words) and not other.is_spaceless and not any(word in other.places for word in words)


def _words_of(wording: Wording, places: list[Slice]) -> set[int]:
    """The terms of the words that a text spells an acronym out with, without small words; empty if none."""
    for first, stop in places:
        text = wording.written(first, stop)
        if stop - first == 1 and is_code(text):
            for expansion in _expansions(wording, first, text.casefold().removesuffix("s")):
                return set(expansion) - STOPS
    return set()


def _expansions(wording: Wording, at: int, acronym: str) -> Iterator[list[int]]:
    """The terms of the words before an acronym in brackets, or in brackets after it, that spell it out."""
    if _is_between(wording, at):
        before = _spelt(wording, range(at - 1, at - 1 - 2 * len(acronym), -1), acronym[::-1])
        if before:
            yield before
    if _is_between(wording, at + 1):
        after = _spelt(wording, range(at + 1, at + 1 + 2 * len(acronym)), acronym)
        if after:
            yield after


def _is_between(wording: Wording, at: int) -> bool:
    """True if a bracket or a comma stands between an atom and the one before it."""
    return _BETWEEN.fullmatch(wording.gap(at) or "") is not None


def _spelt(wording: Wording, atoms: range, letters: str) -> list[int]:
    """The terms of consecutive words whose initials are these letters; empty if the words spell another."""
    found: list[int] = []
    rest = letters
    for at in atoms:
        if not rest or not 0 <= at < len(wording.keys):
            break
        word = wording.word_of(at)
        if word.script == WORD and word.text[0] == rest[0]:
            found.append(wording.keys[at])
            rest = rest[1:]
        elif wording.keys[at] not in STOPS and not wording.is_tight[at]:
            return []
    return [] if rest else found
