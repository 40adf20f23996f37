"""The template context of this room, available on every page."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from ydeu.accounts.models import User
from ydeu.notices.models import Notice


def inbox(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """``unread_notices``: counted once, and only if a page shows the number."""

    @cache
    def unread_notices() -> int:
        user = getattr(request, "user", None)
        return Notice.objects.inbox_of(user).unread().count() if isinstance(user, User) else 0

    return {"unread_notices": unread_notices}
