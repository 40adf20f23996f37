"""One thing has one name in Chinese: a coordinator must not wonder whether two words mean the same."""

import polib
import pytest

from tests.pages.test_english import CATALOGUE

REVIEW = ("templates/matching/", "matching/review/", "matching/views/", "matching/enums", "matching/models/")
"""Where the texts about pairs stand."""


def chinese(*places: str) -> list[str]:
    """The translations of the texts in these places; without a place, all."""
    found = [
        entry
        for entry in polib.pofile(str(CATALOGUE))
        if not places or any(path.startswith(places) for path, _line in entry.occurrences)
    ]
    assert found
    return [text for entry in found for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("否决", "驳回"),  # to reject
        ("术语表", "术语对照表"),  # the glossary
        ("暂无供给", "暂无合适供给"),  # no offer yet: there are offers, but none that fits
    ],
)
def test_one_word_on_the_whole_site(wrong: str, right: str) -> None:
    texts = chinese()
    assert any(right in text for text in texts)
    assert [text for text in texts if wrong in text.replace(right, "")] == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("撮合", "配对"),  # a pair; 撮合 is what the site does as a whole
        ("审核", "评审"),  # to decide on a pair; 审核 is the moderation of a listing
        ("待审列表", "评审队列"),  # the queue
        ("得分", "匹配度"),  # the score
    ],
)
def test_one_word_on_the_pages_about_pairs(wrong: str, right: str) -> None:
    texts = chinese(*REVIEW)
    assert any(right in text for text in texts)
    assert [text for text in texts if wrong in text] == []
