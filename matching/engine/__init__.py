"""Text to weighted terms to the k best to an explanation: a library without Django. See README.md."""

from matching.engine.config import DEFAULT, Config, FieldWeights
from matching.engine.documents import Document
from matching.engine.explanation import Explanation, Span, TermShare, TermWeight
from matching.engine.index import Index, Newer, Shelf
from matching.engine.model import Engine
from matching.engine.storage import IndexStore
from matching.engine.topk import Forbidden, TopK, merged, top_k

__all__ = [
    "DEFAULT",
    "Config",
    "Document",
    "Engine",
    "Explanation",
    "FieldWeights",
    "Forbidden",
    "Index",
    "IndexStore",
    "Newer",
    "Shelf",
    "Span",
    "TermShare",
    "TermWeight",
    "TopK",
    "merged",
    "top_k",
]
