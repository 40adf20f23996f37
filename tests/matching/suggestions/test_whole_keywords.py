import pytest

from matching.engine import Document, Reason, Reasons
from matching.suggestions.whole_keywords import is_piece, with_whole_keywords

DEMAND = Document(0, title="多参量融合预警", summary="参量融合", keywords=("多参量融合",))
OFFER = Document(1, title="多参量融合探测器")


def reason(text: str, share: float, at: int = 1, translation: str = "") -> Reason:
    span = ("title", at, at + len(text))
    return Reason(text, translation, share, (span, ("summary", 0, len(text))), (span,))


def test_a_piece_of_a_keyword_of_both_becomes_the_keyword_where_the_text_holds_it() -> None:
    found = Reasons((reason("参量融合", 0.1),))
    (whole,) = with_whole_keywords(found, DEMAND, OFFER, ["多参量融合"]).reasons
    assert (whole.text, whole.share) == ("多参量融合", 0.1)
    assert whole.demand_spans == (("title", 0, 5), ("summary", 0, 4))
    assert whole.offer_spans == (("title", 0, 5),)


def test_pieces_of_one_keyword_are_one_reason_and_the_heaviest_comes_first() -> None:
    found = Reasons((reason("探测器", 0.15), reason("参量", 0.1), reason("融合", 0.08, at=3)))
    said = with_whole_keywords(found, DEMAND, OFFER, ["多参量融合"]).reasons
    assert [(each.text, round(each.share, 2)) for each in said] == [("多参量融合", 0.18), ("探测器", 0.15)]
    assert said[0].offer_spans == (("title", 0, 5),)


def test_a_reason_with_a_translation_stays_as_it_is() -> None:
    found = Reasons((reason("参量", 0.1, translation="parameter"),))
    assert with_whole_keywords(found, DEMAND, OFFER, ["多参量融合"]) == found


@pytest.mark.parametrize(
    ("phrase", "whole", "expected"),
    [
        ("ISO", "ISO 14067", True),
        ("signal", "Signal-to-noise", True),
        ("融合", "多参量融合", True),
        ("art", "smart sensor", False),
        ("gripper", "grippers", False),
        ("GRIPPER", "gripper", False),
        ("R74", "R744", False),
    ],
)
def test_a_latin_word_is_a_piece_only_as_a_whole_word(phrase: str, whole: str, expected: bool) -> None:
    assert is_piece(phrase, whole) is expected
