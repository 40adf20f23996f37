"""Generated markets of any size: reading, weighing and indexing."""

import csv
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.pool import Pool
from pathlib import Path
from tempfile import TemporaryDirectory

from matching.engine import DEFAULT, Config, Document, IndexBuilder, Shard, Side
from matching.engine.lexicon.lexicon import dictionary
from tests.data import DATA

GENERATOR = DATA.parent / "tools" / "make_scale_listings.py"
ABSENT = f"Not measured: {GENERATOR.name} is missing in the folder tools next to the data."
SHARD = 4000
PROCESSES = 2
ONE_PROCESS = 20_000
"""Up to so many listings, a second process costs more time than it saves."""


@dataclass(frozen=True, slots=True)
class Market:
    """Offers and demands with ids from 0 on, and the number of the organisation of each."""

    offers: list[Document]
    demands: list[Document]
    offer_groups: list[int]
    demand_groups: list[int]

    @property
    def processes(self) -> int:
        """The number of processes that read the market."""
        return PROCESSES if len(self.offers) + len(self.demands) > ONE_PROCESS else 1


def market(size: int, cache: Path, seed: int = 1) -> Market:
    """A market of ``size`` offers and as many demands, generated once and then read from ``cache``."""
    folder = cache / f"{size}-{seed}"
    if not (folder / "complete").exists():
        subprocess.run([sys.executable, GENERATOR, str(size), folder, "--seed", str(seed)], check=True)
        (folder / "complete").touch()
    offers, demands = (_rows(folder / f"{side}.csv") for side in ("offers", "demands"))
    return Market([*map(_document, offers)], [*map(_document, demands)], _groups(offers), _groups(demands))


@dataclass(frozen=True, slots=True)
class Counted:
    """A builder that has counted both sides, and the processes that weigh them."""

    builder: IndexBuilder
    pool: Pool
    names: Sequence[tuple[Side, int]]

    def weighed(self, config: Config) -> IndexBuilder:
        """The same builder with the weights of this configuration, which replace any others."""
        self.builder.fit(config)
        self.pool.map(self.builder.weigh, self.names, chunksize=1)
        return self.builder


@contextmanager
def counted(whole: Market) -> Iterator[Counted]:
    """Count both sides in ``PROCESSES`` processes."""
    shards = [
        *_shards("offers", whole.offers, whole.offer_groups),
        *_shards("demands", whole.demands, whole.demand_groups),
    ]
    with TemporaryDirectory(prefix="ydeu-weighed-") as folder, get_context("spawn").Pool(PROCESSES) as pool:
        builder = IndexBuilder(folder)
        builder.set_lexicon(dictionary())
        pool.map(builder.count, shards, chunksize=1)
        yield Counted(builder, pool, [(shard.side, shard.number) for shard in shards])


@contextmanager
def weighed(whole: Market, config: Config = DEFAULT) -> Iterator[IndexBuilder]:
    """A builder that has counted and weighed both sides."""
    with counted(whole) as sides:
        yield sides.weighed(config)


def _shards(side: Side, documents: Sequence[Document], groups: Sequence[int]) -> Iterator[Shard]:
    for number, start in enumerate(range(0, len(documents), SHARD)):
        part = slice(start, start + SHARD)
        yield Shard(side, number, documents[part], groups[part])


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(enumerate(csv.DictReader(file)))


def _document(numbered: tuple[int, dict[str, str]]) -> Document:
    number, row = numbered
    keywords = tuple(filter(None, row["keywords"].split(";")))
    return Document(number, row["title"], keywords, "", row["description"])


def _groups(rows: list[tuple[int, dict[str, str]]]) -> list[int]:
    return [int(row["organisation"].rpartition(" ")[2]) for _, row in rows]
