"""What the words of an anonymous listing would tell about who posted it: a warning, never a refusal."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import Enterprise
from ydeu.marketplace.contact_patterns import CONTACTS, Pattern, find, phrase, plainly
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing
from ydeu.marketplace.names import names_of

COMMON = ("title", "summary", "description", "technology_keywords", "market_keywords", "partner_sought")
READ_BY_STRANGERS = {
    ListingKind.OFFER: (*COMMON, "advantages", "evidence", "indicative_price"),
    ListingKind.DEMAND: (*COMMON, "problem", "approaches_tried"),
}


class Leak(NamedTuple):
    """Where something stands, what it is, and the words themselves."""

    field: str
    label: Any
    what: Promise
    words: str

    @property
    def key(self) -> str:
        """By which a form remembers that its reader was told."""
        return f"{self.field}:{self.words}"


def leaks_of(listing: Listing, *, requirements: Iterable[str] | None = None) -> list[Leak]:
    """What tells a stranger who posted the listing as it is now; nothing if it is not anonymous.

    ``requirements`` are the rows as they were typed, where they are not stored yet.
    """
    if not listing.is_anonymous or listing.enterprise_id is None:
        return []
    patterns = [*CONTACTS, *_of_enterprise(listing.enterprise), *_of_poster(listing)]
    texts = [*_texts(listing), *_rows(listing, requirements)]
    return list(_leaks(texts, patterns))


def _leaks(texts: Iterable[tuple[str, Any, str]], patterns: list[Pattern]) -> Iterator[Leak]:
    for field, label, text in texts:
        for what, words in dict.fromkeys(find(plainly(text), text, patterns)):
            yield Leak(field, label, what, words)


def _texts(listing: Any) -> Iterator[tuple[str, Any, str]]:
    for name in READ_BY_STRANGERS[listing.kind]:
        value = getattr(listing, name)
        label = str(listing._meta.get_field(name).verbose_name)
        yield name, label[:1].upper() + label[1:], "\n".join(value) if isinstance(value, list) else value


def _rows(listing: Any, typed: Iterable[str] | None) -> Iterator[tuple[str, Any, str]]:
    if typed is None and listing.kind == ListingKind.DEMAND and listing.pk:
        typed = (f"{row.name} {row.value} {row.unit}" for row in listing.requirements.all())
    yield "requirements", _("Measurable requirements"), "\n".join(typed or ())


def _of_enterprise(enterprise: Enterprise) -> Iterator[Pattern]:
    for name in names_of(enterprise.name):
        yield phrase(name, _("name of the enterprise"))
    for person in _people(enterprise.contact_name):
        yield phrase(person, _("contact person"))
    if enterprise.credit_code:
        yield phrase(enterprise.credit_code, _("credit code"))
    if enterprise.contact_phone:
        yield phrase(enterprise.contact_phone, _("telephone number"))


def _of_poster(listing: Listing) -> Iterator[Pattern]:
    poster = listing.created_by
    for person in _people(poster.name if poster else ""):
        yield phrase(person, _("name of a person"))


def _people(name: str) -> list[str]:
    """A single letter or character says nothing."""
    return [name.strip()] if len(name.strip()) > 1 else []
