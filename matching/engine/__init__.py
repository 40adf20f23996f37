"""Text to weighted terms to the k best to an explanation: a library without Django. See README.md."""

from matching.engine.config import DEFAULT, Config, FieldWeights
from matching.engine.documents import Document
from matching.engine.explanation import Explanation, TermShare
from matching.engine.glossary import GlossaryTerm
from matching.engine.index import Index, Newer
from matching.engine.lexicon import Lexicon, dictionary
from matching.engine.model import Engine
from matching.engine.pairing import Pairs, pair
from matching.engine.places import Span
from matching.engine.shelf import Shelf
from matching.engine.silence import TermWeight
from matching.engine.statistics import Side
from matching.engine.storage import IndexStore
from matching.engine.topk import Forbidden, TopK, merged, top_k
from matching.engine.workshop import Shard, Workshop

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
