"""The people and addresses of one run, and the rows behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.factories import make_user
from tests.fuzz import values
from tests.permissions.table import SITE
from tests.permissions.test_permissions import ADDRESSES, REST, admin_keys
from tests.permissions.world import World, make_world
from ydeu.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MODERATED = ("marketplace", "matching", "alliances", "notices", "accounts", "audit")
"""The applications that staff works on."""


@dataclass
class Places:
    """The four people, each with a browser, and the addresses of the site by name."""

    people: dict[str, User]
    clients: dict[str, Client]
    addresses: list[str]
    of_others: list[str]
    """The same addresses with other numbers: most lead nowhere."""

    def choose(self, random: Random) -> tuple[str, str]:
        """A person, and an address that they may often open."""
        address = random.choice(self.addresses if random.random() < 0.85 else self.of_others)
        usual = ("administrator", "staff") if address.startswith("/admin/") else ("member", "coordinator")
        return random.choice(usual if random.random() < 0.7 else sorted(self.people)), address

    def client(self, persona: str) -> Client:
        """The browser of a person. Logs in again after a request that ended the session."""
        client, user = self.clients[persona], self.people[persona]
        if client.session.get("_auth_user_id") != str(user.pk):
            User.objects.filter(pk=user.pk).update(is_active=True)
            client.force_login(user, backend=BACKEND)
        return client


def make_places(random: Random) -> Places:
    """New rows of every kind, and every address of the URLconf for them."""
    world = make_world()
    named = {"member": "owner", "coordinator": "coordinator", "administrator": "admin"}
    people = {persona: person for persona, name in named.items() if (person := world.people[name])}
    people["staff"] = make_staff()
    clients = {persona: Client(raise_request_exception=False) for persona in people}
    addresses = list(_addresses(world))
    others = (_mutated(name, keys, random) for name, keys in addresses if keys)
    right = sorted({reverse(name, kwargs=keys) for name, keys in addresses})
    return Places(people, clients, right, sorted({address for address in others if address}))


def make_staff() -> User:
    """A person of the office without superuser rights."""
    user = make_user(is_staff=True)
    rights = Q(content_type__app_label__in=MODERATED)
    user.user_permissions.set(Permission.objects.filter(rights))
    return user


def _addresses(world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """The names of all addresses, with their keys."""
    for name, row in SITE:
        yield name, {**world.keys[row], **REST.get(name, {})}
    rows = world.admin_rows
    yield from ((name, admin_keys(name, rows)) for name in ADDRESSES if name.startswith("admin:"))


def _mutated(name: str, keys: dict[str, Any], random: Random) -> str:
    """The same address with other numbers or words. Empty if the URLconf does not take them."""
    other = {key: values.number(random) if random.random() < 0.7 else values.value(random) for key in keys}
    try:
        return reverse(name, kwargs=other)
    except NoReverseMatch:
        return ""
