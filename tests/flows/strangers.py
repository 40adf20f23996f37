"""A stranger who opens everything: every URL outside the admin, with every primary key that exists."""

import io
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any
from zipfile import ZipFile, is_zipfile

from django.apps import apps
from django.test import Client
from django.urls import reverse

from tests.marketplace.metadata.telling_files import told_by_pdf
from tests.permissions.test_permissions import ADDRESSES
from ydeu.accounts.models import User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.owner_actions import MOVES

OURS = ("accounts", "marketplace", "matching", "notices")


def whole(response: Any) -> str:
    """Everything in a response: its headers, its text, and the content of files inside it."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    parts = [str(response.headers).encode(), content]
    if is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    if content.startswith(b"%PDF"):
        parts.append(told_by_pdf(content))
    return "\n".join(part.decode(errors="replace") for part in parts)


def client_of(person: User | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def opened_by(person: User | None) -> Iterator[tuple[str, str]]:
    """Each URL that exists, with everything in its response."""
    client, numbers = client_of(person), _numbers()
    slugs = list(Alliance.objects.values_list("slug", flat=True))
    for name, pattern in ADDRESSES.items():
        if name.startswith("admin:"):
            continue
        keys = {key: _values(key, numbers, slugs) for key in pattern.pattern.regex.groupindex}
        for values in product(*keys.values()):
            address = reverse(name, kwargs=dict(zip(keys, values, strict=True)))
            yield address, whole(client.get(address))


def _numbers() -> list[int]:
    """Every primary key of a row in our tables."""
    models = (model for label in OURS for model in apps.get_app_config(label).get_models())
    return sorted({pk for model in models for pk in model._default_manager.values_list("pk", flat=True)})


def _values(key: str, numbers: list[int], slugs: list[str]) -> list[Any]:
    known: dict[str, Callable[[], list[Any]]] = {
        "pk": lambda: numbers,
        "slug": lambda: slugs,
        "action": lambda: [*MOVES, "unknown"],
        "form": lambda: ["csv", "xlsx"],
        "kind": lambda: ["csv", "xlsx"],
        "uidb36": lambda: ["1"],
    }
    if key in known:
        return known[key]()
    return ["unknown"] if re.search("token|key|answer", key) else numbers
