"""What the person who imports decides for the whole file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ydeu.accounts.models import Enterprise
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import Kind
from ydeu.marketplace.importing.parsing import Row
from ydeu.marketplace.models import Demand, Listing, Offer

MODELS: dict[Kind, type[Listing]] = {Kind.OFFER: Offer, Kind.DEMAND: Demand}
BATCH = 500
"""Rows that are held in memory at a time."""

Watch = Callable[[Iterator[Row], str, int | None], Iterator[Row]]
"""Sees the rows pass by: gets them, what is being done and how many there will be, where that is known."""


@dataclass(frozen=True, slots=True)
class Options:
    kind: Kind
    alliance: Alliance | None = None
    enterprise: Enterprise | None = None
    publish: bool = False

    @property
    def model(self) -> type[Listing]:
        return MODELS[self.kind]


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
