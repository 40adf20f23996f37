"""Cells as people write them, each read by its meaning."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from ydeu.marketplace.enums import BudgetBand, ListingKind
from ydeu.marketplace.importing.cells import BadCell, Meant, Reader, plain, value_of, words
from ydeu.marketplace.importing.columns import readers_of
from ydeu.marketplace.importing.dates import day
from ydeu.marketplace.importing.headings import column_of
from ydeu.marketplace.importing.levels import level
from ydeu.marketplace.importing.money import award, budget
from ydeu.marketplace.importing.requirements import requirements

REGIONS = readers_of(ListingKind.DEMAND)["target_regions"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def refused(reader: Reader, said: object) -> str:
    with pytest.raises(BadCell) as refusal:
        reader(said)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2027/3/1 0:00", "2027-03-01"),
        ("2027-03-01T08:30:00", "2027-03-01"),
        ("20270301", "2027-03-01"),
        ("2027年3月", "2027-03-31"),
        ("2028/2", "2028-02-29"),
        ("２０２７年３月１日", "2027-03-01"),
        ("2027年3月1号", "2027-03-01"),
        ("2027年3月1日（星期一）", "2027-03-01"),
        ("2027—03—01", "2027-03-01"),
        ("二〇二七年十一月二十九日", "2027-11-29"),
        ("2027年底", "2027-12-31"),
        ("2027年第一季度", "2027-03-31"),
        ("2027年4季度", "2027-12-31"),
        ("2027年上半年", "2027-06-30"),
        ("2027年6月底前", "2027-06-30"),
        ("1 March 2027", "2027-03-01"),
        ("Mar 1, 2027", "2027-03-01"),
        ("31/12/2027", "2027-12-31"),
        ("12/31/2027", "2027-12-31"),
        ("46355", "2026-11-29"),
        (46355, "2026-11-29"),
    ],
)
def test_dates(said: object, meant: str) -> None:
    assert value_of(day(said)) == date.fromisoformat(meant)


def test_a_date_that_could_be_two_or_none_is_refused() -> None:
    assert refused(day, "3/1/2027") == "“3/1/2027” could mean two days. Please write it like 2026-12-31."
    assert refused(day, "2027年13月") == "“2027年13月” is not in the calendar."
    assert refused(day, "长期有效") == "“长期有效” is not a date like 2026-12-31."
    assert refused(day, "12") == "“12” is not a date like 2026-12-31."


@pytest.mark.parametrize(
    ("said", "band"),
    [
        ("50-200万元", "50_200"),
        ("50～200万", "50_200"),
        ("50万－200万元", "50_200"),
        ("人民币10万至50万", "10_50"),
        ("100万元", "50_200"),
        ("约 300 万元", "200_1000"),
        ("800,000元", "50_200"),
        ("80w", "50_200"),
        ("10万元以下", "under_10"),
        ("不超过8万", "under_10"),
        ("1000万以上", "over_1000"),
        ("2千万", "over_1000"),
        ("1.5亿元", "over_1000"),
        ("¥2 million", "200_1000"),
        ("面议", "negotiable"),
        ("待定", "negotiable"),
        ("50–200 万元", "50_200"),
    ],
)
def test_budgets(said: str, band: str) -> None:
    assert value_of(budget(said)) == band


def test_a_budget_in_two_bands_another_currency_or_no_unit_is_refused() -> None:
    bands = "; ".join(map(str, BudgetBand.labels))
    assert refused(budget, "30～80万元") == f"“30～80万元” lies in more than one band. Please choose: {bands}"
    assert refused(budget, "100万以下") == f"“100万以下” lies in more than one band. Please choose: {bands}"
    assert refused(budget, "100万美元") == "“100万美元” is in another currency. Please give it in yuan."
    assert refused(budget, "$100k") == "“$100k” is in another currency. Please give it in yuan."
    assert refused(budget, "100") == "“100” is not an amount like 50 万元."
    assert refused(budget, "很多") == "“很多” is not an amount like 50 万元."


@pytest.mark.parametrize(
    ("said", "units"),
    [("50", 50), (50.0, 50), ("50万元", 50), ("50 万", 50), ("500,000元", 50), ("0.1亿", 1000)],
)
def test_awards(said: object, units: int) -> None:
    assert value_of(award(said)) == units


@pytest.mark.parametrize(
    ("said", "lowest", "told"),
    [
        ("TRL4-5", 4, "TRL 4, the lowest of TRL 4–5"),
        ("TRL 6～TRL 8", 6, "TRL 6, the lowest of TRL 6–8"),
        ("7级", 7, "TRL 7"),
        ("七级", 7, "TRL 7"),
        ("第7级", 7, "TRL 7"),
        ("7-8级", 7, "TRL 7, the lowest of TRL 7–8"),
        ("小试/中试", 4, "TRL 4, the lowest of TRL 4–6"),
        ("小试", 4, "TRL 4"),
        ("中试", 5, "TRL 5, the lowest of TRL 5–6"),
        ("产业化", 9, "TRL 9"),
        ("TRL-6", 6, "TRL 6"),
        ("Level 5", 5, "TRL 5"),
        ("6级以上", 6, "TRL 6"),
    ],
)
def test_levels(said: str, lowest: int, told: str) -> None:
    assert level(said) == Meant(lowest, told)


@pytest.mark.parametrize(
    "said", ["TRL 5", "5", "trl5", "TRL 5：相关环境验证", "TRL 5: validated in a relevant environment"]
)
def test_a_level_as_it_is_usually_written_needs_no_word(said: str) -> None:
    assert level(said) == 5


@pytest.mark.parametrize("said", ["12", "0", "4-12", "成熟", "TRL"])
def test_what_is_no_level_is_refused(said: str) -> None:
    assert refused(level, said) == f"“{said}” is not a readiness level from 1 to 9."


@pytest.mark.parametrize(
    ("said", "operator"),
    [
        *(
            (sign, "ge")
            for sign in ("≥", ">=", "≧", "⩾", "≮", "不低于", "不小于", "大于等于", "不少于", "at least", "ge")
        ),
        *((sign, "le") for sign in ("≤", "<=", "≦", "⩽", "不高于", "不大于", "小于等于", "不超过")),
        *((sign, "eq") for sign in ("=", "＝", "等于")),
        *((sign, "between") for sign in ("介于", "区间", "~")),
        *((sign, "contains") for sign in ("包含", "含")),
    ],
)
@pytest.mark.parametrize("bar", ["|", "｜", " ｜ "])
def test_comparisons(said: str, operator: str, bar: str) -> None:
    (found,) = value_of(requirements(bar.join(["循环寿命", said, "3000", "次"])))
    assert (found.name, found.operator, found.value, found.unit) == ("循环寿命", operator, "3000", "次")


def test_a_requirement_in_one_piece_and_how_it_was_read() -> None:
    read = requirements("循环寿命≥3000次；耐温：不低于 150 ℃；厚度 ≦ 20-30 µm；外观 | 优于 | 样品 | | 希望")
    assert isinstance(read, Meant)
    assert read.told == (
        "循环寿命 | at least | 3000 | 次 | Must; 耐温 | at least | 150 | ℃ | Must; "
        "厚度 | at most | 20-30 | µm | Must; 外观 | at least | 样品 |  | Nice to have"
    )


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("江苏", ["32"]),
        ("江苏、浙江，上海", ["32", "33", "31"]),
        ("Jiangsu Province", ["32"]),
        ("320000", ["32"]),
        (320000, ["32"]),
        ("32;3301", ["32", "33"]),
        ("江浙沪", ["31", "32", "33"]),
        ("长三角", ["31", "32", "33", "34"]),
        ("苏州市", ["32"]),
        ("上海 安徽", ["31", "34"]),
        ("浙江和安徽", ["33", "34"]),
        ("沪/苏", ["31", "32"]),
        ("江苏省;Shanghai", ["32", "31"]),
    ],
)
def test_regions(said: object, codes: list[str]) -> None:
    assert value_of(REGIONS(said)) == codes


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_known_choices_are_told_by_their_labels_in_the_language_of_the_reader(language: str) -> None:
    labels = {"en": "Shanghai; Jiangsu; Zhejiang; Anhui", "zh-hans": "上海市; 江苏省; 浙江省; 安徽省"}
    with override(language):
        message = refused(REGIONS, "广东")
        for reader in (*readers_of(ListingKind.OFFER).items(), *readers_of(ListingKind.DEMAND).items()):
            assert not {"under_10", "lab_tested", "joint_development", "patent"} & set(
                _told(*reader).split("; ")
            )
    assert message.endswith(labels[language])


def _told(_name: str, reader: Reader) -> str:
    try:
        reader("?")
    except BadCell as refusal:
        return str(refusal).rpartition(":")[2].strip()
    return ""


@pytest.mark.parametrize(
    ("column", "said", "codes"),
    [
        ("cooperation_modes", "技术转让/许可", ["transfer", "license"]),
        ("cooperation_modes", "联合开发、技术入股", ["joint_development", "equity"]),
        ("ip_types", "发明专利，软著", ["patent", "software"]),
        ("stage", "中试", "demonstrable"),
        ("visibility", "匿名", "anonymous"),
        ("strategic_industry", "新材料产业", "materials"),
        ("chain_segment", "上游环节", "upstream"),
        ("ipr_status", "申请中", "applied"),
    ],
)
def test_other_words_for_choices(column: str, said: str, codes: Any) -> None:
    read = readers_of(ListingKind.OFFER)[column](said)
    assert isinstance(read, Meant)
    assert read.value == codes


@pytest.mark.parametrize("said", ["a、b，c；d", "a; b, c;d", "a\nb\nc\nd;a", "a、、b,,c;；d"])
def test_lists_are_split_as_in_the_form(said: str) -> None:
    assert words(said) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("\u200b电池\ufeff", "电池"),
        ("\xa0电池\u3000", "电池"),
        ("a\xa0b", "a b"),
        ("a\r\nb\x0bc\x07", "a\nb\nc"),
        ("'=SUM", "=SUM"),
        ("'0012", "0012"),
        ("'tis", "'tis"),
        (12.0, "12"),
    ],
)
def test_texts(cell: object, text: str) -> None:
    assert plain(cell) == text


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("*标题", "title"),
        ("标题（必填）", "title"),
        ("1、标题", "title"),
        ("项目名称", "title"),
        ("标题 Title", "title"),
        ("Title/标题", "title"),
        ("标 题", "title"),
        ("关键词", "technology_keywords"),
        ("所属联盟", "alliance"),
        ("统一社会信用代码", "enterprise"),
        ("单位名称", "organisation"),
        ("有效期", "valid_until"),
        ("技术成熟度（TRL）", "trl"),
        ("参考价格（万元）", "indicative_price"),
        ("联系人", ""),
        ("序号", ""),
        ("标题摘要", ""),
    ],
)
def test_headings(heading: str, column: str) -> None:
    assert column_of(ListingKind.OFFER, heading) == column
