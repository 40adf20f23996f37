"""Every field of a listing: how much it holds, who reads it, and what is done with it.

Forms, import and export, moderation, the check for identifiers, the pages and the engine read this table.
A new field needs its column in the model and its row here; ``field_properties`` explains the properties.
The order of the rows is the order of the columns in a file. A test compares the table with the models.
"""

from functools import cache

from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.field_places import FACTS, TEXTS, Desk, Form
from ydeu.marketplace.field_properties import (
    BY_HAND,
    BY_TYPE,
    COLUMN,
    FOR_OPERATORS,
    NO_COLUMN,
    ROWS,
    Correction,
    Edit,
    Group,
    Identifiers,
    Need,
    Part,
    Readers,
    RowField,
    also,
    called,
    codes,
    keywords,
    text,
)
from ydeu.marketplace.field_properties import ListingField as Field

ALWAYS, REQUIRED, OPTIONAL = Need
EVERYONE, ACQUAINTED, INSIDERS = Readers
TITLE, KEYWORDS, SUMMARY, BODY, UNMATCHED = Part
MODERATED, FREE = Edit
CHECKED, UNCHECKED = Identifiers
MENDABLE, OWNERS = Correction
MEASURABLE = called(_("Measurable requirements"))

# A table is read by its columns, so the formatter leaves it alone.
# fmt: off
COMMON = (
    #     name, limit, need, readers, part of the engine's document, column of a file,
    #     an edit, identifiers, corrections, and where it stands: in the form, on the page, at the desk
    Field("enterprise",          BY_TYPE,            ALWAYS,   ACQUAINTED, UNMATCHED, FOR_OPERATORS,
          FREE,      UNCHECKED, OWNERS,   Form.WHAT.at(1),           BY_HAND,      BY_HAND),
    Field("alliance",            BY_TYPE,            REQUIRED, EVERYONE,   UNMATCHED, COLUMN,
          FREE,      UNCHECKED, MENDABLE, Form.CHAIN.at(1, 1),       FACTS.at(13), Desk.FILING.at(1)),
    Field("title",               text(256),          REQUIRED, EVERYONE,   TITLE,     COLUMN,
          MODERATED, CHECKED,   MENDABLE, Form.WHAT.at(2),           BY_HAND,      Desk.TEXT.at(1)),
    Field("summary",             text(500),          REQUIRED, EVERYONE,   SUMMARY,   COLUMN,
          MODERATED, CHECKED,   MENDABLE, Form.WHAT.at(3),           BY_HAND,      Desk.TEXT.at(2)),
    Field("description",         text(4000),         REQUIRED, EVERYONE,   BODY,      COLUMN,
          MODERATED, CHECKED,   MENDABLE, Form.WHAT.at(4, lines=10), TEXTS.at(2),  Desk.TEXT.at(3)),
    Field("technology_keywords", keywords(5, of=60), REQUIRED, EVERYONE,   KEYWORDS,  also("keywords"),
          MODERATED, CHECKED,   MENDABLE, Form.WHAT.at(5, 1),        BY_HAND,      Desk.KEYWORDS.at(1)),
    Field("market_keywords",     keywords(5, of=60), OPTIONAL, EVERYONE,   KEYWORDS,  COLUMN,
          MODERATED, CHECKED,   MENDABLE, Form.WHAT.at(5, 2),        FACTS.at(16), Desk.KEYWORDS.at(2)),
    Field("chain_segment",       BY_TYPE,            REQUIRED, EVERYONE,   UNMATCHED, COLUMN,
          FREE,      UNCHECKED, MENDABLE, Form.CHAIN.at(1, 2),       FACTS.at(14), Desk.FILING.at(2)),
    Field("cooperation_modes",   codes(3),           REQUIRED, EVERYONE,   UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.CHAIN.at(3),          FACTS.at(11), Desk.COOPERATION.at(1)),
    Field("language",            BY_TYPE,            OPTIONAL, EVERYONE,   UNMATCHED, COLUMN,
          FREE,      UNCHECKED, MENDABLE, Form.WHAT.at(6),           FACTS.at(17), Desk.FILING.at(4)),
    Field("visibility",          BY_TYPE,            REQUIRED, INSIDERS,   UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.AUDIENCE.at(1),       BY_HAND,      Desk.RECORD.at(1)),
    Field("valid_until",         BY_TYPE,            OPTIONAL, EVERYONE,   UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.AUDIENCE.at(2),       BY_HAND,      Desk.RECORD.at(2)),
    Field("strategic_industry",  BY_TYPE,            OPTIONAL, EVERYONE,   UNMATCHED, COLUMN,
          FREE,      UNCHECKED, MENDABLE, Form.CHAIN.at(2),          FACTS.at(15), Desk.FILING.at(3)),
    Field("partner_sought",      text(1000),         OPTIONAL, EVERYONE,   UNMATCHED, COLUMN,
          MODERATED, CHECKED,   MENDABLE, Form.CHAIN.at(4),          TEXTS.at(5),  Desk.COOPERATION.at(2)),
    Field("target_regions",      BY_TYPE,            OPTIONAL, EVERYONE,   UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.CHAIN.at(5),          FACTS.at(12), Desk.COOPERATION.at(3)),
    Field("attachments",         ROWS,               OPTIONAL, ACQUAINTED, UNMATCHED, NO_COLUMN,
          MODERATED, UNCHECKED, OWNERS,   Form.FILES.at(1),          BY_HAND,      BY_HAND),
)
OFFER = (
    Field("advantages",       text(2000), REQUIRED, EVERYONE, BODY,      COLUMN,
          MODERATED, CHECKED,   MENDABLE, Form.READINESS.at(1, lines=5), TEXTS.at(3), Desk.TECHNOLOGY.at(1)),
    Field("stage",            BY_TYPE,    REQUIRED, EVERYONE, UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.READINESS.at(2, 1),       FACTS.at(1), Desk.TECHNOLOGY.at(3)),
    Field("trl",              BY_TYPE,    REQUIRED, EVERYONE, UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.READINESS.at(2, 2),       FACTS.at(2), Desk.TECHNOLOGY.at(4)),
    Field("ipr_status",       BY_TYPE,    REQUIRED, EVERYONE, UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.READINESS.at(3, 1),       FACTS.at(3), Desk.RIGHTS.at(1)),
    Field("ip_types",         BY_TYPE,    OPTIONAL, EVERYONE, UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.READINESS.at(4),          FACTS.at(4), Desk.RIGHTS.at(2)),
    Field("evidence",         text(2000), OPTIONAL, EVERYONE, UNMATCHED, COLUMN,
          MODERATED, CHECKED,   MENDABLE, Form.READINESS.at(5),          TEXTS.at(4), Desk.TECHNOLOGY.at(2)),
    Field("indicative_price", text(120),  OPTIONAL, EVERYONE, UNMATCHED, COLUMN,
          MODERATED, CHECKED,   OWNERS,   Form.READINESS.at(3, 2),       FACTS.at(5), Desk.RIGHTS.at(3)),
)
DEMAND = (
    Field("problem",          text(2000), REQUIRED, EVERYONE, BODY,      COLUMN,
          MODERATED, CHECKED,   MENDABLE, Form.NEED.at(1, lines=5), TEXTS.at(1), Desk.NEED.at(1)),
    Field("trl_wanted",       BY_TYPE,    OPTIONAL, EVERYONE, UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.NEED.at(3, 3),       FACTS.at(3), Desk.NEED.at(3)),
    Field("approaches_tried", text(2000), OPTIONAL, EVERYONE, UNMATCHED, COLUMN,
          MODERATED, CHECKED,   MENDABLE, Form.NEED.at(2),          TEXTS.at(4), Desk.NEED.at(2)),
    Field("budget_band",      BY_TYPE,    REQUIRED, EVERYONE, UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.NEED.at(3, 1),       FACTS.at(1), Desk.MONEY.at(1)),
    Field("needed_by",        BY_TYPE,    REQUIRED, EVERYONE, UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.NEED.at(3, 2),       FACTS.at(2), Desk.MONEY.at(2)),
    Field("open_challenge",   BY_TYPE,    OPTIONAL, EVERYONE, UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.NEED.at(4),          BY_HAND,     Desk.MONEY.at(3)),
    Field("award",            BY_TYPE,    OPTIONAL, EVERYONE, UNMATCHED, COLUMN,
          FREE,      UNCHECKED, OWNERS,   Form.NEED.at(5),          FACTS.at(4), Desk.MONEY.at(4)),
    Field("requirements",     ROWS,       OPTIONAL, EVERYONE, BODY,      MEASURABLE,
          MODERATED, CHECKED,   OWNERS,   Form.REQUIREMENTS.at(1),  BY_HAND,     BY_HAND),
)
# fmt: on

OF_KIND = {ListingKind.OFFER: OFFER, ListingKind.DEMAND: DEMAND}

REQUIREMENT = (
    RowField("name", text(120), BODY, CHECKED),
    RowField("operator", BY_TYPE, UNMATCHED, UNCHECKED),
    RowField("value", text(120), BODY, CHECKED),
    RowField("unit", text(40), BODY, CHECKED),
    RowField("priority", BY_TYPE, UNMATCHED, UNCHECKED),
)
"""The fields of one requirement, in the order in which a file gives them."""

BOOKKEEPING = {
    "id": "our number of the row",
    "external_id": "the number in the system it was imported from",
    "created_by": "who posted it",
    "state": "moved by listings.py alone",
    "revision": "counts the versions that were published",
    "matched_revision": "how far the matcher is",
    "matched_at": "when the matcher was there",
    "matching_since": "a worker has taken it",
    "moderated_revision": "how far the administrators are",
    "submitted_at": "when it was handed in",
    "published_at": "when it was first published",
    "overdue_told_at": "when the administrators were reminded of it",
    "created_at": "when it was begun",
    "updated_at": "when it was last saved",
    "changed_at": "when its state or revision changed",
    "warned_for": "the end of validity its owner was told of",
    "asked_at": "when its owner was asked whether it is still open",
    "confirmed_at": "when its owner said that it is still open",
}
"""Columns of the models that nobody types, and what each is for."""


def fields_of(kind: ListingKind) -> tuple[Field, ...]:
    """The fields of an offer or a demand, in the order of the columns of a file."""
    return (*COMMON, *OF_KIND[kind])


def rows_in(group: Group, kind: ListingKind) -> list[list[Field]]:
    """The fields in a group of the form, the page or the desk, row by row."""
    spots = [(spot, field) for field in fields_of(kind) for spot in (field.form, field.page, field.admin)]
    here = [(spot, field) for spot, field in spots if spot.group is group]
    rows: dict[int, list[Field]] = {}
    for spot, field in sorted(here, key=lambda each: (each[0].row, each[0].place)):
        rows.setdefault(spot.row, []).append(field)
    return list(rows.values())


def in_group(group: Group, kind: ListingKind) -> list[Field]:
    """The same fields, without the rows."""
    return [field for row in rows_in(group, kind) for field in row]


def in_form_order(kind: ListingKind) -> list[Field]:
    """The fields in the order in which the form asks for them."""
    return [field for section in Form.IN_ORDER for field in in_group(section, kind)]


def required_names(kind: ListingKind) -> list[str]:
    """The fields that a submission needs, in the order of the form."""
    return [field.name for field in in_form_order(kind) if field.is_required]


def moderated_names(kind: ListingKind) -> set[str]:
    """The fields of which the administrators read every edit."""
    return {field.name for field in fields_of(kind) if field.is_moderated}


@cache
def matched_names(kind: ListingKind, part: Part | None = None) -> tuple[str, ...]:
    """The fields that the engine reads in a part of its document; None stands for all parts."""
    matched = (field for field in fields_of(kind) if field.is_matched)
    return tuple(field.name for field in matched if part in (None, field.part))
