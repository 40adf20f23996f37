"""The columns that a file may have, and the reader for the cells of each."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import models

from ydeu.accounts.enums import Language
from ydeu.accounts.fields import CodeListField
from ydeu.accounts.regions import province_choices
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.cells import LONGEST_TEXT, Reader, Vocabulary, flag, text, words
from ydeu.marketplace.importing.dates import day
from ydeu.marketplace.importing.levels import level
from ydeu.marketplace.importing.money import award, budget
from ydeu.marketplace.importing.requirements import requirements
from ydeu.marketplace.importing.synonyms import regions_by_name, regions_in, words_of
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

LANGUAGES = {
    **dict.fromkeys(("zh", "zh-cn", "中文", "中", "汉语", "中文简体", "简体", "chinese"), "zh-hans"),
    **dict.fromkeys(("英文", "英语", "英"), "en"),
}
SPECIAL: dict[str, Reader] = {
    "language": Vocabulary(Language.choices, also=LANGUAGES).one,
    "requirements": requirements,
    "budget_band": budget,
    "award": award,
    "target_regions": Vocabulary(province_choices, regions_by_name, within=regions_in).many,
}
BY_TYPE: dict[type, Callable[[Any], Reader]] = {
    models.CharField: lambda field: _one_of(field) if field.choices else text(field.max_length),
    models.TextField: lambda field: text(),
    models.DateField: lambda field: day,
    models.BooleanField: lambda field: flag,
    models.PositiveSmallIntegerField: lambda field: level,
    KeywordsField: lambda field: words,
    CodeListField: lambda field: Vocabulary(lambda: field.flatchoices, words_of(field.name)).many,
}
LONGEST_CHOICE = 1_000
"""The most characters of a cell with choices, a date or a number. All regions in English have 400."""
SHARED = (models.DateField, models.BooleanField, models.PositiveSmallIntegerField, CodeListField)
OF_OWNER = frozenset({"organisation", "enterprise", "alliance"})


@cache
def readers_of(kind: ListingKind) -> dict[str, Reader]:
    """The reader of each column: those of ``ABOUT``, then in the order of the table of fields."""
    own = (field.name for field in fields_of(kind) if field.column and field.name not in ABOUT)
    return {**ABOUT, **{name: SPECIAL.get(name) or _reader_of(kind, name) for name in own}}


def longest_of(kind: ListingKind, name: str) -> int:
    """The most characters that the reader of a column looks at.

    Patterns for dates and amounts may take the square of the length, so a long cell never reaches them.
    """
    if name in ABOUT or name == "requirements":
        return LONGEST_TEXT
    field = MODELS[kind]._meta.get_field(name)
    if name in SPECIAL or isinstance(field, CodeListField) or getattr(field, "choices", None):
        return LONGEST_CHOICE
    return LONGEST_TEXT if isinstance(field, models.CharField | models.TextField) else LONGEST_CHOICE


def names_of(kind: ListingKind) -> list[str]:
    """Every column name and alias that a file of this kind may use."""
    return [*readers_of(kind), *ALIASES]


def _reader_of(kind: ListingKind, name: str) -> Reader:
    field = MODELS[kind]._meta.get_field(name)
    return BY_TYPE[type(field)](field)


def _one_of(field: Any) -> Reader:
    return Vocabulary(lambda: field.flatchoices, words_of(field.name)).one


def is_shared(kind: ListingKind, name: str) -> bool:
    """True if merged cells of the column mean the same for each of their rows: an owner, a choice, a date.

    A text, a number or a list of words belongs to one listing only.
    """
    if name in OF_OWNER:
        return True
    if name in ABOUT or name == "requirements":
        return False
    field = MODELS[kind]._meta.get_field(name)
    return isinstance(field, SHARED) or bool(getattr(field, "choices", None))
