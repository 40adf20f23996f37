"""Both sides of the market, weighed and ready to be searched; written once, never changed."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..expansion.feedback import Feedback, Flags
from ..explanation.explainer import Explainer
from ..explanation.explanation import Explanation
from ..model import SEARCH_DEPTH, Engine, read_meta
from ..search.ranking import Ids
from ..search.topk import Forbidden, TopK, merged, top_k
from ..text.counting import Matrix
from ..text.documents import Document, checked
from ..weights.statistics import Side
from .postings import Postings, codes_of, ids_of

FORMAT = 3
POSTINGS = ("offers", "demands", "demand_texts")


@dataclass(frozen=True, slots=True)
class Delta:
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
    offers: Postings
    demands: Postings
    demand_texts: Postings
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
        document_weights = Postings.of(
            engine.weigh_offers(rows), *_numbers(rows, offer_groups, offer_revisions)
        )
        rows = checked(demands, "demands")
        numbers = _numbers(rows, demand_groups, demand_revisions)
        reading = engine.read(rows)
        query_weights, texts = engine.weigh_read_demands(reading), engine.weigh_offers(rows)
        return cls.assembled(
            engine, document_weights, query_weights, reading.of_words(), texts=texts, numbers=numbers
        )

    @classmethod
    def assembled(
        cls,
        engine: Engine,
        offers: Postings,
        query_weights: Matrix,
        of_words: Flags,
        *,
        texts: Matrix,
        numbers: tuple[Ids, Ids, Ids],
        label: str = "",
    ) -> "Index":
        """From weights: what demands ask, without feedback, and what they speak of, csr (demands, columns).

        ``numbers`` are the ids, group codes and revisions of the demands. Raises ValueError for repeated ids.
        """
        feedback = Feedback.of(engine, offers.matrix)
        demands = Postings.of(feedback.extend(query_weights, of_words), *numbers)
        return cls(engine, offers, demands, Postings.of(texts, *numbers), feedback, label)

    def weigh_demands(self, documents: Sequence[Document]) -> Matrix:
        """What demands ask for, with words that offers of this index lend them: csr (demands, columns)."""
        reading = self.engine.read(documents)
        return self.feedback.extend(self.engine.weigh_read_demands(reading), reading.of_words())

    def explain(
        self, demand: Document, offer: Document, max_missing: int = 8, *, without_feedback: bool = False
    ) -> Explanation:
        """Why a pair has its score; see ``Explanation``. ``max_missing`` bounds its list of silent words.

        ``without_feedback``: the score is one of ``more_like_this``, without words that offers lent.
        """
        return self._explainer.explain(demand, offer, max_missing, without_feedback=without_feedback)

    def best_offers(
        self,
        demands: Sequence[Document],
        k: int,
        *,
        groups: Sequence[int] | None = None,
        withdrawn: Iterable[int] = (),
        delta: Delta | None = None,
    ) -> TopK:
        """The k best offers for each demand, never of its own group (``groups``: one code for each demand).

        ``withdrawn`` are ids of offers that may not be found any more. Raises as ``top_k`` does.
        """
        return self._search(_OFFERS_FOR_DEMANDS, demands, k, groups=groups, withdrawn=withdrawn, delta=delta)

    def best_demands(
        self,
        offers: Sequence[Document],
        k: int,
        *,
        groups: Sequence[int] | None = None,
        withdrawn: Iterable[int] = (),
        delta: Delta | None = None,
    ) -> TopK:
        """The k best demands for each offer: ``best_offers`` with the sides exchanged, the same scores."""
        return self._search(_DEMANDS_FOR_OFFERS, offers, k, groups=groups, withdrawn=withdrawn, delta=delta)

    def more_like_this(
        self,
        side: Side,
        documents: Sequence[Document],
        k: int,
        *,
        groups: Sequence[int] | None = None,
        withdrawn: Iterable[int] = (),
        delta: Delta | None = None,
    ) -> TopK:
        """The k listings of one side that speak most of what each document says, whichever side that is of.

        The words of a search are a document with a title. Arguments and errors are those of ``best_offers``;
        a score is the share of the document's weight that the listing speaks of, translations on top.
        """
        return self._search(_LIKE[side], documents, k, groups=groups, withdrawn=withdrawn, delta=delta)

    def save(self, directory: str | Path) -> None:
        """Writes the engine and both sides as ``.npy`` and ``.json`` files into a directory."""
        target = Path(directory)
        self.engine.save(target)
        for name in POSTINGS:
            postings: Postings = getattr(self, name)
            postings.save(target, name)
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
        offers, demands, texts = (Postings.load(source, name) for name in POSTINGS)
        feedback = Feedback.load(source, engine, offers.matrix)
        return cls(engine, offers, demands, texts, feedback, label, version)

    def _search(
        self,
        task: "_Task",
        documents: Sequence[Document],
        k: int,
        *,
        groups: Sequence[int] | None,
        withdrawn: Iterable[int],
        delta: Delta | None,
    ) -> TopK:
        rows = checked(documents, "documents")
        seekers = codes_of(groups, len(rows), "groups")
        queries, gone = task.weigh_queries(self, rows), set(withdrawn)
        added = None if delta is None else _weighed(delta, task.weigh_found(self, delta.documents), gone)
        postings = task.postings(self)
        replaced = [] if added is None else added.ids.tolist()
        barred = postings.rows([*gone, *replaced])
        answer = _best(queries, seekers, postings, k, barred)
        return answer if added is None else merged(answer, _best(queries, seekers, added, k, None))


Weigh = Callable[[Index, Sequence[Document]], Matrix]


@dataclass(frozen=True, slots=True)
class _Task:
    """Where to search, how to weigh what is sought and how what is found."""

    postings: Callable[[Index], Postings]
    weigh_queries: Weigh
    weigh_found: Weigh


def _document_weights(index: Index, documents: Sequence[Document]) -> Matrix:
    return index.engine.weigh_offers(documents)


def _plain_query_weights(index: Index, documents: Sequence[Document]) -> Matrix:
    """Without feedback, and deeper: who searches for words wants these, common ones, too."""
    return index.engine.weigh_demands(documents, depth=SEARCH_DEPTH)


_OFFERS_FOR_DEMANDS = _Task(attrgetter("offers"), Index.weigh_demands, _document_weights)
_DEMANDS_FOR_OFFERS = _Task(attrgetter("demands"), _document_weights, Index.weigh_demands)
_LIKE: dict[Side, _Task] = {
    "offers": _Task(attrgetter("offers"), _plain_query_weights, _document_weights),
    "demands": _Task(attrgetter("demand_texts"), _plain_query_weights, _document_weights),
}


def _numbers(
    documents: Sequence[Document], groups: Sequence[int] | None, revisions: Sequence[int] | None
) -> tuple[Ids, Ids, Ids]:
    size = len(documents)
    return (
        ids_of(documents),
        codes_of(groups, size, "group codes"),
        codes_of(revisions, size, "revisions"),
    )


def _weighed(delta: Delta, weights: Matrix, gone: set[int]) -> Postings:
    postings = Postings.of(weights, *_numbers(delta.documents, delta.groups or None, None))
    kept = np.flatnonzero(~postings.rows(gone))
    return Postings(
        postings.ids[kept], postings.revisions[kept], postings.groups[kept], postings.matrix[kept]
    )


def _best(
    queries: Matrix, seekers: Ids, postings: Postings, k: int, barred: npt.NDArray[np.bool_] | None
) -> TopK:
    exclude = Forbidden(seekers, postings.groups, barred)
    return top_k(queries, postings.matrix, postings.ids, k, exclude=exclude)
