"""The administrator who moderates."""

import pytest
from django.test import Client

from tests.factories import (
    make_admin,
)
from ydeu.accounts.models import User


@pytest.fixture
def admin() -> User:
    return make_admin(language="en", name="Wang")


@pytest.fixture
def desk(client: Client, admin: User) -> Client:
    client.force_login(admin)
    client.cookies.load({"django_language": "en"})
    return client
