"""The statistics of a market: document frequencies by side and language, and mean lengths of fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from ..text.characters import Hashes
from ..text.counting import N_FIELDS, Counts

Side = Literal["offers", "demands"]
SIDES: tuple[Side, Side] = ("offers", "demands")
LANGUAGES = 2
"""Two languages by script, 0 with spaces and 1 without. Each has common words of its own."""

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """Sums over documents. They are integers, so the sum over parts does not depend on the parts.

    ``keys``, uint64 of shape (terms,), ascending: the terms.
    ``frequencies``, int64 of shape (sides, LANGUAGES, terms): the number of documents that hold each term.
    ``documents``, int64 of shape (sides, LANGUAGES): the number of documents.
    ``lengths``, int64 of shape (N_FIELDS,): occurrences of terms in each field, over the offers.
    ``filled``, int64 of shape (N_FIELDS,): the number of offers in which the field is not empty.
    """

    keys: Hashes
    frequencies: Integers
    documents: Integers
    lengths: Integers
    filled: Integers

    @classmethod
    def of(cls, counts: Counts, side: Side) -> "Statistics":
        """The sums over the documents of one side."""
        frequencies = np.zeros((len(SIDES), LANGUAGES, len(counts.keys)), dtype=np.int64)
        documents = np.zeros((len(SIDES), LANGUAGES), dtype=np.int64)
        languages, presence, at = counts.are_spaceless(), counts.presence(), SIDES.index(side)
        for language in range(LANGUAGES):
            rows = languages == bool(language)
            indices = presence[rows].indices
            frequencies[at, language] = np.bincount(indices, minlength=len(counts.keys))
            documents[at, language] = np.count_nonzero(rows)
        lengths = counts.lengths() if side == "offers" else np.zeros((0, N_FIELDS))
        filled = np.count_nonzero(lengths, axis=0)
        return cls(counts.keys, frequencies, documents, lengths.sum(axis=0).astype(np.int64), filled)

    @classmethod
    def of_sides(cls, counts: Counts, sides: Sequence[str]) -> "Statistics":
        """The sums over documents of both sides; ``sides`` names the side of each document.

        Raises ValueError if there are not as many names as documents, or if one of them is no side.
        """
        names = np.asarray(sides)
        if names.shape != (counts.size,) or not np.isin(names, SIDES).all():
            raise ValueError(f"sides must be {counts.size} names, each of them {' or '.join(SIDES)}")
        return cls.merged([cls.of(counts.of_documents(names == side), side) for side in SIDES])

    @classmethod
    def merged(cls, parts: Sequence["Statistics"]) -> "Statistics":
        """The sums over the documents of all parts; an empty market if there are no parts."""
        keys = np.unique(np.concatenate([np.zeros(0, np.uint64), *(part.keys for part in parts)]))
        frequencies = np.zeros((len(SIDES), LANGUAGES, len(keys)), dtype=np.int64)
        documents = np.zeros((len(SIDES), LANGUAGES), dtype=np.int64)
        lengths, filled = np.zeros(N_FIELDS, dtype=np.int64), np.zeros(N_FIELDS, dtype=np.int64)
        for part in parts:
            frequencies[:, :, np.searchsorted(keys, part.keys)] += part.frequencies
            documents += part.documents
            lengths += part.lengths
            filled += part.filled
        return cls(keys, frequencies, documents, lengths, filled)

    def mean_lengths(self) -> npt.NDArray[np.float64]:
        """The mean length of each field over the offers in which it is not empty, float64 of shape
        (N_FIELDS,).

        Lengths count occurrences of terms. The mean is infinite for a field that is empty in all offers.
        """
        means: npt.NDArray[np.float64] = np.where(
            self.filled > 0, self.lengths / np.maximum(self.filled, 1), np.inf
        )
        return means
