"""Words of letters that are not what they look like: acronyms and codes."""

from .shared import Slice
from .wording import WORD, Wording

Place = tuple[Wording, Slice]


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


def is_acronym_of_another(demand: Place, offer: Place) -> bool:
    """True if one side is a code of mixed letters and the other is no spelling of it: SCaN is no scan."""
    texts = [wording.written(*place) for wording, place in (demand, offer)]
    plain = {text.casefold().removesuffix("s") for text in texts}
    return len(plain) > 1 and any(map(_is_mixed, texts))


def _is_mixed(text: str) -> bool:
    return " " not in text and is_code(text) and text[1:] != text[1:].upper()
