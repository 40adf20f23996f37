"""The fields, widgets and sections of a listing form, built from the table of fields."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.db import models

from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.field_places import FormSection
from ydeu.marketplace.forms.fields import DateInput, DayField, TextArea
from ydeu.marketplace.listing_fields import in_form_order, rows_in
from ydeu.marketplace.models import Listing

OTHER_INPUTS = {"attachments": [["files"], ["remove"]]}
"""Rows of inputs, for fields whose inputs have other names."""


class Section(NamedTuple):
    """One <fieldset> of the form. Each of its rows has one to three inputs."""

    slug: str
    title: Any
    intro: Any
    rows: Sequence[Sequence[str]]


def typed_names(kind: ListingKind) -> list[str]:
    """The model fields of the form, in its order."""
    return [field.name for field in in_form_order(kind) if not field.limit.is_relation]


def inputs_of(model: type[Listing]) -> dict[str, Any]:
    """The widgets that differ from Django's: long texts, dates and the visibility."""
    inputs: dict[str, Any] = {"visibility": forms.RadioSelect}
    for field in in_form_order(model.kind):
        column = model._meta.get_field(field.name)
        if type(column) is models.TextField:
            inputs[field.name] = TextArea(attrs={"rows": field.form.lines})
        elif type(column) is models.DateField:
            inputs[field.name] = DateInput
    return inputs


def kinds_of(model: type[Listing]) -> dict[str, type[forms.Field]]:
    """The form fields that differ from Django's: dates are read as in a file."""
    columns = {field.name: model._meta.get_field(field.name) for field in in_form_order(model.kind)}
    return {name: DayField for name, column in columns.items() if type(column) is models.DateField}


def sections_of(kind: ListingKind) -> list[Section]:
    """The sections that have a field of this kind."""
    found = [(group, rows_in(group, kind)) for group in FormSection.IN_ORDER]
    return [
        Section(group.slug, group.title, group.intro, [names for row in rows for names in _inputs(row)])
        for group, rows in found
        if rows
    ]


def _inputs(row: list[Any]) -> list[list[str]]:
    names = [field.name for field in row]
    return OTHER_INPUTS.get(names[0], [names])
