"""How often the general language uses a Chinese word, by the frequencies in jieba's dictionary."""

import rjieba

MILLION = 60.1
"""Millions of words in the texts that jieba's dictionary was counted in: the sum of its frequencies."""


def per_million(word: str) -> float:
    """Occurrences of a word in a million words of the general language; 0 if jieba does not know it."""
    return rjieba.suggest_freq(word) / MILLION if is_known(word) else 0.0


def is_known(word: str) -> bool:
    """True if jieba's dictionary has the word."""
    known: bool = rjieba.has_word(word)
    return known
