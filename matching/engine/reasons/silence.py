"""What the offer does not mention: phrases of the demand that it holds in neither language.

What a demand puts into its title, its keywords or the names of its requirements comes first, then specific
phrases of its other texts. Of English sentences, whose verbs cannot be told from nouns, only words count that
the demand uses twice. A word that the dictionary cannot translate tells nothing about an offer in the
other language, so it is not called missing there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..text.documents import FIELDS
from ..text.keys import CHARACTERS
from ..text.tokens import tokens
from .cuts import GUESSED, is_guess
from .phrases import FOREMOST, PhraseReader
from .reasons import Missing
from .shared import Slice
from .sides import Asking, Market, Offering
from .word_lists import PARTIES_ZH
from .wording import FIGURE, SPACELESS, WORD, Word, Wording

MOST = 6
"""Missing phrases that are named."""
LONGEST = 12
"""The most atoms of a missing phrase. Of a longer stretch only its missing words are named."""
KEYWORDS = FIELDS.index("keywords")
NAMES = ("n", "vn", "an", "b", "j", "l", "i", "x", "g", "s", "eng")
"""How the parts of speech begin of Chinese words that name things. A sentence says more than it asks for, so
its verbs, adjectives and adverbs are left out."""


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


def missing_of(
    demand: Asking, offer: Offering, market: Market, properties: Sequence[str]
) -> tuple[Missing, ...]:
    """What the offer does not mention. ``properties`` are names of requirements, see ``Index.missing``."""
    said = {at for pair in offer.translations_of(demand) for place in pair.in_demand for at in range(*place)}
    lacking = (demand.own_weights * (offer.held(demand) == 0)).tolist()
    are_alike = demand.wording.is_spaceless == offer.wording.is_spaceless

    def is_missing(word: Word) -> bool:
        atoms = range(word.first, word.stop)
        if is_in(word, demand.wording, offer.wording) or said.issuperset(atoms):
            return False
        return are_alike or demand.translatable.issuperset(atoms)

    def weight_of(first: int, stop: int) -> float:
        return float(sum(lacking[number] for number in demand.places.terms_in(first, stop)))

    asked = _asked_of(demand, market, properties)
    return _heaviest(demand.wording, asked, is_missing=is_missing, weight_of=weight_of)


def _asked_of(demand: Asking, market: Market, properties: Sequence[str]) -> Iterator[Asked]:
    """What a demand asks for: the names of its requirements, then its phrases."""
    wording = demand.wording
    for keys in _keys(market, properties):
        for place in wording.occurrences(keys)[:1] if keys else ():
            yield Asked(*place, tuple(wording.words_in(*place)), True)
    for stretch in demand.stretches:
        yield from _of_stretch(wording, market.reader, stretch)


def _keys(market: Market, names: Sequence[str]) -> list[list[int]]:
    """The terms of the atoms of each name of a requirement."""
    found = tokens(names, fold=market.engine.lexicon.fold)
    keys: list[list[int]] = [[] for _ in names]
    at = found.kinds != CHARACTERS
    for number, key in zip(found.texts[at].tolist(), found.keys[at].tolist(), strict=True):
        keys[number].append(key)
    return keys


def _heaviest(
    demand: Wording,
    asked: Iterable[Asked],
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
    is_foremost = demand.fields[stretch[0]] in FOREMOST
    for place in [stretch] if is_foremost else _names_in(demand, stretch):
        first, stop = reader.trimmed(demand, *place)
        if first == stop:
            continue
        inside = list(demand.words_in(first, stop))
        words = _telling(inside, demand, reader)
        if not is_foremost and all(word.script == WORD for word in words):
            words = [word for word in words if len(demand.places[demand.keys[word.first]]) > 1]
        if words and not inside[-1].text.endswith(PARTIES_ZH):
            yield Asked(first, stop, tuple(words), is_foremost)


def _telling(inside: list[Word], demand: Wording, reader: PhraseReader) -> list[Word]:
    """The words of a phrase that tell what is asked for; of a keyword of general words all of them.

    What jieba only guesses to be a word tells something in a keyword, or if a title has nothing else: 热浸锌.
    """
    field = demand.fields[inside[0].first]
    words = [word for word in inside if not reader.is_general(word, demand)]
    sure = [word for word in words if word.script != SPACELESS or not is_guess(word.text)]
    if field == KEYWORDS:
        return words or [word for word in inside if word.script != FIGURE and len(inside) > 1]
    is_title = field in FOREMOST and inside[-1].stop - inside[0].first > GUESSED
    return words if is_title and not sure else sure


def _names_in(demand: Wording, stretch: Slice) -> Iterator[Slice]:
    """The parts of a stretch that name things: it is divided at verbs, adjectives, adverbs and numbers."""
    first = stop = stretch[0]
    for word in demand.words_in(*stretch):
        if word.script == FIGURE or (word.script == SPACELESS and not word.tag.startswith(NAMES)):
            if stop > first:
                yield first, stop
            first = word.stop
        stop = word.stop
    if stop > first:
        yield first, stop


def is_in(word: Word, demand: Wording, offer: Wording) -> bool:
    """True if the offer's texts hold a word of the demand, also inside a longer word."""
    if word.script == SPACELESS:
        return any(word.text in text for text in offer.texts)
    return demand.keys[word.first] in offer.places
