"""Finds words in an anonymous listing that tell who posted it, to warn its poster. Nothing is refused."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import Enterprise
from ydeu.accounts.states import RequestState
from ydeu.marketplace.contact_patterns import CONTACTS, Pattern, phrase, places, plainly
from ydeu.marketplace.field_properties import Identifiers
from ydeu.marketplace.listing_fields import REQUIREMENT_FIELDS, fields_of
from ydeu.marketplace.models import Listing
from ydeu.marketplace.names import host_name_of, names_of

TELLING = (RequestState.WAITING, RequestState.GRANTED)
CONTEXT = 15
"""The characters that are shown on each side of a find."""


class Leak(NamedTuple):
    """One find: the field, its label, what was found there, and the words."""

    field: str
    label: Any
    what: Promise
    words: str
    before: str = ""
    after: str = ""
    """The text on both sides of the words, so that the poster finds the place."""

    @property
    def key(self) -> str:
        """The id of the leak. The form sends it back as proof that the user saw the warning."""
        return f"{self.field}:{self.words}"


def leaks_of(listing: Listing, *, requirements: Iterable[str] | None = None) -> list[Leak]:
    """The words that tell a stranger who posted the listing. Empty unless it is anonymous.

    ``requirements`` has the texts of the typed rows. None reads the stored rows.
    """
    if not listing.is_anonymous or listing.enterprise_id is None:
        return []
    patterns = [*CONTACTS, *_of_enterprise(listing.enterprise), *_of_poster(listing)]
    return list(_leaks(_texts(listing, requirements), patterns))


def spoken_in(requirement: dict[str, Any]) -> str:
    """The text of one requirement, stored or typed."""
    names = [field.name for field in REQUIREMENT_FIELDS if field.identifiers is Identifiers.CHECKED]
    return " ".join(str(requirement.get(name, "")) for name in names)


def _leaks(texts: Iterable[tuple[str, Any, str]], patterns: list[Pattern]) -> Iterator[Leak]:
    """Each find with its place. Words that stand twice in a field are told once, at their first place."""
    for field, label, text in texts:
        told = set()
        for what, start, end in places(plainly(text), patterns):
            words = text[start:end].strip()
            if (what, words) not in told:
                told.add((what, words))
                yield Leak(field, label, what, words, *_around(text, start, end))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The text of the same line before and behind the words, cut with an ellipsis."""
    before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    return (
        f"…{before[-CONTEXT:]}" if len(before) > CONTEXT else before,
        f"{after[:CONTEXT]}…" if len(after) > CONTEXT else after,
    )


def _texts(listing: Any, typed: Iterable[str] | None) -> Iterator[tuple[str, Any, str]]:
    for field in fields_of(listing.kind):
        if field.is_checked:
            rows = _rows(listing, typed) if field.limit.is_relation else getattr(listing, field.name)
            text = rows if isinstance(rows, str) else "\n".join(rows)
            yield field.name, field.label_on(listing), text


def _rows(listing: Any, typed: Iterable[str] | None) -> Iterable[str]:
    if typed is not None:
        return typed
    return [spoken_in(vars(row)) for row in listing.requirements.all()] if listing.pk else []


def _of_enterprise(enterprise: Enterprise) -> Iterator[Pattern]:
    for known in _known_as(enterprise):
        for name in names_of(known):
            yield phrase(name, _("name of the enterprise"))
    if host := host_name_of(enterprise.website):
        yield phrase(host, _("name of the enterprise"))
    for person in _people(enterprise.contact_name):
        yield phrase(person, _("contact person"))
    if enterprise.credit_code:
        yield phrase(enterprise.credit_code, _("credit code"))
    if enterprise.contact_phone:
        yield phrase(enterprise.contact_phone, _("telephone number"))


def _known_as(enterprise: Enterprise) -> list[str]:
    """Its name, the one that it asks for, and those that it had: all of them tell who it is."""
    others = enterprise.identity_requests.filter(state__in=TELLING).values_list("name", "old_name")
    return list(dict.fromkeys([enterprise.name, *chain.from_iterable(others)]))


def _of_poster(listing: Listing) -> Iterator[Pattern]:
    poster = listing.created_by
    for person in _people(poster.name if poster else ""):
        yield phrase(person, _("name of a person"))


def _people(name: str) -> list[str]:
    """The name in a list. The list is empty for a single character, which identifies nobody."""
    return [name.strip()] if len(name.strip()) > 1 else []
