"""The type of requests behind the log-in wall, whose user is always a person."""

from django.http import HttpRequest

from ydeu.accounts.models import User


class PersonRequest(HttpRequest):
    """A request that LoginRequiredMiddleware has let through."""

    user: User
