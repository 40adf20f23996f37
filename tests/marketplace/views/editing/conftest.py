"""The user of the form."""

import pytest
from django.test import Client

from tests.factories import (
    make_alliance,
    make_enterprise,
    make_member,
)
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance


@pytest.fixture
def enterprise() -> Enterprise:
    return make_enterprise()


@pytest.fixture
def member(enterprise: Enterprise, client: Client) -> User:
    user = make_member(enterprise)
    client.force_login(user)
    return user


@pytest.fixture
def alliance() -> Alliance:
    return make_alliance()
