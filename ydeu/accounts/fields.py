"""Columns of our own: a few codes of a small vocabulary, and a name folded for comparison.

The codes are the same on SQLite and on PostgreSQL. They are stored as ``|license|service|``: one column, no
join, and ``field__has="service"`` is a plain LIKE.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.folding import LONGEST, fold_name

SEPARATOR = "|"


def split_codes(stored: str) -> list[str]:
    return [code for code in stored.split(SEPARATOR) if code]


def join_codes(codes: Iterable[str]) -> str:
    kept = [code for code in codes if code]
    return f"{SEPARATOR}{SEPARATOR.join(kept)}{SEPARATOR}" if kept else ""


if TYPE_CHECKING:  # Django's fields are generic only in the stubs
    ListOfCodes = models.TextField[list[str], list[str]]
    FoldedName = models.CharField[str, str]
else:
    ListOfCodes = models.TextField
    FoldedName = models.CharField


class CodeListField(ListOfCodes):
    """A list of codes from ``choices``, in the order in which they were picked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> list[str]:
        return split_codes(value or "")

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, str):
            return split_codes(value)
        return list(value or [])

    def get_prep_value(self, value: Any) -> str:
        return value if isinstance(value, str) else join_codes(value or [])

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: list[str], model_instance: models.Model | None) -> None:
        known = {code for code, _label in self.flatchoices}
        unknown = [code for code in value if code not in known]
        if unknown:
            raise ValidationError(_("Unknown code: %(codes)s"), params={"codes": ", ".join(unknown)})
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.flatchoices,
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
            widget=forms.CheckboxSelectMultiple,
        )


class FoldedNameField(FoldedName):
    """The folded ``name`` of the row. ``save`` and ``bulk_create`` compute it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_length": LONGEST, "db_index": True, "editable": False, "default": ""}
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = fold_name(model_instance.name)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, folded)
        return folded


@CodeListField.register_lookup
class HasCode(models.lookups.Contains):
    """``field__has="code"`` is true if the list contains the code."""

    lookup_name = "has"

    def get_prep_lookup(self) -> str:
        return f"{SEPARATOR}{self.rhs}{SEPARATOR}"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return str(connection.operators["contains"] % rhs)
