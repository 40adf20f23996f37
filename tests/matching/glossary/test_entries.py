"""The glossary: one spelling and one row per pair, and the terms that an index reads."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from matching.engine.lexicon.glossary import GlossaryTerm
from matching.glossary import entries
from matching.glossary.entries import Pair
from matching.models import GlossaryEntry
from tests.factories import make_admin
from ydeu.transitions import LostRace

pytestmark = pytest.mark.django_db

NO_CHINESE = "Write the Chinese term here, with at least one Chinese character: 电池."
NO_ENGLISH = "Write the English term here, with at least one Latin letter: battery."
APART = "Write the Chinese term as one word, without spaces or signs in it: 3d打印, not 3d 打印."
TOO_LONG = (
    "The matcher reads a Chinese term of at most 12 characters; a Latin word or a number counts as one. "
    "Shorten this one, or divide it into several pairs."
)
FUNCTION_WORD = (
    "The matcher passes over small English words such as “a”, “of” or “use”, also within a Chinese term. "
    "Leave such a pair out."
)
NOTHING_ELSE = (
    "The matcher passes over small English words such as “a”, “of” or “use”, and there is no other here. "
    "Name the thing itself: battery."
)
TOO_LONG_IN_ENGLISH = (
    "The matcher reads an English term of at most 6 words; small ones such as “a” or “of” do not count. "
    "Shorten this one, or divide it into several pairs."
)
MIXED = "Write the English term without Chinese characters: battery pack, not 电池 pack."


def make_entry(zh: str = "电池", en: str = "battery", **fields: Any) -> GlossaryEntry:
    return GlossaryEntry.objects.create(zh=zh, en=en, **fields)


def faults(language: str = "en", **fields: Any) -> dict[str, list[str]]:
    with translation.override(language):
        try:
            GlossaryEntry(**{"zh": "电池", "en": "battery", **fields}).full_clean()
        except ValidationError as error:
            return dict(error.message_dict)
    return {}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (("  固态电池 ", " Solid-State\t Battery  "), ("固态电池", "solid-state battery")),
        (("Ｘ射线", "Ｘ-ｒａｙ"), ("x射线", "x-ray")),
        (("\u3000㎏级", "kg\u00a0class"), ("kg级", "kg class")),
    ],
)
def test_a_pair_has_one_spelling_whichever_way_it_comes_in(
    typed: tuple[str, str], stored: tuple[str, str]
) -> None:
    checked = GlossaryEntry(zh=typed[0], en=typed[1])
    checked.full_clean()
    assert (checked.zh, checked.en) == stored
    GlossaryEntry.objects.bulk_create([GlossaryEntry(zh=typed[0], en=typed[1])])
    assert GlossaryEntry.objects.values_list("zh", "en").get() == stored
    assert GlossaryEntry.objects.filter(zh=typed[0], en=typed[1]).exists()


def test_a_pair_is_there_once_however_it_is_spelled() -> None:
    make_entry()
    assert faults(zh=" 电池", en="BATTERY") == {
        "__all__": ["This pair is in the glossary already: change its weight there."]
    }
    assert faults("zh-hans", en="Battery") == {"__all__": ["术语对照表中已有该词对，请直接修改其权重。"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(en="Battery ")
    make_entry(en="cell")


def test_each_term_is_of_its_language() -> None:
    assert faults(zh="battery", en="电池") == {"zh": [NO_CHINESE], "en": [NO_ENGLISH]}
    assert faults("zh-hans", zh="battery", en="12") == {
        "zh": ["请在此填写中文术语，至少包含一个汉字，例如：电池。"],
        "en": ["请在此填写英文术语，至少包含一个英文字母，例如：battery。"],
    }
    assert faults(zh="PID控制", en="é-learning") == {}


@pytest.mark.parametrize(
    ("typed", "column", "told"),
    [
        ({"zh": "3D 打印"}, "zh", APART),
        ({"zh": "锂（离子）电池"}, "zh", APART),
        ({"zh": "锂" * 13}, "zh", TOO_LONG),
        ({"zh": "A股"}, "zh", FUNCTION_WORD),
        ({"en": "Of the"}, "en", NOTHING_ELSE),
        ({"en": "in b c d e f g h"}, "en", TOO_LONG_IN_ENGLISH),
        ({"en": "电池 pack"}, "en", MIXED),
    ],
)
def test_what_the_matcher_cannot_read_is_refused_with_what_to_do(
    typed: dict[str, str], column: str, told: str
) -> None:
    assert faults(**typed) == {column: [told]}


def test_what_to_do_is_told_in_chinese_too() -> None:
    assert faults("zh-hans", zh="锂" * 13, en="use of") == {
        "zh": [
            "系统最多识别 12 个字的中文术语，其中一个英文单词或数字按一个字计。请缩短，或拆分为多个词对。"
        ],
        "en": [
            (
                "系统匹配时会略过 a、of、use 等英文虚词和常用词，而此处没有其他词。"
                "请直接写出事物名称，例如：battery。"
            )
        ],
    }


@pytest.mark.parametrize("weight", ["0", "0.05", "1", "2.00"])
def test_a_weight_from_0_to_2(weight: str) -> None:
    assert faults(weight=weight) == {}


@pytest.mark.parametrize("weight", ["-0.01", "2.01", "3", "nan", "much", "", "0.333"])
def test_no_other_weight(weight: str) -> None:
    assert list(faults(weight=weight)) == ["weight"]


@pytest.mark.parametrize("weight", ["-0.01", "2.01"])
def test_the_database_itself_refuses_other_weights(weight: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_entry(weight=weight)


def test_an_index_reads_all_pairs_in_one_order(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for zh, en, weight in [("锂", "lithium", 1), ("电池", "cell", "0.5"), ("电池", "battery", 0)]:
        make_entry(zh, en, weight=weight)
    with django_assert_num_queries(1):
        found = entries.engine_terms()
    assert found == (
        GlossaryTerm("电池", "battery", 0.0),
        GlossaryTerm("电池", "cell", 0.5),
        GlossaryTerm("锂", "lithium", 1.0),
    )
    with django_assert_num_queries(1):
        now = entries.fingerprint()
    with django_assert_num_queries(0):
        assert entries.fingerprint(found) == now


def test_the_fingerprint_of_no_pairs_is_one_too() -> None:
    assert (entries.engine_terms(), entries.fingerprint()) == ((), entries.fingerprint(()))


@pytest.mark.parametrize(
    ("edit", "differs"),
    [
        (lambda entry: make_entry("锂", "lithium"), True),
        (lambda entry: entry.delete(), True),
        (lambda entry: GlossaryEntry.objects.update(weight="0.99"), True),
        (lambda entry: GlossaryEntry.objects.update(en="cell"), True),
        (lambda entry: GlossaryEntry.objects.update(note="From the standard"), False),
        (lambda entry: GlossaryEntry.objects.update(weight="1.00", en="Battery"), False),
    ],
)
def test_the_fingerprint_differs_when_the_matcher_would_see_it(
    edit: Callable[[GlossaryEntry], object], differs: bool
) -> None:
    entry = make_entry()
    before = entries.fingerprint()
    edit(entry)
    assert (entries.fingerprint() != before) is differs


def test_taking_over_adds_updates_and_leaves_what_is_not_said() -> None:
    first, second = make_admin(), make_admin()
    make_entry("锂", "lithium", weight="0.5", note="standard", created_by=first, updated_by=first)
    make_entry("镍", "nickel", weight="0.5", note="standard")
    pairs = [
        Pair("电池", "battery"),
        Pair("锂", "lithium", Decimal(2)),
        Pair("镍", "nickel", Decimal("0.50"), "standard"),
    ]
    done = entries.import_pairs(pairs, by=second)
    assert ([str(entry) for entry in done.new], done.same) == (["电池 = battery"], 1)
    assert [change[1:] for change in done.changed] == [(Decimal("0.5"), "standard")]
    rows = GlossaryEntry.objects.values_list("zh", "weight", "note", "created_by", "updated_by")
    assert sorted(rows) == [
        ("电池", Decimal(1), "", second.pk, second.pk),
        ("锂", Decimal(2), "standard", first.pk, second.pk),
        ("镍", Decimal("0.5"), "standard", None, None),
    ]


def test_taking_over_asks_the_database_as_often_for_many_pairs(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    admin = make_admin()
    for first, last in ((1, 2), (2, 100)):
        pairs = [Pair(f"电池{number}", f"battery {number}") for number in range(first, last)]
        with django_assert_num_queries(4):  # a savepoint and its release, the existing rows, the new ones
            entries.import_pairs(pairs, by=admin)


def test_who_loses_a_race_for_a_new_pair_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    known = make_entry("锂", "lithium")
    stale = entries.plan_import([Pair("锂", "lithium", Decimal(2)), Pair("电池", "battery")])
    make_entry(note="of the other person")
    monkeypatch.setattr(entries, "plan_import", lambda _pairs: stale)
    with pytest.raises(LostRace):
        entries.import_pairs([], by=make_admin())
    known.refresh_from_db()
    assert (known.weight, GlossaryEntry.objects.count()) == (Decimal(1), 2)
