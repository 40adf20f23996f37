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


DASHES = "‐‑‒–—―⁃−－﹘﹣~∼〜～·-"
DOTS = "．․‧・•∙●"
BLANKS = "\u00a0\u1680\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u202f\u2060\u3000\ufeff"
FOLDED = str.maketrans(
    {
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys(DOTS, "."),
        **dict.fromkeys(BLANKS, " "),
        **dict.fromkeys("【〔〈［", "("),
        **dict.fromkeys("】〕〉］", ")"),
    }
)
FULL_STOP = re.compile(r"(?<=[A-Za-z0-9])。(?=[A-Za-z0-9])")
"""A Chinese full stop between letters or digits is a dot: 021。62831234."""


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


TOP_LEVEL = "com|cn|net|org|edu|gov|info|biz|top|tech|cc|io|ai|co|eu|de|jp|hk|tw|xyz|vip|shop|online|site|ltd"
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
REST = r"[^\s,;。、()<>]"
NO_LETTER_BEFORE, NO_LETTER_AFTER = r"(?<![a-z0-9])", r"(?![a-z0-9])"

GAP = r"[\s.,\-]{0,2}"
"""What people write between the digits of a long number, after ``plainly``."""

EMAIL = _form(
    r"(?<![a-z0-9._%+-]) [a-z0-9._%+-]{1,64} \s? (?:@|[(\[{](?:at|@|a)[)\]}]) \s?"
    rf"(?:{LABEL} \s? (?:\.|[(\[{{](?:dot|点)[)\]}}]) \s?){{1,5}} [a-z]{{2,}}"
    rf"| {NO_LETTER_BEFORE} [a-z0-9._%+-]{{2,64}} \s at \s (?:{LABEL} \s dot \s){{1,4}} [a-z]{{2,}}"
)
URL = _form(
    rf"(?:https?|hxxps?)://{REST}+ | {NO_LETTER_BEFORE} www\. {REST}+"
    rf"| (?<![a-z0-9.-]) (?:{LABEL}\.){{1,5}} (?:{TOP_LEVEL}) {NO_LETTER_AFTER} (?:/{REST}*)?"
)
PATENT = _form(
    rf"{NO_LETTER_BEFORE} (?:"
    rf"(?:zl|cn) [\s.:#-]* \d (?:{GAP}\d){{6,12}} (?:\.[\dx])? (?:\s?[a-z]\d?)?"
    rf"| pct {GAP} /? {GAP} [a-z]{{2}} {GAP} \d{{2,4}} \s*/\s* \d (?:{GAP}\d){{4,5}}"
    r"| wo \s*/?\s* \d{2,4} \s*/?\s* \d{5,6} (?:\s?[a-z]\d)?"
    r"| ep \s? \d{1,3} [\s,.]? \d{3} [\s,.]? \d{3} (?:\s?[a-z]\d)?"
    r"| us \s? (?:\d{4}\s*/\s*\d{7} | \d{1,2}[,.\s]\d{3}[,.\s]\d{3} | \d{7,11}) (?:\s?[a-z]\d)?"
    r"| (?:19|20)\d{2} \s? sr \s? \d{6,8}"
    rf") {NO_LETTER_AFTER}"
    r"| (?<!\d) (?:19|20)\d{2} [\s-]? [1-389] [\s-]? \d{7} [\s]? \. \s? [\dx] (?!\d|\.\d)"
    r"| (?:专利|申请|公开|公告|授权)号 (?:码)? [\s:#]* (?:zl|cn)?"
    rf"{GAP} \d (?:{GAP}\d){{7,12}} (?:\.[\dx])? (?!\d)"
    r"| 软著登字 \s? 第? \s? \d{5,8} \s? 号?"
)
CREDIT_CODE = _form(
    rf"{NO_LETTER_BEFORE} [1-9agny] [\s-]? [1-9a-h] (?:[\s-]?[0-9a-hj-npqrtuwxy]){{16}} {NO_LETTER_AFTER}"
)
COUNTRY = r"\(? (?:\+|00) \s? 86 \)?"
AREA = rf"\(? 0\d{{2,3}} \)? | {COUNTRY} {GAP} (?:\(0\) \s?)? \(? 0?\d{{2,3}} \)?"
TELEPHONE = _form(
    r"(?<![\d.-]) (?:"
    rf"(?:{COUNTRY} {GAP})? 1[3-9]\d (?:{GAP}\d{{4}}{GAP}\d{{4}} | {GAP}\d{{3}}{GAP}\d{{5}})"
    rf"| (?:{COUNTRY} {GAP})? 1[3-9]\d{{2}} {GAP} (?:\d{{3}}{GAP}\d{{4}} | \d{{4}}{GAP}\d{{3}})"
    rf"| (?:{AREA}) [\s.\-/]{{0,3}} [2-9]\d{{2,3}} {GAP} \d{{4}} (?:-\d{{1,5}})?"
    r"| (?:\+|00)[1-9]\d{0,2} (?:[\s.-]? \(?\d{2,5}\)?){2,4}"
    rf"| [48]00 {GAP} (?:\d{{3}}{GAP}\d{{4}} | \d{{4}}{GAP}\d{{3}})"
    r") (?!\d|\.\d)"
    r"| (?:电话|座机|手机|热线|传真|致电|(?<![a-z])(?:tel|phone|mobile|fax)\.?) \s*(?:号码?)? [\s:是为]*"
    rf"[2-9]\d{{2,3}} {GAP} \d{{4}} (?!\d|\.\d)"
)
HANDLE = r"[a-z0-9][a-z0-9_-]{4,29} (?![a-z0-9])"
NAMED = r"""[:“"‘'「『《@#] \s* [^\s，,。;；、()"”’'」』》:]{2,20} ["”’'」』》]?"""
"""A name in quotes or behind a colon. A word that only follows may belong to the sentence."""
CHAT = _form(
    r"(?:微信|薇信|威信|weixin|we\s?chat|v信|(?<![a-z])(?:wx|vx)(?![a-z]))"
    r"\s*(?:公众号|号码?|id|account)? \s*[:=是为]? \s* [a-z1-9][a-z0-9_-]{5,19}"
    r"| (?<![a-z])qq \s*(?:号码?|群)? \s*[:=是为]? \s* [1-9]\d{4,10} (?!\d)"
    r"| (?:微信|(?<![a-z])(?:wx|vx|wechat)) \s* (?:与|和|及)? \s* (?:手机|电话)?号?码? \s* 同号"
    r"| (?:手机|电话|号码) \s* (?:即|同|就是) \s* (?:微信|wx|vx)"
    r"| (?:钉钉|飞书|企业微信|企微|dingtalk|lark) \s* (?:群|号|id)* \s*[:=是为]? \s*"
    rf"(?:{HANDLE} | \d{{5,12}} (?!\d))"
    r"| (?:公众号|服务号|订阅号|视频号|抖音号?|快手号?|小红书号?|微博|百家号|头条号|b站)"
    rf"\s*(?:名称?|账号|搜索?|关注|id)? \s*[是为]? \s* (?:{NAMED} | {HANDLE})"
    r"| (?<![a-z]) (?:whatsapp|telegram|skype|line\s?id) \s*(?:id|no\.?)? \s* [:@=]? \s*"
    rf"(?:{HANDLE} | \+?\d{{6,15}})"
)


def _is_credit_code(found: str) -> bool:
    """True if the 18 characters have the right check character, with or without gaps."""
    return credit_codes.is_valid(re.sub(r"[\s-]", "", found).upper())


CONTACTS = (
    Pattern(EMAIL, _("e-mail address")),
    Pattern(CREDIT_CODE, _("credit code"), _is_credit_code),
    Pattern(PATENT, _("patent number")),
    Pattern(CHAT, _("account or group in a messenger or on a platform")),
    Pattern(URL, _("web address")),
    Pattern(TELEPHONE, _("telephone number")),
)
"""In the order of the search: a later pattern skips the matches of the earlier ones."""


class Place(NamedTuple):
    """A match in a text: what it is, and where it starts and ends."""

    what: Promise
    start: int
    end: int


def phrase(words: str, what: Promise) -> Pattern:
    """A pattern for whole words in any case. Any punctuation may separate them."""
    parts = [re.escape(part) for part in re.split(r"[\s\-·.,]+", plainly(words)) if part]
    body = r"[\s\-·.,]*".join(parts)
    before = NO_LETTER_BEFORE if words[:1].isascii() else ""
    after = NO_LETTER_AFTER if words[-1:].isascii() else ""
    return Pattern(re.compile(f"{before}{body}{after}", re.IGNORECASE), what)


def places(plain: str, patterns: Iterable[Pattern]) -> Iterator[Place]:
    """The matches in ``plain``: the result of ``plainly`` for a text, with the same length."""
    for form, what, holds in patterns:
        taken = []
        for found in form.finditer(plain):
            if holds(found[0]):
                taken.append(found.span())
                yield Place(what, *found.span())
        for start, end in taken:
            plain = plain[:start] + "\0" * (end - start) + plain[end:]


def find(plain: str, text: str, patterns: Iterable[Pattern]) -> Iterator[tuple[Promise, str]]:
    """The label and the words of each match in ``text``. ``plain`` is ``plainly(text)``."""
    for what, start, end in places(plain, patterns):
        yield what, text[start:end].strip()


def plainly(text: str) -> str:
    """The text with one spelling of digits, dashes, dots, brackets and blanks. Its length stays the same."""
    spelled = (unicodedata.normalize("NFKC", character) for character in text)
    narrow = "".join(new if len(new) == 1 else old for new, old in zip(spelled, text, strict=True))
    return FULL_STOP.sub(".", narrow.translate(FOLDED))
