"""The cut of Chinese runs, and the words inside compounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine.reasons.cuts import cut, parts_of

CHINESE = st.text(
    st.sampled_from("绝缘边薄膜电池锂离子石墨烯材料管理系统处器理中国科学院的具体面议析分"), max_size=30
)


@given(CHINESE)
def test_the_words_cover_the_run(run: str) -> None:
    words = cut(run)
    assert sum(word.length for word in words) == len(run)
    for word in words:
        assert all(0 < start < word.length for start in word.inner)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("管理系统", ("管理", "系统")),
        ("电动汽车", ("电动", "汽车")),
        ("锂电池", ("锂", "电池")),
        ("处理器", ("处理器",)),
        ("病毒性", ("病毒性",)),
        ("导热性", ("导热性",)),
        ("电池", ("电池",)),
        ("绝缘材料", ("绝缘", "材料")),
    ],
)
def test_a_compound_is_divided_where_its_words_cover_it(compound: str, parts: tuple[str, ...]) -> None:
    assert parts_of(compound) == parts


def test_a_headword_joins_the_words_that_it_consists_of() -> None:
    assert [word.length for word in cut("石墨烯电极")] == [2, 1, 2]
    assert [word.length for word in cut("石墨烯电极", [(0, 3)])] == [3, 2]
