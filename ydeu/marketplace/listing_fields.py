"""The table of listing fields: one row for each field of an offer or a demand.

Forms, import, export, moderation, the check for identifiers, the pages and the engine read this table.
A new field needs a column in the model and a row here. ``field_properties`` explains the properties of a row,
and ``field_places`` the positions. The order of the rows is the order of the columns in a file.
A test compares the table with the models.
"""

from functools import cache

from django.utils.translation import gettext_lazy as _

from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.field_places import FACTS, TEXTS, AdminFieldset, FormSection
from ydeu.marketplace.field_properties import (
    ADMIN_COLUMN,
    COLUMN,
    IN_TEMPLATE,
    NO_COLUMN,
    NO_LIMIT,
    RELATED_ROWS,
    Correction,
    Edit,
    Group,
    Identifiers,
    Need,
    Part,
    Readers,
    RequirementField,
    aliased,
    codes,
    headed,
    keywords,
    text,
)
from ydeu.marketplace.field_properties import ListingField as Field

ALWAYS, REQUIRED, OPTIONAL = Need
EVERYONE, UNLESS_ANONYMOUS, IF_ENOUGH_FIT, OWNER_AND_REVIEWERS = Readers
TITLE, KEYWORDS, SUMMARY, BODY, UNMATCHED = Part
MODERATED, UNMODERATED = Edit
CHECKED, UNCHECKED = Identifiers
ADMIN_MAY_CORRECT, OWNER_ONLY = Correction
MEASURABLE = headed(_("Measurable requirements"))

# The columns are aligned by hand, so the formatter is off.
# fmt: off
#   Three lines a row:
#         name, limit, need, readers,
#         part of the engine's document, column of a file, edit, identifiers, correction,
#         position in the form, on the page, in the admin
COMMON = (
    Field("enterprise",          NO_LIMIT,           ALWAYS,   UNLESS_ANONYMOUS,
          UNMATCHED, ADMIN_COLUMN,        UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.WHAT.at(1),           IN_TEMPLATE,  IN_TEMPLATE),
    Field("alliance",            NO_LIMIT,           REQUIRED, IF_ENOUGH_FIT,
          UNMATCHED, COLUMN,              UNMODERATED, UNCHECKED, ADMIN_MAY_CORRECT,
          FormSection.CHAIN.at(1, 1),       FACTS.at(13), AdminFieldset.FILING.at(1)),
    Field("title",               text(256),          REQUIRED, EVERYONE,
          TITLE,     COLUMN,              MODERATED,   CHECKED,   ADMIN_MAY_CORRECT,
          FormSection.WHAT.at(2),           IN_TEMPLATE,  AdminFieldset.TEXT.at(1)),
    Field("summary",             text(500),          REQUIRED, EVERYONE,
          SUMMARY,   COLUMN,              MODERATED,   CHECKED,   ADMIN_MAY_CORRECT,
          FormSection.WHAT.at(3),           IN_TEMPLATE,  AdminFieldset.TEXT.at(2)),
    Field("description",         text(4000),         REQUIRED, EVERYONE,
          BODY,      COLUMN,              MODERATED,   CHECKED,   ADMIN_MAY_CORRECT,
          FormSection.WHAT.at(4, lines=10), TEXTS.at(2),  AdminFieldset.TEXT.at(3)),
    Field("technology_keywords", keywords(5, of=60), REQUIRED, EVERYONE,
          KEYWORDS,  aliased("keywords"), MODERATED,   CHECKED,   ADMIN_MAY_CORRECT,
          FormSection.WHAT.at(5, 1),        IN_TEMPLATE,  AdminFieldset.KEYWORDS.at(1)),
    Field("market_keywords",     keywords(5, of=60), OPTIONAL, EVERYONE,
          KEYWORDS,  COLUMN,              MODERATED,   CHECKED,   ADMIN_MAY_CORRECT,
          FormSection.WHAT.at(5, 2),        FACTS.at(16), AdminFieldset.KEYWORDS.at(2)),
    Field("chain_segment",       NO_LIMIT,           REQUIRED, IF_ENOUGH_FIT,
          UNMATCHED, COLUMN,              UNMODERATED, UNCHECKED, ADMIN_MAY_CORRECT,
          FormSection.CHAIN.at(1, 2),       FACTS.at(14), AdminFieldset.FILING.at(2)),
    Field("cooperation_modes",   codes(3),           REQUIRED, EVERYONE,
          UNMATCHED, COLUMN,              UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.CHAIN.at(3),          FACTS.at(11), AdminFieldset.COOPERATION.at(1)),
    Field("language",            NO_LIMIT,           OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN,              UNMODERATED, UNCHECKED, ADMIN_MAY_CORRECT,
          FormSection.WHAT.at(6),           FACTS.at(17), AdminFieldset.FILING.at(4)),
    Field("visibility",          NO_LIMIT,           REQUIRED, OWNER_AND_REVIEWERS,
          UNMATCHED, COLUMN,              UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.AUDIENCE.at(1),       IN_TEMPLATE,  AdminFieldset.RECORD.at(1)),
    Field("valid_until",         NO_LIMIT,           OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN,              UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.AUDIENCE.at(2),       IN_TEMPLATE,  AdminFieldset.RECORD.at(2)),
    Field("strategic_industry",  NO_LIMIT,           OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN,              UNMODERATED, UNCHECKED, ADMIN_MAY_CORRECT,
          FormSection.CHAIN.at(2),          FACTS.at(15), AdminFieldset.FILING.at(3)),
    Field("partner_sought",      text(1000),         OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN,              MODERATED,   CHECKED,   ADMIN_MAY_CORRECT,
          FormSection.CHAIN.at(4),          TEXTS.at(5),  AdminFieldset.COOPERATION.at(2)),
    Field("target_regions",      NO_LIMIT,           OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN,              UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.CHAIN.at(5),          FACTS.at(12), AdminFieldset.COOPERATION.at(3)),
    Field("attachments",         RELATED_ROWS,       OPTIONAL, UNLESS_ANONYMOUS,
          UNMATCHED, NO_COLUMN,           MODERATED,   UNCHECKED, OWNER_ONLY,
          FormSection.FILES.at(1),          IN_TEMPLATE,  IN_TEMPLATE),
)
OFFER = (
    Field("advantages",       text(2000), REQUIRED, EVERYONE,
          BODY,      COLUMN, MODERATED,   CHECKED,   ADMIN_MAY_CORRECT,
          FormSection.READINESS.at(1, lines=5), TEXTS.at(3), AdminFieldset.TECHNOLOGY.at(1)),
    Field("stage",            NO_LIMIT,   REQUIRED, EVERYONE,
          UNMATCHED, COLUMN, UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.READINESS.at(2, 1),       FACTS.at(1), AdminFieldset.TECHNOLOGY.at(3)),
    Field("trl",              NO_LIMIT,   REQUIRED, EVERYONE,
          UNMATCHED, COLUMN, UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.READINESS.at(2, 2),       FACTS.at(2), AdminFieldset.TECHNOLOGY.at(4)),
    Field("ipr_status",       NO_LIMIT,   REQUIRED, EVERYONE,
          UNMATCHED, COLUMN, UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.READINESS.at(3, 1),       FACTS.at(3), AdminFieldset.RIGHTS.at(1)),
    Field("ip_types",         NO_LIMIT,   OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN, UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.READINESS.at(4),          FACTS.at(4), AdminFieldset.RIGHTS.at(2)),
    Field("evidence",         text(2000), OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN, MODERATED,   CHECKED,   ADMIN_MAY_CORRECT,
          FormSection.READINESS.at(5),          TEXTS.at(4), AdminFieldset.TECHNOLOGY.at(2)),
    Field("indicative_price", text(120),  OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN, MODERATED,   CHECKED,   OWNER_ONLY,
          FormSection.READINESS.at(3, 2),       FACTS.at(5), AdminFieldset.RIGHTS.at(3)),
)
DEMAND = (
    Field("problem",          text(2000),   REQUIRED, EVERYONE,
          BODY,      COLUMN,     MODERATED,   CHECKED,   ADMIN_MAY_CORRECT,
          FormSection.NEED.at(1, lines=5), TEXTS.at(1), AdminFieldset.NEED.at(1)),
    Field("trl_wanted",       NO_LIMIT,     OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN,     UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.NEED.at(3, 3),       FACTS.at(3), AdminFieldset.NEED.at(3)),
    Field("approaches_tried", text(2000),   OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN,     MODERATED,   CHECKED,   ADMIN_MAY_CORRECT,
          FormSection.NEED.at(2),          TEXTS.at(4), AdminFieldset.NEED.at(2)),
    Field("budget_band",      NO_LIMIT,     REQUIRED, EVERYONE,
          UNMATCHED, COLUMN,     UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.NEED.at(3, 1),       FACTS.at(1), AdminFieldset.MONEY.at(1)),
    Field("needed_by",        NO_LIMIT,     REQUIRED, EVERYONE,
          UNMATCHED, COLUMN,     UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.NEED.at(3, 2),       FACTS.at(2), AdminFieldset.MONEY.at(2)),
    Field("open_challenge",   NO_LIMIT,     OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN,     UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.NEED.at(4),          IN_TEMPLATE, AdminFieldset.MONEY.at(3)),
    Field("award",            NO_LIMIT,     OPTIONAL, EVERYONE,
          UNMATCHED, COLUMN,     UNMODERATED, UNCHECKED, OWNER_ONLY,
          FormSection.NEED.at(5),          FACTS.at(4), AdminFieldset.MONEY.at(4)),
    Field("requirements",     RELATED_ROWS, OPTIONAL, EVERYONE,
          BODY,      MEASURABLE, MODERATED,   CHECKED,   OWNER_ONLY,
          FormSection.REQUIREMENTS.at(1),  IN_TEMPLATE, IN_TEMPLATE),
)
# fmt: on

OF_KIND = {ListingKind.OFFER: OFFER, ListingKind.DEMAND: DEMAND}

REQUIREMENT_FIELDS = (
    RequirementField("name", text(120), BODY, CHECKED),
    RequirementField("operator", NO_LIMIT, UNMATCHED, UNCHECKED),
    RequirementField("value", text(120), BODY, CHECKED),
    RequirementField("unit", text(40), BODY, CHECKED),
    RequirementField("priority", NO_LIMIT, UNMATCHED, UNCHECKED),
)
"""The fields of one requirement, in their order in a file."""

SYSTEM_COLUMNS = {
    "id": "the primary key",
    "external_id": "the number of the row in the file it was imported from",
    "created_by": "the user who posted it",
    "state": "changed by listings.py only",
    "revision": "the number of published versions",
    "matched_revision": "the last revision that was matched",
    "matched_at": "when it was last matched",
    "matching_since": "when a worker started to match it",
    "moderated_revision": "the last revision that an administrator read",
    "submitted_at": "when it was submitted",
    "published_at": "when it was first published",
    "shows_alliance": "if a stranger reads its alliance though it is anonymous",
    "shown_segment": "the chain segment that a stranger reads if it is anonymous",
    "shown_region": "the same for the region",
    "shown_industry": "the same for the industry",
    "shown_size": "the same for the size",
    "shown_as_of": "when the shown values were computed",
    "overdue_told_at": "when the administrators were told that it waits too long",
    "created_at": "when the row was created",
    "updated_at": "when it was last saved",
    "changed_at": "when its state or revision changed",
    "warned_for": "the last day of validity that its owner was warned of",
    "asked_at": "when its owner was asked if it is still open",
    "confirmed_at": "when its owner said that it is still open",
}
"""The columns that the site fills in, and the purpose of each."""
SYSTEM_COLUMNS_OF_DEMANDS = {"is_vague": "if the matcher found too few words that say what is wanted"}


def fields_of(kind: ListingKind) -> tuple[Field, ...]:
    """The fields of an offer or a demand, in the order of the columns of a file."""
    return (*COMMON, *OF_KIND[kind])


def rows_in(group: Group, kind: ListingKind) -> list[list[Field]]:
    """The fields in a group of the form, the page or the admin, row by row."""
    all_fields = [(at, field) for field in fields_of(kind) for at in (field.form, field.page, field.admin)]
    found = [(at, field) for at, field in all_fields if at.group is group]
    rows: dict[int, list[Field]] = {}
    for at, field in sorted(found, key=lambda each: (each[0].row, each[0].order)):
        rows.setdefault(at.row, []).append(field)
    return list(rows.values())


def in_group(group: Group, kind: ListingKind) -> list[Field]:
    """The fields in a group, in one list."""
    return [field for row in rows_in(group, kind) for field in row]


def in_form_order(kind: ListingKind) -> list[Field]:
    """The fields in the order of the form."""
    return [field for section in FormSection.IN_ORDER for field in in_group(section, kind)]


def required_names(kind: ListingKind) -> list[str]:
    """The names of the fields that a submission needs, in the order of the form."""
    return [field.name for field in in_form_order(kind) if field.is_required]


def moderated_names(kind: ListingKind) -> set[str]:
    """The names of the fields whose every edit the administrators read."""
    return {field.name for field in fields_of(kind) if field.is_moderated}


@cache
def matched_names(kind: ListingKind, part: Part | None = None) -> tuple[str, ...]:
    """The names of the fields that go into a part of the engine's document. None stands for all parts."""
    matched = (field for field in fields_of(kind) if field.is_matched)
    return tuple(field.name for field in matched if part in (None, field.part))
