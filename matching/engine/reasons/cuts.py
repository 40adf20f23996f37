"""Words of scripts without spaces: the cut of a run of characters, with the words inside compounds.

rjieba cuts a run into words. Its search mode also names words inside a compound, but without places, and
some straddle the compound's own words. So a compound is divided only where a row of its inner words
covers it whole: 锂离子电池 into 锂离子 and 电池. A single character may begin such a row, but not end it,
as 器 ends 处理器; nor may it if it makes a better known word with the next one: 病毒性 has no 毒性. A run
holds no digit: the search mode would divide decimals.
"""

from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import rjieba

from ..lexicon.uses import is_known, per_million

REMEMBERED = 1 << 15
"""Compounds whose division a process remembers."""
LONGEST_COMPOUND = 10
"""The most characters of a compound that is divided. Longer ones are sayings and names."""
KNOWN_WELL = 1.0
"""Occurrences in a million words of an inner word that may follow a single character, as 电池 in 锂电池 does.
Rarer ones are often fragments: 处理器 has no 理器."""


GUESSED = 2
"""The characters of a word that jieba may have guessed wrongly. Longer ones are mostly names."""


class Cut(NamedTuple):
    """A word of a run: its length, its part of speech as jieba names it, and where its inner words begin."""

    length: int
    tag: str
    inner: tuple[int, ...]


def cut(run: str, headwords: Collection[tuple[int, int]] = ()) -> list[Cut]:
    """The words of a run of characters of scripts without spaces. Their lengths sum to that of the run.

    ``headwords`` are slices of the run that a dictionary knows as words. Several words of jieba that such a
    slice joins become one: jieba does not know 石墨烯.
    """
    words = rjieba.tag(run)
    if sum(len(word) for word, _ in words) != len(run):
        return [Cut(1, "x", ())] * len(run)
    found = [Cut(len(word), tag, inner_starts(word) if len(word) > 2 else ()) for word, tag in words]
    if not headwords:
        return found
    begins = accumulate((each.length for each in found[:-1]), initial=0)
    cuts = dict(zip(begins, found, strict=True))
    for start, end in sorted(headwords, key=lambda each: (each[0], -each[1])):
        _join(cuts, start, end)
    return [cuts[at] for at in sorted(cuts)]


def is_guess(word: str) -> bool:
    """True for two characters that jieba takes for a word without knowing it, as 簇热 in 电池簇热失控."""
    return len(word) == GUESSED and not is_known(word)


def _join(cuts: dict[int, Cut], start: int, end: int) -> None:
    """Make one word of the words between two places, if words begin and end there."""
    at, joined = start, []
    while at in cuts and at < end:
        joined.append(at)
        at += cuts[at].length
    if at != end or len(joined) < 2:
        return
    seams = [each for each in joined[1:] if all(length > 1 for length in (each - start, end - each))]
    inner = {seam - start for seam in seams}
    for each in joined:
        inner.update(each - start + part for part in cuts.pop(each).inner)
    cuts[start] = Cut(end - start, "n", tuple(sorted(inner)))


@lru_cache(REMEMBERED)
def inner_starts(word: str) -> tuple[int, ...]:
    """Where the words inside a compound begin, ascending; empty if it is no compound."""
    if not 3 <= len(word) <= LONGEST_COMPOUND:
        return ()
    known = {each for each in rjieba.cut_for_search(word) if 2 <= len(each) < len(word)}
    return tuple(sorted({start for row in _rows(word, 0, known) for start in row} - {0}))


@lru_cache(REMEMBERED)
def parts_of(word: str) -> tuple[str, ...]:
    """The words inside a compound in order; the word itself if it is none."""
    if not is_known(word):
        return tuple(rjieba.cut(word))
    return tuple(word[start:end] for start, end in pairwise((0, *inner_starts(word), len(word))))


def _rows(word: str, start: int, known: set[str]) -> Iterator[tuple[int, ...]]:
    """Every row of known words that covers a word from ``start`` on, as the starts of its words."""
    if start == len(word):
        yield ()
        return
    for end in range(start + 2, len(word) + 1):
        part = word[start:end]
        if part in known and (start != 1 or per_million(part) >= KNOWN_WELL):
            for rest in _rows(word, end, known):
                yield (start, *rest)
    if start == 0:
        for rest in _rows(word, 1, known):
            second = word[slice(*(*rest, len(word))[:2])]
            if per_million(word[:2]) <= per_million(second):
                yield (0, *rest)
