import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker


@pytest.fixture(autouse=True, scope="session")
def known_features(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Ask the database what it can do: Celery checks the models when it imports the tasks.

    The check of a JSON field wants to know, and these tests may not use the database. On a worker that has
    run another test before, it is known.
    """
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field
