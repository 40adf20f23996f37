import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.requirements import Asked, Check, Verdict, Why, check
from matching.requirements.quantities import Role, quantities_in
from matching.requirements.statements import statements_in
from matching.requirements.unit_reading import unit_of
from tests.requirements.cases import FILES, cases_of

BUBBLE_POINT = Asked("Bubble point", "ge", "2.5", "bar")

(BAR,) = {unit.dimensions for name in ("bar",) if (unit := unit_of(name))}
TEXTS = [case.offer for file in FILES for case in cases_of(file)]


def only(asked: Asked, text: str, field: str = "description") -> Check:
    (found,) = check([asked], [(field, text)])
    return found


def test_asked_at_least_two_and_a_half_bar_and_the_offer_says_320_kilopascals() -> None:
    text = "A membrane for alkaline cells. Its bubble point is 320 kPa at 20 °C! Width 2 m."
    found = only(BUBBLE_POINT, text)
    assert (found.verdict, found.why, found.field) == (Verdict.MET, Why.STATED, "description")
    assert text[found.start : found.end] == "Its bubble point is 320 kPa at 20 °C!"
    assert text[found.value_start : found.value_end] == "320 kPa"


@pytest.mark.parametrize(
    "text",
    [
        "Competing membranes reach a bubble point of 2 bar.",
        "We plan a bubble point of 3 bar by 2028.",
        "传统隔膜泡点只有1.2 bar。",
        "泡点目标为3 bar。",
        "The standard requires a bubble point of 1 bar.",
    ],
)
def test_what_others_reach_and_what_is_planned_is_quoted_and_never_held_against_the_offer(text: str) -> None:
    found = only(BUBBLE_POINT, text)
    assert (found.verdict, found.why) == (Verdict.NOT_STATED, Why.DOUBTFUL)
    assert text[found.start : found.end] == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Wear rate", "Hard chrome has a wear rate of 2.1 mg/h."),
        ("Wear rate", "Uncoated steel shows a wear rate of 3.4 mg/h."),
        ("Wear rate", "The film is 4 µm thick. Nickel-phosphorus gives a wear rate of 1.8 mg/h, it lasts."),
    ],
)
def test_a_product_that_is_named_for_the_first_time_may_be_another(name: str, text: str) -> None:
    found = only(Asked(name, "le", "1", "mg/h"), text)
    assert (found.verdict, found.why) == (Verdict.NOT_STATED, Why.DOUBTFUL)


@pytest.mark.parametrize(
    "text",
    [
        "The coating has a wear rate of 2.1 mg/h.",
        "Our film shows a wear rate of 2.1 mg/h.",
        "Wear rate reaches 2.1 mg/h.",
        "A coating of nickel boride. Nickel boride has a wear rate of 2.1 mg/h.",
    ],
)
def test_the_own_product_fails_if_its_value_does(text: str) -> None:
    assert only(Asked("Wear rate", "le", "1", "mg/h"), text).verdict is Verdict.NOT_MET


def test_another_way_of_making_it_is_not_held_against_the_offer() -> None:
    text = "Batch synthesis gives a yield of 82 %, so there is room for improvement."
    assert only(Asked("Yield", "ge", "90", "%"), text).verdict is Verdict.NOT_STATED


def test_from_one_value_down_to_another_means_the_last() -> None:
    asked = Asked("False alarms", "le", "10", "%")
    found = only(asked, "False alarms fell from 12.4 % to 7.1 % within a year.")
    assert found.verdict is Verdict.MET
    asked = Asked("False alarms", "le", "5", "%")
    assert only(asked, "False alarms fell from 12.4 % to 7.1 % within a year.").verdict is Verdict.NOT_MET


def test_a_range_that_only_overlaps_decides_nothing() -> None:
    found = only(BUBBLE_POINT, "Bubble point 2 to 3 bar, by grade.")
    assert (found.verdict, found.why) == (Verdict.NOT_STATED, Why.OVERLAP)


def test_a_value_at_another_temperature_decides_nothing() -> None:
    asked = Asked("Area resistance at 80 °C", "le", "0.2", "Ω·cm²")
    found = only(asked, "The area resistance is 0.35 Ω·cm² at 25 °C.")
    assert (found.verdict, found.why) == (Verdict.NOT_STATED, Why.CONDITION)


@pytest.mark.parametrize(
    ("operator", "value", "unit"),
    [
        ("ge", "三", "年"),
        ("ge", "36", "个月以上"),
        ("ge", "≥3", "年"),
        ("between", "3-5", "年"),
        ("between", "3 to 5", "years"),
        ("between", "36~60", "月"),
        ("eq", "4", "年"),
        ("ge", "1.4×10^3", "天"),
    ],
)
def test_a_value_is_read_however_it_is_written(operator: str, value: str, unit: str) -> None:
    asked = Asked("质保年限", operator, value, unit)
    assert only(asked, "整机质保四年。").verdict is Verdict.MET


def test_a_silent_offer_has_no_quote() -> None:
    found = only(BUBBLE_POINT, "A membrane of 500 µm.")
    assert found == Check(BUBBLE_POINT, Verdict.NOT_STATED, Why.SILENT)


@pytest.mark.parametrize(
    ("value", "unit", "verdict"),
    [
        ("about right", "", Verdict.NOT_STATED),
        ("", "bar", Verdict.NOT_STATED),
        ("2.5", "", Verdict.NOT_STATED),
    ],
)
def test_a_requirement_that_cannot_be_read_is_not_stated(value: str, unit: str, verdict: Verdict) -> None:
    assert only(Asked("Bubble point", "ge", value, unit), "Bubble point 3.2 bar.").verdict is verdict


@pytest.mark.parametrize(
    ("asked", "text", "verdict"),
    [
        (Asked("Protection", "ge", "IP67"), "Housing to IP68.", Verdict.MET),
        (Asked("Protection", "ge", "IP67"), "Housing to IP54.", Verdict.NOT_MET),
        (Asked("Protection", "eq", "IP67"), "外壳 ＩＰ67。", Verdict.MET),
        (Asked("接口", "contains", "RS-485"), "支持RS485与CAN。", Verdict.MET),
        (Asked("Black start", "contains", "black start"), "No black start is possible.", Verdict.NOT_STATED),
        (Asked("部署", "contains", "本地部署"), "Runs on-premises.", Verdict.MET),
        (Asked("Certificate", "contains", "ISO 9001"), "Certified to ISO 90012.", Verdict.NOT_STATED),
    ],
)
def test_words_and_codes(asked: Asked, text: str, verdict: Verdict) -> None:
    assert only(asked, text).verdict is verdict


def test_an_amount_in_the_price_needs_no_words_and_a_price_of_another_thing_is_none() -> None:
    asked = Asked("单价", "le", "45", "元/kg")
    assert only(asked, "38元/公斤", field="price").verdict is Verdict.MET
    assert only(Asked("单价", "le", "6", "元"), "每公斤165元", field="price").verdict is Verdict.NOT_STATED
    assert only(Asked("单价", "le", "6", "元"), "480万元", field="price").verdict is Verdict.NOT_STATED


def test_dollars_are_no_yuan() -> None:
    assert only(Asked("Price", "le", "45", "yuan/kg"), "Price 38 USD/kg.").verdict is Verdict.NOT_STATED


def test_the_quote_is_a_slice_of_the_original_text() -> None:
    text = "隔膜。面电阻为０.１８ Ω·㎝²（80 ℃）；厚度500 μm。"
    found = only(Asked("面电阻", "le", "0.2", "Ω·cm²"), text)
    assert text[found.value_start : found.value_end] == "０.１８ Ω·㎝²"
    assert text[found.start : found.end] == "面电阻为０.１８ Ω·㎝²（80 ℃）；厚度500 μm。"


def test_checks_come_in_the_order_of_the_requirements() -> None:
    rows = [Asked("Width", "ge", "2", "m"), BUBBLE_POINT, Asked("Colour", "contains", "blue")]
    found = check(rows, [("title", "Blue membrane"), ("description", "Bubble point 3.2 bar. Width 2.1 m.")])
    assert [(each.asked, each.verdict, each.field) for each in found] == [
        (rows[0], Verdict.MET, "description"),
        (rows[1], Verdict.MET, "description"),
        (rows[2], Verdict.MET, "title"),
    ]


@pytest.mark.parametrize(
    "text", ["", "。", "(((", "1" * 5000, "1/" * 3000, "一" * 3000, "5 mm × " * 800, "-" * 4000]
)
def test_odd_texts_are_read_in_time(text: str) -> None:
    assert only(BUBBLE_POINT, text).verdict is Verdict.NOT_STATED


def test_an_offer_is_read_once_for_many_demands() -> None:
    text = "Bubble point 3.2 bar, and nothing else in this text of its own."
    found = [statements_in(text, BAR)[0] for _ in range(3)]
    assert found[0] is found[1] is found[2]


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3).map(" ".join))
def test_no_value_is_lost_by_looking_at_units_first(text: str) -> None:
    """Sentences are passed over by their spellings. All that is read in them is found by its kind."""
    for each in quantities_in(text):
        if each.role is not Role.FORMER:
            for unit in each.readings:
                assert each.low in {said.quantity.low for said in statements_in(text, unit.dimensions)}, unit


ALPHABET = st.sampled_from(
    "0123456789.,-~×/·()%℃²³⁻⁵至到万亿两十每年 bar MPa kg泡点Bubble point of to and from不低于≥±，。；：:"
)
ROWS = [
    BUBBLE_POINT,
    Asked("泡点（25 ℃）", "between", "1~3", "bar"),
    Asked("Point", "contains", "bar 5"),
    Asked("尺寸", "ge", "4×3", "m"),
]


@pytest.mark.parametrize("piece", ["12 bridges 3 sensors per ", "1、", "检出限3 ppb耐晒4级"])
def test_a_table_without_full_stops_is_read_in_parts(piece: str) -> None:
    text = f"{piece * 2000}, bubble point 3 bar"
    (found,) = check([BUBBLE_POINT], [("description", text)])
    assert text[found.value_start : found.value_end] == "3 bar"


@pytest.mark.slow
@given(st.lists(ALPHABET, max_size=60).map("".join) | st.text(max_size=60))
def test_any_text_can_be_checked_and_quotes_lie_in_it(text: str) -> None:
    for found in check(ROWS, [("description", text)]):
        assert 0 <= found.start <= found.value_start <= found.value_end <= found.end <= len(text)
