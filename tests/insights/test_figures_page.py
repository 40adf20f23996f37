"""The page of figures, and their place on the home page."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from matching.models import Suggestion
from matching.states import SuggestionState
from tests.factories import make_suggestion
from ydeu.insights.figure import FEWEST

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered() -> None:
    """Enough demands that were answered in time, and one that was not."""
    now = timezone.now()
    for number in range(FEWEST + 1):
        pair = make_suggestion(state=SuggestionState.REJECTED)
        decided_at = now - timedelta(days=9 if number else 1)
        Suggestion.objects.filter(pk=pair.pk).update(due_at=now - timedelta(days=5), decided_at=decided_at)


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize(
    ("language", "name", "value", "few"),
    [
        ("en", "Demands answered in time", "83.3 %", "too few cases"),
        ("zh-hans", "按时答复的需求", "83.3 %", "样本不足"),
    ],
)
def test_a_visitor_reads_the_figures(language: str, name: str, value: str, few: str, client: Client) -> None:
    for address in ("/figures/", "/"):
        cache.clear()
        page = client.get(address, headers={"accept-language": language})
        text = " ".join(page.content.decode().split())
        assert page.status_code == 200
        assert name in text
        assert value in text
        assert (few in text) == (address == "/figures/")


def test_without_enough_cases_the_home_page_says_nothing_of_figures(client: Client) -> None:
    assert (
        "Demands answered in time" not in client.get("/", headers={"accept-language": "en"}).content.decode()
    )


@pytest.mark.usefixtures("answered")
def test_what_is_kept_is_read_in_each_language(client: Client) -> None:
    for language, name in (("zh-hans", "按时答复的需求"), ("en", "Demands answered in time")):
        assert name in client.get("/figures/", headers={"accept-language": language}).content.decode()


@pytest.mark.usefixtures("answered")
def test_they_are_counted_once_an_hour(client: Client) -> None:
    before = client.get("/figures/").context["figures"]
    Suggestion.objects.update(decided_at=None)
    assert client.get("/figures/").context["figures"][0].value == before[0].value
    cache.clear()
    assert client.get("/figures/").context["figures"][0].value == 0
