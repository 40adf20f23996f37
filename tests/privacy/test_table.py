"""No table of the site is forgotten: each has a row that says whom it concerns, and an admin page."""

from collections import Counter

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.http import HttpRequest

from tests.privacy.walking import models_of_the_site
from ydeu.accounts.models import Enterprise, User
from ydeu.privacy.enums import Fate
from ydeu.privacy.holdings import Holding
from ydeu.privacy.table import HOLDINGS, NOBODY

SEEN_ELSEWHERE = {
    "account.emailconfirmation": "allauth keeps none: its keys are signed",
    "audit.pruningpermit": "empty outside the transaction that prunes",
    "auth.permission": "chosen on the pages of people and groups",
    "contenttypes.contenttype": "Django's own list of tables",
    "health.heartbeat": "read on the first page of the admin",
    "notices.letter": "its links are secrets; the page of its notice shows what became of it",
    "sessions.session": "a session is a secret",
}


def test_every_table_has_a_row_and_only_one() -> None:
    rows = Counter([holding.table for holding in HOLDINGS] + list(NOBODY))
    assert set(rows) == models_of_the_site()
    assert {table for table, times in rows.items() if times > 1} == set()


def test_every_reason_is_given() -> None:
    assert [table for table, reason in NOBODY.items() if not reason] == []


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda holding: holding.table)
def test_the_lookups_lead_where_they_say(holding: Holding) -> None:
    for lookups, target in ((holding.people, User), (holding.enterprises, Enterprise)):
        for lookup in lookups:
            assert end_of(holding.model, lookup) is target, lookup
    for name in holding.hidden:
        holding.model._meta.get_field(name)


def end_of(model: type[models.Model], lookup: str) -> type[models.Model]:
    for step in lookup.split("__"):
        if step != "pk":
            target = model._meta.get_field(step).related_model
            assert isinstance(target, type), step
            model = target
    return model


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda holding: holding.table)
def test_no_relation_to_a_person_or_an_enterprise_is_forgotten(holding: Holding) -> None:
    """A new column that points to a person or an enterprise must be a lookup of the row or in ``others``."""
    others = {
        ("accounts.enterprise", "verified_by"),
        ("privacy.deletion", "asked_by"),
        ("privacy.deletion", "approved_by"),
    }
    first_steps = {lookup.split("__")[0] for lookup in (*holding.people, *holding.enterprises)}
    pointing = {
        column.name
        for column in holding.model._meta.concrete_fields
        if column.related_model in (User, Enterprise) and (holding.table, column.name) not in others
    }
    assert pointing <= first_steps


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda holding: holding.table)
def test_what_is_kept_as_it_is_has_no_texts(holding: Holding) -> None:
    """KEPT is only for numbers and codes, and for the tables in ``replaced``."""
    replaced = {"accounts.user", "accounts.enterprise", "audit.entry"}
    if holding.texts() and holding.table not in replaced:
        assert not (holding.people and holding.person == Fate.KEPT)
        assert not (holding.enterprises and holding.enterprise == Fate.KEPT)


def test_every_table_can_be_looked_into() -> None:
    shown = {model._meta.label_lower for model in admin.site._registry}
    assert models_of_the_site() - shown == set(SEEN_ELSEWHERE)


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label_lower)
def test_every_page_of_the_admin_can_be_searched(model: type[models.Model]) -> None:
    assert admin.site._registry[model].get_search_fields(HttpRequest()), model
    for name in admin.site._registry[model].list_display:
        if isinstance(name, str) and not hasattr(admin.site._registry[model], name):
            column = relation(model, name)
            joined = admin.site._registry[model].list_select_related
            is_joined = joined is True or (
                name in joined if joined else column is not None and not column.null
            )
            assert column is None or is_joined, f"{model}.{name} asks once a row"


def relation(model: type[models.Model], name: str) -> models.Field | ForeignObjectRel | None:
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return column if column.is_relation and column.name == name else None


def test_the_tables_are_those_of_the_installed_applications() -> None:
    assert {apps.get_model(holding.table) for holding in HOLDINGS} <= set(apps.get_models())
