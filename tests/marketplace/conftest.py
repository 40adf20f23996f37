from collections.abc import Iterator

import pytest
from django.utils import translation
from pytest_django import Settings


@pytest.fixture
def in_english(settings: Settings) -> Iterator[None]:
    """Messages and pages in the language of their msgids, whatever the site's own is."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield
