"""Translated reasons: a word of the demand and the word of the offer that translates it, both whole.

A translation counts only if the dictionary or the union's glossary has it as a complete gloss: the words of
both texts are two ends of one link of the lexicon. Words that share a part of a long gloss are no pair.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..lexicon.lexicon import Lexicon
from .shared import Slice
from .wording import Wording

Sources = dict[int, list[Slice]]
"""The words of a lexicon in a document: slices of its atoms by the number of the source."""


def sources_of(wording: Wording, wanted: npt.NDArray[np.int64] | None = None) -> Sources:
    """The words of the lexicon that begin and end with words of a document, without single characters.

    ``wanted``, int64, are the numbers of the sources to look for; None: all.
    """
    found: Sources = defaultdict(list)
    matches = wording.matches
    at = np.flatnonzero(matches.ends - matches.starts > 1)
    if wanted is not None:
        at = at[np.isin(matches.sources[at], wanted)]
    columns = (each[at].tolist() for each in (matches.sources, matches.texts, matches.starts, matches.ends))
    for source, number, start, end in zip(*columns, strict=True):
        place = wording.atom_at[number, start], wording.atom_after[number, end]
        if wording.is_whole(*place):
            found[source].append(place)
    return dict(found)


class Links:
    """The translations of the sources of a lexicon, in both directions."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._glosses = lexicon.links
        self._headwords = sparse.csr_matrix(lexicon.links.T)

    def targets_of(self, sources: list[int]) -> dict[int, list[int]]:
        """For each source that translates one of the ``sources``, those that it translates."""
        chosen = np.array(sources, dtype=np.int64)
        found: dict[int, list[int]] = defaultdict(list)
        for links in (self._glosses, self._headwords):
            rows = links[chosen]
            origins = np.repeat(chosen, np.diff(rows.indptr))
            for origin, target in zip(origins.tolist(), rows.indices.tolist(), strict=True):
                found[target].append(origin)
        return dict(found)


@dataclass(frozen=True, slots=True)
class TranslatedPhrase:
    """A source of the lexicon in the demand, and one in the offer that translates it."""

    source: int
    target: int
    in_demand: list[Slice]
    in_offer: list[Slice]


def translated_phrases(
    demand: Sources, targets: dict[int, list[int]], offer: Sources
) -> Iterator[TranslatedPhrase]:
    """All pairs of a word of the demand and a translation in the offer."""
    for target, places in offer.items():
        for source in targets.get(target, ()):
            yield TranslatedPhrase(source, target, demand[source], places)
