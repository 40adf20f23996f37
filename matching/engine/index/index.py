"""Both sides of the market, weighed and ready to be searched; written once, never changed."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching.engine.expansion.feedback import Feedback, Flags
from matching.engine.explanation.explainer import Explainer
from matching.engine.explanation.explanation import Explanation
from matching.engine.index.shelf import Shelf, codes_of, numbers_of
from matching.engine.model import DEEPER, Engine, read_meta
from matching.engine.search.ranking import Ids
from matching.engine.search.topk import Forbidden, TopK, merged, top_k
from matching.engine.text.counting import Matrix
from matching.engine.text.documents import Document, checked
from matching.engine.weights.statistics import Side

FORMAT = 3
SHELVES = ("offers", "demands", "demand_texts")


@dataclass(frozen=True, slots=True)
class Newer:
    """Listings that are newer than the index: searched with it, weighed by the same idf.

    ``groups`` holds one owner code for each document. One whose id is in the index replaces that row.
    """

    documents: Sequence[Document]
    groups: Sequence[int] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """An engine with the offers and demands it weighed. Made by ``build`` or ``load``.

    Nothing of it changes; the process remembers beside it the demands that were explained last.
    """

    engine: Engine
    offers: Shelf
    demands: Shelf
    demand_texts: Shelf
    """What demands speak of, as if they were offers: searched by words, and for demands like each other."""
    feedback: Feedback
    label: str = ""
    """What the builder wrote on it."""
    version: str = ""
    _explainer: Explainer = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepares what explains pairs; it remembers, the index does not change."""
        object.__setattr__(self, "_explainer", Explainer(self.engine, self.feedback))

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
        rows = checked(offers, "offers")
        spoken = Shelf.of(engine.weigh_offers(rows), *_numbers(rows, offer_groups, offer_revisions))
        rows = checked(demands, "demands")
        numbers = _numbers(rows, demand_groups, demand_revisions)
        reading = engine.read(rows)
        asked, texts = engine.weigh_read_demands(reading), engine.weigh_offers(rows)
        return cls.assembled(engine, spoken, asked, reading.of_words(), texts=texts, numbers=numbers)

    @classmethod
    def assembled(
        cls,
        engine: Engine,
        offers: Shelf,
        asked: Matrix,
        of_words: Flags,
        *,
        texts: Matrix,
        numbers: tuple[Ids, Ids, Ids],
        label: str = "",
    ) -> "Index":
        """From weights: what demands ask, without feedback, and what they speak of, csr (demands, columns).

        ``numbers`` are the ids, group codes and revisions of the demands. Raises ValueError for repeated ids.
        """
        feedback = Feedback.of(engine, offers.postings)
        demands = Shelf.of(feedback.extend(asked, of_words), *numbers)
        return cls(engine, offers, demands, Shelf.of(texts, *numbers), feedback, label)

    def weigh_demands(self, documents: Sequence[Document]) -> Matrix:
        """What demands ask for, with words that offers of this index lend them: csr (demands, columns)."""
        reading = self.engine.read(documents)
        return self.feedback.extend(self.engine.weigh_read_demands(reading), reading.of_words())

    def explain(
        self, demand: Document, offer: Document, unmatched: int = 8, *, plainly: bool = False
    ) -> Explanation:
        """Why a pair has its score; see ``Explanation``. ``unmatched`` bounds its list of silent words.

        ``plainly``: the score is one of ``most_like``, without words that offers lent.
        """
        return self._explainer.explain(demand, offer, unmatched, plainly=plainly)

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
        a score is the share of the document's weight that the listing speaks of, translations on top.
        """
        return self._search(_LIKE[side], documents, k, groups=groups, withdrawn=withdrawn, newer=newer)

    def save(self, directory: str | Path) -> None:
        """Writes the engine and both sides as ``.npy`` and ``.json`` files into a directory."""
        target = Path(directory)
        self.engine.save(target)
        for name in SHELVES:
            shelf: Shelf = getattr(self, name)
            shelf.save(target, name)
        self.feedback.save(target)
        meta = {"format": FORMAT, "label": self.label}
        (target / "index.json").write_text(json.dumps(meta), encoding="ascii")

    @classmethod
    def load(cls, directory: str | Path, version: str = "") -> "Index":
        """Maps what ``save`` wrote into memory, so that processes share the pages.

        Raises FileNotFoundError, or ValueError for files of another format.
        """
        source = Path(directory)
        label = read_meta(source / "index.json", FORMAT)["label"]
        engine = Engine.load(source)
        offers, demands, texts = (Shelf.load(source, name) for name in SHELVES)
        feedback = Feedback.load(source, engine, offers.postings)
        return cls(engine, offers, demands, texts, feedback, label, version)

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
        seekers = codes_of(groups, len(rows), "groups")
        queries, gone = task.weigh_queries(self, rows), set(withdrawn)
        delta = None if newer is None else _delta(newer, task.weigh_found(self, newer.documents), gone)
        shelf = task.shelf(self)
        replaced = [] if delta is None else delta.ids.tolist()
        barred = shelf.rows([*gone, *replaced])
        answer = _best(queries, seekers, shelf, k, barred)
        return answer if delta is None else merged(answer, _best(queries, seekers, delta, k, None))


Weigh = Callable[[Index, Sequence[Document]], Matrix]


@dataclass(frozen=True, slots=True)
class _Task:
    """Where to search, how to weigh what is sought and how what is found."""

    shelf: Callable[[Index], Shelf]
    weigh_queries: Weigh
    weigh_found: Weigh


def _spoken(index: Index, documents: Sequence[Document]) -> Matrix:
    return index.engine.weigh_offers(documents)


def _plainly_asked(index: Index, documents: Sequence[Document]) -> Matrix:
    """Without feedback, and deeper: who searches for words wants these, common ones, too."""
    return index.engine.weigh_demands(documents, depth=DEEPER)


_OFFERS_FOR_DEMANDS = _Task(attrgetter("offers"), Index.weigh_demands, _spoken)
_DEMANDS_FOR_OFFERS = _Task(attrgetter("demands"), _spoken, Index.weigh_demands)
_LIKE: dict[Side, _Task] = {
    "offers": _Task(attrgetter("offers"), _plainly_asked, _spoken),
    "demands": _Task(attrgetter("demand_texts"), _plainly_asked, _spoken),
}


def _numbers(
    documents: Sequence[Document], groups: Sequence[int] | None, revisions: Sequence[int] | None
) -> tuple[Ids, Ids, Ids]:
    size = len(documents)
    return (
        numbers_of(documents),
        codes_of(groups, size, "group codes"),
        codes_of(revisions, size, "revisions"),
    )


def _delta(newer: Newer, weights: Matrix, gone: set[int]) -> Shelf:
    shelf = Shelf.of(weights, *_numbers(newer.documents, newer.groups or None, None))
    kept = np.flatnonzero(~shelf.rows(gone))
    return Shelf(shelf.ids[kept], shelf.revisions[kept], shelf.groups[kept], shelf.postings[kept])


def _best(queries: Matrix, seekers: Ids, shelf: Shelf, k: int, barred: npt.NDArray[np.bool_] | None) -> TopK:
    exclude = Forbidden(seekers, shelf.groups, barred)
    return top_k(queries, shelf.postings, shelf.ids, k, exclude=exclude)
