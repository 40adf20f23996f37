"""Names are told by their capitals, which are counted once a text."""

import pytest

from matching.engine import Document
from matching.engine.reasons.wording import Wording
from tests.engine.reasons.market import reasons_of

SENTENCE = "The Andropump Works Well With Andropump Parts. "


@pytest.mark.parametrize("times", [20, 80])
def test_the_words_of_a_long_text_are_read_for_capitals_once(
    monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    written, count = Wording.written, [0]

    def counting(self: Wording, first: int, stop: int) -> str:
        count[0] += 1
        return written(self, first, stop)

    monkeypatch.setattr(Wording, "written", counting)
    body = SENTENCE * times
    found = reasons_of(
        Document(71, "Andropump wanted", (), "", body), Document(72, "Andropump", (), "", body)
    )
    assert found.reasons
    assert count[0] < 12 * len(body.split())
