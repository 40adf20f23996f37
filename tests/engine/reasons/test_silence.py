"""What is asked and not mentioned: keywords, requirements and specific phrases that the offer lacks."""

from collections.abc import Sequence

import pytest

from matching.engine import Document
from tests.engine.reasons.market import document, index

pytestmark = pytest.mark.slow


def missing_of(demand: Document | str, offer: Document | str, properties: Sequence[str] = ()) -> list[str]:
    pair = {"demand": document(demand), "offer": document(offer)}
    return [each.text for each in index().missing(**pair, properties=properties)]


def test_a_specific_phrase_that_the_offer_lacks_is_missing() -> None:
    assert missing_of("耐高温绝缘薄膜，用于电机绕组", "耐高温绝缘薄膜") == ["电机绕组"]
    assert missing_of("Graphene membrane for desalination", "A graphene membrane") == ["desalination"]


def test_what_the_offer_holds_in_either_language_is_not_missing() -> None:
    assert missing_of("陶瓷轴承", "Ceramic bearings") == []
    assert missing_of("waste water", "纺织废水") == []


def test_general_words_and_numbers_are_never_missing() -> None:
    assert missing_of("我公司希望寻求合作，年产110吨，性能正常", "绝缘薄膜") == []
    assert missing_of("We are looking for similar solutions that allow 0.06", "graphene") == []


def test_the_title_and_keywords_come_before_the_other_texts() -> None:
    demand = Document(1, "绝缘薄膜", ("钛合金",), "", "石墨烯涂层，石墨烯涂层，石墨烯涂层。")
    assert missing_of(demand, "机器人")[:2] == ["钛合金", "绝缘薄膜"]


def test_the_name_of_a_requirement_is_missing_even_if_it_is_a_general_word() -> None:
    demand = Document(1, "绝缘薄膜", body="温度 180 ℃\n击穿场强 120 kV/mm")
    assert "温度" not in missing_of(demand, "绝缘薄膜")
    assert missing_of(demand, "绝缘薄膜", properties=("温度",))[0] == "温度"
    assert "温度" not in missing_of(demand, "绝缘薄膜，温度高", properties=("温度",))


def test_a_word_that_the_dictionary_cannot_translate_is_not_called_missing_in_the_other_language() -> None:
    assert missing_of("热浸锌", "Wind turbine blades") == []
    assert missing_of("热浸锌", "风力发电机叶片") == ["热浸锌"]
    assert missing_of("陶瓷轴承", "Wind turbine blades") == ["陶瓷轴承"]


def test_missing_spans_point_into_the_demand() -> None:
    demand = Document(1, "绝缘薄膜", ("电机绕组",), "", "用于电机绕组。")
    [missing] = index().missing(demand=demand, offer=document("绝缘薄膜"))
    assert [demand.text(field)[start:end] for field, start, end in missing.demand_spans] == ["电机绕组"] * 2
    assert 0 < missing.weight < 1


@pytest.mark.parametrize("text", ["我司柔轮图纸", "我厂柔轮图纸", "本公司柔轮图纸", "贵司柔轮图纸"])
def test_nobody_asks_for_the_firm_itself(text: str) -> None:
    assert missing_of(Document(1, "减速器", body=f"{text}。"), "水泵") == ["减速器", "柔轮图纸"]


def test_characters_that_only_look_like_a_word_are_not_called_missing() -> None:
    demand = Document(1, "石墨烯", body="电池簇热失控，动力电池簇热管理。")
    assert "簇热" not in missing_of(demand, "动力电池")
    assert "用耐" not in missing_of("刻蚀腔体用耐等离子体陶瓷", "水泵")


def test_a_keyword_is_missing_even_if_no_dictionary_knows_it() -> None:
    assert "柔轮" in missing_of(Document(1, "减速器", ("柔轮",)), "水泵")


def test_numbers_divide_what_is_missing() -> None:
    demand = Document(1, "石墨烯", body="膜厚 25 μm 细胞毒性 2 级 隔膜宽度 1.9 m")
    assert all(not any(map(str.isdigit, each)) for each in missing_of(demand, "水泵"))
    assert "细胞毒性" in missing_of(demand, "水泵")
