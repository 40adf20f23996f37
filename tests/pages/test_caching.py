"""Browsers and proxies keep no copy of what only one person may see."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.permissions.table import ADMIN, SITE
from tests.permissions.test_permissions import REST, admin_keys
from tests.permissions.world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.appearance]
SECRET_LINKS = {
    "account_confirm_email",
    "account_reset_password_from_key",
    "notices:unsubscribe",
    "matching:follow_up",
}

OF_VISITORS = {"healthz": "max-age=0, no-cache, no-store, must-revalidate, private"}
"""What visitors get on public pages that nobody may keep."""


@pytest.fixture
def world() -> World:
    return make_world()


def kept(client: Client, url: str) -> str | None:
    response: Any = client.get(url)
    if response.streaming:
        b"".join(response.streaming_content)  # closes the file
    value: str | None = response.get("Cache-Control")
    return value


def test_every_page_and_file_of_the_site(world: World) -> None:
    """Who is logged in gets no page that may be kept. Who is not may keep public pages only."""
    found: dict[tuple[str, str], list[str | None]] = {}
    wanted: dict[tuple[str, str], list[str | None]] = {}
    for name, row in SITE:
        url = reverse(name, kwargs={**world.keys[row], **REST.get(name, {})})
        statuses = SITE[name, row][0].split()
        found[name, row] = [kept(world.client(persona), url) for persona in ("owner", "admin")]
        wanted[name, row] = ["no-store, private"] * 2
        if statuses[0] == "200" and not name.startswith("account_"):
            found[name, row].append(kept(Client(), url))
            wanted[name, row].append("no-store, private" if name in SECRET_LINKS else OF_VISITORS.get(name))
    assert {page: got for page, got in found.items() if got != wanted[page]} == {}


def test_every_page_of_the_admin(world: World) -> None:
    client, rows = world.client("admin"), world.admin_rows
    found = {}
    for name in ADMIN:
        with transaction.atomic():
            found[name] = kept(client, reverse(name, kwargs=admin_keys(name, rows)))
            transaction.set_rollback(True)
    assert {name: value for name, value in found.items() if value != "no-store, private"} == {}


@pytest.mark.parametrize("name", sorted(SECRET_LINKS))
def test_a_page_with_a_secret_address_is_not_kept_by_anybody(name: str) -> None:
    keys = {"token": "unknown"} if ":" in name else {"key": "unknown"}
    keys |= {"uidb36": "1"} if "reset" in name else {}
    assert kept(Client(), reverse(name, kwargs=keys)) == "no-store, private"


def test_static_files_are_kept(client: Client) -> None:
    assert "no-store" not in (kept(client, "/static/ydeu/favicon.svg") or "")
