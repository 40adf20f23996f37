"""Match offers and demands: weighted terms, exact top-k, explanations. A library without Django.

See README.md.
"""

from .config import DEFAULT, Config, FieldWeights
from .explanation.explanation import Explanation, TermShare
from .explanation.missing_terms import MissingTerm
from .explanation.positions import Span
from .index.builder import IndexBuilder, Shard
from .index.delta import Delta
from .index.index import Index
from .index.pairing import Pairs, pair
from .index.postings import Postings
from .index.storage import IndexStore
from .lexicon.glossary import GlossaryTerm
from .lexicon.lexicon import Lexicon, dictionary
from .model import Engine
from .reasons.reasons import Missing, Reason, Reasons
from .search.topk import Forbidden, TopK, merged, top_k
from .text.documents import Document
from .weights.statistics import Side
from .weights.term_counter import TermCounter
from .weights.weighting import DocumentWeights, QueryWeights

__all__ = [
    "DEFAULT",
    "Config",
    "Delta",
    "Document",
    "DocumentWeights",
    "Engine",
    "Explanation",
    "FieldWeights",
    "Forbidden",
    "GlossaryTerm",
    "Index",
    "IndexBuilder",
    "IndexStore",
    "Lexicon",
    "Missing",
    "MissingTerm",
    "Pairs",
    "Postings",
    "QueryWeights",
    "Reason",
    "Reasons",
    "Shard",
    "Side",
    "Span",
    "TermCounter",
    "TermShare",
    "TopK",
    "dictionary",
    "merged",
    "pair",
    "top_k",
]
