from collections.abc import Iterator

import pytest
from django.utils import translation
from pytest_django import Settings

from tests.marketplace.fake_search import FakeSearch
from ydeu.marketplace import search


@pytest.fixture
def in_english(settings: Settings) -> Iterator[None]:
    """Messages and pages in English, the language of the msgids."""
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def finder() -> Iterator[FakeSearch]:
    """A search with the scores that the test sets."""
    fake = FakeSearch()
    before = search.connect(fake)
    yield fake
    search.connect(before)
