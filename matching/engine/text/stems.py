"""Stems of words as hashes. A cache of stems by the hash of the word spares most calls of the stemmer."""

import threading
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import Stemmer

from .characters import MAX_HASHED, Hashes, Points, Positions, hashes, points_of, text_of

REMEMBERED = 1 << 17
"""Words that a process caches, 16 bytes each. A newer word replaces an older one in the same slot."""
WHOLE = frozenset(("mems", "nems", "moems"))
"""Acronyms that the stemmer takes for plurals. A word in a text that stands here is its own stem."""


class _Stemmer(threading.local):
    """One Snowball stemmer per thread: threads must not share an object of PyStemmer."""

    def __init__(self) -> None:
        self.stem_words = Stemmer.Stemmer("english", 0).stemWords


class _Memory:
    """A cache of stems by word, both as hashes. The low bits of a word are its slot. Threads may share it."""

    def __init__(self, size: int) -> None:
        self._lock = threading.Lock()
        self._mask = np.uint64(size - 1)
        self._words = np.arange(1, size + 1, dtype=np.uint64)  # empty: no hash has this slot
        self._stems = np.zeros(size, dtype=np.uint64)

    def recall(self, words: Hashes) -> tuple[Hashes, npt.NDArray[np.bool_]]:
        """The stems of the words, uint64, and which of them are known, bool; both of the shape of ``words``.

        The stem of an unknown word is undefined.
        """
        slots = (words & self._mask).astype(np.int64)
        with self._lock:
            return self._stems.take(slots), self._words.take(slots) == words

    def learn(self, words: Hashes, stems: Hashes) -> None:
        """Store the stems of words. Of two words with one slot, the later one stays."""
        slots = (words & self._mask).astype(np.int64)
        slots, last = np.unique(slots[::-1], return_index=True)
        with self._lock:
            self._words[slots] = words[::-1][last]
            self._stems[slots] = stems[::-1][last]


_stemmer = _Stemmer()
_memory = _Memory(REMEMBERED)


def stem_hashes(points: Points, lengths: Positions) -> Hashes:
    """The hash of each word's English Snowball stem (Porter 2001), uint64 of shape (words,).

    ``points`` (uint32) holds the words in lower case, one after another; ``lengths`` (int64, each at least
    1) holds their lengths. A word is cut to ``MAX_HASHED`` characters before it is stemmed.
    """
    if not lengths.size:
        return np.zeros(0, np.uint64)
    words = hashes(points, lengths)
    stems, known = _memory.recall(words)
    if not known.all():
        new = np.flatnonzero(~known)
        distinct, first, which = np.unique(words[new], return_index=True, return_inverse=True)
        learnt = _stemmed(points, lengths, new[first])
        stems[new] = learnt[which]
        _memory.learn(distinct, learnt)
    return stems


def stems_of(words: Sequence[str]) -> list[str]:
    """The stem of each word in lower case, which is cut as ``stem_hashes`` cuts it."""
    cut = [word[:MAX_HASHED] for word in words]
    return [word if word in WHOLE else stem for word, stem in zip(cut, _stemmer.stem_words(cut), strict=True)]


def _stemmed(points: Points, lengths: Positions, chosen: Positions) -> Hashes:
    """The hashes of the stems of the chosen words."""
    ends = np.cumsum(lengths)[chosen]
    starts = ends - lengths[chosen]
    kept = np.minimum(lengths[chosen], MAX_HASHED)
    spans = zip(starts.tolist(), (starts + kept).tolist(), strict=True)
    text = text_of(points)
    stems = stems_of([text[start:end] for start, end in spans])
    return hashes(points_of("".join(stems)), np.fromiter(map(len, stems), np.int64, len(stems)))
