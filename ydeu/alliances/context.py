"""The template context of this room, available on every page."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance


def coordinator(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """``user_is_coordinator``: queries the database once, and only if a page shows it."""

    @cache
    def user_is_coordinator() -> bool:
        user = getattr(request, "user", None)
        return isinstance(user, User) and Alliance.objects.coordinated_by(user).exists()

    return {"user_is_coordinator": user_is_coordinator}
