"""Who must have a second factor: everybody who holds a role of ``SECOND_FACTOR_ROLES``."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef

from ydeu.accounts import roles
from ydeu.accounts.models import User


def is_missing(user: User) -> bool:
    """True if the user holds a role that requires a second factor and has none. Recovery codes are none."""
    if not settings.SECOND_FACTOR_ROLES:
        return False
    factors = Authenticator.objects.filter(user=OuterRef("pk"))
    has_factor = Exists(factors.exclude(type=Authenticator.Type.RECOVERY_CODES))
    return roles.holders(*settings.SECOND_FACTOR_ROLES).filter(~has_factor, pk=user.pk).exists()
