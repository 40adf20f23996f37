"""The engine reports the terms of a glossary that it cannot read, and no others."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matching.engine.lexicon.glossary import Obstacle, obstacle_of_en, obstacle_of_zh
from matching.engine.lexicon.phrases import Phrases
from matching.engine.text.characters import CODE_POINTS, points_of
from matching.engine.text.folding import Fold
from matching.engine.text.normalise import normalise
from tests.engine.hard_texts import LISTING_TEXTS

AS_IT_IS = Fold(points_of("".join(map(chr, range(CODE_POINTS)))))
PIECES = ("电池", "锂", "battery", "3d", "x", "a", "use", "10 kwh", " ", "-", "（", "·", "/", "膜" * 9)
TERMS = st.one_of(LISTING_TEXTS, st.lists(st.sampled_from(PIECES), max_size=8).map("".join))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("电池", None),
        ("的", None),
        ("3d打印", None),
        ("kg级", None),
        ("《电池》", None),
        ("膜" * 12, None),
        ("膜" * 13, Obstacle.TOO_LONG),
        ("3d 打印", Obstacle.APART),
        ("固态 电池", Obstacle.APART),
        ("锂（离子）电池", Obstacle.APART),
        ("a股", Obstacle.FUNCTION_WORD),
        ("a 股", Obstacle.FUNCTION_WORD),
        ("battery", Obstacle.EMPTY),
        ("", Obstacle.EMPTY),
    ],
)
def test_what_stands_against_a_chinese_term(term: str, expected: Obstacle | None) -> None:
    assert obstacle_of_zh(term) is expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("battery", None),
        ("state of the art", None),
        ("solid-state battery", None),
        ("a b c d e f g", None),
        ("b c d e f g b", None),
        ("b c d e f g h", Obstacle.TOO_LONG),
        ("of the", Obstacle.EMPTY),
        ("use", Obstacle.EMPTY),
        ("-", Obstacle.EMPTY),
        ("电池 pack", Obstacle.MIXED),
    ],
)
def test_what_stands_against_an_english_term(term: str, expected: Obstacle | None) -> None:
    assert obstacle_of_en(term) is expected


@pytest.mark.slow
@given(TERMS)
@example("x 射线")
def test_a_headword_is_read_if_nothing_stands_against_it(text: str) -> None:
    term = normalise(text)
    is_read = bool(Phrases.of_headwords([term], AS_IT_IS).lengths[0])
    assert (obstacle_of_zh(term) is None) == is_read


@given(TERMS)
def test_a_gloss_is_read_if_nothing_stands_against_it(text: str) -> None:
    term = normalise(text)
    is_read = bool(Phrases.of_glosses([term], AS_IT_IS).lengths[0])
    obstacle = obstacle_of_en(term)
    assert obstacle is Obstacle.MIXED or (obstacle is None) == is_read
