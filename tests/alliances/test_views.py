import pytest
from django.test import Client

from tests.accounts.test_views import logged_in
from tests.factories import make_alliance, make_coordinator, make_user

pytestmark = pytest.mark.django_db


def test_coordinators_are_listed_by_name_never_by_address() -> None:
    alliance = make_alliance()
    make_coordinator(alliance, name="Chen Jing")
    make_coordinator(alliance, email="nameless@example.com")
    shown = [client.get(alliance.get_absolute_url()).text for client in (Client(), logged_in(make_user()))]
    assert ["Chen Jing" in page for page in shown] == [False, True]
    assert ["nameless@example.com" in page for page in shown] == [False, False]
