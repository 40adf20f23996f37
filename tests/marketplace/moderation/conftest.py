"""Who sits at the desk."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    make_admin,
)


@pytest.fixture
def admin() -> Any:
    return make_admin(language="en", name="Wang")


@pytest.fixture
def desk(client: Client, admin: Any) -> Client:
    client.force_login(admin)
    client.cookies.load({"django_language": "en"})
    return client
