"""Ranges of characters by script, to be put between the brackets of a regular expression."""

HAN_BASIC = "\u3400-\u4dbf\u4e00-\u9fff"
"""CJK Unified Ideographs and Extension A: nearly every character of a Chinese text."""
HAN_MARKS = "\u3005-\u3007"
"""The iteration mark, the closing mark and the ideographic zero."""
HAN = HAN_BASIC + "\uf900-\ufaff\U00020000-\U000323af"
"""All ideographs: also the compatibility forms and the supplementary planes."""
KANA = "\u3040-\u30ff"
HANGUL = "\uac00-\ud7a3"
SPACELESS = HAN_MARKS + KANA + HAN + HANGUL
"""The scripts without spaces: the engine reads their texts as n-grams of characters."""
