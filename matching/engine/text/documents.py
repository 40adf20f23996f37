"""The input of the engine: a listing reduced to its id and its texts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

FIELDS = ("title", "keywords", "summary", "body")
KEYWORD_SEPARATOR = "; "
AT_ONCE = 100_000
"""The most code points of documents whose wordings are read at once: they take half a kilobyte each."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Document:
    """One offer or demand. ``id`` is any integer that fits 64 bits; every text may be empty."""

    id: int
    title: str = ""
    keywords: tuple[str, ...] = ()
    summary: str = ""
    body: str = ""

    def __post_init__(self) -> None:
        """Accept any iterable of keywords, and store a tuple: a document must be hashable."""
        object.__setattr__(self, "keywords", tuple(self.keywords))

    @property
    def size(self) -> int:
        """The code points of all fields."""
        return sum(len(self.text(name)) for name in FIELDS)

    def text(self, field: str) -> str:
        """The original text of a field; the keywords are joined by ``KEYWORD_SEPARATOR``.

        Spans of an explanation are offsets into this string. Raises ValueError for an unknown field.
        """
        if field == "keywords":
            return KEYWORD_SEPARATOR.join(self.keywords)
        if field not in FIELDS:
            raise ValueError(f"unknown field {field!r}: a document has {', '.join(FIELDS)}")
        text: str = getattr(self, field)
        return text


def checked(documents: Iterable[Document], name: str) -> Sequence[Document]:
    """The documents as a sequence.

    Raises TypeError if an element is not a Document; ``name`` names the argument in the message.
    """
    if isinstance(documents, (str, bytes, Document)):
        raise TypeError(f"{name} must be a sequence of Document, not {type(documents).__name__}")
    rows = documents if isinstance(documents, Sequence) else list(documents)
    for position, row in enumerate(rows):
        if not isinstance(row, Document):
            raise TypeError(f"{name}[{position}] must be a Document, not {type(row).__name__}")
    return rows


def batches(rows: Iterable[Row], size_of: Callable[[Row], int], most: int) -> Iterator[list[Row]]:
    """The rows in batches whose sizes sum to at most ``most``, or of one larger row."""
    batch: list[Row] = []
    total = 0
    for row in rows:
        size = size_of(row)
        if batch and total + size > most:
            yield batch
            batch, total = [], 0
        batch.append(row)
        total += size
    if batch:
        yield batch
