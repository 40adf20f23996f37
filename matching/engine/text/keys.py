"""The layout of a key: 64 bits that identify a term.

The top four bits are the kind of the term. The other 60 bits hold the code point of one character (kind 1),
the code points of two characters, 21 bits each (kind 2), or a hash: of the stem of a word (3), of a number
with its unit (4), of two adjacent words (5), of a phrase of a lexicon (6).
"""

import numpy as np
import numpy.typing as npt

CHARACTER, CHARACTERS, STEM, NUMBER, STEMS, PHRASE = range(1, 7)
"""Kinds of terms. CHARACTER (1) and CHARACTERS (2) have as many characters as their number says."""

KIND_BITS = np.uint64(60)
FIRST_HASHED = np.uint64(STEM << 60)
"""The smallest key that holds a hash."""

_POINT_BITS = np.uint64(21)
_POINT_MASK = np.uint64((1 << 21) - 1)
_HASH_SHIFT = np.uint64(4)

Keys = npt.NDArray[np.uint64]


def kinds_of(keys: Keys) -> Keys:
    """The kind of each term, uint64 of the shape of ``keys``."""
    return keys >> KIND_BITS


def hashed_keys(kind: int, hashes: Keys) -> Keys:
    """Keys of a hashed kind, uint64, from uint64 hashes of any shape, whose top 60 bits they keep."""
    return (hashes >> _HASH_SHIFT) | (np.uint64(kind) << KIND_BITS)


def character_keys(points: npt.NDArray[np.uint32]) -> Keys:
    """Keys of single characters, uint64, from uint32 code points of any shape."""
    return points.astype(np.uint64) | (np.uint64(CHARACTER) << KIND_BITS)


def characters_keys(left: npt.NDArray[np.uint32], right: npt.NDArray[np.uint32]) -> Keys:
    """Keys of pairs of characters, uint64, from two uint32 arrays of code points of the same shape."""
    return (left.astype(np.uint64) << _POINT_BITS) | right | (np.uint64(CHARACTERS) << KIND_BITS)


def characters_of(keys: Keys) -> tuple[Keys, Keys]:
    """The keys of the left and of the right characters of keys of pairs, both uint64 of the same shape."""
    single = np.uint64(CHARACTER) << KIND_BITS
    return keys >> _POINT_BITS & _POINT_MASK | single, keys & _POINT_MASK | single


def points_of_characters(keys: Keys, kind: int) -> npt.NDArray[np.uint32]:
    """The code points of keys of one character or of two, uint32 of shape (terms * kind,), term by term."""
    parts = keys[:, np.newaxis] if kind == CHARACTER else np.stack(characters_of(keys), axis=1)
    return (parts & _POINT_MASK).astype(np.uint32).ravel()


def is_gram(key: int) -> bool:
    """True if the term is one or two characters of a script without spaces."""
    return key >> 60 <= CHARACTERS
