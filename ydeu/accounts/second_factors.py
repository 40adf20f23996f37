"""Who must have a second factor: everybody who holds a role of ``SECOND_FACTOR_ROLES``."""

from enum import Enum, auto

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from ydeu.accounts import roles
from ydeu.accounts.models import User

METHOD = "mfa"
"""allauth's word for a second factor among the ways in which a session was opened."""


class Standing(Enum):
    NOT_REQUIRED = auto()
    MISSING = auto()
    SET_UP = auto()


def standing_of(user: User) -> Standing:
    """What the roles of the user require. Recovery codes alone are no second factor."""
    if not settings.SECOND_FACTOR_ROLES:
        return Standing.NOT_REQUIRED
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    has_factor = Exists(factors.exclude(type=Authenticator.Type.RECOVERY_CODES))
    holders = roles.holders(*settings.SECOND_FACTOR_ROLES).filter(pk=user.pk)
    found = holders.annotate(has_factor=has_factor).values_list("has_factor", flat=True).first()
    if found is None:
        return Standing.NOT_REQUIRED
    return Standing.SET_UP if found else Standing.MISSING


def was_used_in(request: HttpRequest) -> bool:
    """True if this session has shown a second factor.

    A session that began with a password alone, before there was a factor, has not: it may be a stranger's.
    """
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == METHOD for record in records)


def note_use(request: HttpRequest) -> None:
    """Note in the session that its person has just shown a second factor, as at a log-in."""
    record_authentication(request, request.user, METHOD)
