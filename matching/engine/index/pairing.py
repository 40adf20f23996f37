"""All pairs of two lists at once: the best offers of every demand and the best demands of every offer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from tempfile import TemporaryDirectory
from typing import Any

from matching.engine.config import DEFAULT, Config
from matching.engine.expansion.feedback import Feedback, may_be_lent
from matching.engine.index.shelf import Shelf
from matching.engine.index.workshop import Shard, Workshop
from matching.engine.lexicon.lexicon import NOTHING, Lexicon
from matching.engine.model import Engine
from matching.engine.search.topk import Forbidden, TopK, top_k
from matching.engine.text.counting import Matrix
from matching.engine.text.documents import Document
from matching.engine.weights.statistics import Side

SHARD = 4000
"""Documents that are read at a time."""

Progress = Callable[[str, int, int], None]
"""Told the step, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """``offers`` of each demand and ``demands`` of each offer, in the order of the lists, by their ids.

    ``asked`` and ``spoken`` are the weights they were found by, csr float32 of shape (documents, columns);
    what no demand asks for is left out.
    """

    offers: TopK
    demands: TopK
    engine: Engine
    asked: Matrix
    spoken: Matrix


def pair(
    offers: Sequence[Document],
    demands: Sequence[Document],
    k: int,
    *,
    offer_groups: Sequence[int] | None = None,
    demand_groups: Sequence[int] | None = None,
    config: Config = DEFAULT,
    lexicon: Lexicon = NOTHING,
    processes: int = 1,
    progress: Progress = lambda step, done, total: None,
) -> Pairs:
    """The k best of each side; listings of one group code never meet. Raises as ``top_k`` and ``count`` do.

    With more than one process the listings are read by that many; the answer is the same, bit by bit. Raises
    BrokenProcessPool (of ``concurrent.futures.process``) if one of them is killed.
    """
    with TemporaryDirectory(prefix="pairing-") as folder, _map_of(processes) as spread:
        workshop = Workshop(folder, only_pairs=True)
        workshop.bring(lexicon)
        shards = [*_shards("offers", offers, offer_groups), *_shards("demands", demands, demand_groups)]
        _followed("read", spread(workshop.count, shards), len(shards), progress)
        progress("learn", 0, 1)
        workshop.learn(config)
        progress("learn", 1, 1)
        names = [(shard.side, shard.number) for shard in shards]
        _followed("weigh", spread(workshop.weigh, names), len(names), progress)
        return _multiplied(workshop, k, progress)


def _shards(side: Side, documents: Sequence[Document], groups: Sequence[int] | None) -> Iterator[Shard]:
    for number, start in enumerate(range(0, len(documents), SHARD)):
        part = slice(start, start + SHARD)
        yield Shard(side, number, documents[part], None if groups is None else groups[part])


@contextmanager
def _map_of(processes: int) -> Iterator[Callable[..., Iterator[None]]]:
    """A ``map`` that spreads its work over so many processes."""
    if processes < 2:
        yield map
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        yield partial(_spread, pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _spread(pool: ProcessPoolExecutor, work: Callable[[Any], None], parts: Iterable[Any]) -> Iterator[None]:
    """Unlike ``pool.map`` it cancels nothing: in Python 3.11 that can hang a pool whose process was killed.

    A part is copied only when a process is about to read it.
    """
    under_way = [pool.submit(work, part) for part in parts]
    return (each.result() for each in under_way)


def _followed(step: str, done: Iterator[None], total: int, progress: Progress) -> None:
    progress(step, 0, total)
    for number, _ in enumerate(done, start=1):
        progress(step, number, total)


def _multiplied(workshop: Workshop, k: int, progress: Progress) -> Pairs:
    progress("multiply", 0, 3)
    engine = Engine.load(workshop.directory)
    asked = workshop.weights("demands", "asked")
    demands, demand_groups, _ = workshop.numbers("demands")
    _, offer_groups, _ = numbers = workshop.numbers("offers")
    wanted = may_be_lent(engine)
    wanted[asked.indices] = True
    spoken = workshop.weights("offers", "spoken", wanted)  # what nobody asks for adds to no score
    shelf = Shelf.of(spoken, *numbers)
    asked = Feedback.of(engine, shelf.postings).extend(asked, workshop.of_words())
    progress("multiply", 1, 3)
    forward = top_k(asked, shelf.postings, shelf.ids, k, exclude=Forbidden(demand_groups, shelf.groups))
    del shelf
    progress("multiply", 2, 3)
    back = top_k(spoken, asked.tocsc(), demands, k, exclude=Forbidden(offer_groups, demand_groups))
    progress("multiply", 3, 3)
    return Pairs(forward, back, engine, asked, spoken)
