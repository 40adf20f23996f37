"""Pairing of two lists: the best offers for every demand, and the best demands for every offer."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from tempfile import TemporaryDirectory
from typing import Any

from ..config import DEFAULT, Config
from ..expansion.feedback import Feedback, feedback_columns
from ..lexicon.lexicon import EMPTY, Lexicon
from ..model import Engine
from ..search.topk import Forbidden, TopK, top_k
from ..text.counting import Matrix
from ..text.documents import Document
from ..weights.statistics import Side
from .builder import IndexBuilder, Shard
from .postings import Postings

SHARD = 4000
"""Documents per shard."""

Progress = Callable[[str, int, int], None]
"""A function that is called with a step, the number of its parts that are done, and that of all its parts."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The best ``offers`` for each demand and ``demands`` for each offer, in the order of the lists.

    ``query_weights`` of the demands and ``document_weights`` of the offers are the weights of the search, csr
    float32 of shape (documents, columns). Columns that cannot add to a score are empty in the latter.
    """

    offers: TopK
    demands: TopK
    engine: Engine
    query_weights: Matrix
    document_weights: Matrix


def pair(
    offers: Sequence[Document],
    demands: Sequence[Document],
    k: int,
    *,
    offer_groups: Sequence[int] | None = None,
    demand_groups: Sequence[int] | None = None,
    config: Config = DEFAULT,
    lexicon: Lexicon = EMPTY,
    processes: int = 1,
    progress: Progress = lambda step, done, total: None,
) -> Pairs:
    """The k best partners of every listing of both sides.

    Two listings with the same group code (one for each document, negative: none) are never a pair. More than
    one process share the reading and weighing; the result is the same, bit by bit.

    Raises as ``top_k`` and ``IndexBuilder.count`` do. Raises BrokenProcessPool (of
    ``concurrent.futures.process``) if one of the processes is killed.
    """
    with TemporaryDirectory(prefix="pairing-") as folder, _map_of(processes) as spread:
        builder = IndexBuilder(folder, only_pairs=True)
        builder.set_lexicon(lexicon)
        shards = [*_shards("offers", offers, offer_groups), *_shards("demands", demands, demand_groups)]
        _tracked("read", spread(builder.count, shards), len(shards), progress)
        progress("fit", 0, 1)
        builder.fit(config)
        progress("fit", 1, 1)
        names = [(shard.side, shard.number) for shard in shards]
        _tracked("weigh", spread(builder.weigh, names), len(names), progress)
        return _multiplied(builder, k, progress)


def _shards(side: Side, documents: Sequence[Document], groups: Sequence[int] | None) -> Iterator[Shard]:
    for number, start in enumerate(range(0, len(documents), SHARD)):
        part = slice(start, start + SHARD)
        yield Shard(side, number, documents[part], None if groups is None else groups[part])


@contextmanager
def _map_of(processes: int) -> Iterator[Callable[..., Iterator[None]]]:
    """A ``map`` whose work is spread over ``processes`` processes."""
    if processes < 2:
        yield map
        return
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"))
    try:
        yield partial(_spread, pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _spread(pool: ProcessPoolExecutor, work: Callable[[Any], None], parts: Iterable[Any]) -> Iterator[None]:
    """Submit all parts and return an iterator over their results.

    Unlike ``pool.map`` it cancels nothing: in Python 3.11, that can hang a pool whose process was killed. A
    part is copied when a process is about to take it.
    """
    under_way = [pool.submit(work, part) for part in parts]
    return (each.result() for each in under_way)


def _tracked(step: str, done: Iterator[None], total: int, progress: Progress) -> None:
    """Wait for all parts of a step and report the progress after each."""
    progress(step, 0, total)
    for number, _ in enumerate(done, start=1):
        progress(step, number, total)


def _multiplied(builder: IndexBuilder, k: int, progress: Progress) -> Pairs:
    progress("multiply", 0, 3)
    engine = Engine.load(builder.directory)
    query_weights = builder.weights("demands", "query_weights")
    demands, demand_groups, _ = builder.numbers("demands")
    _, offer_groups, _ = numbers = builder.numbers("offers")
    wanted = feedback_columns(engine)
    wanted[query_weights.indices] = True
    # A column without query weights and feedback terms adds to no score.
    document_weights = builder.weights("offers", "document_weights", wanted)
    postings = Postings.of(document_weights, *numbers)
    query_weights = Feedback.of(engine, postings.matrix).extend(query_weights, builder.are_word_based())
    progress("multiply", 1, 3)
    forward = top_k(
        query_weights, postings.matrix, postings.ids, k, exclude=Forbidden(demand_groups, postings.groups)
    )
    del postings
    progress("multiply", 2, 3)
    back = top_k(
        document_weights, query_weights.tocsc(), demands, k, exclude=Forbidden(offer_groups, demand_groups)
    )
    progress("multiply", 3, 3)
    return Pairs(forward, back, engine, query_weights, document_weights)
