from collections.abc import Iterator

import pytest
from django.utils import translation
from pytest_django import Settings


@pytest.fixture(autouse=True)
def in_english(settings: Settings) -> Iterator[None]:
    """Tests compare sentences in English, the language in which they were written."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield
