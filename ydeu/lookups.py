"""The admin's choice of a row by its name, for a form that came back with a value that is no number."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest

LONGEST_NUMBER = 18
"""The most digits of a primary key."""


def is_number(text: object) -> bool:
    """True if ``text`` can be a primary key."""
    return str(text).isdecimal() and len(str(text)) <= LONGEST_NUMBER


class ChosenByName(AutocompleteSelect):
    """Django's widget looks up the typed value before it shows the error, and fails if it is no number."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, [each for each in value if is_number(each)], attr)


class LookedUp:
    """Gives the ``autocomplete_fields`` of an admin class this widget."""

    autocomplete_fields: Any
    admin_site: Any

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs.setdefault("widget", ChosenByName(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
