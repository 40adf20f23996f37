"""Where the index of the market lies, and what its builder wrote on it."""

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
    """What the engine keeps with an index for us."""

    words: str = ""
    """Fingerprint of the glossary, the dictionary and the settings that it was built with."""
    read_at: datetime | None = None
    """All that had changed in the market before this moment was read."""

    @classmethod
    def of(cls, index: Index) -> Self:
        return cls.read(index.label)

    @classmethod
    def read(cls, text: str) -> Self:
        """What ``str`` wrote; an empty label of anything else, as another release may have written."""
        try:
            said = json.loads(text)
            return cls(str(said["words"]), datetime.fromisoformat(said["read_at"]))
        except (ValueError, KeyError, TypeError):
            return cls()

    def __str__(self) -> str:
        moment = self.read_at.isoformat() if self.read_at else None
        return json.dumps({"words": self.words, "read_at": moment})


@cache
def _store(root: Path) -> IndexStore:
    return IndexStore(root)


def store() -> IndexStore:
    """One store a process and folder, so that the mapped pages are shared by all who ask."""
    return _store(Path(settings.MATCHING_INDEX_DIR))


def current() -> Index | None:
    """The index in use; None before anything was ever matched on this host, or if it cannot be read.

    Whatever is wrong with the files - gone, cut short, of another release - the next build replaces them.
    """
    try:
        return store().current()
    except Exception:
        logger.exception("the index in %s cannot be read; the next match builds a new one", store().root)
        return None
