"""The columns that a file may have, and the reader for the cells of each."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import models

from ydeu.accounts.enums import Language
from ydeu.accounts.fields import CodeListField
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.cells import (
    Reader,
    Vocabulary,
    amount,
    day,
    flag,
    level,
    requirements,
    text,
    words,
)
from ydeu.marketplace.keyword_fields import KeywordsField
from ydeu.marketplace.listing_fields import COMMON, OF_KIND, fields_of
from ydeu.marketplace.models import Demand, Listing, Offer

MODELS: dict[ListingKind, type[Listing]] = {ListingKind.OFFER: Offer, ListingKind.DEMAND: Demand}

ALIASES = {
    alias: field.name
    for fields in (COMMON, *OF_KIND.values())
    for field in fields
    if field.column
    for alias in field.column.aliases
}

ABOUT: dict[str, Reader] = {
    "external_id": text(120),
    "organisation": text(200),
    "enterprise": text(40),
    "alliance": text(160),
}
"""Columns for the owner and the origin of a listing. They refer to other rows."""

SPECIAL: dict[str, Reader] = {
    "language": Vocabulary(Language.choices, zh="zh-hans", **{"zh-cn": "zh-hans", "中文": "zh-hans"}).one,
    "requirements": requirements,
}
BY_TYPE: dict[type, Callable[[Any], Reader]] = {
    models.CharField: lambda field: _one_of(field) if field.choices else text(field.max_length),
    models.TextField: lambda field: text(),
    models.DateField: lambda field: day,
    models.BooleanField: lambda field: flag,
    models.PositiveIntegerField: lambda field: amount,
    models.PositiveSmallIntegerField: lambda field: level,
    KeywordsField: lambda field: words,
    CodeListField: lambda field: Vocabulary(lambda: field.flatchoices).many,
}


@cache
def readers_of(kind: ListingKind) -> dict[str, Reader]:
    """The reader of each column: those of ``ABOUT``, then in the order of the table of fields."""
    own = (field.name for field in fields_of(kind) if field.column and field.name not in ABOUT)
    return {**ABOUT, **{name: SPECIAL.get(name) or _reader_of(kind, name) for name in own}}


def names_of(kind: ListingKind) -> list[str]:
    """Every column name and alias that a file of this kind may use."""
    return [*readers_of(kind), *ALIASES]


def _reader_of(kind: ListingKind, name: str) -> Reader:
    field = MODELS[kind]._meta.get_field(name)
    return BY_TYPE[type(field)](field)


def _one_of(field: Any) -> Reader:
    return Vocabulary(lambda: field.flatchoices).one
