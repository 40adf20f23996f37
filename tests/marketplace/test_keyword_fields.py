import pytest

from tests.factories import make_offer
from ydeu.marketplace.keyword_fields import split_keywords
from ydeu.marketplace.models import Offer


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("battery", ["battery"]),
        (
            "固态电池；电解质，隔膜、负极,anode;cathode",
            ["固态电池", "电解质", "隔膜", "负极", "anode", "cathode"],
        ),
        ("one\r\ntwo\nthree", ["one", "two", "three"]),
        (" ;, Lithium  battery ;;", ["Lithium battery"]),
        ("Battery; cell; battery; BATTERY", ["Battery", "cell"]),
    ],
)
def test_keywords_are_split_at_every_usual_separator(typed: str, expected: list[str]) -> None:
    assert split_keywords(typed) == expected


@pytest.mark.django_db
def test_keywords_come_back_as_a_list() -> None:
    offer = make_offer(technology_keywords=["固态 电池", "a\nb"], market_keywords=[])

    stored = Offer.objects.get(pk=offer.pk)

    assert (stored.technology_keywords, stored.market_keywords) == (["固态 电池", "a b"], [])


@pytest.mark.django_db
def test_a_chinese_keyword_is_found_by_a_part_of_it() -> None:
    offer = make_offer(technology_keywords=["固态电池", "电解质"])

    found = Offer.objects.filter(technology_keywords__icontains="态电")

    assert list(found) == [offer]


@pytest.mark.django_db
def test_no_punctuation_of_the_storage_is_found() -> None:
    make_offer(technology_keywords=["固态电池", "电解质"])

    assert [
        Offer.objects.filter(technology_keywords__icontains=sign).count() for sign in ('"', "[", "u56fa")
    ] == [0, 0, 0]
