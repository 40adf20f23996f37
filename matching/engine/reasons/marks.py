"""Marks: where texts hold the words of a search, as they stand or translated, as whole words.

A search finds listings by pairs of characters too, but a reader looks for words: 体传感器 is not marked
in 一体传感器. Words that link the parts of a sentence are not marked, nor are single characters, unless one
is all that was typed.
"""

from collections.abc import Sequence

from ..explanation.positions import Span
from ..text.documents import Document
from .phrases import PhraseReader
from .shared import Slice
from .sides import Market
from .translated import Translations, sources_of, translated_phrases
from .wording import Word, Wording


def marks_of(market: Market, query: Document, texts: Sequence[Document]) -> list[tuple[Span, ...]]:
    """The spans of each text that hold a word of the query or its translation, in order."""
    asked = market.wording(query)
    words = [word for word in asked.words if _is_looked_for(word, asked, market.reader)]
    translations = market.links.translations_of(sources_of(asked))
    return [_spans(asked, words, translations, text) for text in market.wordings(texts)]


def _is_looked_for(word: Word, query: Wording, reader: PhraseReader) -> bool:
    is_all = word.stop - word.first == len(query.keys)
    return is_all or (len(word.text) > 1 and not reader.ends_phrase(word, query))


def _spans(
    query: Wording, words: Sequence[Word], translations: Translations, text: Wording
) -> tuple[Span, ...]:
    places: set[Slice] = set()
    for word in words:
        keys = query.keys[word.first : word.stop]
        places.update(text.occurrences(keys) if len(keys) > 1 else _every(text, keys[0]))
    for pair in translated_phrases(query, translations, text):
        places.update(pair.in_offer)
    return tuple(text.span(*place) for place in sorted(places) if not _is_inside_another(place, places))


def _is_inside_another(place: Slice, places: set[Slice]) -> bool:
    return any(each != place and each[0] <= place[0] and place[1] <= each[1] for each in places)


def _every(text: Wording, key: int) -> list[Slice]:
    """All atoms of a term: a word of letters, or a character that was typed alone."""
    return [(at, at + 1) for at in text.places.of_atoms(key)]
