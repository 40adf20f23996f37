"""Validators of glossary terms: the engine must be able to read them. The messages say what to change."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from matching.engine.lexicon.glossary import Obstacle, obstacle_of_en, obstacle_of_zh
from matching.engine.lexicon.phrases import LONGEST_GLOSS, LONGEST_HEADWORD
from matching.engine.text import scripts

HAN = re.compile(f"[{scripts.HAN}]")
LATIN = re.compile("[a-z\u00df-\u00f6\u00f8-\u024f]")

NO_CHINESE = _("Write the Chinese term here, with at least one Chinese character: 电池.")
NO_ENGLISH = _("Write the English term here, with at least one Latin letter: battery.")
IN_CHINESE = {
    Obstacle.EMPTY: NO_CHINESE,
    Obstacle.TOO_LONG: _(
        "The matcher reads a Chinese term of at most %(most)s characters; a Latin word or a number counts as "
        "one. Shorten this one, or divide it into several pairs."
    ),
    Obstacle.APART: _(
        "Write the Chinese term as one word, without spaces or signs in it: 3d打印, not 3d 打印."
    ),
    Obstacle.FUNCTION_WORD: _(
        "The matcher passes over small English words such as “a”, “of” or “use”, also within a Chinese term. "
        "Leave such a pair out."
    ),
}
IN_ENGLISH = {
    Obstacle.EMPTY: _(
        "The matcher passes over small English words such as “a”, “of” or “use”, and there is no other here. "
        "Name the thing itself: battery."
    ),
    Obstacle.TOO_LONG: _(
        "The matcher reads an English term of at most %(most)s words; small ones such as “a” or “of” do not "
        "count. Shorten this one, or divide it into several pairs."
    ),
    Obstacle.MIXED: _("Write the English term without Chinese characters: battery pack, not 电池 pack."),
}


def is_chinese_term(value: str) -> None:
    if not HAN.search(value):
        raise ValidationError(NO_CHINESE)
    if obstacle := obstacle_of_zh(value):
        raise ValidationError(IN_CHINESE[obstacle], obstacle.name.lower(), {"most": LONGEST_HEADWORD})


def is_english_term(value: str) -> None:
    if not LATIN.search(value):
        raise ValidationError(NO_ENGLISH)
    if obstacle := obstacle_of_en(value):
        raise ValidationError(IN_ENGLISH[obstacle], obstacle.name.lower(), {"most": LONGEST_GLOSS})
