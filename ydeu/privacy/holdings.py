"""What a table of the site holds about a person or an enterprise, and what becomes of it: one row a table."""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from ydeu.accounts.models import User
from ydeu.privacy.enums import Fate, Reach

SIDES = ("offer", "demand")
TEXT_FIELDS = (models.CharField, models.TextField, models.JSONField)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """``people`` and ``enterprises`` are lookups that lead from a row to a person and to an enterprise."""

    table: str
    people: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()
    person: Fate = Fate.KEPT
    enterprise: Fate = Fate.KEPT
    hidden: tuple[str, ...] = ()
    """Columns that are in nobody's copy: secrets, and what others wrote for others."""
    side: str = ""
    """The column that says whose a row is, if it is one of the two ``enterprises`` (offer, demand)."""
    for_enterprises: Q = field(default_factory=Q)
    """Which of its rows an enterprise may read."""
    is_shared: bool = False
    """Both sides find themselves in its rows: who acted for the other one is nobody's to take along."""
    in_copies: bool = True
    authors: tuple[str, ...] = ()
    """Who finds their own rows in their copy all the same, although others' are in none."""
    addresses: tuple[str, ...] = ()
    """Columns that lead to a person by an address, in small letters."""
    names: Reach = Reach.ANYWHERE
    """Where a name goes from the texts around its bearer."""
    names_elsewhere: Reach = Reach.NOWHERE
    """Where it goes from all the others: they are labels of other rows, or say who did something."""
    untouched: tuple[str, ...] = ()
    """Columns that say who somebody is: another's trace in them is a part of that name."""
    json_texts: tuple[str, ...] = ()
    """Columns of text that hold JSON, as Django writes it: in ASCII."""
    whole: tuple[str, ...] = ()
    """Columns that reach somebody: emptied where they hold a trace and nothing else."""

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.table)

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def of_person(self, person: int) -> models.QuerySet[Any]:
        """What the person did, got or is."""
        found = [Q(**{lookup: person}) for lookup in self.people]
        return self._where(found + [_is_address_of(person, column) for column in self.addresses])

    def by_person(self, person: int) -> models.QuerySet[Any]:
        """What the person wrote."""
        return self._where([Q(**{lookup: person}) for lookup in self.authors])

    def of_enterprises(self, enterprises: list[int]) -> models.QuerySet[Any]:
        conditions = [Q(**{f"{lookup}__in": enterprises}) for lookup in self.enterprises]
        if self.side:
            conditions = [
                Q(**{self.side: side}) & condition for side, condition in zip(SIDES, conditions, strict=True)
            ]
        return self._where(conditions)

    def around_person(self, person: int, enterprises: list[int]) -> models.QuerySet[Any]:
        """Where the person's name may stand: their own rows, and those of the enterprises they acted for."""
        own = [Q(**{lookup: person}) for lookup in self.people]
        return self._where(own + [Q(**{f"{lookup}__in": enterprises}) for lookup in self.enterprises])

    def beside_enterprises(self, enterprises: list[int]) -> models.QuerySet[Any]:
        """Where two enterprises share what there is: the rows of either."""
        paths = self.enterprises if self.side else ()
        return self._where([Q(**{f"{lookup}__in": enterprises}) for lookup in paths])

    def texts(self) -> "list[models.Field[Any, Any]]":
        """The columns in which people write; a column with choices holds a code."""
        columns = self.model._meta.concrete_fields
        return [each for each in columns if isinstance(each, TEXT_FIELDS) and not each.choices]

    def persons(self) -> list[str]:
        """The columns that hold the number of a person."""
        return [each.attname for each in self.model._meta.concrete_fields if each.related_model is User]

    def files(self) -> list[str]:
        columns = self.model._meta.concrete_fields
        return [each.name for each in columns if isinstance(each, models.FileField)]

    def _where(self, conditions: list[Q]) -> models.QuerySet[Any]:
        rows = self.model._base_manager.order_by("pk")
        if not conditions:
            return rows.none()
        found = self.model._base_manager.filter(reduce(or_, conditions))
        return rows.filter(pk__in=found.values("pk"))


def _is_address_of(person: int, column: str) -> Q:
    """Anybody can type in an address; it is theirs when they have proved it."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values(small=Lower("email"))
    account = User.objects.filter(pk=person).values(small=Lower("email"))
    return Q(**{f"{column}__in": proved}) | Q(**{f"{column}__in": account})
