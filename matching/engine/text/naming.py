"""The names of terms: what ``key_of`` reads to give the key of a term.

The key holds the one or two characters of a term of a script without spaces. It holds only a hash of a word
or a number, so their names come from a text that they stand in.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .characters import text_of
from .folding import Fold
from .keys import CHARACTER, CHARACTERS, FIRST_HASHED, STEM, Keys, kinds_of, points_of_characters
from .normalise import normalise
from .numbers import number_name
from .stems import stems_of
from .tokens import Tokens

Names = npt.NDArray[np.object_]
"""One str a term."""

HASHED = ("stem", "number", "stems", "phrase")
"""Kinds from ``STEM`` on, as they stand before the hash in the name of a term that no text spells."""
_HASH_MASK = (1 << 60) - 1


def names_of(keys: Keys) -> Names:
    """The name of each term as far as its key tells, str of shape (terms,): 隔膜, or ``stem_0f3a...``."""
    names = np.empty(keys.shape, dtype=np.object_)
    kinds = kinds_of(keys)
    for kind in (CHARACTER, CHARACTERS):
        chosen = kinds == kind
        text = text_of(points_of_characters(keys[chosen], kind))
        names[chosen] = [text[at : at + kind] for at in range(0, len(text), kind)]
    hashed = np.flatnonzero(keys >= FIRST_HASHED)
    names[hashed] = [f"{HASHED[(key >> 60) - STEM]}_{key & _HASH_MASK:015x}" for key in keys[hashed].tolist()]
    return names


def names_in(texts: Sequence[str], found: Tokens, fold: Fold | None = None) -> Names:
    """The name of each distinct term in the texts, str of shape (terms,), by ascending key.

    ``found`` are the ``tokens`` of the texts, without pairs of words, read with the same ``fold``. A word is
    named by its stem and a number by ``number_name``, so the order of the texts changes nothing.
    """
    keys, first = np.unique(found.keys, return_index=True)
    names = names_of(keys)
    hashed = np.flatnonzero(keys >= FIRST_HASHED)
    spelt = _spelt(texts, found, first[hashed], fold)
    stems = stems_of(spelt)
    are_stems = (kinds_of(keys[hashed]) == STEM).tolist()
    names[hashed] = [
        stem if is_stem else number_name(written)
        for written, stem, is_stem in zip(spelt, stems, are_stems, strict=True)
    ]
    return names


def _spelt(
    texts: Sequence[str], found: Tokens, chosen: npt.NDArray[np.int64], fold: Fold | None
) -> list[str]:
    """The normalised text of the chosen occurrences."""
    numbers = found.texts[chosen].tolist()
    read = {number: _folded(normalise(texts[number]), fold) for number in set(numbers)}
    spans = zip(numbers, found.starts[chosen].tolist(), found.ends[chosen].tolist(), strict=True)
    return [read[number][start:end] for number, start, end in spans]


def _folded(text: str, fold: Fold | None) -> str:
    return text if fold is None else fold.of_text(text)
