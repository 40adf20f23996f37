"""The properties of a row in the table of listing fields, and the values of each property."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.utils.text import capfirst


@dataclass(frozen=True, slots=True)
class Limit:
    """How much a field may hold when it is submitted. A draft may hold more. None sets no limit."""

    characters: int | None
    """The most characters of the text, or of each keyword."""
    entries: int | None
    """The most keywords or codes."""
    is_relation: bool = False

    @property
    def of_draft(self) -> int | None:
        """The most characters that even a draft keeps. None for a field whose type is its limit."""
        if self.characters is None:
            return None
        return DRAFT_FACTOR * self.characters * (self.entries or 1)


DRAFT_FACTOR = 3
"""How many times the limit of a submission a draft may hold, while its text is still being shortened."""
NO_LIMIT = Limit(None, None)
"""For a code, a date or a number: its type is its limit."""
RELATED_ROWS = Limit(None, None, is_relation=True)
"""For rows of another table."""


def text(characters: int) -> Limit:
    return Limit(characters, None)


def keywords(entries: int, *, of: int) -> Limit:
    """At most ``entries`` keywords, each of at most ``of`` characters."""
    return Limit(of, entries)


def codes(entries: int) -> Limit:
    return Limit(None, entries)


class Need(Enum):
    """When the field is required."""

    ALWAYS = auto()
    """Required even in a draft."""
    REQUIRED = auto()
    """Required to submit."""
    OPTIONAL = auto()


class Readers(Enum):
    """Who reads the field on the page of the listing."""

    EVERYONE = auto()
    """Everyone who may read the listing."""
    UNLESS_ANONYMOUS = auto()
    """Everyone who may read the listing. If it is anonymous, only those who may know its enterprise."""
    IF_ENOUGH_FIT = auto()
    """Everyone who may read the listing. If it is anonymous, only what enough enterprises share."""
    OWNER_AND_REVIEWERS = auto()
    """Its enterprise, the coordinators of its alliance and the administrators."""


class Part(Enum):
    """The part of the engine's document that holds the field."""

    TITLE = "title"
    KEYWORDS = "keywords"
    SUMMARY = "summary"
    BODY = "body"
    UNMATCHED = ""
    """The engine does not read the field."""


class Edit(Enum):
    """What follows an edit of a published or paused listing."""

    MODERATED = auto()
    """The administrators read the listing again."""
    UNMODERATED = auto()
    """Nothing."""


class Identifiers(Enum):
    """The check of an anonymous listing for names, numbers and addresses that tell who posted it."""

    CHECKED = auto()
    """The poster is warned of those in the field."""
    UNCHECKED = auto()
    """The field holds no text, or no stranger reads it."""


class Correction(Enum):
    """Who may change the field."""

    ADMIN_MAY_CORRECT = auto()
    """The enterprise, and an administrator who corrects it."""
    OWNER_ONLY = auto()
    """Only the enterprise, because the field states a fact or a promise."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the files that are imported and exported. Its code is the name of the field."""

    heading: Any
    """Empty for the label of the field."""
    aliases: tuple[str, ...]
    """Other codes that an import accepts for the column."""
    is_for_members: bool
    """False if only the files of administrators have the column."""


COLUMN = Column("", (), is_for_members=True)
ADMIN_COLUMN = Column("", (), is_for_members=False)
NO_COLUMN = None


def headed(heading: Any) -> Column:
    return Column(heading, (), is_for_members=True)


def aliased(*aliases: str) -> Column:
    return Column("", aliases, is_for_members=True)


@dataclass(frozen=True, eq=False)
class Group:
    """Fields that are shown together: a section of the form, a part of a page, a fieldset of the admin."""

    slug: str
    title: Any = ""
    intro: Any = ""

    def at(self, row: int, order: int = 1, *, lines: int = 3) -> "Position":
        """A position in the group. ``lines`` is the height of the input of a long text."""
        return Position(self, row, order, lines)


@dataclass(frozen=True, slots=True)
class Position:
    """The position of a field in a group. Fields of one row share a line, sorted by ``order``."""

    group: Group
    row: int
    order: int
    lines: int


IN_TEMPLATE = Group("in-template").at(1)
"""A template shows the field with markup of its own."""


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
    form: Position
    page: Position
    admin: Position

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
    def is_correctable(self) -> bool:
        return self.correction is Correction.ADMIN_MAY_CORRECT

    @property
    def max_length(self) -> int | None:
        """The most characters of the text. None if the field is not a single text."""
        return self.limit.characters if self.limit.entries is None else None

    def label_on(self, listing: Any) -> str:
        """The label of the field on a listing or its model, in the active language."""
        own = self.column.heading if self.column else ""
        return str(capfirst(own or listing._meta.get_field(self.name).verbose_name))


@dataclass(frozen=True, slots=True)
class RequirementField:
    """One field of a requirement. Its properties mean the same as in ``ListingField``."""

    name: str
    limit: Limit
    part: Part
    identifiers: Identifiers
