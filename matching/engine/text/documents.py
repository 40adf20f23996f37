"""The input of the engine: a listing reduced to its id and its texts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FIELDS = ("title", "keywords", "summary", "body")
KEYWORD_SEPARATOR = "; "


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
