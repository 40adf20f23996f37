"""The word right before the one that says what is measured: the ammonia of an ammonia limit of detection."""

import re

from matching.requirements.property_words import FORMULAS, GENERAL, QUALIFIERS, SUBSTANCES, VERBS
from matching.requirements.terms import Term
from matching.requirements.written import Words, edges_of, expressions_of, stem

_LEAD = re.compile(r"(?:[\u4e00-\u9fff]+|(?<![a-z0-9])[a-z][a-z0-9]*)$")
_RUN = re.compile(
    r"[\u4e00-\u9fff]+|(?<![a-z0-9-])(?!no(?![\u4e00-\u9fffa-z0-9]))[a-z][a-z0-9]+(?![a-z0-9-])"
)
_ADDED = re.compile(r"(?<=[氢氮氧氟氯氨氦氩氖氪氙])气$|原子$")
_WATER = "水"
_OURS = re.compile(r"(?:本[\u4e00-\u9fff]{1,5}|我[们司]的?)$")
_JOINING = frozenset("的为达在和及与其且是到至得可约后时下上内有现持测示具供获最各每总均较则将使年月日时")
_QUALIFIERS = tuple(QUALIFIERS.split())
_SUBSTANCES = frozenset(SUBSTANCES)
_NAMES = dict(line.split() for line in FORMULAS)
"""The name of each formula."""
_SAYS_LIMIT = rf"(?:{'|'.join(QUALIFIERS.split())}|[值的为是约仅均可达到不超过大小高低优于或等≤≥<>=:： ])*"
_GENERAL = frozenset(GENERAL.split())
_NO_NOUNS = frozenset(expressions_of(f"{VERBS} every"))
_WORD = re.compile(r"[a-z][a-z0-9-]*")


def lead_of(head: Term, words: Words) -> str:
    """The noun before the head in the words, in the language of the head.

    Empty if there is none, or one that says little: the mean error.
    """
    return _chinese(head, words.text) if isinstance(head.own, str) else _english(head, words)


def substances_in(text: str) -> list[str]:
    """The formulas and short Chinese words of a text that name a substance only: 氨1 s检出限, NH3."""
    return [run for run in _RUN.findall(text) if len(run) <= 4 and is_substance(run)]


def is_substance(word: str) -> bool:
    """True for a formula, or a Chinese word that ends like an element or a kind of substance: 二甲苯."""
    word = _bare(word)
    return word[-1:] in _SUBSTANCES or word in _NAMES or word in _NAMES.values()


def is_same_substance(one: str, said: str) -> bool:
    """True if two names of substances, or a name and a formula, mean the same.

    What is said may have other words before it: 残余铜. The benzene of 甲苯 is no word.
    """
    wanted = _bare(one)
    if wanted == _WATER and said.endswith(_WATER):
        return True  # 污水
    return wanted == _bare(said) or any(_is_whole_in(each, said.replace("总", "")) for each in {one, wanted})


def _is_whole_in(word: str, text: str) -> bool:
    """True if a text has a word, and not only as a part of a longer one."""
    at = text.find(word)
    return at >= 0 and {at, at + len(word)} <= edges_of(text)


def _bare(word: str) -> str:
    """The name of a substance without the words for its gas or its atoms: 氨 for 氨气 and NH3."""
    return _NAMES.get(word) or _ADDED.sub("", word)


def is_last_word(word: str, text: str) -> bool:
    """True if a Chinese word stands as one at the end of a text, before a value or its bounds."""
    found = re.search(rf"{word}{_SAYS_LIMIT}$", text)
    if found is None:
        return False
    return {found.start(), found.start() + len(word)} <= edges_of(text)


def _chinese(head: Term, text: str) -> str:
    found = [text[: text.rfind(each)] for each in head.chinese if each in text]
    lead = _LEAD.search(min(found, key=len, default=""))
    if not lead or lead[0][-1] in _JOINING or lead[0].endswith(_QUALIFIERS) or _OURS.search(lead[0]):
        return ""
    return lead[0]


def _english(head: Term, words: Words) -> str:
    stems = next((each for each in head.english if each <= words.stems and each not in _NO_NOUNS), None)
    if not stems:
        return ""
    before = ""
    for match in _WORD.finditer(words.text):
        if stem(match[0]) in stems or any(stem(part) in stems for part in match[0].split("-")):
            break
        before = match[0]
    is_adjoining = f"{before} {match[0]}" in words.text
    is_noun = before not in _GENERAL and not before.endswith("ed")  # the estimated cost
    return before if before and is_adjoining and is_noun else ""
