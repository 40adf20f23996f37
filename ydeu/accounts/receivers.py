"""React to signals of allauth."""

from typing import Any

from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from ydeu.accounts import second_factors


@receiver(authenticator_added)
def count_set_up_as_use(request: HttpRequest, **_kwargs: Any) -> None:
    """Who sets up a second factor has typed a code of it, so this session need not show it again."""
    second_factors.note_use(request)
