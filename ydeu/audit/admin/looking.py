"""For the admin of rows that a use case owns, or that nobody may change."""

from typing import Any

from django.http import HttpRequest


class LookOnly:
    """No adding, no changing, no deleting; whoever may enter the admin and view the model may look."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
