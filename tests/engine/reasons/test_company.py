"""Words that count only in company, and words that stand in both texts by chance."""

import pytest

from matching.engine import Document, Engine, GlossaryTerm, Index, Lexicon
from matching.engine.lexicon.cedict import installed_entries
from tests.engine.reasons.market import reasons_of, words_of

pytestmark = pytest.mark.slow


def test_a_word_that_both_mention_in_passing_is_no_reason() -> None:
    demand = Document(1, "钢轨打磨小车", body="打磨后用显微镜检查。")
    passing, central = (
        Document(2, "酵母分离", body="分离后用显微镜观察。"),
        Document(3, "荧光显微镜和钢轨打磨"),
    )
    assert "显微镜" not in words_of(demand, passing)
    assert "显微镜" in words_of(demand, central)


@pytest.mark.parametrize(
    ("demand", "term", "offer", "piece"),
    [
        ("转录因子的调控，转录因子的表达", "转录因子", "转录组测序，转录组分析", "转录"),
        ("3D打印材料，3D打印车间", "3D打印", "打印设备，打印耗材", "打印"),
    ],
)
def test_a_word_that_always_stands_next_to_the_same_word_is_a_piece_of_a_term(
    demand: str, term: str, offer: str, piece: str
) -> None:
    assert piece not in words_of(demand, offer)
    assert any(term in reason for reason in words_of(demand, f"一种{term}"))


def test_a_phrase_says_something_even_in_passing() -> None:
    demand = Document(1, "桥梁巡检", body="巡检时用激光雷达扫描。")
    found = reasons_of(demand, Document(2, "果园采摘", body="小车装有激光雷达。"))
    assert [str(each) for each in found.mentions] == ["激光雷达"]


def test_an_english_word_of_many_senses_counts_if_both_listings_are_about_it_and_share_more() -> None:
    passing = Document(2, "Dyeing of glass", body="The yarn cracks if it is dry.")
    assert "Cracks" not in words_of("Cracks in glass", passing)
    assert "Cracks" not in words_of("Cracks in glass", "Cracks in yarn")
    assert "Cracks" not in words_of("Cracks in glass", "Cracks in yarn of glass")
    assert "Cracks" in words_of("Cracks in glass, seen by GPS", "Cracks in yarn and a GPS")


def test_an_ambiguous_translation_counts_if_both_listings_are_about_it_and_share_more() -> None:
    passing = Document(2, "Ceramic dyeing", body="The yarn cracks if it is dry.")
    assert "裂纹 = cracks" not in words_of("陶瓷裂纹", passing)
    assert "裂纹 = Cracks" in words_of("陶瓷裂纹，GPS", "Cracks in a ceramic, GPS")


@pytest.mark.parametrize(
    ("demand", "offer"),
    [
        ("矿山设备", "Mining of texts"),
        ("城市客车", "A bus for data"),
        ("噪声控制", "Noise in finance"),
        ("Recidivism forecasting", "地震预报与预测"),
        ("AI for mines", "AI杂志的历史"),
    ],
)
def test_a_word_that_may_mean_something_else_in_the_other_language_is_no_reason_alone(
    demand: str, offer: str
) -> None:
    assert words_of(demand, offer) == []


def test_a_usual_word_counts_only_if_both_listings_are_about_it() -> None:
    demand = Document(1, "桥梁监测")
    assert "监测" not in words_of(demand, Document(2, "酵母分离", body="分离后监测酸度。"))
    assert "监测" in words_of("石墨烯监测", Document(2, "石墨烯电极，酵母监测"))


@pytest.mark.parametrize("offer", ["铜的脱除", "脱除与GPS"])
def test_a_single_chinese_verb_is_a_reason_only_in_company(offer: str) -> None:
    assert ("脱除" in words_of("用GPS脱除碳酸盐", offer)) == ("GPS" in offer)


@pytest.mark.parametrize(
    ("demand", "offer"),
    [
        ("An app for Android phones", "一种喷涂机器人"),
        ("tests at the site of Crane near the river", "桥式起重机"),
    ],
)
def test_a_name_is_not_translated(demand: str, offer: str) -> None:
    assert words_of(demand, offer) == []


def test_a_name_is_no_common_word_of_the_other_text() -> None:
    common = "GPS for a mosaic of tiles"
    assert "Mosaic" not in words_of("GPS for the challenge called Mosaic by all", common)
    assert "mosaic" in words_of("GPS for the mosaic of all", common)


def test_a_word_that_one_text_is_not_about_is_a_reason_only_in_company() -> None:
    demand = Document(1, "汽车底盘", body="底盘带有弹簧。")
    central = Document(2, "阀门", ("弹簧",), "", "弹簧")
    assert "弹簧" not in words_of(demand, central)
    assert "弹簧" in words_of(Document(1, "弹簧"), central)
    often = Document(1, "汽车底盘", body="底盘带有弹簧，换弹簧，修弹簧。")
    assert "弹簧" in words_of(often, central)
    company = Document(2, "汽车底盘阀门", ("弹簧",), "", "弹簧")
    assert "弹簧" in words_of(demand, company)


SPELT = "Space Situational Awareness (SSA) of the navy, GPS"


@pytest.mark.parametrize(
    ("offer", "is_shown"),
    [
        ("S-band Single Access (SSA) contacts, GPS", False),
        ("SSA (Single Site Analysis), GPS", False),
        ("SSA for space objects, GPS", True),
        ("SSA sensors, GPS", True),
    ],
)
def test_an_acronym_that_both_texts_spell_out_has_to_stand_for_the_same(offer: str, is_shown: bool) -> None:
    assert ("SSA" in words_of(SPELT, offer)) == is_shown


def test_an_acronym_that_one_text_spells_out_with_words_the_other_lacks_needs_company() -> None:
    assert words_of(SPELT.removesuffix(", GPS"), "SSA sensors") == []
    assert words_of(SPELT.removesuffix(", GPS"), "SSA sensors for space") != []


def test_an_acronym_is_a_word_of_its_own_also_before_a_hyphen() -> None:
    assert "HIV" in words_of("HIV-related stigma", "HIV vaccines")


def test_a_granted_pair_of_the_glossary_is_a_reason_however_many_senses_its_words_have() -> None:
    demand, offer = Document(1, "坯布落机"), Document(2, "Textile care", body="Breaking of the web is rare.")
    known = Lexicon.of(installed_entries(), [GlossaryTerm("落机", "breaking", 1.0)])
    market = Index.build(Engine.fit([offer], [demand], lexicon=known), [offer], [demand])
    found = market.reasons(demand=demand, offer=offer).reasons
    assert "落机 = Breaking" not in words_of(demand, offer)
    assert [str(reason) for reason in found] == ["落机 = Breaking"]


def test_words_that_lack_company_are_mentions_and_no_reasons() -> None:
    alone = reasons_of("Cracks in glass", "Cracks in yarn of glass")
    assert (alone.reasons, {str(each) for each in alone.mentions}) == ((), {"Cracks", "glass"})
    together = reasons_of("Cracks in glass, seen by GPS", "Cracks in yarn and a GPS")
    assert {str(each) for each in together.reasons} == {"Cracks", "GPS"}
    assert together.mentions == ()
