"""A sentence without an end for hundreds of characters is read in parts, and no value is torn."""

import pytest

from matching.requirements import Asked, Verdict, check
from matching.requirements.sentences import MOST_IN_PART, Sentence
from matching.requirements.statements import MOST_IN_TEXT

MET, NOT_MET, NOT_STATED = Verdict.MET, Verdict.NOT_MET, Verdict.NOT_STATED
_FILLING = {
    ",": "the frame is welded and the doors are of glass with two hinges each, ",
    ";": "frame welded from square tube; doors of glass; feet of rubber; ",
    "，": "机架焊接成形，门板为钢化玻璃，脚轮带锁，",
    " ": "frame welded doors glass feet rubber lamps bright ",
}


def _read(asked: Asked, text: str, filling: str, number: int) -> tuple[Verdict, str]:
    """The verdict and the value quoted if the text begins after so many characters."""
    whole = (filling * 40)[-number:] + text + filling * 6
    (found,) = check([asked], [("description", whole)])
    return found.verdict, whole[found.value_start : found.value_end]


@pytest.mark.parametrize("filling", _FILLING.values(), ids=["comma", "semicolon", "chinese", "blank"])
@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        (Asked("Fatigue life", "ge", "15000", "cycles"), "fatigue life 18 000 cycles", "18 000 cycles"),
        (Asked("Flow rate", "ge", "90", "L/min"), "flow rate no less than 95 L/min", "95 L/min"),
        (Asked("Suction head", "le", "9", "m"), "suction head does not exceed 7.5 m", "7.5 m"),
        (Asked("储存温度", "between", "-30~60", "℃"), "储存温度-40～70 ℃", "-40～70 ℃"),
        (Asked("额定载荷", "ge", "11000", "kg"), "额定载荷12 500 kg", "12 500 kg"),
    ],
)
def test_a_value_is_whole_wherever_it_stands(filling: str, asked: Asked, text: str, value: str) -> None:
    end = filling[-2:].strip("abcdefghijklmnopqrstuvwxyz") if filling.isascii() else "，"
    found = {_read(asked, text + end, filling, number) for number in range(500, 660, 3)}
    assert found == {(MET, value)}


@pytest.mark.parametrize("filling", [_FILLING[","], _FILLING["，"]])
@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (
            Asked("Weight", "le", "40", "kg"),
            "rival makers have machines with a glazed front and a weight of 65 kg, ",
        ),
        (
            Asked("Weight", "le", "70", "kg"),
            "rival makers have machines with a glazed front and a weight of 65 kg, ",
        ),
        (Asked("噪声", "le", "60", "dB"), "国外同类机型带有玻璃门板，其整机噪声为72 dB，"),
        (Asked("噪声", "le", "80", "dB"), "国外同类机型带有玻璃门板，其整机噪声为72 dB，"),
        (
            Asked("Weight", "le", "40", "kg"),
            "the next version will have a front of glass, a weight of 65 kg, ",
        ),
    ],
)
def test_what_is_said_of_others_stays_theirs(filling: str, asked: Asked, text: str) -> None:
    found = {_read(asked, text, filling, number)[0] for number in range(500, 660, 3)}
    assert found == {NOT_STATED}


def test_of_an_endless_sentence_nothing_speaks_against_the_offer() -> None:
    listed = "Other makers deliver: " + _FILLING[","] * 20 + "a weight of 65 kg, " + _FILLING[","]
    (found,) = check([Asked("Weight", "le", "40", "kg")], [("description", listed)])
    assert found.verdict is NOT_STATED


@pytest.mark.parametrize("row", ["1 bar ", "1 bar; ", "压力3 bar "])
def test_of_thousands_of_values_no_more_are_read_than_of_some_hundreds(
    row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    counts: list[int] = []
    whole = Sentence.around

    def counted(self: Sentence, number: int) -> tuple[str, str]:
        read.append(len(self.quantities))
        return whole(self, number)

    monkeypatch.setattr(Sentence, "around", counted)
    for number in (2 * MOST_IN_TEXT, 8 * MOST_IN_TEXT):
        check([Asked("Bubble point", "ge", "2.5", "bar")], [("description", row * number)])
        counts.append(len(read))
    assert max(read) <= MOST_IN_PART
    assert len(read) == 2 * counts[0]
