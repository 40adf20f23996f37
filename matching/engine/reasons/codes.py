"""Words of letters that are not what they look like: acronyms and codes."""

from .shared import Slice
from .wording import WORD, Wording

Place = tuple[Wording, Slice]

SHORTEST = 4
"""The letters from which on a word in capitals may be a plain word with a plural: PUMPS."""


def is_code(text: str) -> bool:
    """True if a word has a capital after its first letter, as W3C and GaN have."""
    return text[1:] != text[1:].lower()


def is_short_code(wording: Wording, first: int, stop: int) -> bool:
    """True for two letters, not both small, which stand for many things: AI, Al, CR."""
    words = list(wording.words_in(first, stop))
    is_short = len(words) == 1 and words[0].script == WORD and len(words[0].text) == len("AI")
    return is_short and not wording.written(first, stop).islower()


def is_plain_word(wording: Wording, first: int, stop: int) -> bool:
    """True for a single word of letters that is no acronym."""
    words = list(wording.words_in(first, stop))
    is_one = len(words) == 1 and words[0].script == WORD
    return is_one and not is_code(wording.written(first, stop))


def is_another_code(demand: Place, offer: Place) -> bool:
    """True if two codes only have a stem in common, or a code of mixed letters and a word: ANSYS and ANSI."""
    words = [
        [word for word in wording.words_in(*place) if word.script == WORD]
        for wording, place in (demand, offer)
    ]
    written = [
        [wording.written(word.first, word.stop) for word in each]
        for (wording, _place), each in zip((demand, offer), words, strict=True)
    ]
    return any(
        _differ(ours.text, theirs.text) and (all(map(is_code, texts)) or any(map(is_mixed, texts)))
        for ours, theirs, texts in zip(*words, zip(*written, strict=False), strict=False)
    )


def _differ(*texts: str) -> bool:
    """True unless one of two words is the plural of the other. A short code has none in capitals: AE, AES."""
    short, long = sorted(texts, key=len)
    is_plural = len(short) >= SHORTEST and long in (f"{short}s", f"{short}es", f"{short[:-1]}ies")
    return short != long and not is_plural


def is_mixed(text: str) -> bool:
    """True if a text is a code with small letters after its first one: GaN, SCaN."""
    return " " not in text and is_code(text) and text[1:] != text[1:].upper()
