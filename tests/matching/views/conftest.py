import pytest
from django.test import Client

from tests.factories import make_coordinator
from ydeu.accounts.models import User


@pytest.fixture
def coordinator(client: Client) -> User:
    """A coordinator who is logged in."""
    user = make_coordinator(name="Lin Wei")
    client.force_login(user)
    return user
