"""The table of fields has every column of the models, and each property has its effect."""

from dataclasses import MISSING, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import models, transaction
from django.utils.translation import override

from tests.factories import make_enterprise
from tests.marketplace.field_values import (
    MODELS,
    blank,
    cases,
    column_of,
    full,
    holds_words,
    value_for,
)
from ydeu import downloads
from ydeu.marketplace import facts, listing_fields, listings
from ydeu.marketplace.admin.fieldsets import SHOWN_SYSTEM_COLUMNS
from ydeu.marketplace.completeness import objections
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.field_places import FACTS, TEXTS, AdminFieldset, FormSection
from ydeu.marketplace.field_properties import (
    IN_TEMPLATE,
    Column,
    Edit,
    Group,
    Identifiers,
    ListingField,
    Part,
    Position,
    Readers,
    RequirementField,
)
from ydeu.marketplace.importing import spelling
from ydeu.marketplace.importing.headings import of_member
from ydeu.marketplace.importing.options import Options
from ydeu.marketplace.importing.parsing import rows
from ydeu.marketplace.importing.writing import import_file
from ydeu.marketplace.keyword_fields import KeywordsField
from ydeu.marketplace.leaks import leaks_of, spoken_in
from ydeu.marketplace.listing_fields import (
    REQUIREMENT_FIELDS,
    SYSTEM_COLUMNS,
    SYSTEM_COLUMNS_OF_DEMANDS,
    fields_of,
    required_names,
)
from ydeu.marketplace.models import Requirement

pytestmark = pytest.mark.usefixtures("in_english")

MAIL = "lantu@example.cn"


def system_columns_of(kind: ListingKind) -> dict[str, str]:
    return {**SYSTEM_COLUMNS, **(SYSTEM_COLUMNS_OF_DEMANDS if kind == ListingKind.DEMAND else {})}


class TestTheTableKnowsTheModels:
    @pytest.mark.parametrize("kind", ListingKind)
    def test_every_column_has_one_row_or_is_a_system_column(self, kind: ListingKind) -> None:
        told = [field.name for field in fields_of(kind) if not field.limit.is_relation]
        columns = [column.name for column in MODELS[kind]._meta.concrete_fields]

        assert sorted([*told, *system_columns_of(kind)]) == sorted(columns)

    @pytest.mark.parametrize("kind", ListingKind)
    def test_every_relation_that_the_enterprise_fills_has_a_row(self, kind: ListingKind) -> None:
        relations = {
            relation.get_accessor_name()
            for relation in MODELS[kind]._meta.related_objects
            if relation.related_model._meta.app_label == "marketplace"
        }

        told = {field.name for field in fields_of(kind) if field.limit.is_relation}
        assert relations - {"events"} == told

    def test_every_column_of_a_requirement_has_one_row(self) -> None:
        columns = [column.name for column in Requirement._meta.concrete_fields]

        assert ["id", "demand", *(field.name for field in REQUIREMENT_FIELDS)] == columns

    @pytest.mark.parametrize("kind", ListingKind)
    def test_system_columns_hold_no_words(self, kind: ListingKind) -> None:
        kept = [MODELS[kind]._meta.get_field(name) for name in system_columns_of(kind)]

        codes = {"shown_segment", "shown_region", "shown_industry", "shown_size"}
        assert {column.name for column in kept if holds_words(column)} == {"external_id", *codes}
        assert all(system_columns_of(kind).values())
        assert set(SHOWN_SYSTEM_COLUMNS) <= set(SYSTEM_COLUMNS)

    @pytest.mark.parametrize("row", [ListingField, RequirementField, Column, Position])
    def test_no_property_goes_without_saying(self, row: Any) -> None:
        defaults = [each.name for each in fields(row) if MISSING not in (each.default, each.default_factory)]

        assert [each.name for each in fields(row) if each.default is not MISSING] == defaults == []

    @pytest.mark.parametrize(("kind", "field"), cases(relations=True))
    def test_every_field_has_its_places(self, kind: ListingKind, field: ListingField) -> None:
        in_template: Group = IN_TEMPLATE.group

        assert field.form.group in FormSection.IN_ORDER
        assert field.page.group in (TEXTS, FACTS, in_template)
        assert field.admin.group in (*AdminFieldset.IN_ORDER, in_template)


class TestLimits:
    @pytest.mark.parametrize(("kind", "field"), cases())
    def test_every_text_has_one_and_nothing_else_has(self, kind: ListingKind, field: ListingField) -> None:
        column = column_of(kind, field)
        has = (field.limit.characters is not None, field.limit.entries is not None)

        if holds_words(column):
            assert has == (True, isinstance(column, KeywordsField))
        else:
            assert not has[0]
        if isinstance(column, models.CharField) and not column.choices:
            assert field.limit.characters == column.max_length

    @pytest.mark.parametrize("field", REQUIREMENT_FIELDS, ids=lambda field: field.name)
    def test_a_requirement_holds_what_its_columns_hold(self, field: RequirementField) -> None:
        column: Any = Requirement._meta.get_field(field.name)

        assert field.limit.characters == (column.max_length if holds_words(column) else None)

    @pytest.mark.parametrize(("kind", "field"), cases())
    def test_what_is_beyond_is_objected_to(self, kind: ListingKind, field: ListingField) -> None:
        for fits, too_much in values_at(field):
            assert objections(MODELS[kind](**{field.name: fits})) == {}
            assert list(objections(MODELS[kind](**{field.name: too_much}))) == [field.name]


def values_at(field: ListingField) -> list[tuple[Any, Any]]:
    """Pairs of the largest value that fits, and a value that is one too long."""
    if field.max_length is not None:
        return [("x" * field.max_length, "x" * (field.max_length + 1))]
    found: list[tuple[Any, Any]] = []
    if field.limit.entries is not None:
        found.append((["x"] * field.limit.entries, ["x"] * (field.limit.entries + 1)))
        if field.limit.characters is not None:
            found.append((["x" * field.limit.characters], ["x" * (field.limit.characters + 1)]))
    return found


class TestReadersAndModeration:
    @pytest.mark.parametrize(("kind", "field"), cases())
    def test_words_that_others_read_are_moderated_and_checked(
        self, kind: ListingKind, field: ListingField
    ) -> None:
        if holds_words(column_of(kind, field)) and field.readers is not Readers.OWNER_AND_REVIEWERS:
            assert (field.edit, field.identifiers) == (Edit.MODERATED, Identifiers.CHECKED)

    @pytest.mark.parametrize(("kind", "field"), cases(relations=True))
    def test_what_the_engine_reads_everybody_reads_and_is_moderated(
        self, kind: ListingKind, field: ListingField
    ) -> None:
        """The page of a pair shows the field to coordinators, a search shows marked words to everybody."""
        if field.is_matched:
            assert (field.readers, field.edit) == (Readers.EVERYONE, Edit.MODERATED)

    @pytest.mark.django_db
    def test_what_owner_and_reviewers_read_is_kept_from_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        demand = full(ListingKind.DEMAND)
        inner = [
            replace(field, readers=Readers.OWNER_AND_REVIEWERS)
            if field.page.group in (TEXTS, FACTS)
            else field
            for field in fields_of(ListingKind.DEMAND)
        ]
        monkeypatch.setattr(listing_fields, "fields_of", lambda kind: inner)

        for read in (facts.texts_of, partial(facts.facts_of, is_known=True)):
            assert (len(read(demand, is_handled=False)), len(read(demand, is_handled=True)) > 3) == (0, True)


@pytest.mark.django_db
class TestRequired:
    @pytest.mark.parametrize("kind", ListingKind)
    def test_these_and_no_others_keep_a_listing_from_being_submitted(self, kind: ListingKind) -> None:
        listing = full(kind)
        optional = [field.name for field in fields_of(kind) if not field.limit.is_relation][1:]

        asked_for = {name: asked_for_without(listing, name) for name in optional}

        required = required_names(kind)
        assert asked_for == {name: [name] if name in required else [] for name in optional}


def asked_for_without(listing: Any, name: str) -> list[str]:
    """The missing fields of a submission with this field empty."""
    copy = type(listing).objects.get(pk=listing.pk)
    setattr(copy, name, None if copy._meta.get_field(name).null else type(getattr(copy, name))())
    try:
        with transaction.atomic():
            listings.submit(copy, by=None)  # type: ignore[arg-type]
            transaction.set_rollback(True)
    except listings.Incomplete as refusal:
        return refusal.fields
    return []


@pytest.mark.django_db
class TestIdentifiers:
    @pytest.mark.parametrize("kind", ListingKind)
    def test_an_address_is_found_in_each_field_that_is_checked(self, kind: ListingKind) -> None:
        fields_with_words = [
            field
            for field in fields_of(kind)
            if not field.limit.is_relation and holds_words(column_of(kind, field))
        ]
        said = {
            field.name: [MAIL] if field.limit.entries is not None else MAIL for field in fields_with_words
        }
        listing = blank(kind, **{**said, "visibility": "anonymous"})
        if kind == ListingKind.DEMAND:
            Requirement.objects.create(demand=listing, name=MAIL, value="1")

        assert [leak.field for leak in leaks_of(listing)] == [
            field.name for field in fields_of(kind) if field.is_checked
        ]

    @pytest.mark.parametrize("field", REQUIREMENT_FIELDS, ids=lambda field: field.name)
    def test_of_a_requirement_all_words_are_checked_and_matched(self, field: RequirementField) -> None:
        has_words = holds_words(Requirement._meta.get_field(field.name))

        assert (field.identifiers is Identifiers.CHECKED) == has_words
        assert (field.part is not Part.UNMATCHED) == has_words
        assert (MAIL in spoken_in({field.name: MAIL})) == has_words


@pytest.mark.django_db
class TestFiles:
    @pytest.mark.parametrize("kind", ListingKind)
    def test_what_the_form_asks_for_a_file_can_say(self, kind: ListingKind) -> None:
        asked = [field.name for field in fields_of(kind)]

        assert [name for name in asked if name not in of_member(kind)] == ["enterprise", "attachments"]

    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    @pytest.mark.parametrize("kind", ListingKind)
    def test_what_goes_out_comes_in(self, kind: ListingKind, language: str, tmp_path: Path) -> None:
        listing, elsewhere = full(kind), make_enterprise()
        path = tmp_path / "table.csv"
        with override(language):
            path.write_bytes(downloads.as_csv(spelling.head_of(kind), spelling.rows_of([listing])))

        import_file(path, Options(kind, enterprise=elsewhere, for_member=True), by=None)

        copy: Any = MODELS[kind].objects.get(enterprise=elsewhere)
        names = [field.name for field in fields_of(kind) if not field.limit.is_relation][1:]
        assert {name: getattr(copy, name) for name in names} == {
            name: getattr(listing, name) for name in names
        }
        if kind == ListingKind.DEMAND:
            row_names = [field.name for field in REQUIREMENT_FIELDS]
            assert list(copy.requirements.values(*row_names)) == list(listing.requirements.values(*row_names))

    @pytest.mark.parametrize("kind", ListingKind)
    def test_other_names_of_a_column_are_understood(self, kind: ListingKind, tmp_path: Path) -> None:
        for field in fields_of(kind):
            for alias in field.column.aliases if field.column else ():
                value = value_for(column_of(kind, field))
                (tmp_path / "table.csv").write_text(f"title,{alias}\nFilm,{'; '.join(value)}\n")
                (row,) = rows(tmp_path / "table.csv", kind)
                assert row.fields[field.name] == value
