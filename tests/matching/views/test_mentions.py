"""A pair without a reason: its page names the words that both texts hold, and says what they are worth."""

import pytest
from django.test import Client

from matching.engine import Reason, Reasons
from matching.review import pair_detail
from tests.factories import alliance_of, make_coordinator, make_suggestion

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Both texts mention optical · Optical = 光学. Such words may mean something else"),
        ("zh-hans", "两份文本都提到：optical · Optical = 光学。"),
    ],
)
def test_the_page_names_words_that_say_little_alone(
    language: str, said: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    mentions = (Reason("optical", "", 0.4, (), ()), Reason("Optical", "光学", 0.1, (), ()))
    monkeypatch.setattr(pair_detail, "reasons", lambda _suggestion, _granted: Reasons((), mentions))
    pair = make_suggestion()
    client.force_login(make_coordinator(alliance_of(pair.demand)))

    page = client.get(pair.get_absolute_url(), headers={"accept-language": language}).content.decode()

    assert said in " ".join(page.split())
