"""The properties in the table of listing fields, and the words for their values."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.utils.text import capfirst


@dataclass(frozen=True, slots=True)
class Limit:
    """How much a field holds when it is submitted; a draft may hold more. None: it has no such limit."""

    characters: int | None
    """Of the text, or of each keyword."""
    entries: int | None
    """Keywords or codes."""
    is_relation: bool = False


BY_TYPE = Limit(None, None)
"""A code, a date or a figure: its type is its limit."""
ROWS = Limit(None, None, is_relation=True)
"""Rows of another table."""


def text(characters: int) -> Limit:
    return Limit(characters, None)


def keywords(entries: int, *, of: int) -> Limit:
    """At most so many keywords ``of`` so many characters each."""
    return Limit(of, entries)


def codes(entries: int) -> Limit:
    return Limit(None, entries)


class Need(Enum):
    """When the field has to be filled in."""

    ALWAYS = auto()
    """Even a draft has it."""
    REQUIRED = auto()
    """A submission has it."""
    OPTIONAL = auto()


class Readers(Enum):
    """The readers of the field on the page of the listing."""

    EVERYONE = auto()
    """Everyone who may read the listing."""
    ACQUAINTED = auto()
    """The same, but of an anonymous listing only those who may know its enterprise."""
    INSIDERS = auto()
    """Its enterprise, the coordinators of its alliance and the administrators."""


class Part(Enum):
    """The part of the engine's document into which the field goes."""

    TITLE = "title"
    KEYWORDS = "keywords"
    SUMMARY = "summary"
    BODY = "body"
    UNMATCHED = ""
    """The engine does not read it."""


class Edit(Enum):
    """The consequence of an edit after the administrators have let the listing through."""

    MODERATED = auto()
    """The administrators read it again."""
    FREE = auto()
    """Nothing."""


class Identifiers(Enum):
    """The warning for the poster of an anonymous listing."""

    CHECKED = auto()
    """Names, numbers and addresses in the field that tell who posted it."""
    UNCHECKED = auto()
    """Nothing: the field holds no words, or no stranger reads it."""


class Correction(Enum):
    """The people who may change the words of the enterprise."""

    MENDABLE = auto()
    """An administrator may put it right."""
    OWNERS = auto()
    """Only the enterprise: it is a fact or a promise."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the files that are imported and exported; its code is the name of the field."""

    heading: Any
    """Empty: the label of the field."""
    also: tuple[str, ...]
    """Other codes that mean the same column."""
    is_for_members: bool
    """False: an enterprise that imports its own listings leaves it out."""


COLUMN = Column("", (), is_for_members=True)
FOR_OPERATORS = Column("", (), is_for_members=False)
NO_COLUMN = None


def called(heading: Any) -> Column:
    return Column(heading, (), is_for_members=True)


def also(*names: str) -> Column:
    return Column("", names, is_for_members=True)


@dataclass(frozen=True, eq=False)
class Group:
    """Fields that stand together: a fieldset of a form, a part of a page."""

    slug: str
    title: Any = ""
    intro: Any = ""

    def at(self, row: int, place: int = 1, *, lines: int = 3) -> "Spot":
        """A spot in the group. ``lines`` is the height of the input of a long text."""
        return Spot(self, row, place, lines)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a field stands: fields of one row share a line, in the order of their places."""

    group: Group
    row: int
    place: int
    lines: int


BY_HAND = Group("by-hand").at(1)
"""A template lays it out, as no other field looks like it."""


@dataclass(frozen=True, slots=True)
class ListingField:
    """One field of an offer or a demand. No property has a default: a new field needs a decision on each."""

    name: str
    limit: Limit
    need: Need
    readers: Readers
    part: Part
    column: Column | None
    edit: Edit
    identifiers: Identifiers
    correction: Correction
    form: Spot
    page: Spot
    admin: Spot

    @property
    def is_required(self) -> bool:
        return self.need is Need.REQUIRED

    @property
    def is_matched(self) -> bool:
        return self.part is not Part.UNMATCHED

    @property
    def is_moderated(self) -> bool:
        return self.edit is Edit.MODERATED

    @property
    def is_checked(self) -> bool:
        return self.identifiers is Identifiers.CHECKED

    @property
    def is_mendable(self) -> bool:
        return self.correction is Correction.MENDABLE

    @property
    def most_characters(self) -> int | None:
        """Of one text; None if the field is not one text."""
        return self.limit.characters if self.limit.entries is None else None

    def label_on(self, listing: Any) -> str:
        """The label of the field on a listing or its model, in the active language."""
        own = self.column.heading if self.column else ""
        return str(capfirst(own or listing._meta.get_field(self.name).verbose_name))


@dataclass(frozen=True, slots=True)
class RowField:
    """One field of a requirement row. Limit, engine and check mean the same as in ``ListingField``."""

    name: str
    limit: Limit
    part: Part
    identifiers: Identifiers
