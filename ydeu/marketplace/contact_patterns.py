"""Finds contact details, patent numbers and credit codes in a text, because they identify its author."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ydeu.accounts import credit_codes


class Pattern(NamedTuple):
    """A regular expression, the label of its matches, and a check that a match must pass."""

    form: re.Pattern[str]
    what: Promise
    holds: Callable[[str], bool] = bool


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


TOP_LEVEL = "com|cn|net|org|edu|gov|info|biz|top|tech|cc|io|ai|co|eu|de|jp|hk|tw|xyz|vip|shop|online|site|ltd"
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
REST = r"[^\s,;。、()<>]"
NO_LETTER_BEFORE, NO_LETTER_AFTER = r"(?<![a-z0-9])", r"(?![a-z0-9])"

EMAIL = _form(
    r"(?<![a-z0-9._%+-]) [a-z0-9._%+-]{1,64} \s? (?:@|[(\[]at[)\]]) \s?"
    rf"(?:{LABEL} \s? (?:\.|[(\[]dot[)\]]) \s?){{1,5}} [a-z]{{2,}}"
)
URL = _form(
    rf"https?://{REST}+ | {NO_LETTER_BEFORE} www\. {REST}+"
    rf"| (?<![a-z0-9.-]) (?:{LABEL}\.){{1,5}} (?:{TOP_LEVEL}) {NO_LETTER_AFTER} (?:/{REST}*)?"
)
PATENT = _form(
    rf"{NO_LETTER_BEFORE} (?:"
    r"(?:zl|cn) [\s.:]* \d{7,13} (?:\.[\dx])? (?:\s?[a-z]\d?)?"
    r"| pct \s*/\s* [a-z]{2} \s?\d{2,4} \s*/\s* \d{5,6}"
    r"| wo \s*/?\s* \d{2,4} \s*/?\s* \d{5,6} (?:\s?[a-z]\d)?"
    r"| ep \s? \d{1,3} [\s,.]? \d{3} [\s,.]? \d{3} (?:\s?[a-z]\d)?"
    r"| us \s? (?:\d{4}\s*/\s*\d{7} | \d{1,2},\d{3},\d{3} | \d{7,11}) (?:\s?[a-z]\d)?"
    rf") {NO_LETTER_AFTER}"
    r"| (?<!\d) (?:19|20)\d{2} [1-389] \d{7} \. [\dx] (?![\d.])"
)
CREDIT_CODE = _form(rf"{NO_LETTER_BEFORE} [0-9a-hj-npqrtuwxy]{{18}} {NO_LETTER_AFTER}")
TELEPHONE = _form(
    r"(?<![\d.-]) (?:"
    r"(?:\+|00)86 [\s-]? \d{2,4} [\s-]? \d{4} [\s-]? \d{4}"
    r"| (?:\+|00)[1-9]\d{0,2} (?:[\s-]? \(?\d{2,5}\)?){2,4}"
    r"| 1[3-9]\d [\s-]? \d{4} [\s-]? \d{4}"
    r"| \(? 0\d{2,3} \)? [\s-]? [2-9]\d{2,3} [\s-]? \d{4} (?:-\d{1,5})?"
    r"| [48]00 [\s-]? \d{3,4} [\s-]? \d{3,4}"
    r") (?![\d.])"
)
CHAT = _form(
    r"(?:微信|薇信|威信|weixin|we\s?chat|v信|(?<![a-z])(?:wx|vx)(?![a-z]))"
    r"\s*(?:公众号|号码?|id|account)? \s*[:=是为]? \s* [a-z1-9][a-z0-9_-]{5,19}"
    r"| (?<![a-z])qq \s*(?:号码?|群)? \s*[:=是为]? \s* [1-9]\d{4,10} (?!\d)"
)

CONTACTS = (
    Pattern(EMAIL, _("e-mail address")),
    Pattern(PATENT, _("patent number")),
    Pattern(CREDIT_CODE, _("credit code"), lambda found: credit_codes.is_valid(found.upper())),
    Pattern(CHAT, _("WeChat or QQ number")),
    Pattern(URL, _("web address")),
    Pattern(TELEPHONE, _("telephone number")),
)
"""In the order of the search: a later pattern skips the matches of the earlier ones."""


def phrase(words: str, what: Promise) -> Pattern:
    """A pattern for whole words in any case. Any punctuation may separate them."""
    parts = [re.escape(part) for part in re.split(r"[\s\-·.,]+", plainly(words)) if part]
    body = r"[\s\-·.,]*".join(parts)
    before = NO_LETTER_BEFORE if words[:1].isascii() else ""
    after = NO_LETTER_AFTER if words[-1:].isascii() else ""
    return Pattern(re.compile(f"{before}{body}{after}", re.IGNORECASE), what)


def find(plain: str, text: str, patterns: Iterable[Pattern]) -> Iterator[tuple[Promise, str]]:
    """The label and the words of each match in ``text``. ``plain`` is ``plainly(text)``."""
    for form, what, holds in patterns:
        for found in form.finditer(plain):
            if holds(found[0]):
                yield what, text[found.start() : found.end()].strip()
        plain = form.sub(lambda found: "\0" * len(found[0]), plain)


def plainly(text: str) -> str:
    """The text with half-width instead of full-width digits and signs. Its length stays the same."""
    spelled = (unicodedata.normalize("NFKC", character) for character in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(spelled, text, strict=True))
