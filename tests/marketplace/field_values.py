"""A value for each field of a listing, made from its column. A new field needs no change here."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from tests.factories import make_alliance, make_demand, make_offer
from ydeu.accounts.fields import CodeListField
from ydeu.marketplace.enums import ListingKind, Visibility
from ydeu.marketplace.field_properties import ListingField
from ydeu.marketplace.keyword_fields import KeywordsField
from ydeu.marketplace.listing_fields import REQUIREMENT_FIELDS, fields_of
from ydeu.marketplace.models import Attachment, Demand, Listing, Offer, Requirement

MODELS: dict[ListingKind, type[Listing]] = {ListingKind.OFFER: Offer, ListingKind.DEMAND: Demand}
MAKERS = {ListingKind.OFFER: make_offer, ListingKind.DEMAND: make_demand}


def cases(*, relations: bool = False) -> list[Any]:
    """Each field of each kind, as parameters for a test."""
    return [
        pytest.param(kind, field, id=f"{kind}-{field.name}")
        for kind in ListingKind
        for field in fields_of(kind)
        if relations or not field.limit.is_relation
    ]


def column_of(kind: ListingKind, field: ListingField) -> Any:
    return MODELS[kind]._meta.get_field(field.name)


def columns_of(kind: ListingKind) -> list[Any]:
    """The columns that ``full`` fills, without the enterprise."""
    fields = [field for field in fields_of(kind) if not field.limit.is_relation]
    return [column_of(kind, field) for field in fields if field.name != "enterprise"]


def holds_words(column: Any) -> bool:
    """True for text that a person types, keywords included."""
    return isinstance(column, models.TextField | models.CharField) and not column.choices


def value_for(column: Any, *, other: bool = False) -> Any:
    """A value that no other field has. ``other`` returns a second one."""
    if column.name == "visibility":
        return Visibility.PUBLIC if other else Visibility.MEMBERS
    if column.choices:
        return _in_a_list_if_it_is_one(column, column.flatchoices[0 if other else -1][0])
    return _free_value(
        column, f"{'Other' if other else 'Quartz'}{column.name.title().replace('_', '')}", other
    )


def _free_value(column: Any, token: str, other: bool) -> Any:
    if isinstance(column, models.ForeignKey):
        return make_alliance(name_en=f"{token} Alliance", name_zh=f"{token} 联盟")
    if isinstance(column, models.DateField):
        return timezone.localdate() + timedelta(days=(90 if other else 30) + len(column.name))
    if isinstance(column, models.BooleanField):
        return not other
    if isinstance(column, models.IntegerField):
        return 478 if other else 787
    return _in_a_list_if_it_is_one(column, token)


def _in_a_list_if_it_is_one(column: Any, value: Any) -> Any:
    return [value] if isinstance(column, KeywordsField | CodeListField) else value


def nothing_in(column: Any) -> Any:
    """The value of an empty field in a draft. For a field that is never empty, the other value."""
    if column.name in ("language", "visibility"):
        return value_for(column, other=True)
    return None if column.null else column.get_default()


def full(kind: ListingKind, **fields: Any) -> Any:
    """A listing with a value in every field, a requirement and a file."""
    values = {column.name: value_for(column) for column in columns_of(kind) if column.name not in fields}
    listing: Any = MAKERS[kind](**values, **fields)
    if kind == ListingKind.DEMAND:
        Requirement.objects.create(
            demand=listing, **{field.name: row_value(field.name) for field in REQUIREMENT_FIELDS}
        )
    Attachment.objects.create(
        **{kind: listing}, file="a.pdf", name="Quartz.pdf", content_type="", size=1, state="clean"
    )
    return listing


def row_value(name: str) -> Any:
    return value_for(Requirement._meta.get_field(name))


def blank(kind: ListingKind, **fields: Any) -> Any:
    """A listing of another enterprise with empty fields."""
    return MAKERS[kind](**{**{column.name: nothing_in(column) for column in columns_of(kind)}, **fields})


def words_of(listing: Any, field: ListingField) -> list[str]:
    """The texts that a page shows for a field. For related rows, one for each of their fields."""
    if field.name == "requirements":
        return [
            shown(Requirement._meta.get_field(each.name), row_value(each.name)) for each in REQUIREMENT_FIELDS
        ]
    if field.limit.is_relation:
        return ["Quartz.pdf"]
    return [shown(listing._meta.get_field(field.name), getattr(listing, field.name))]


def shown(column: Any, value: Any) -> str:
    if isinstance(value, bool):
        return str(column.verbose_name).capitalize()
    if isinstance(value, list):
        labels = dict(column.flatchoices) if column.choices else {}
        return " ".join(str(labels.get(each, each)) for each in value)
    if column.choices:
        return str(dict(column.flatchoices)[value])
    return str(getattr(value, "name", value))
