"""Whether a slice of atoms is a word of its own or a piece of a longer one.

Polyethylene is no ethylene, a fuel cell is no battery, and what works without gears has no gears: a piece of
a longer word may mean something else than the word. Only a general word at the end takes nothing from it, as
treatment in waste water treatment.
"""

from collections.abc import Sequence

from .codes import is_code
from .phrases import TAILS, PhraseReader
from .shared import Slice
from .wording import SPACELESS, WORD, Wording

NEGATIONS_ZH = frozenset("无非不未免")
"""Single characters that turn the word after them into its opposite."""
DERIVED_ZH = "化"
"""How words of two characters end that make another substance of the one after them: 氯化聚乙烯."""
TIES = frozenset(("-", "\u2010", "&", "_"))
"""Signs that tie a word of letters to the next one."""


def whole_places(wording: Wording, places: Sequence[Slice], reader: PhraseReader) -> list[Slice]:
    """The slices that are no pieces of longer words or terms."""
    if _is_bound(wording, places, reader):
        return []
    return [place for place in places if not _is_piece(wording, *place, reader)]


def _is_bound(wording: Wording, places: Sequence[Slice], reader: PhraseReader) -> bool:
    """True if a word of two characters always stands next to the same specific word: 转录 before 因子."""
    first, stop = places[0]
    script = wording.word_of(first).script
    if len(places) < 2 or stop - first != len("转录") or script != SPACELESS:
        return False
    before = {_neighbour(wording, first, first - 1, reader) for first, _stop in places}
    after = {_neighbour(wording, stop, stop, reader) for _first, stop in places}
    return any(len(each) == 1 and None not in each for each in (before, after))


def _neighbour(wording: Wording, seam: int, atom: int, reader: PhraseReader) -> str | None:
    """What makes a term with a word on the other side of a seam without a gap; None if nothing does.

    It is a specific word, a single character that may end a word (膜 of 离子膜), or a number or a word of
    letters (3D of 3D打印).
    """
    if not 0 < seam < len(wording.keys) or not (wording.follows[seam] and wording.is_tight[seam]):
        return None
    word = wording.word_of(atom)
    if seam not in (word.first, word.stop):
        return None
    is_suffix = len(word.text) == 1 and word.tag[:1] in TAILS and seam == word.first
    makes_a_term = is_suffix or word.script != SPACELESS or not reader.is_general(word, wording)
    return word.text if makes_a_term else None


def _is_piece(wording: Wording, first: int, stop: int, reader: PhraseReader) -> bool:
    before, after = (wording.word_of(at) for at in (first, stop - 1))
    if before.first < first or _is_changed(wording, first) or _is_tied(wording, first, stop):
        return True
    rest = wording.words_in(stop, after.stop) if stop < after.stop else ()
    return any(len(word.text) == 1 or not reader.is_general(word, wording) for word in rest)


def _is_changed(wording: Wording, first: int) -> bool:
    """True if the word before the slice, without a gap, makes another word or the opposite of it."""
    if first == 0 or not wording.follows[first] or wording.word_of(first).script != SPACELESS:
        return False
    before = wording.word_of(first - 1).text
    return before in NEGATIONS_ZH or (len(before) == len("氯化") and before.endswith(DERIVED_ZH))


def _is_tied(wording: Wording, first: int, stop: int) -> bool:
    """True if a sign ties the slice to a word before it, or its only word to one after it.

    An acronym stays one: HIV-related. So does the first word of a longer phrase: deep learning-based.
    """
    if wording.word_of(first).script == SPACELESS or is_code(wording.written(first, stop)):
        return _tie(wording, first) == "&" or _tie(wording, stop) == "&"
    return bool(_tie(wording, first)) or (stop - first == 1 and bool(_tie(wording, stop)))


def _tie(wording: Wording, at: int) -> str:
    """The sign that ties an atom to the one before, if both are words of letters; otherwise ""."""
    if not 0 < at < len(wording.keys) or wording.fields[at] != wording.fields[at - 1]:
        return ""
    if any(wording.word_of(each).script != WORD for each in (at - 1, at)):
        return ""
    text = wording.texts[wording.fields[at]]
    gap = text[wording.ends[at - 1] : wording.starts[at]]
    return gap if gap in TIES else ""
