"""The expected response of every URL of the site for every persona, in one table.

A new URL without a row fails here. All tests look at one world, in which each persona acts in a savepoint, so
nobody sees another's POST.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from tests.permissions.table import ADMIN, SITE
from tests.permissions.world import PERSONAS, World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.appearance]  # one database is enough

REST: dict[str, dict[str, str]] = {
    "account_confirm_email": {"key": "unknown"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "unknown"},
    "matching:introduction_export": {"kind": "csv"},
    "marketplace:offer_move": {"action": "pause"},
    "marketplace:demand_move": {"action": "pause"},
    "marketplace:my_offers": {"form": "csv"},
    "marketplace:my_demands": {"form": "xlsx"},
    "marketplace:offer_import_preview": {"token": "unknown"},
    "marketplace:demand_import_preview": {"token": "unknown"},
    "marketplace:coordinated_offers": {"form": "csv"},
    "marketplace:coordinated_demands": {"form": "xlsx"},
}
"""The values in URLs other than the primary key of a row."""


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("world")


@pytest.fixture(autouse=True)
def media_of_its_own(media: Path) -> Iterator[None]:
    """The files of the world, for every test of this module."""
    with override_settings(MEDIA_ROOT=media, MATCHING_INDEX_DIR=media / "index"):
        yield


@pytest.fixture(scope="module")
def world(media: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all tests. Each of them is in a savepoint of the transaction in which it is made."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=media):
            made = make_world()
        yield made
        transaction.set_rollback(True)


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """All URLs that have a name. The admin's two unnamed ones only redirect to named ones."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner)
        elif entry.name:
            yield f"{namespace}{entry.name}", entry


ADDRESSES = dict(addresses(get_resolver()))


def answers(world: World, method: str, url: str) -> str:
    return " ".join(str(answer(world, persona, method, url)) for persona in PERSONAS)


def answer(world: World, persona: str, method: str, url: str) -> int:
    with transaction.atomic():
        response = getattr(world.client(persona), method)(url)
        if response.streaming:
            b"".join(response.streaming_content)  # closes the file
        transaction.set_rollback(True)
    status: int = response.status_code
    return status


def test_every_address_of_the_site_has_a_row() -> None:
    assert {name for name, _row in SITE} | set(ADMIN) == set(ADDRESSES)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "row"), SITE)
def test_the_site_answers_each_person_as_the_table_says(name: str, row: str, world: World) -> None:
    url = reverse(name, kwargs={**world.keys[row], **REST.get(name, {})})

    assert (answers(world, "get", url), answers(world, "post", url)) == SITE[name, row]


@pytest.mark.slow
@pytest.mark.parametrize("name", ADMIN)
def test_the_admin_is_for_administrators_only(name: str, world: World) -> None:
    url = reverse(name, kwargs=admin_keys(name, world.admin_rows))

    assert answers(world, "get", url) == ADMIN[name]


def admin_keys(name: str, rows: dict[str, Model]) -> dict[str, Any]:
    """The values for the URL of an admin page: a row of its model, of those in ``World.admin_rows``."""
    model = next((label for label in rows if name.startswith(f"admin:{label}_")), "accounts_user")
    known = {
        "name": "publish",
        "token": "unknown",
        "kind": "csv",
        "app_label": "matching",
        "content_type_id": ContentType.objects.get_for_model(rows[model]).pk,
    }
    parameters = ADDRESSES[name].pattern.regex.groupindex
    return {key: known.get(key, rows[model].pk) for key in parameters}
