from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from matching.introductions import contracts
from matching.models import FollowUp, IntroductionContract
from tests.matching.introduced import Cast, happened, make_cast, make_introduction, stored, told
from ydeu.transitions import LostRace, TransitionRefused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_a_contract_is_recorded_once_with_all_that_is_known(cast: Cast) -> None:
    introduction = make_introduction(cast, "negotiating")
    contracts.sign(
        introduction,
        by=cast.seller,
        mode="joint_development",
        signed_on=date(2026, 8, 31),
        amount_band="200_1000",
        registration_number="2026310000001",
    )
    row = IntroductionContract.objects.values().get()
    assert row["recorded_at"] is not None
    assert {name: value for name, value in row.items() if name not in ("id", "recorded_at")} == {
        "introduction_id": introduction.pk,
        "mode": "joint_development",
        "signed_on": date(2026, 8, 31),
        "amount_band": "200_1000",
        "registration_number": "2026310000001",
        "recorded_by_id": cast.seller.pk,
    }
    introduction.refresh_from_db()
    assert introduction.state == "contract_signed"
    assert told() == [("introduction_moved", cast.buyer), ("introduction_moved", cast.demand_coordinator)]
    with pytest.raises((TransitionRefused, LostRace)):
        contracts.sign(
            introduction, by=cast.buyer, mode="license", signed_on=date(2026, 8, 31), amount_band="10_50"
        )


def test_both_sides_are_to_be_asked_after_6_and_12_months(cast: Cast) -> None:
    introduction = make_introduction(cast, "negotiating")
    contracts.sign(
        introduction, by=cast.seller, mode="license", signed_on=date(2026, 8, 31), amount_band="10_50"
    )
    rows = FollowUp.objects.order_by("due_on", "side").values_list("side", "months", "due_on", "asked_at")
    assert list(rows) == [
        ("demand", 6, date(2027, 2, 28), None),
        ("offer", 6, date(2027, 2, 28), None),
        ("demand", 12, date(2027, 8, 31), None),
        ("offer", 12, date(2027, 8, 31), None),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "marriage"},
        {"amount_band": "negotiable"},
        {"amount_band": ""},
        {"signed_on": timezone.localdate() + timedelta(days=2)},
    ],
)
def test_what_cannot_be_a_contract_leaves_no_trace(wrong: dict[str, object], cast: Cast) -> None:
    introduction = make_introduction(cast, "negotiating")
    before = stored()
    details: dict[str, Any] = {
        "mode": "license",
        "signed_on": timezone.localdate(),
        "amount_band": "10_50",
        **wrong,
    }
    with pytest.raises(contracts.NotAContract):
        contracts.sign(introduction, by=cast.seller, **details)
    assert stored() == before


def test_the_mark_of_a_confidentiality_agreement_can_be_corrected(cast: Cast) -> None:
    introduction = make_introduction(cast, "connected")
    contracts.mark_nda(introduction, by=cast.buyer, signed_on=date(2026, 3, 1))
    contracts.mark_nda(introduction, by=cast.demand_coordinator, signed_on=date(2026, 3, 2))
    introduction.refresh_from_db()
    assert introduction.nda_signed_on == date(2026, 3, 2)
    notes = [event.note for event in introduction.events.filter(what="nda_signed")]
    assert notes == ["2026-03-01", "2026-03-02"]
    with pytest.raises(contracts.NotAContract):
        contracts.mark_nda(introduction, by=cast.buyer, signed_on=timezone.localdate() + timedelta(days=2))


def test_each_side_consents_for_itself_to_be_told_of(cast: Cast) -> None:
    introduction = make_introduction(cast, "contract_signed")
    contracts.tell_story(introduction, by=cast.seller, may_be_told=True)
    assert dict(introduction.sides.values_list("side", "may_be_told")) == {"offer": True, "demand": None}
    contracts.tell_story(introduction, by=cast.seller, may_be_told=False)
    contracts.tell_story(introduction, by=cast.buyer, may_be_told=True)
    assert dict(introduction.sides.values_list("side", "may_be_told")) == {"offer": False, "demand": True}
    assert happened(introduction)[-1] == ("story", "contract_signed", "contract_signed")
