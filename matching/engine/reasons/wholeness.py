"""Whether a slice of atoms is a word of its own or a piece of a longer one.

Polyethylene is no ethylene, a fuel cell is no battery, and what works without gears has no gears: a piece of
a longer word may mean something else than the word. Only a general word at the end takes nothing from it, as
treatment in waste water treatment.
"""

from collections.abc import Sequence
from itertools import pairwise

from ..lexicon.uses import is_known, per_million
from .codes import is_code, is_short_code
from .cuts import KNOWN_WELL
from .phrases import CLOSED, TAILS, PhraseReader
from .shared import Side, Slice
from .wording import SPACELESS, WORD, Word, Wording

NEGATIONS_ZH = frozenset("无非不未免")
"""Single characters that turn the word after them into its opposite."""
DERIVED_ZH = "化"
"""How words of two characters end that make another substance of the one after them: 氯化聚乙烯."""
NUMERALS_ZH = frozenset("一二三四五六七八九十双单")
"""Single characters that are a part of the word after them if no measure word stands between: 二乘法."""
THINGS = frozenset("nz")
"""Parts of speech of single characters that name things; jieba gives z to those it has no other for: 车."""
QUANTITIES_ZH = NUMERALS_ZH | frozenset("两几多数半余百千万亿零")
"""Single characters that tell how many."""
TIES = frozenset(("-", "\u2010", "&", "_"))
"""Signs that tie a word of letters to the next one."""


BRACKETS = ")]"
"""May stand between a word and the sign that ties it to the next one."""
SUBSTANCES_ZH = frozenset("酯酐胺醇酮醛醚腈盐酶烷烯炔脂")
"""Single characters that make another substance of the word before them: 乳酸酯 is no 乳酸."""


def whole_places(wording: Wording, places: Sequence[Slice], reader: PhraseReader) -> list[Slice]:
    """The slices that are no pieces of longer words or terms."""
    if _is_bound(wording, places, reader):
        return []
    return [place for place in places if not _is_piece(wording, *place, reader)]


def is_without_its_edge(sides: Sequence[Side], reader: PhraseReader) -> bool:
    """True if a phrase begins or ends with a general word of a longer phrase, another one in each text.

    激光表面 is no reason if one text says 激光表面处理 and the other 激光表面改性.
    """
    firsts, lasts = [], []
    for wording, places in sides:
        for place in places:
            first, *_, last = list(wording.words_in(*place)) * 2
            if first == last or first.script != SPACELESS or last.script != SPACELESS:
                return False
            firsts.append(reader.is_general(first, wording) and reader.continues(first, wording))
            lasts.append(
                last.tag[:1] == "n" and reader.is_general(last, wording) and reader.goes_on(last, wording)
            )
    return all(firsts) or all(lasts)


def _is_bound(wording: Wording, places: Sequence[Slice], reader: PhraseReader) -> bool:
    """True if something in the text always makes a term with the slices.

    Any slice makes one with a single character that names a thing: 铝合金 after 铜, 膜蛋白 after 肠. A word
    of two characters also makes one with the same specific word, in two places or more: 转录 before 因子.
    """
    first, stop = places[0]
    if wording.word_of(first).script != SPACELESS:
        return False
    if all(_is_thing(wording, first) for first, _stop in places):
        return True
    before = {_neighbour(wording, first, first - 1, reader) for first, _stop in places}
    after = {_neighbour(wording, stop, stop, reader) for _first, stop in places}
    is_short = stop - first == len("转录")
    return (
        len(places) > 1 and is_short and any(len(each) == 1 and None not in each for each in (before, after))
    )


def _is_thing(wording: Wording, first: int) -> bool:
    """True if a single character that names a thing stands directly before an atom."""
    if first == 0 or not wording.follows[first] or not wording.is_tight[first]:
        return False
    word = wording.word_of(first - 1)
    return word.script == SPACELESS and len(word.text) == 1 and word.tag[:1] in THINGS and word.stop == first


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
    is_suffix = len(word.text) == 1 and seam == word.first and _is_tail(word)
    makes_a_term = is_suffix or word.script != SPACELESS or not reader.is_general(word, wording)
    return word.text if makes_a_term else None


def _is_tail(word: Word) -> bool:
    """True for a single character that may end a word. What jieba calls a numeral may be none: 量子|点."""
    return word.tag[:1] in TAILS or (word.tag == "m" and word.text not in QUANTITIES_ZH)


def _is_piece(wording: Wording, first: int, stop: int, reader: PhraseReader) -> bool:
    before, after = (wording.word_of(at) for at in (first, stop - 1))
    if before.first < first or _is_changed(wording, first) or _is_tied(wording, first, stop):
        return True
    if _is_in_term(wording, first, stop) or _is_miscut(list(wording.words_in(first, stop))):
        return True
    if stop == after.stop and _is_broken(wording, after):
        return True
    rest = wording.words_in(stop, after.stop) if stop < after.stop else ()
    return any(len(word.text) == 1 or not reader.is_general(word, wording) for word in rest)


def _is_in_term(wording: Wording, first: int, stop: int) -> bool:
    """True if a term of the dictionary reaches beyond the slice and needs its words."""
    terms = wording.terms_across(first, stop)
    if wording.word_of(first).script == SPACELESS:
        return any(_is_cut_elsewhere(wording, term, (first, stop)) for term in terms)
    return (first, stop) not in terms and any(_needs(term, (first, stop)) for term in terms)


def _needs(term: Slice, place: Slice) -> bool:
    """True if a term in words of letters is broken by taking a slice out of it.

    A phrase may be the beginning of a longer term, as waste water is of waste water treatment, but a single
    word may not: artificial intelligence.
    """
    (start, end), (first, stop) = term, place
    return start < first or (stop < end and (start > first or stop - first == 1))


def _is_cut_elsewhere(wording: Wording, term: Slice, place: Slice) -> bool:
    """True if a headword begins with the slice but ends within a word of jieba's: 石墨|烯基.

    Where it ends with a word, it is one word with the slice.
    """
    return term[0] == place[0] and place[1] < term[1] and not wording.closes(term[1] - 1)


def _is_changed(wording: Wording, first: int) -> bool:
    """True if what stands before the slice, without a gap, makes another word of it."""
    if first == 0 or not wording.follows[first] or wording.word_of(first).script != SPACELESS:
        return False
    before = wording.word_of(first - 1)
    is_prefix = before.text in NEGATIONS_ZH or before.text in NUMERALS_ZH
    is_derived = len(before.text) == len("氯化") and before.text.endswith(DERIVED_ZH)
    is_rest = len(wording.word_of(first).text) == 1 and before.tag[:1] not in CLOSED
    return is_prefix or is_derived or is_rest or _is_straddled(wording, before, first)


def _is_straddled(wording: Wording, before: Word, first: int) -> bool:
    """True if the first character may belong to the word before instead: 温|室内 may be 温室|内.

    That is so if the word before is a single character or unknown to jieba, and its last character makes a
    well-known word with the first one of the slice.
    """
    if before.script != SPACELESS or before.tag[:1] in CLOSED:
        return False
    if len(before.text) > 1 and is_known(before.text):
        return False
    at = wording.word_of(first)
    return per_million(before.text[-1] + at.text[first - at.first]) >= KNOWN_WELL


def _is_miscut(words: list[Word]) -> bool:
    """True if two words should have been cut elsewhere: 时延|伸率, because jieba knows 延伸 but no 伸率."""
    return any(
        right.first == left.stop
        and left.script == right.script == SPACELESS
        and not (is_known(left.text) and is_known(right.text))
        and per_million(left.text[-1] + right.text[0]) > per_million(left.text) + KNOWN_WELL
        for left, right in pairwise(words)
    )


def _is_broken(wording: Wording, last: Word) -> bool:
    """True if the character after a word may belong to it: 锂电|芯 may be 锂|电芯, and 免示|教 is one word.

    That is so if the last character of the word makes a well-known word with it, or jieba does not know the
    word at all.
    """
    if last.script != SPACELESS or last.stop == len(wording.keys) or not wording.follows[last.stop]:
        return False
    word = wording.word_of(last.stop)
    if word.script != SPACELESS or len(word.text) > 1 or word.tag[:1] in CLOSED:
        return False
    if word.text in SUBSTANCES_ZH:
        return True
    return not is_known(last.text) or per_million(last.text[-1] + word.text) >= KNOWN_WELL


def _is_tied(wording: Wording, first: int, stop: int) -> bool:
    """True if a sign ties the slice to a word before it, or its only word to one after it.

    An acronym stays one, unless a single letter begins it: HIV-related, but E-ROBOT. One of two letters is
    also tied by a stroke: TCP/IP. The first word of a longer phrase stays one too: deep learning-based.
    """
    if wording.word_of(first).script == SPACELESS or is_code(wording.written(first, stop)):
        ties = {"&", "/"} if is_short_code(wording, first, stop) else {"&"}
        return any(_gap(wording, at) in ties for at in (first, stop)) or _follows_a_letter(wording, first)
    return bool(_tie(wording, first)) or (stop - first == 1 and bool(_tie(wording, stop)))


def _follows_a_letter(wording: Wording, first: int) -> bool:
    return bool(_tie(wording, first)) and len(wording.word_of(first - 1).text) == 1


def _tie(wording: Wording, at: int) -> str:
    """The sign that ties an atom to the one before, if both are words of letters; otherwise "".

    A bracket may stand before it: (CNT)-based.
    """
    gap = _gap(wording, at).lstrip(BRACKETS)
    return gap if gap in TIES else ""


def _gap(wording: Wording, at: int) -> str:
    """What stands between an atom and the one before, if both are words of letters; otherwise ""."""
    gap = wording.gap(at)
    if gap is None or any(wording.word_of(each).script != WORD for each in (at - 1, at)):
        return ""
    return gap
