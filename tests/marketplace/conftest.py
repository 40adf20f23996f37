from collections.abc import Iterator

import pytest
from django.utils import translation
from pytest_django import Settings

from tests.marketplace.finders import FakeFinder
from ydeu.marketplace import search


@pytest.fixture
def in_english(settings: Settings) -> Iterator[None]:
    """Messages and pages in the language of their msgids, whatever the site's own is."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def finder() -> Iterator[FakeFinder]:
    """Whoever answers the search of the marketplace here says what the test tells it to."""
    fake = FakeFinder()
    before = search.use(fake)
    yield fake
    search.use(before)
