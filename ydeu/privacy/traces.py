"""The words by which a person or an enterprise can be known in a text, and texts without them."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q

from ydeu.accounts.models import Enterprise, User

GAP = "[…]"
"""What stands where a name was."""

SHORTEST_NUMBER = 7
SHORTEST_NAME = 2

IN_AN_ADDRESS = ".'_%+-"
NO_LETTER_BEFORE = r"(?<![A-Za-z0-9])"
NO_HOST_BEHIND = r"(?!-*[A-Za-z0-9]|\.[A-Za-z0-9])"


@dataclass(frozen=True)
class Traces:
    """``sure`` words mean this subject wherever they stand; ``likely`` ones only where it has to do."""

    sure: tuple[str, ...]
    likely: tuple[str, ...]

    def without(self, value: Any, *, only_sure: bool = False) -> Any:
        """A text, or whatever JSON holds, with a gap for each trace; what is nothing else becomes empty."""
        if isinstance(value, str):
            return self._cleaned(value, only_sure)
        if isinstance(value, list):
            return [self.without(each, only_sure=only_sure) for each in value]
        if isinstance(value, dict):
            return {name: self.without(each, only_sure=only_sure) for name, each in value.items()}
        return value

    def spellings(self, *, names: bool) -> list[str]:
        """The sure words, and names as whole values of JSON or anywhere, as a database stores them."""
        words = [*self.sure, *(self.likely if names else ())]
        whole = [spelled for name in self.likely for spelled in (f'"{name}"', json.dumps(name))]
        return list(dict.fromkeys([*words, *(json.dumps(word)[1:-1] for word in words), *whole]))

    def without_whole(self, text: str) -> str:
        """Nothing, if the text is a trace and nothing else; as part of it a trace is somebody else's."""
        is_trace = any(text.strip().casefold() == word.casefold() for word in (*self.sure, *self.likely))
        return "" if is_trace else text

    def _cleaned(self, text: str, only_sure: bool) -> str:
        return (self._sure if only_sure else self._all).sub(GAP, self.without_whole(text))

    @cached_property
    def _sure(self) -> re.Pattern[str]:
        return _pattern(self.sure)

    @cached_property
    def _all(self) -> re.Pattern[str]:
        return _pattern((*self.sure, *self.likely))


def of_person(person: User, emails: list[str], enterprises: list[Enterprise]) -> Traces:
    """Name and addresses; the telephone of an enterprise too, where the person is its contact."""
    addresses = {person.email, *emails}
    own = [
        each for each in enterprises if each.contact_email in addresses or each.contact_name == person.name
    ]
    numbers = [each.contact_phone for each in own if len(each.contact_phone) >= SHORTEST_NUMBER]
    return Traces(_words([*addresses, *numbers]), _words([person.name]))


def of_enterprise(enterprise: Enterprise) -> Traces:
    """The address of a contact who has an account here is that person's, and stays with them."""
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
    return Traces(_words(sure), _words([enterprise.contact_name, address]))


def _words(found: list[str]) -> tuple[str, ...]:
    """The longest first, so that a name is taken out before the part of it that is an address."""
    words = {word.strip() for word in found if len(word.strip()) >= SHORTEST_NAME}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    if not words:
        return re.compile(r"(?!)")
    return re.compile("|".join(map(_bounded, words)), re.IGNORECASE)


def _bounded(word: str) -> str:
    """Latin letters and digits beside a word make it another word; Chinese ones do not.

    Before an address, letters with a full stop or the like (li.wei@) make it another one; behind it, and
    behind a website, more of a host's name does (.cn).
    """
    spelled = re.escape(word)
    if "@" in word:
        before = rf"{NO_LETTER_BEFORE}(?<![A-Za-z0-9][{IN_AN_ADDRESS}])(?<![A-Za-z0-9][{IN_AN_ADDRESS}]{{2}})"
        return before + spelled + NO_HOST_BEHIND
    return NO_LETTER_BEFORE + spelled + (NO_HOST_BEHIND if "://" in word else r"(?![A-Za-z0-9])")


def containing(columns: list[str], words: list[str]) -> Q:
    found = Q(pk__in=[])
    for column in columns:
        for word in words:
            found |= Q(**{f"{column}__icontains": word})
    return found
