"""The names of a column: its code, and its heading in each language of the site."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from matching.engine.tables.headings import fold, named
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.columns import ALIASES, MODELS, names_of
from ydeu.marketplace.importing.synonyms import headings_of
from ydeu.marketplace.listing_fields import fields_of

OWN_WORDS: dict[str, Any] = {
    "external_id": _("Number"),
    "organisation": _("Organisation"),
    "enterprise": _("Credit code"),
}
"""The headings of the columns of ``ABOUT``, which are not labels of a listing."""

STAR = "*"
"""The sign in the template after the heading of a column that a submission needs."""


def of_member(kind: ListingKind) -> list[str]:
    """The columns of a member's file, which does not name an enterprise."""
    own = [field.name for field in fields_of(kind) if field.column and field.column.is_for_members]
    return ["external_id", *own]


def heading(kind: ListingKind, column: str) -> str:
    """The heading of a column in the active language. An unknown name is returned as it is."""
    if column in OWN_WORDS:
        return str(OWN_WORDS[column])
    fields = {field.name: field for field in fields_of(kind) if field.column}
    return fields[column].label_on(MODELS[kind]) if column in fields else column


def column_of(kind: ListingKind, said: str) -> str:
    """The column with this heading or alias. Empty for an unknown heading."""
    return named(said, lambda name: ALIASES.get(name) or _by_heading(kind).get(name, ""))


def is_heading(kind: ListingKind, said: str) -> bool:
    """True for a text that is a heading and nothing else, such as a title in a table on its side."""
    return fold(said) in _by_heading(kind)


@cache
def _by_heading(kind: ListingKind) -> dict[str, str]:
    """The column of each folded heading. The headings of the site precede the further words."""
    known = set(names_of(kind)) - set(ALIASES)
    also = {word: column for column, words in headings_of(kind).items() for word in words if column in known}
    found = {fold(word): column for word, column in also.items()}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.update({fold(heading(kind, column)): column for column in known})
    return found | {column: column for column in known}
