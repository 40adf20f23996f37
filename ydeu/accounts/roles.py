"""Who holds a role, and therefore is out of reach of staff who are not superusers.

A room above registers the roles that it gives: the alliances register the coordinators.
"""

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q, QuerySet

from ydeu.accounts.models import User

ADMINISTRATOR = "administrator"
COORDINATOR = "coordinator"

_ROLES: dict[str, Q | Exists] = {ADMINISTRATOR: Q(is_staff=True) | Q(is_superuser=True)}


def register(role: str, holds: Q | Exists) -> None:
    """Add a role. ``holds`` is a condition on people."""
    _ROLES[role] = holds


def holders(*roles: str) -> QuerySet[User]:
    """The people who hold at least one of the roles."""
    condition = Q(pk__in=())
    for role in roles:
        condition |= Q(_ROLES[role])
    return User.objects.filter(condition)


def with_powers() -> QuerySet[User]:
    """The people who hold any role, belong to a group or have a right of their own."""
    in_group = Exists(Group.user_set.through.objects.filter(user=OuterRef("pk")))
    with_right = Exists(User.user_permissions.through.objects.filter(user=OuterRef("pk")))
    return holders(*_ROLES) | User.objects.filter(Q(in_group) | Q(with_right))


def within_reach(*, by: User) -> QuerySet[User]:
    """The people whose account ``by`` may change in the admin, as far as their rights go."""
    return User.objects.all() if by.is_superuser else User.objects.exclude(pk__in=with_powers().values("pk"))


def is_within_reach(user: User, *, by: User) -> bool:
    return by.is_superuser or within_reach(by=by).filter(pk=user.pk).exists()
