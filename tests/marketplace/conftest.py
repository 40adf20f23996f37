from collections.abc import Iterator

import pytest
from django.utils import translation
from pytest_django import Settings

from tests.marketplace.fake_search import FakeSearch
from ydeu.marketplace import search


@pytest.fixture
def in_english(settings: Settings) -> Iterator[None]:
    """Messages and pages in the language of their msgids, whatever the site's own is."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def finder() -> Iterator[FakeSearch]:
    """Whoever answers the search of the marketplace here says what the test tells it to."""
    fake = FakeSearch()
    before = search.connect(fake)
    yield fake
    search.connect(before)
