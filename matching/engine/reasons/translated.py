"""Translated reasons: a word of the demand and the word of the offer that translates it, both whole.

A translation counts only if the dictionary or the union's glossary has it as a complete gloss: the words of
both texts are two ends of one link of the lexicon. Words that share a part of a long gloss are no pair. Nor
are words that are a rare sense of each other, as 分割 is of "to break"; see ``LEAST_CLEAR``.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..lexicon.lexicon import Lexicon
from ..text.arrays import rows_of, taken
from ..text.counting import Matrix
from .shared import Slice
from .wording import Wording

LEAST_CLEAR, CLEAR = 0.01, 0.25
"""How clearly two words mean the same: the least for a reason, and the least for one that stands alone or
that one listing mentions in passing. 0.25 is half of the votes for each word."""
GRANTED = 2.0
"""How clearly the two words of a pair of the glossary mean the same: more than any of the dictionary's."""
CERTAIN = 0.9
"""How clearly two words mean the same if they have no other sense, or the glossary says so."""

Sources = dict[int, list[Slice]]
"""The words of a lexicon in a document: slices of its atoms by the number of the source."""
Targets = dict[int, dict[int, float]]
"""Sources of a lexicon, the sources that each translates, and how clearly."""


def sources_of(wording: Wording, wanted: npt.NDArray[np.int64] | None = None) -> Sources:
    """The words of the lexicon that begin and end with words of a document, without single characters.

    ``wanted``, int64, are the numbers of the sources to look for, ascending; None: all.
    """
    found: Sources = defaultdict(list)
    matches = wording.matches
    at = np.flatnonzero(matches.ends - matches.starts > 1)
    if wanted is not None:
        at = at[_are_in(wanted, matches.sources[at])]
    parts = matches.sources, matches.texts, matches.starts, matches.ends
    for source, number, start, end in zip(*(each[at].tolist() for each in parts), strict=True):
        place = wording.slice_of(number, start, end)
        if wording.is_whole(*place):
            found[source].append(place)
    return dict(found)


def _are_in(wanted: npt.NDArray[np.int64], sources: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """True for sources that are wanted. ``np.isin`` sorts both and takes longer."""
    if not wanted.size:
        return np.zeros(sources.size, dtype=np.bool_)
    return wanted.take(np.searchsorted(wanted, sources), mode="clip") == sources  # type: ignore[no-any-return]


class Links:
    """The translations of the sources of a lexicon, in both directions."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._glosses = _clear(lexicon)
        self._headwords = sparse.csr_matrix(self._glosses.T)

    def targets_of(self, sources: list[int]) -> Targets:
        """For each source that translates one of the ``sources``, those that it translates: how clearly."""
        chosen = np.array(sources, dtype=np.int64)
        found: Targets = defaultdict(dict)
        for links in (self._glosses, self._headwords):
            rows = taken(links, chosen)
            parts = chosen[rows_of(rows)], rows.indices, rows.data
            for origin, target, clarity in zip(*(each.tolist() for each in parts), strict=True):
                found[target][origin] = clarity
        return dict(found)


def _clear(lexicon: Lexicon) -> Matrix:
    """The clarity of each link, without those under ``LEAST_CLEAR``: csr float32 of the shape of ``links``.

    It is the product of two shares: of the votes of the headword for this gloss, and of the votes for the
    gloss that are the headword's. That of a pair of the glossary is ``GRANTED``.
    """
    links = lexicon.links
    if not links.nnz:
        return links
    of_headwords, of_glosses = (np.asarray(links.sum(axis=axis)).ravel() for axis in (1, 0))
    clarity = links.data**2 / (of_headwords[rows_of(links)] * of_glosses[links.indices])
    places = rows_of(links).astype(np.int64) * links.shape[1] + links.indices
    granted = lexicon.granted.astype(np.int64)
    clarity[np.isin(places, granted[:, 0] * links.shape[1] + granted[:, 1])] = GRANTED
    kept = np.where(clarity >= LEAST_CLEAR, clarity, 0).astype(np.float32)
    clear = sparse.csr_matrix((kept, links.indices, links.indptr), shape=links.shape, copy=True)
    clear.eliminate_zeros()
    return clear


@dataclass(frozen=True, slots=True)
class TranslatedPhrase:
    """A source of the lexicon in the demand, and one in the offer that translates it.

    ``clarity`` is that of their link, see ``Links``.
    """

    source: int
    target: int
    in_demand: list[Slice]
    in_offer: list[Slice]
    clarity: float

    @property
    def is_clear(self) -> bool:
        """False if it is one of many senses of the two words."""
        return self.clarity >= CLEAR


def translated_phrases(demand: Sources, targets: Targets, offer: Sources) -> Iterator[TranslatedPhrase]:
    """All pairs of a word of the demand and a translation in the offer."""
    for target, places in offer.items():
        for source, clarity in targets.get(target, {}).items():
            yield TranslatedPhrase(source, target, demand[source], places, clarity)
