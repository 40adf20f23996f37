"""A model field for keywords. The column holds one keyword a line, so that LIKE finds Chinese words.

A JSON column would not do: SQLite stores its text as ``\\uXXXX`` escapes.
"""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

BETWEEN_KEYWORDS = re.compile(r"[;；,，、\r\n]+")


def split_keywords(typed: str) -> list[str]:
    """The keywords between semicolons, commas (also Chinese ones) or line breaks, without duplicates."""
    found: dict[str, str] = {}
    for word in map(_on_one_line, BETWEEN_KEYWORDS.split(typed)):
        found.setdefault(word.casefold(), word)
    return [word for word in found.values() if word]


def _on_one_line(word: str) -> str:
    return " ".join(word.split())


class KeywordsFormField(forms.CharField):
    """A text input for a list of keywords."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return value if isinstance(value, list) else split_keywords(super().to_python(value) or "")

    def run_validators(self, value: list[str]) -> None:
        """Check every keyword. The validators of the field expect a text: in a list they find no NUL."""
        super().run_validators("\n".join(value))

    def prepare_value(self, value: Any) -> Any:
        return "; ".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


if TYPE_CHECKING:  # Django's fields are generic only in the stubs
    ListOfWords = models.TextField[list[str], list[str]]
else:
    ListOfWords = models.TextField


class KeywordsField(ListOfWords):
    """A list of keywords, in the order in which they were typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> list[str]:
        return (value or "").splitlines()

    def to_python(self, value: Any) -> list[str]:
        return split_keywords(value) if isinstance(value, str) else list(value or [])

    def get_prep_value(self, value: Any) -> str:
        return value if isinstance(value, str) else "\n".join(map(_on_one_line, value or []))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        defaults = {
            "form_class": KeywordsFormField,
            "widget": forms.Textarea(attrs={"rows": 2}),
            "help_text": self.help_text or _("Up to five, separated by a semicolon, a comma or a new line."),
            "show_hidden_initial": False,  # Django adds one for a callable default
        }
        return super().formfield(**{**defaults, **kwargs})
