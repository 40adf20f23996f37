"""What a column is called: by its code, or by its heading in any language of the site."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.cells import fold
from ydeu.marketplace.importing.columns import ALIASES, COMMON, OF_KIND, names_of
from ydeu.marketplace.models import Demand, Listing, Offer

MODELS: dict[ListingKind, type[Listing]] = {ListingKind.OFFER: Offer, ListingKind.DEMAND: Demand}
OWN_WORDS: dict[str, Any] = {
    "external_id": _("Number"),
    "organisation": _("Organisation"),
    "enterprise": _("Credit code"),
    "requirements": _("Measurable requirements"),
}
"""Headings of columns that are no field of a listing, or are called otherwise there."""

STAR = "*"
"""May stand behind a heading, as in the template: the column is needed to submit."""


def of_member(kind: ListingKind) -> list[str]:
    """The columns of a file by which an enterprise posts: whose it is, is not for the file to say."""
    return ["external_id", "alliance", *COMMON, *OF_KIND[kind]]


def heading(kind: ListingKind, column: str) -> str:
    """In the active language; what is no column is called as it is."""
    if column in OWN_WORDS:
        return str(OWN_WORDS[column])
    if column not in names_of(kind) or column in ALIASES:
        return column
    label = str(MODELS[kind]._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def column_of(kind: ListingKind, said: str) -> str:
    """The column that a heading means; an unknown one is given back as it is."""
    name = fold(said).rstrip(f"{STAR} ")
    return ALIASES.get(name) or _by_heading(kind).get(name, name)


@cache
def _by_heading(kind: ListingKind) -> dict[str, str]:
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.update({fold(heading(kind, column)): column for column in names_of(kind)})
    return found | {column: column for column in names_of(kind) if column not in ALIASES}
