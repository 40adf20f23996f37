"""The unified social credit code by the rule of GB 32100-2015 (decision 32).

Eighteen characters: register and kind of organisation (1-2), division code of the register's office (3-8,
digits of GB/T 2260), number of the organisation (9-17, GB 11714) and a check character. The first two may be
letters: N for rural collectives, A for the military, Y for others.
"""

import re

from stdnum.cn import uscc

ALPHABET = "0-9A-HJ-NPQRTUWXY"
"""Digits and capitals without I, O, S, V and Z."""

FORM = re.compile(f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


def has_form(code: str) -> bool:
    """True if every place of a normalised code has a character that the standard allows there."""
    return FORM.fullmatch(code) is not None


def is_valid(code: str) -> bool:
    """True if a normalised code has the right form and check character.

    The check character inside the organisation's number (place 17) is not compared: the library does not
    either, and licences of before 2015 with another one are in use.
    """
    return has_form(code) and uscc.calc_check_digit(code[:-1]) == code[-1]
