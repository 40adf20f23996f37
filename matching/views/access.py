"""Access to the pages of matching."""

from typing import cast

from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpRequest

from ydeu.accounts.models import User


def person(request: HttpRequest) -> User:
    """The person who sent the request. They are logged in: LoginRequiredMiddleware has checked it."""
    return cast(User, request.user)


class ReviewersOnly(UserPassesTestMixin):
    """For coordinators and administrators. Any other person who is logged in gets 403."""

    request: HttpRequest
    raise_exception = True

    def test_func(self) -> bool:
        user = person(self.request)
        return user.is_superuser or user.coordinates.exists()
