"""Where the index of the market lies, and the label that its build wrote on it."""

import json
import logging
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple, Self

from django.conf import settings

from matching.engine import Index, IndexStore

logger = logging.getLogger(__name__)


class Label(NamedTuple):
    """What this site stores with an index of the engine."""

    words: str = ""
    """The lexicon fingerprint that the index was built with."""
    read_at: datetime | None = None
    """The index has every change of the market before this moment."""

    @classmethod
    def of(cls, index: Index) -> Self:
        return cls.read(index.label)

    @classmethod
    def read(cls, text: str) -> Self:
        """The label that ``str`` wrote. Any other text, perhaps of another release, gives an empty label."""
        try:
            stored = json.loads(text)
            return cls(str(stored["words"]), datetime.fromisoformat(stored["read_at"]))
        except (ValueError, KeyError, TypeError):
            return cls()

    def __str__(self) -> str:
        moment = self.read_at.isoformat() if self.read_at else None
        return json.dumps({"words": self.words, "read_at": moment})


@cache
def _store(root: Path) -> IndexStore:
    return IndexStore(root)


def store() -> IndexStore:
    """The store of the index directory. One per process, so that all callers share the mapped pages."""
    return _store(Path(settings.MATCHING_INDEX_DIR))


def current() -> Index | None:
    """The index in use; None before the first match on this host, or if the index cannot be read.

    The next build replaces files that are missing, truncated or of another release.
    """
    try:
        return store().current()
    except Exception:
        logger.exception("the index in %s cannot be read; the next match builds a new one", store().root)
        return None
