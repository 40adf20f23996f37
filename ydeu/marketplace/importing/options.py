"""The options of an import, which apply to the whole file."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ydeu.accounts.models import Enterprise
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.layout import AS_FOUND, Choices
from ydeu.marketplace.importing.organisations import Answers
from ydeu.marketplace.importing.parsing import Row
from ydeu.marketplace.importing.reading import OF_MEMBERS, OF_OPERATORS, Limits
from ydeu.marketplace.models import Demand, Listing, Offer

MODELS: dict[ListingKind, type[Listing]] = {ListingKind.OFFER: Offer, ListingKind.DEMAND: Demand}
BATCH = 500
"""The most rows in memory at a time."""

Watch = Callable[[Iterator[Row], str, int | None], Iterator[Row]]
"""Shows progress. Takes the rows, a name for the work, and the number of rows if known. Returns the rows."""


@dataclass(frozen=True, slots=True)
class Options:
    kind: ListingKind
    alliance: Alliance | None = None
    enterprise: Enterprise | None = None
    publish: bool = False
    for_member: bool = False
    """True if an enterprise imports its own listings. They become drafts, and their numbers are its own."""
    owners: Answers = field(default_factory=dict)
    """What the person who imports said about organisations with the name of a registered enterprise."""
    choices: Choices = AS_FOUND
    updates: bool = False
    """True to change the listings that were imported before and differ from the file."""

    @property
    def model(self) -> type[Listing]:
        return MODELS[self.kind]

    @property
    def limits(self) -> Limits:
        return OF_MEMBERS if self.for_member else OF_OPERATORS

    def stored_id(self, number: str) -> str:
        """The stored number of a row. A member's has a prefix: two enterprises may use the same numbers."""
        return f"{prefix_of(self.enterprise)}{number}" if self.for_member and self.enterprise else number

    def known(self, numbers: Iterable[str]) -> dict[str, int]:
        """Those of the numbers that stored listings have, each with the id of its listing."""
        stored = {self.stored_id(number): number for number in numbers}
        found = self.model._default_manager.filter(external_id__in=stored)
        known = {stored[str(number)]: pk for number, pk in found.values_list("external_id", "pk")}
        return (self._own(stored.values()) if self.for_member else {}) | known

    def _own(self, numbers: Iterable[str]) -> dict[str, int]:
        """Those of the numbers that an export gave to listings of the enterprise."""
        ours = {int(found[1]): number for number in numbers if (found := self._number.fullmatch(number))}
        own = self.model._default_manager.filter(enterprise=self.enterprise, pk__in=ours)
        return {ours[pk]: pk for pk in own.values_list("pk", flat=True)}

    @property
    def _number(self) -> re.Pattern[str]:
        return re.compile(number_of(self.kind, r"(\d{1,18})"))


def prefix_of(enterprise: Enterprise) -> str:
    """The prefix of the stored numbers of an enterprise."""
    return f"enterprise-{enterprise.pk}/"


def number_of(kind: ListingKind, pk: int | str) -> str:
    """The number that an export gives to a listing without one."""
    return f"{kind}-{pk}"


def unwatched(rows: Iterator[Row], _doing: str, _total: int | None) -> Iterator[Row]:
    return rows


def batches(rows: Iterator[Row], size: int = BATCH) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
