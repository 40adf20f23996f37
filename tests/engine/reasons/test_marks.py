"""Marks of a search: whole words, as they stand or translated, nothing cut out of another word."""

import pytest

from matching.engine import Document
from tests.engine.reasons.market import index

pytestmark = pytest.mark.slow


def marked(query: str, text: str) -> list[str]:
    (spans,) = index().marks(Document(0, query), [Document(0, text)])
    return [text[start:end] for _field, start, end in spans]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("电池", "锂离子电池与电池箱", ["电池", "电池"]),
        ("气体传感器", "一体传感器和氢气传感器", ["传感器", "传感器"]),
        ("气体传感器", "半导体气体传感器", ["气体", "传感器"]),
        ("laser", "光刻与抛光", []),
        ("laser", "激光光刻", ["激光"]),
        ("锂电池", "Lithium battery separator", ["Lithium battery"]),
        ("lasers of the kind", "a laser for the eye", ["laser"]),
        ("AI", "train with AI", ["AI"]),
        ("膜", "污水处理膜组件", ["膜"]),
        ("的膜", "污水处理膜的组件", []),
        ("機器人", "机器人关节", ["机器人"]),
        ("", "电池", []),
        ("电池", "", []),
    ],
)
def test_whole_words_are_marked(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


def test_each_text_has_its_own_marks() -> None:
    texts = [Document(0, "电池"), Document(0, "电机"), Document(0, keywords=("电池", "电机"))]
    found = index().marks(Document(0, "电机"), texts)
    assert found == [(), (("title", 0, 2),), (("keywords", 4, 6),)]
    assert index().marks(Document(0, "电机"), []) == []
