"""The atoms of a document as lists, with what stands between them, and the headwords among them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..lexicon.lexicon import Matches
from ..text.keys import CHARACTER, CHARACTERS
from ..text.normalise import PLURAL
from ..text.reader import ReadDocument

_JOINTS = frozenset((" ", "-", "\u2010", "\n", PLURAL, PLURAL + " ", PLURAL + "-", PLURAL + "\n"))
_TIGHT = frozenset(("-", "\u2010"))
_LONGEST_JOINT = max(map(len, _JOINTS))

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Atoms:
    """The atoms of a document, see ``Wording``, with the kind of each term.

    ``units`` are slices of the atoms: runs of characters of scripts without spaces, and each other atom.
    """

    keys: list[int]
    fields: list[int]
    starts: list[int]
    ends: list[int]
    kinds: list[int]
    follows: list[bool]
    is_tight: list[bool]
    units: list[tuple[int, int]]

    @property
    def size(self) -> int:
        return len(self.keys)

    def unit_of(self, atom: int) -> tuple[int, int]:
        """The unit that holds an atom."""
        return self.units[bisect_left(self.units, (atom + 1,)) - 1]

    @classmethod
    def of(cls, read: ReadDocument) -> "Atoms":
        """The atoms of a document that was read."""
        found, kinds = read.tokens, read.tokens.kinds
        at = np.flatnonzero(kinds != CHARACTERS)
        fields, starts, ends, kinds = found.texts[at], found.starts[at], found.ends[at], kinds[at]
        are_same = fields[1:] == fields[:-1]
        gaps = np.where(are_same, starts[1:] - ends[:-1], -1)
        are_both = (kinds[1:] == CHARACTER) & (kinds[:-1] == CHARACTER)
        slices = fields.tolist(), starts.tolist(), ends.tolist()
        follows, is_tight = _joints(read.texts, gaps, are_both, slices)
        units = _units(at.size, are_both & (gaps == 0))
        return cls(found.keys[at].tolist(), *slices, kinds.tolist(), follows, is_tight, units)


def _joints(
    texts: Sequence[str], gaps: Integers, are_both: Flags, slices: Sequence[list[int]]
) -> tuple[list[bool], list[bool]]:
    """``follows`` and ``is_tight`` of atoms. In scripts without spaces, only what has no gap follows.

    ``gaps`` are the characters between two atoms, -1 at the start of a field; ``are_both`` is true between
    two characters of such scripts. ``slices`` are the fields, starts and ends of the atoms.
    """
    fields, starts, ends = slices
    follows = [False, *(gaps == 0).tolist()][: len(fields)]
    is_tight = follows.copy()
    near = np.flatnonzero((gaps > 0) & (gaps <= _LONGEST_JOINT))
    for at, both in zip((near + 1).tolist(), are_both[near].tolist(), strict=True):
        gap = texts[fields[at]][ends[at - 1] : starts[at]]
        follows[at] = not both and gap in _JOINTS
        is_tight[at] = gap in _TIGHT
    return follows, is_tight


def _units(size: int, are_one: Flags) -> list[tuple[int, int]]:
    """The slices of atoms between which ``are_one``, bool of shape (atoms - 1,), is false."""
    if not size:
        return []
    edges = (np.flatnonzero(~are_one) + 1).tolist()
    return list(zip([0, *edges], [*edges, size], strict=True))


class Headwords:
    """The slices of each field that are headwords of the lexicon and lie inside no longer one."""

    def __init__(self, fields: list[int], starts: list[int], ends: list[int]) -> None:
        self._places = list(zip(fields, starts, strict=True))
        self._ends = ends

    @classmethod
    def of(cls, matches: Matches) -> "Headwords":
        """Those among the matches of a document. No two of them begin at one place."""
        at = np.flatnonzero(~matches.nested & (matches.ends - matches.starts > 1))
        at = at[np.lexsort((matches.starts[at], matches.texts[at]))]
        return cls(*(each[at].tolist() for each in (matches.texts, matches.starts, matches.ends)))

    def within(self, field: int, begin: int, end: int) -> list[tuple[int, int]]:
        """Those that lie between two offsets of a field, counted from the first of these."""
        low, high = (bisect_left(self._places, (field, at)) for at in (begin, end))
        return [
            (self._places[at][1] - begin, self._ends[at] - begin)
            for at in range(low, high)
            if self._ends[at] <= end
        ]
