"""What the offer does not mention: phrases of the demand that it holds in neither language.

What a demand puts into its title, its keywords or the names of its requirements comes first, then specific
phrases of its other texts. A word that the dictionary cannot translate tells nothing about an offer in the
other language, so it is not called missing there.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..text.documents import FIELDS
from .phrases import PhraseReader
from .reasons import Missing
from .shared import Slice
from .wording import FIGURE, SPACELESS, Word, Wording

MOST = 6
"""Missing phrases that are named."""
LONGEST = 12
"""The most atoms of a missing phrase. Of a longer stretch only its missing words are named."""
FOREMOST = (FIELDS.index("title"), FIELDS.index("keywords"))
"""The fields whose phrases come first."""
NAMES = frozenset(("n", "nz", "nt", "nl", "nr", "ns", "nrt", "vn", "j", "l", "i", "x"))
"""Parts of speech that may stand alone elsewhere: a verb of a sentence is not what is asked for."""


class Asked(NamedTuple):
    """A phrase of the demand, the slice ``first:stop`` of its atoms.

    ``words`` decide if it is missing. ``is_foremost``: it stands in the title, the keywords, or the names of
    the requirements.
    """

    first: int
    stop: int
    words: tuple[Word, ...]
    is_foremost: bool

    @property
    def rank(self) -> int:
        """0 for a foremost phrase, 1 for others."""
        return 0 if self.is_foremost else 1


def asked_of(
    demand: Wording,
    reader: PhraseReader,
    stretches: Sequence[Slice],
    properties: Sequence[Sequence[int]],
) -> list[Asked]:
    """What a demand asks for. ``properties`` are the terms of the names of its requirements."""
    named = [
        Asked(*place, tuple(demand.words_in(*place)), True)
        for keys in properties
        for place in (demand.occurrences(keys)[:1] if keys else ())
    ]
    return [*named, *(asked for each in stretches for asked in _of_stretch(demand, reader, each))]


def missing_of(
    demand: Wording,
    asked: Sequence[Asked],
    *,
    is_missing: Callable[[Word], bool],
    weight_of: Callable[[int, int], float],
) -> tuple[Missing, ...]:
    """The phrases of ``asked`` that are missing, foremost first, then by falling weight; at most ``MOST``.

    ``is_missing`` tells if the offer lacks a word, ``weight_of`` the weight of the terms in a slice of atoms
    that the offer lacks.
    """
    best: dict[tuple[int, ...], tuple[int, float, list[Slice]]] = {}
    for each in asked:
        for first, stop in _missing_slices(each, is_missing):
            weight, keys = weight_of(first, stop), tuple(demand.keys[first:stop])
            rank, most, slices = best.get(keys, (1, 0.0, []))
            best[keys] = (min(rank, each.rank), max(most, weight), [*slices, (first, stop)])
    ordered = sorted(best.items(), key=lambda item: (item[1][0], -item[1][1], item[0]))
    return tuple(_named(demand, ordered))[:MOST]


def _named(
    demand: Wording, ordered: Sequence[tuple[tuple[int, ...], tuple[int, float, list[Slice]]]]
) -> Iterator[Missing]:
    """Each phrase unless it is a part of an earlier one, or holds one."""
    seen: list[str] = []
    for _keys, (_rank, weight, slices) in ordered:
        first, stop = slices[0]
        text = demand.written(first, stop)
        plain = text.casefold()
        if weight > 0 and not any(plain in other or other in plain for other in seen):
            seen.append(plain)
            spans = dict.fromkeys(demand.span(*each) for each in slices)
            yield Missing(text, weight, tuple(spans))


def _missing_slices(asked: Asked, is_missing: Callable[[Word], bool]) -> list[Slice]:
    """The whole phrase if at least half of its words are missing, else the missing ones by themselves."""
    lacking = [word for word in asked.words if is_missing(word)]
    if not lacking:
        return []
    if 2 * len(lacking) >= len(asked.words) and asked.stop - asked.first <= LONGEST:
        return [(asked.first, asked.stop)]
    return [(word.first, word.stop) for word in lacking]


def _of_stretch(demand: Wording, reader: PhraseReader, stretch: Slice) -> Iterator[Asked]:
    first, stop = reader.trimmed(demand, *stretch)
    if first == stop:
        return
    is_foremost = demand.fields[first] in FOREMOST
    words = [word for word in demand.words_in(first, stop) if not reader.is_general(word, demand)]
    if is_foremost and not words:
        words = [word for word in demand.words_in(first, stop) if word.script != FIGURE]
        words = words if len(words) > 1 else []
    if not is_foremost and len(words) == 1 and words[0].stop - words[0].first == stop - first:
        words = [word for word in words if word.script != SPACELESS or word.tag in NAMES]
    if words:
        yield Asked(first, stop, tuple(words), is_foremost)


def is_in(word: Word, demand: Wording, offer: Wording) -> bool:
    """True if the offer's texts hold a word of the demand, also inside a longer word."""
    if word.script == SPACELESS:
        return any(word.text in text for text in offer.texts)
    return demand.keys[word.first] in offer.places
