import pytest
from django.utils.safestring import SafeString

from matching.confidence import generic
from matching.engine import Missing
from matching.models import GenericPhrase
from matching.review.pair_detail import MAX_REASONS, Ground, is_named, not_answered, pair_of
from matching.states import PhraseState
from matching.suggestions.explanations import shared_keywords
from tests.factories import alliance_of, make_demand, make_offer, make_suggestion
from ydeu.marketplace.models import Requirement

pytestmark = pytest.mark.django_db


def test_shared_terms_are_marked_in_every_field_of_both_texts() -> None:
    demand = make_demand(
        title="Ceramic coating wanted",
        technology_keywords=["ceramic", "wear <test>"],
        market_keywords=["valves"],
        summary="A maker of valves, with plasma spraying.",
        description="The ceramic layer must hold.",
        problem="Steel wears out; ceramic does not.",
    )
    offer = make_offer(
        title="Ceramic powder",
        technology_keywords=["powder", "valves"],
        summary="Powder for plasma spraying.",
        description="Our ceramic is fine.",
        advantages="Finest ceramic.",
    )
    pair = pair_of(make_suggestion(demand=demand, offer=offer))
    assert pair.demand.title == "<mark>Ceramic</mark> coating wanted"
    assert pair.demand.keywords == ["<mark>ceramic</mark>", "wear &lt;test&gt;", "<mark>valves</mark>"]
    assert "<mark>ceramic</mark> layer" in pair.demand.description
    assert pair.demand.remainder == "Steel wears out; <mark>ceramic</mark> does not."
    assert pair.offer.description == "Our <mark>ceramic</mark> is fine."
    assert pair.offer.remainder == "Finest <mark>ceramic</mark>."
    assert isinstance(pair.offer.title, SafeString)


def test_the_remainder_of_a_demand_holds_its_figures() -> None:
    demand = make_demand(description="", problem="")
    Requirement.objects.create(demand=demand, name="Hardness", value="1200", unit="HV")
    pair = pair_of(make_suggestion(demand=demand))
    assert (pair.demand.description, pair.demand.remainder) == ("", "")
    assert pair.demand.figures == ["Hardness at least 1200 HV"]


def test_figures_read_like_sentences_and_keep_the_marks_of_their_reasons() -> None:
    rows = [
        ("Black start", "contains", "black start", ""),
        ("Operating temperature", "between", "-40~165", "℃"),
        ("Ceramic hardness", "ge", "1200", "HV"),
        ("Coating", "contains", "ceramic", ""),
    ]
    demand = make_demand(title="Ceramic coating wanted", description="Ceramic.", problem="It wears <out>.")
    for name, operator, value, unit in rows:
        Requirement.objects.create(demand=demand, name=name, operator=operator, value=value, unit=unit)
    offer = make_offer(title="Ceramic powder", description="Our ceramic is fine.")
    pair = pair_of(make_suggestion(demand=demand, offer=offer))
    assert pair.demand.remainder == "It wears &lt;out&gt;."
    assert pair.demand.figures == [
        "Black start",
        "Operating temperature -40 to 165 ℃",
        "<mark>Ceramic</mark> hardness at least 1200 HV",
        "Coating contains <mark>ceramic</mark>",
    ]
    assert pair_of(make_suggestion()).offer.figures == []


def test_the_shares_and_what_they_leave_unnamed_add_up_to_all_of_the_score() -> None:
    pair = pair_of(make_suggestion())
    assert 0 < pair.unnamed_percent < 100
    assert sum(round(reason.percent) for reason in pair.reasons) + pair.unnamed_percent == 100


def test_keywords_of_both_are_named_and_marked_as_a_whole() -> None:
    demand = make_demand(technology_keywords=["Black start", "wear", "new <system>"])
    offer = make_offer(technology_keywords=["NEW <SYSTEM>", "black start"])
    pair = pair_of(make_suggestion(demand=demand, offer=offer))
    assert [reason.text for reason in pair.reasons if reason.text == "Black start"]
    assert pair.other_keywords == ["new <system>"]
    marked = ["<mark>Black start</mark>", "<mark>new &lt;system&gt;</mark>"]
    assert [pair.demand.keywords[0], pair.demand.keywords[2]] == marked
    assert pair.offer.keywords == ["<mark>NEW &lt;SYSTEM&gt;</mark>", "<mark>black start</mark>"]


def test_a_keyword_that_is_a_reason_is_named_once() -> None:
    words = {"technology_keywords": ["Lithium battery"], "title": "A", "summary": ""}
    suggestion = make_suggestion(demand=make_demand(**words), offer=make_offer(**words))
    pair = pair_of(suggestion)
    assert "lithium battery" in [reason.text.casefold() for reason in pair.reasons]
    assert (pair.other_keywords, pair.offer.keywords) == ([], ["<mark>Lithium battery</mark>"])


def test_a_reason_inside_a_keyword_of_both_is_named_and_marked_as_the_keyword() -> None:
    words = {"technology_keywords": ["多参量融合", "ISO 14067"], "summary": ""}
    demand = make_demand(title="以多参量融合预警", description="按 ISO 14067 核算", problem="", **words)
    offer = make_offer(title="多参量融合探测器", description="依据 ISO 14067", advantages="", **words)
    pair = pair_of(make_suggestion(demand=demand, offer=offer))
    said = [ground.text for ground in pair.reasons]
    assert "多参量融合" in said
    assert not {"参量融合", "参量", "ISO"} & set(said)
    assert pair.offer.title == "<mark>多参量融合</mark>探测器"


def test_a_keyword_inside_a_reason_is_not_named_again() -> None:
    assert is_named("临界电流", ["临界电流测量"])
    assert is_named("MEMS", ["mems"])
    assert not is_named("art", ["smart sensor"])
    assert not is_named("柔轮", ["谐波减速器"])


def test_a_keyword_that_is_generic_in_the_alliance_is_no_reason() -> None:
    words = {"technology_keywords": ["sensor", "PZT"]}
    suggestion = make_suggestion(demand=make_demand(**words), offer=make_offer(**words))
    alliance = alliance_of(suggestion.demand)
    GenericPhrase.objects.create(
        alliance=alliance, phrase="Sensor", state=PhraseState.GRANTED, mismatches=5, approvals=0
    )
    assert shared_keywords(suggestion, generic.granted()) == ["PZT"]


def test_shares_are_parts_of_the_score_heaviest_first() -> None:
    pair = pair_of(make_suggestion())
    fractions = [reason.fraction for reason in pair.reasons]
    assert fractions == sorted(fractions, reverse=True)
    assert 0 < len(fractions) <= MAX_REASONS
    assert 0.3 < sum(fractions) <= 1
    assert pair.reasons[0].percent == pytest.approx(100 * fractions[0])


def test_what_is_asked_and_not_offered_is_named() -> None:
    demand = make_demand(title="Graphene membrane for desalination")
    pair = pair_of(make_suggestion(demand=demand))
    assert "graphene" in " ".join(ground.text for ground in pair.missing).lower()


def test_a_requirement_that_the_offer_does_not_mention_is_named() -> None:
    demand = make_demand(title="Ceramic coating wanted")
    Requirement.objects.create(demand=demand, name="Temperature", value="1200", unit="K")
    assert pair_of(make_suggestion(demand=demand)).missing[1].text == "Temperature"


def test_only_the_reasons_are_marked() -> None:
    demand = make_demand(title="绝缘薄膜，具体面议", description="绝缘性能好")
    offer = make_offer(title="聚酰亚胺绝缘薄膜", description="在边缘，体面")
    pair = pair_of(make_suggestion(demand=demand, offer=offer))
    assert (pair.demand.title, pair.offer.title) == (
        "<mark>绝缘薄膜</mark>，具体面议",
        "聚酰亚胺<mark>绝缘薄膜</mark>",
    )
    assert "缘</mark>" not in pair.offer.description
    assert "体面" in pair.offer.description


def test_a_ground_knows_its_chinese_and_its_english_side() -> None:
    assert [
        (each.zh, each.en) for each in (Ground("隔膜", "membrane", 1), Ground("membrane", "隔膜", 1))
    ] == [("隔膜", "membrane")] * 2
    assert (Ground("隔膜", "", 1).en, Ground("PVC", "", 1).zh) == ("", "")


def test_texts_without_anything_in_common_can_be_shown() -> None:
    nothing = {"technology_keywords": [], "summary": "", "description": ""}
    pair = pair_of(
        make_suggestion(
            demand=make_demand(title="Xylophone", problem="", **nothing),
            offer=make_offer(title="Zeppelin", advantages="", **nothing),
        )
    )
    assert (pair.reasons, pair.offer.title) == ([], "Zeppelin")


def test_what_the_table_of_requirements_quotes_is_not_called_missing() -> None:
    demand = make_demand(title="Coater wanted", description="Sheet width and drum speed matter.", problem="")
    Requirement.objects.create(demand=demand, name="Sheet width", operator="ge", value="2", unit="m")
    Requirement.objects.create(demand=demand, name="Drum speed", operator="ge", value="9", unit="m/s")
    offer = make_offer(title="Coater", description="The sheet width is 2.1 m.", advantages="")
    pair = pair_of(make_suggestion(demand=demand, offer=offer))
    verdicts = {each.requirement.name: each.said for each in pair.requirements}
    assert verdicts == {"Sheet width": "met", "Drum speed": "not stated"}
    assert pair.has_open_requirements
    assert not pair_of(make_suggestion()).has_open_requirements
    missing = not_answered(
        [Missing(text, 0.1, ()) for text in ("sheet width", "width", "Width 2", "Drum speed")],
        pair.requirements,
    )
    assert [each.text for each in missing] == ["Drum speed"]
