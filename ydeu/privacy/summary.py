"""How many rows the site holds about a subject, and what a deletion does with them."""

from dataclasses import dataclass

from django.utils.text import capfirst

from ydeu.accounts.models import Enterprise, User
from ydeu.privacy.copying import rows_of
from ydeu.privacy.enums import Fate
from ydeu.privacy.table import HOLDINGS


@dataclass(frozen=True)
class Part:
    label: str
    count: int
    fate: str


def summary(subject: User | Enterprise) -> list[Part]:
    """The tables that hold anything about the subject, with one count query each."""
    parts = []
    for holding in reversed(HOLDINGS):
        fate = holding.person if isinstance(subject, User) else holding.enterprise
        count = rows_of(holding, subject).count()
        if count:
            parts.append(Part(capfirst(holding.label), count, str(Fate(fate).label)))
    return parts
