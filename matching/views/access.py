"""Who may open the pages of this room."""

from typing import cast

from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpRequest

from ydeu.accounts.models import User


def person(request: HttpRequest) -> User:
    """Who asks: nobody comes this far without having logged in (LoginRequiredMiddleware)."""
    return cast(User, request.user)


class ReviewersOnly(UserPassesTestMixin):
    """Coordinators and administrators; anybody else who is logged in has the wrong role."""

    request: HttpRequest
    raise_exception = True

    def test_func(self) -> bool:
        user = person(self.request)
        return user.is_superuser or user.coordinates.exists()
