"""Both sides of the market, weighed and ready to be searched; written once, never changed."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.engine.documents import Document, checked
from matching.engine.model import Engine, read_meta
from matching.engine.topk import Forbidden, Ids, TopK, merged, top_k, whole_numbers

FORMAT = 2
SHELVES = ("offers", "demands", "demand_texts")
Side = Literal["offers", "demands"]
NO_GROUP = -1


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """One side of the index, rows in the order of their ids.

    ``postings`` is csc float32 of shape (rows, columns); ``ids``, ``revisions`` and ``groups`` are int64
    of shape (rows,). A group is the code of the owner: rows of one group never meet, and those
    of ``NO_GROUP`` belong to nobody.
    """

    ids: Ids
    revisions: Ids
    groups: Ids
    postings: sparse.csc_matrix

    def rows(self, ids: Iterable[int]) -> npt.NDArray[np.bool_]:
        """True for the rows that have one of the ids; ids that are not here are ignored."""
        wanted = np.fromiter(ids, dtype=np.int64)
        return np.isin(self.ids, wanted)

    def revision_of(self, number: int) -> int | None:
        """The revision at which a listing stands in the index; None if it does not."""
        row = int(np.searchsorted(self.ids, number))
        return int(self.revisions[row]) if row < len(self.ids) and self.ids[row] == number else None


@dataclass(frozen=True, slots=True)
class Newer:
    """Listings that are newer than the index: searched with it, weighed by the same idf.

    ``groups`` holds one owner code for each document. One whose id is in the index replaces that row.
    """

    documents: Sequence[Document]
    groups: Sequence[int] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """An engine with the offers and demands it weighed. Made by ``build`` or ``load``."""

    engine: Engine
    offers: Shelf
    demands: Shelf
    demand_texts: Shelf
    """What demands speak of, as if they were offers: searched by words, and for demands like each other."""
    version: str = ""

    @classmethod
    def build(
        cls,
        engine: Engine,
        offers: Iterable[Document],
        demands: Iterable[Document],
        *,
        offer_groups: Sequence[int] | None = None,
        demand_groups: Sequence[int] | None = None,
        offer_revisions: Sequence[int] | None = None,
        demand_revisions: Sequence[int] | None = None,
    ) -> "Index":
        """Weighs both sides. Group codes and revisions are whole numbers, one for each document of the side.

        Raises ValueError for repeated ids or vectors of another length, TypeError for rows of another kind.
        """
        offer_rows, demand_rows = checked(offers, "offers"), checked(demands, "demands")
        return cls(
            engine,
            _shelf(offer_rows, engine.weigh_offers(offer_rows), offer_groups, offer_revisions),
            _shelf(demand_rows, engine.weigh_demands(demand_rows), demand_groups, demand_revisions),
            _shelf(demand_rows, engine.weigh_offers(demand_rows), demand_groups, demand_revisions),
        )

    def best_offers(
        self,
        demands: Sequence[Document],
        k: int,
        *,
        groups: Sequence[int] | None = None,
        withdrawn: Iterable[int] = (),
        newer: Newer | None = None,
    ) -> TopK:
        """The k best offers for each demand, never of its own group (``groups``: one code for each demand).

        ``withdrawn`` are ids of offers that may not be found any more. Raises as ``top_k`` does.
        """
        return self._search(_OFFERS_FOR_DEMANDS, demands, k, groups=groups, withdrawn=withdrawn, newer=newer)

    def best_demands(
        self,
        offers: Sequence[Document],
        k: int,
        *,
        groups: Sequence[int] | None = None,
        withdrawn: Iterable[int] = (),
        newer: Newer | None = None,
    ) -> TopK:
        """The k best demands for each offer: ``best_offers`` with the sides exchanged, the same scores."""
        return self._search(_DEMANDS_FOR_OFFERS, offers, k, groups=groups, withdrawn=withdrawn, newer=newer)

    def most_like(
        self,
        side: Side,
        documents: Sequence[Document],
        k: int,
        *,
        groups: Sequence[int] | None = None,
        withdrawn: Iterable[int] = (),
        newer: Newer | None = None,
    ) -> TopK:
        """The k listings of one side that speak most of what each document says, whichever side that is of.

        The words of a search are a document with a title. Arguments and errors are those of ``best_offers``;
        a score is the share of the document's weight that the listing speaks of, in [0, 1).
        """
        return self._search(_LIKE[side], documents, k, groups=groups, withdrawn=withdrawn, newer=newer)

    def save(self, directory: str | Path) -> None:
        """Writes the engine and both sides as ``.npy`` and ``.json`` files into a directory."""
        target = Path(directory)
        self.engine.save(target)
        meta: dict[str, object] = {"format": FORMAT}
        for name in SHELVES:
            shelf: Shelf = getattr(self, name)
            meta[name] = list(shelf.postings.shape)
            for part, array in _arrays(shelf).items():
                np.save(target / f"{name}.{part}.npy", array, allow_pickle=False)
        (target / "index.json").write_text(json.dumps(meta), encoding="ascii")

    @classmethod
    def load(cls, directory: str | Path, version: str = "") -> "Index":
        """Maps what ``save`` wrote into memory, so that processes share the pages.

        Raises FileNotFoundError, or ValueError for files of another format.
        """
        source = Path(directory)
        meta = read_meta(source / "index.json", FORMAT)
        shelves = {name: _mapped(source, name, meta[name]) for name in SHELVES}
        return cls(Engine.load(source), **shelves, version=version)

    def _search(
        self,
        task: "_Task",
        documents: Sequence[Document],
        k: int,
        *,
        groups: Sequence[int] | None,
        withdrawn: Iterable[int],
        newer: Newer | None,
    ) -> TopK:
        rows = checked(documents, "documents")
        seekers = _codes(groups, len(rows), "groups")
        queries, gone = task.weigh_queries(self.engine, rows), set(withdrawn)
        delta = None if newer is None else _delta(newer, task.weigh_found(self.engine, newer.documents), gone)
        shelf = task.shelf(self)
        replaced = [] if delta is None else delta.ids.tolist()
        barred = shelf.rows([*gone, *replaced])
        answer = _best(queries, seekers, shelf, k, barred)
        return answer if delta is None else merged(answer, _best(queries, seekers, delta, k, None))


@dataclass(frozen=True, slots=True)
class _Task:
    """Where to search, how to weigh what is sought and how what is found."""

    shelf: Callable[[Index], Shelf]
    weigh_queries: Callable[[Engine, Sequence[Document]], sparse.csr_matrix]
    weigh_found: Callable[[Engine, Sequence[Document]], sparse.csr_matrix]


_OFFERS_FOR_DEMANDS = _Task(attrgetter("offers"), Engine.weigh_demands, Engine.weigh_offers)
_DEMANDS_FOR_OFFERS = _Task(attrgetter("demands"), Engine.weigh_offers, Engine.weigh_demands)
_LIKE: dict[Side, _Task] = {
    "offers": _OFFERS_FOR_DEMANDS,
    "demands": _Task(attrgetter("demand_texts"), Engine.weigh_demands, Engine.weigh_offers),
}


def _delta(newer: Newer, weights: sparse.csr_matrix, gone: set[int]) -> Shelf:
    shelf = _shelf(newer.documents, weights, newer.groups or None, None)
    kept = np.flatnonzero(~shelf.rows(gone))
    return Shelf(shelf.ids[kept], shelf.revisions[kept], shelf.groups[kept], shelf.postings[kept])


def _best(
    queries: sparse.csr_matrix, seekers: Ids, shelf: Shelf, k: int, barred: npt.NDArray[np.bool_] | None
) -> TopK:
    exclude = Forbidden(seekers, shelf.groups, barred)
    return top_k(queries, shelf.postings, shelf.ids, k, exclude=exclude)


def _shelf(
    documents: Sequence[Document],
    weights: sparse.csr_matrix,
    groups: Sequence[int] | None,
    revisions: Sequence[int] | None,
) -> Shelf:
    ids = whole_numbers([document.id for document in documents], "document ids")
    if len(np.unique(ids)) != len(ids):
        raise ValueError("document ids of one side must not repeat")
    codes = _codes(groups, len(ids), "group codes")
    states = _codes(revisions, len(ids), "revisions")
    order = np.argsort(ids)
    return Shelf(ids[order], states[order], codes[order], sparse.csc_matrix(weights[order]))


def _codes(values: Sequence[int] | None, length: int, name: str) -> Ids:
    if values is None:
        return np.full(length, NO_GROUP, dtype=np.int64)
    codes = whole_numbers(values, name)
    if len(codes) != length:
        raise ValueError(f"{len(codes)} {name} for {length} documents")
    return codes


def _arrays(shelf: Shelf) -> dict[str, npt.NDArray[np.generic]]:
    matrix = shelf.postings
    arrays = {"ids": shelf.ids, "revisions": shelf.revisions, "groups": shelf.groups}
    return {**arrays, "data": matrix.data, "indices": matrix.indices, "indptr": matrix.indptr}


def _mapped(source: Path, name: str, shape: Sequence[int]) -> Shelf:
    part = {each: _array(source / f"{name}.{each}.npy") for each in ("ids", "revisions", "groups")}
    body = tuple(_array(source / f"{name}.{each}.npy") for each in ("data", "indices", "indptr"))
    postings = sparse.csc_matrix(body, shape=tuple(shape), copy=False)
    postings.has_sorted_indices = postings.has_canonical_format = True
    return Shelf(part["ids"], part["revisions"], part["groups"], postings)


def _array(path: Path) -> npt.NDArray[Any]:
    """The array of a file, mapped copy-on-write: nobody writes, but sparse_dot_topn takes no read-only array."""
    mapped: npt.NDArray[Any] = np.load(path, mmap_mode="c", allow_pickle=False)
    return mapped
