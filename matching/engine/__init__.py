"""Text to weighted terms to the k best to an explanation: a library without Django. See README.md."""

from matching.engine.config import DEFAULT, Config, FieldWeights
from matching.engine.explanation.explanation import Explanation, TermShare
from matching.engine.explanation.places import Span
from matching.engine.explanation.silence import TermWeight
from matching.engine.index.index import Index, Newer
from matching.engine.index.pairing import Pairs, pair
from matching.engine.index.shelf import Shelf
from matching.engine.index.storage import IndexStore
from matching.engine.index.workshop import Shard, Workshop
from matching.engine.lexicon.glossary import GlossaryTerm
from matching.engine.lexicon.lexicon import Lexicon, dictionary
from matching.engine.model import Engine
from matching.engine.search.topk import Forbidden, TopK, merged, top_k
from matching.engine.text.documents import Document
from matching.engine.weights.statistics import Side

__all__ = [
    "DEFAULT",
    "Config",
    "Document",
    "Engine",
    "Explanation",
    "FieldWeights",
    "Forbidden",
    "GlossaryTerm",
    "Index",
    "IndexStore",
    "Lexicon",
    "Newer",
    "Pairs",
    "Shard",
    "Shelf",
    "Side",
    "Span",
    "TermShare",
    "TermWeight",
    "TopK",
    "Workshop",
    "dictionary",
    "merged",
    "pair",
    "top_k",
]
