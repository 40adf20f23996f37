"""The type that says what a table holds about a person or an enterprise, and what a deletion does to it."""

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
    """One table. ``people`` and ``enterprises`` are lookups from a row to a person and to an enterprise.

    ``person`` and ``enterprise`` say what happens to its rows when a person or an enterprise is deleted.
    """

    table: str
    people: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()
    person: Fate = Fate.KEPT
    enterprise: Fate = Fate.KEPT
    hidden: tuple[str, ...] = ()
    """Columns that no copy shows: secrets, and what others wrote for others."""
    side: str = ""
    """The column that says to which of the two ``enterprises`` (offer, demand) a row belongs."""
    for_enterprises: Q = field(default_factory=Q)
    """The rows that an enterprise may read."""
    is_shared: bool = False
    """True if a row belongs to both sides. A copy then does not name the people of the other side."""
    in_copies: bool = True
    authors: tuple[str, ...] = ()
    """Lookups to the author. Copies have a person's own rows even if ``in_copies`` is False."""
    addresses: tuple[str, ...] = ()
    """Columns that lead to a person by an address in lower case."""
    names: Reach = Reach.ANYWHERE
    """Where a name is removed from the texts of its bearer and of their enterprises."""
    names_elsewhere: Reach = Reach.NOWHERE
    """Where it is removed from all other rows. These are labels of rows, or say who did something."""
    untouched: tuple[str, ...] = ()
    """Columns that identify somebody. Another's trace in them is part of that name and stays."""
    json_texts: tuple[str, ...] = ()
    """Text columns that hold JSON, which Django writes in ASCII."""
    whole: tuple[str, ...] = ()
    """Columns with addresses. They are emptied if a trace is the whole value, and otherwise unchanged."""

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.table)

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def of_person(self, person: int) -> models.QuerySet[Any]:
        """The rows that lead to the person."""
        found = [Q(**{lookup: person}) for lookup in self.people]
        return self._where(found + [_is_address_of(person, column) for column in self.addresses])

    def by_person(self, person: int) -> models.QuerySet[Any]:
        """The rows that the person wrote."""
        return self._where([Q(**{lookup: person}) for lookup in self.authors])

    def of_enterprises(self, enterprises: list[int]) -> models.QuerySet[Any]:
        conditions = [Q(**{f"{lookup}__in": enterprises}) for lookup in self.enterprises]
        if self.side:
            conditions = [
                Q(**{self.side: side}) & condition for side, condition in zip(SIDES, conditions, strict=True)
            ]
        return self._where(conditions)

    def around_person(self, person: int, enterprises: list[int]) -> models.QuerySet[Any]:
        """Rows that may contain the person's name: their own and those of the enterprises they acted for."""
        own = [Q(**{lookup: person}) for lookup in self.people]
        return self._where(own + [Q(**{f"{lookup}__in": enterprises}) for lookup in self.enterprises])

    def beside_enterprises(self, enterprises: list[int]) -> models.QuerySet[Any]:
        """If ``side`` is set, the rows in which one of the enterprises is on either side; otherwise none."""
        paths = self.enterprises if self.side else ()
        return self._where([Q(**{f"{lookup}__in": enterprises}) for lookup in paths])

    def texts(self) -> "list[models.Field[Any, Any]]":
        """The columns with free text. A column with choices holds a code and is left out."""
        columns = self.model._meta.concrete_fields
        return [each for each in columns if isinstance(each, TEXT_FIELDS) and not each.choices]

    def persons(self) -> list[str]:
        """The columns that hold the primary key of a person."""
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
    """A condition that the column holds the person's log-in address or another address they have verified."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values(small=Lower("email"))
    account = User.objects.filter(pk=person).values(small=Lower("email"))
    return Q(**{f"{column}__in": proved}) | Q(**{f"{column}__in": account})
