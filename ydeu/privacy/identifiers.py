"""Find the words that identify a person or an enterprise, and remove them from texts."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Q

from matching.engine.text import scripts
from ydeu.accounts.models import Enterprise, User
from ydeu.privacy.enums import Reach

GAP = "[…]"
"""The replacement for a removed name."""

SHORTEST_NUMBER = 7
SHORTEST_NAME = 2

IN_AN_ADDRESS = ".'_%+-"
NOTHING = r"(?!)"
NO_LETTER_BEFORE = r"(?<![A-Za-z0-9])"
NO_LETTER_BEHIND = r"(?![A-Za-z0-9])"
NO_HOST_BEHIND = r"(?!-*[A-Za-z0-9]|\.[A-Za-z0-9])"

HAN = f"[{scripts.HAN}]"
CONTACTS = ("联系人", "联系", "负责人", "请找")
TITLES = ("先生", "女士", "老师", "教授", "博士", "经理", "主任", "总监", "院长", "工程师", "研究员")
"""Words before and after the name of a person in a text about technology."""


@dataclass(frozen=True)
class Identifiers:
    """The words that identify a subject.

    ``sure`` words mean this subject in any text, ``likely`` ones only in texts about it. ``kept`` are names
    of others that contain one of the words; they stay unchanged.
    """

    sure: tuple[str, ...]
    likely: tuple[str, ...]
    kept: tuple[str, ...] = ()

    def without(self, value: Any, names: Reach) -> Any:
        """The text or JSON value with ``GAP`` for each trace. A text that is only a trace becomes empty."""
        if isinstance(value, str):
            return self._cleaned(value, names)
        if isinstance(value, list):
            return [self.without(each, names) for each in value]
        if isinstance(value, dict):
            return {name: self.without(each, names) for name, each in value.items()}
        return value

    def unless_known(self, text: str) -> str:
        """Empty if the text is a sure word. As part of a longer text the word belongs to somebody else."""
        return "" if _is_one(text, self.sure) else text

    def spellings(self, names: Reach) -> list[str]:
        """The words to search for, as the database stores them in texts and in JSON."""
        words = [*self.sure, *(self.likely if names in (Reach.APART, Reach.ANYWHERE) else ())]
        whole = self.likely if names == Reach.WHOLE else ()
        quoted = [spelled for name in whole for spelled in (f'"{name}"', json.dumps(name))]
        return list(dict.fromkeys([*words, *(json.dumps(word)[1:-1] for word in words), *quoted]))

    def _cleaned(self, text: str, names: Reach) -> str:
        if _is_one(text, self.sure if names == Reach.NOWHERE else (*self.sure, *self.likely)):
            return ""
        pattern = {Reach.APART: self._apart, Reach.ANYWHERE: self._anywhere}.get(names, self._sure)
        return pattern.sub(lambda found: found[0] if found["kept"] else GAP, text)

    @cached_property
    def _sure(self) -> re.Pattern[str]:
        return _pattern(self.kept, map(_bounded, self.sure))

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return _pattern(self.kept, map(_bounded, (*self.sure, *self.likely)))

    @cached_property
    def _apart(self) -> re.Pattern[str]:
        return _pattern(self.kept, (*map(_bounded, self.sure), *map(_apart, self.likely)))


def of_person(person: User, emails: list[str], enterprises: list[Enterprise]) -> Identifiers:
    """Name and addresses, and the telephone number of an enterprise whose contact the person is."""
    addresses = {person.email, *emails}
    own = [
        each
        for each in enterprises
        if each.contact_email in addresses or (person.name and each.contact_name == person.name)
    ]
    numbers = [each.contact_phone for each in own if len(each.contact_phone) >= SHORTEST_NUMBER]
    names = _words([person.name])
    return Identifiers(_words([*addresses, *numbers]), names, _longer(names, Enterprise.objects.all()))


def of_enterprise(enterprise: Enterprise) -> Identifiers:
    """The words that identify an enterprise. The address of a contact with an account is only likely."""
    number, address = enterprise.contact_phone, enterprise.contact_email
    is_personal = (
        User.objects.filter(email__iexact=address).exists()
        or EmailAddress.objects.filter(email__iexact=address).exists()
    )
    sure = [
        enterprise.name,
        enterprise.credit_code or "",
        "" if is_personal else address,
        enterprise.website,
        number if len(number) >= SHORTEST_NUMBER else "",
    ]
    names = _words([enterprise.name, enterprise.contact_name])
    others = Enterprise.objects.exclude(pk=enterprise.pk)
    return Identifiers(_words(sure), _words([enterprise.contact_name, address]), _longer(names, others))


def _longer(names: tuple[str, ...], others: models.QuerySet[Enterprise]) -> tuple[str, ...]:
    """Names of enterprises and people that contain one of the names: 恒张力控制 keeps its 张力."""
    found = {
        *others.filter(containing(["name"], [*names])).values_list("name", flat=True),
        *User.objects.filter(containing(["name"], [*names])).values_list("name", flat=True),
    }
    pattern = _pattern((), map(_bounded, names))
    return _words([name for name in found if not _is_one(name, names) and pattern.search(name)])


def _words(found: list[str]) -> tuple[str, ...]:
    """The words without duplicates, longest first, so that a long one is removed before a part of it."""
    words = {word.strip() for word in found if len(word.strip()) >= SHORTEST_NAME}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _is_one(text: str, words: tuple[str, ...]) -> bool:
    return any(text.strip().casefold() == word.casefold() for word in words)


def _pattern(kept: tuple[str, ...], words: Iterable[str]) -> re.Pattern[str]:
    stays = "|".join(map(re.escape, kept)) or NOTHING
    return re.compile("|".join([f"(?P<kept>{stays})", *words]), re.IGNORECASE)


def _bounded(word: str) -> str:
    """A pattern for the word that does not match inside a longer word or address.

    Latin letters or digits next to a Latin word make it another word; Chinese characters do not. Before an
    address, letters with a full stop or the like (li.wei@) make it another address. After an address or a
    website, more of a host name (.cn) does.
    """
    before = NO_LETTER_BEFORE if word[0].isascii() else ""
    behind = NO_LETTER_BEHIND if word[-1].isascii() else ""
    if "@" in word:
        before += rf"(?<![A-Za-z0-9][{IN_AN_ADDRESS}])(?<![A-Za-z0-9][{IN_AN_ADDRESS}]{{2}})"
    if "@" in word or "://" in word:
        behind = NO_HOST_BEHIND
    return before + re.escape(word) + behind


def _apart(name: str) -> str:
    """A pattern for a name. Two Chinese characters match only alone or next to a title, not within a word."""
    if not re.fullmatch(f"{HAN}{{2}}", name):
        return _bounded(name)
    before = "|".join([f"(?<!{HAN})", *(f"(?<={word})" for word in (*CONTACTS, *TITLES))])
    behind = "|".join([f"(?!{HAN})", *(f"(?={word})" for word in TITLES)])
    return f"(?:{before}){name}(?:{behind})"


def containing(columns: list[str], words: list[str]) -> Q:
    found = Q(pk__in=[])
    for column in columns:
        for word in words:
            found |= Q(**{f"{column}__icontains": word})
    return found
