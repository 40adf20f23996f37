"""The engine reads the fields of a listing that the table of fields names, each in its part."""

from dataclasses import fields
from typing import Any

import pytest

from matching.engine import Document
from matching.engine.text.documents import FIELDS
from matching.index.documents import document_of, texts_of
from tests.marketplace.field_values import cases, column_of, full, value_for
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.field_properties import ListingField, Part, RequirementField
from ydeu.marketplace.listing_fields import REQUIREMENT_FIELDS
from ydeu.marketplace.models import Requirement
from ydeu.marketplace.states import State


def changed_parts(before: Document, after: Document) -> list[str]:
    return [each.name for each in fields(Document) if getattr(before, each.name) != getattr(after, each.name)]


def test_the_parts_are_those_of_the_engine() -> None:
    assert [part.value for part in Part] == [*FIELDS, ""]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "field"), cases())
def test_a_field_changes_its_part_of_the_document_and_no_other(
    kind: ListingKind, field: ListingField
) -> None:
    listing = full(kind)
    before = document_of(listing)
    other: Any = (
        listing.enterprise if field.name == "enterprise" else value_for(column_of(kind, field), other=True)
    )
    setattr(listing, field.name, other)

    assert changed_parts(before, document_of(listing)) == [field.part.value] * field.is_matched


@pytest.mark.django_db
@pytest.mark.parametrize("field", REQUIREMENT_FIELDS, ids=lambda field: field.name)
def test_of_a_requirement_the_engine_reads_the_words(field: RequirementField) -> None:
    demand = full(ListingKind.DEMAND)
    before = document_of(demand)
    other = value_for(Requirement._meta.get_field(field.name), other=True)
    demand.requirements.update(**{field.name: other})

    assert changed_parts(before, document_of(demand)) == [field.part.value] * (
        field.part is not Part.UNMATCHED
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ListingKind)
def test_documents_are_made_of_the_columns_that_were_read(
    kind: ListingKind, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        full(kind, state=State.PUBLISHED, alliance=None)
    with django_assert_num_queries(1 if kind == ListingKind.OFFER else 2):
        documents = [document_of(row) for row in texts_of(kind)]

    assert len(documents) == 3
