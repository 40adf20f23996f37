"""Translated reasons: a word of the demand and the word of the offer that translates it, both whole.

A translation counts only if the dictionary or the union's glossary has it as a complete gloss: the words of
both texts are two ends of one link of the lexicon. Words that share a part of a long gloss are no pair. Nor
are words that are a rare sense of each other, as 分割 is of "to break"; see ``LEAST_CLEAR``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

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

Sources = npt.NDArray[np.int64]
"""Numbers of words of a lexicon, ascending."""


class Translations(NamedTuple):
    """Links of shape (links,): a word of the lexicon, one that translates it, and how clearly."""

    sources: Sources
    targets: Sources
    clarities: npt.NDArray[np.float32]


def sources_of(wording: Wording) -> Sources:
    """The words of the lexicon in a document, no single characters. Some may be pieces of other words."""
    matches = wording.matches
    return np.unique(matches.sources[matches.ends - matches.starts > 1]).astype(np.int64)


def places_of(wording: Wording, source: int) -> list[Slice]:
    """The slices of atoms that hold a word of the lexicon, and begin and end with words of the text."""
    matches = wording.matches
    at = np.flatnonzero(matches.sources == source)
    parts = (each[at].tolist() for each in (matches.texts, matches.starts, matches.ends))
    found = (wording.slice_of(*place) for place in zip(*parts, strict=True))
    return [place for place in found if wording.is_whole(*place)]


def _are_in(wanted: Sources, sources: Sources) -> npt.NDArray[np.bool_]:
    """True for sources that are wanted. ``np.isin`` sorts both and takes longer."""
    if not wanted.size:
        return np.zeros(sources.size, dtype=np.bool_)
    return wanted.take(np.searchsorted(wanted, sources), mode="clip") == sources  # type: ignore[no-any-return]


class Links:
    """The translations of the sources of a lexicon, in both directions."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._glosses = _clear(lexicon)
        self._headwords = sparse.csr_matrix(self._glosses.T)

    def translations_of(self, sources: Sources) -> Translations:
        """All links of some words of the lexicon."""
        found = []
        for links in (self._glosses, self._headwords):
            rows = taken(links, sources)
            found.append((sources[rows_of(rows)], rows.indices, rows.data))
        return Translations(*map(np.concatenate, zip(*found, strict=True)))


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


def translated_phrases(
    demand: Wording, translations: Translations, offer: Wording
) -> Iterator[TranslatedPhrase]:
    """All pairs of a word of the demand, which has these translations, and a translation in the offer."""
    held = _are_in(sources_of(offer), translations.targets)
    for source, target, clarity in zip(*(each[held].tolist() for each in translations), strict=True):
        in_offer = places_of(offer, target)
        in_demand = places_of(demand, source) if in_offer else []
        if in_demand:
            yield TranslatedPhrase(source, target, in_demand, in_offer, clarity)
