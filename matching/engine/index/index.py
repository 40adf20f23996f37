"""The index: the weights of both sides of the market, ready to be searched. It is written once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..confidence.background import Background
from ..confidence.decisions import cosines
from ..confidence.norms import Digests, digests_of
from ..confidence.strength import Strengths
from ..expansion.feedback import Feedback, Flags
from ..explanation.explainer import Explainer
from ..explanation.explanation import Explanation
from ..explanation.positions import Span
from ..model import SEARCH_DEPTH, Engine, read_meta
from ..reasons.reasoner import Pair, Reasoner
from ..reasons.reasons import Missing, Reasons
from ..reasons.sides import Question
from ..reasons.specific import Unshared
from ..search.ranking import Ids
from ..search.topk import TopK
from ..text.counting import Matrix
from ..text.documents import Document, checked
from ..weights.statistics import Side
from .deltas import Delta, numbers_of
from .postings import Postings
from .searches import Search

FORMAT = 5
POSTINGS = ("offers", "demands", "demands_as_documents")


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """An engine with the weights of all offers and demands. ``build`` and ``load`` make an index.

    It never changes, so threads may share it. What it remembers of the documents that were read, weighed and
    explained last has a bound and a lock.

    ``offers`` and ``demands_as_documents`` hold document weights w; ``demands`` holds query weights q with
    feedback.
    """

    engine: Engine
    offers: Postings
    demands: Postings
    demands_as_documents: Postings
    """The demands weighed as if they were offers: for searches by words and for similar demands."""
    feedback: Feedback
    confidence: Strengths
    label: str = ""
    """A text that the builder of the index chose."""
    version: str = ""
    """The name of the version in an ``IndexStore``."""
    _explainer: Explainer = field(init=False, repr=False)
    _reasoner: Reasoner = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make the explainer and the reasoner, which have caches."""
        object.__setattr__(self, "_explainer", Explainer(self.engine, self.feedback))
        object.__setattr__(self, "_reasoner", Reasoner(self.confidence))

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
        """Weigh both sides and return their index.

        Group codes and revisions are integers, one for each document of the side. Raises ValueError for ids
        that repeat on a side or vectors of another length, TypeError for a row that is not a Document or a
        code that is not an integer.
        """
        rows = checked(offers, "offers")
        document_weights = Postings.of(
            engine.weigh_offers(rows), *numbers_of(rows, offer_groups, offer_revisions)
        )
        rows = checked(demands, "demands")
        numbers = numbers_of(rows, demand_groups, demand_revisions)
        reading = engine.read(rows)
        query_weights, demands_as_documents = engine.weigh_read_demands(reading), engine.weigh_offers(rows)
        return cls.assembled(
            engine,
            document_weights,
            query_weights,
            reading.are_word_based(),
            demands_as_documents=demands_as_documents,
            numbers=numbers,
            digests=digests_of(rows),
        )

    @classmethod
    def assembled(
        cls,
        engine: Engine,
        offers: Postings,
        query_weights: Matrix,
        are_word_based: Flags,
        *,
        demands_as_documents: Matrix,
        numbers: tuple[Ids, Ids, Ids],
        digests: Digests,
        label: str = "",
    ) -> "Index":
        """The index of given weights.

        ``query_weights`` are those of the demands without feedback, ``demands_as_documents`` are their
        document weights: both csr float32 of shape (demands, columns). ``are_word_based`` is as in
        ``Feedback.extend``.
        ``numbers`` are the ids, group codes and revisions of the demands, int64 of shape (demands,), and
        ``digests`` those of ``digests_of``. Raises ValueError for ids that repeat or lengths that differ.
        """
        feedback = Feedback.of(engine, offers.matrix)
        query_weights = feedback.extend(query_weights, are_word_based)
        demands = Postings.of(query_weights, *numbers)
        as_documents = Postings.of(demands_as_documents, *numbers)
        background = Background.of(offers.matrix, offers.ids)
        confidence = Strengths.of(
            feedback, engine, background, demands=(digests, query_weights, demands_as_documents)
        )
        return cls(engine, offers, demands, as_documents, feedback, confidence, label)

    def weigh_demands(self, documents: Sequence[Document]) -> Matrix:
        """The query weights of demands with feedback from the offers of this index.

        csr float32 of shape (documents, columns). Raises TypeError if a row is not a Document.
        """
        return self.confidence.weigher.weigh(checked(documents, "documents"))

    def explain(
        self, *, demand: Document, offer: Document, max_missing: int = 8, without_feedback: bool = False
    ) -> Explanation:
        """The explanation of a pair's score.

        ``max_missing`` is the most missing terms to list; ValueError is raised if it is negative. With
        ``without_feedback``, the score is that of ``more_like_this``.
        """
        return self._explainer.explain(
            demand=demand, offer=offer, max_missing=max_missing, without_feedback=without_feedback
        )

    def strengths(
        self, demands: Sequence[Document], offers: Sequence[Document], scores: npt.ArrayLike
    ) -> npt.NDArray[np.float64]:
        """How strong each pair is, comparable between the demands of this market: float64 of shape (pairs,).

        The arguments are parallel: a demand, an offer, and the score of the pair. ``confidence.strength`` has
        the formula. The strength of a pair does not depend on the other pairs. It is 0 if a text has no
        terms. Raises ValueError for lengths that differ, TypeError if a row is not a Document.
        """
        rows = checked(demands, "demands"), checked(offers, "offers")
        return self.confidence.parts(*rows, scores).strengths()

    def likeness(self, offers: Sequence[Document], others: Sequence[Document]) -> npt.NDArray[np.float64]:
        """The cosines of what offers say, each term by its weight u(t): float64 of shape (offers, others).

        They lie between 0 and 1. Raises TypeError if a row is not a Document.
        """
        first, second = (self.engine.weigh_offers(each) for each in (offers, others))
        return cosines(first, second, self.engine.query_weighting.term_weights_)

    def reasons(self, *, demand: Document, offer: Document, without_feedback: bool = False) -> Reasons:
        """What a person would say for the pair.

        Reasons are words and phrases that stand whole in both texts, with at least ``LEAST_SHARE`` of the
        score; ``explain`` has the full sum. With ``without_feedback``, shares are those of the score of
        ``more_like_this``. Raises as ``tokens`` does.
        """
        return self._reasoner.reasons([(Question(demand, without_feedback), offer)])[0]

    def reasons_of_pairs(self, pairs: Iterable[Pair]) -> list[Reasons]:
        """``reasons`` of pairs of a demand and an offer, read together, which is faster."""
        return self._reasoner.reasons((Question(demand), offer) for demand, offer in pairs)

    def missing(
        self, *, demand: Document, offer: Document, properties: Sequence[str] = ()
    ) -> tuple[Missing, ...]:
        """What the demand asks for and the offer does not mention, most specific first.

        ``properties`` are names of requirements that the texts of the demand hold: they may be missing even
        if they are general words. Raises as ``tokens`` does.
        """
        return self._reasoner.missing(demand, offer, properties)

    def marks(self, query: Document, texts: Sequence[Document]) -> list[tuple[Span, ...]]:
        """Where each text holds the words of a search, whole or translated. Raises as ``tokens`` does."""
        return self._reasoner.marks(query, texts)

    def specific_words(self, document: Document) -> tuple[str, ...]:
        """The distinct words of a document that say what it is about, as it writes them, in its order.

        General words of the language or of this market, numbers and single characters are left out. A demand
        with fewer than two is too vague to be matched. Raises as ``tokens`` does.
        """
        return self._reasoner.specific.told([document])[0]

    def unshared(self, demands: Sequence[Document], offers: Sequence[Document], few: int) -> Unshared:
        """The pairs whose demand has fewer than ``few`` specific words, and none of them in the offer.

        Words are compared as they stand, not translated; ``Unshared`` has the arrays. Raises as ``tokens``
        does, TypeError if a row is not a Document, ValueError for other numbers of demands than offers.
        """
        asking, offering = checked(demands, "demands"), checked(offers, "offers")
        if len(asking) != len(offering):
            raise ValueError(f"{len(asking)} demands and {len(offering)} offers are no pairs")
        return self._reasoner.specific.unshared(asking, offering, few)

    def best_offers(
        self,
        demands: Sequence[Document],
        k: int,
        *,
        groups: Sequence[int] | None = None,
        withdrawn: Iterable[int] = (),
        delta: Delta | None = None,
    ) -> TopK:
        """The k best offers for each demand, never of the demand's own group.

        ``groups`` holds one group code for each demand; a negative code belongs to no group. ``withdrawn``
        are ids of offers that must not be found any more. ``delta`` holds offers newer than the index. Raises
        TypeError if a row is not a Document, ValueError for group codes of another length, and otherwise as
        ``top_k`` does.
        """
        search = Search(self.offers, self.weigh_demands, self.engine.weigh_offers)
        return search.best(demands, k, groups=groups, withdrawn=withdrawn, delta=delta)

    def best_demands(
        self,
        offers: Sequence[Document],
        k: int,
        *,
        groups: Sequence[int] | None = None,
        withdrawn: Iterable[int] = (),
        delta: Delta | None = None,
    ) -> TopK:
        """The k best demands for each offer: ``best_offers`` with the sides exchanged and the same scores."""
        search = Search(self.demands, self.confidence.said.weights, self.weigh_demands)
        return search.best(offers, k, groups=groups, withdrawn=withdrawn, delta=delta)

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
        """The k listings of one side that cover most of each document, which may be of either side.

        For a search by words, pass a document with the words as its title. Arguments and errors are those of
        ``best_offers``. A score is the share of the document's query weight that the listing covers;
        translations may add to it. There is no feedback, and a document may follow ``SEARCH_DEPTH`` times as
        many postings as in ``best_offers``.
        """
        found = {"offers": self.offers, "demands": self.demands_as_documents}[side]
        # A search by words needs common words too, so its queries have more postings.
        query = partial(self.engine.weigh_demands, depth=SEARCH_DEPTH)
        search = Search(found, query, self.engine.weigh_offers)
        return search.best(documents, k, groups=groups, withdrawn=withdrawn, delta=delta)

    def save(self, directory: str | Path) -> None:
        """Write the engine and both sides as ``.npy`` and ``.json`` files. The directory may be missing."""
        target = Path(directory)
        self.engine.save(target)
        for name in POSTINGS:
            postings: Postings = getattr(self, name)
            postings.save(target, name)
        self.feedback.save(target)
        self.confidence.save(target)
        meta = {"format": FORMAT, "label": self.label}
        (target / "index.json").write_text(json.dumps(meta), encoding="ascii")

    @classmethod
    def load(cls, directory: str | Path, version: str = "") -> "Index":
        """Map the files that ``save`` wrote into memory. Processes share the pages.

        Raises FileNotFoundError if one is missing, and ValueError if they have another format.
        """
        source = Path(directory)
        label = read_meta(source / "index.json", FORMAT)["label"]
        engine = Engine.load(source)
        offers, demands, demands_as_documents = (Postings.load(source, name) for name in POSTINGS)
        feedback = Feedback.load(source, engine, offers.matrix)
        confidence = Strengths.load(source, engine, feedback)
        return cls(engine, offers, demands, demands_as_documents, feedback, confidence, label, version)
