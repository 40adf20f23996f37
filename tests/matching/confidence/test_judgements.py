"""Which decisions count, and as what."""

import pytest

from matching.confidence import judgements
from matching.confidence.judgements import AGAINST_THE_MATCH, SILENT_ON_THE_MATCH
from matching.enums import Answer, CloseReason, DeclineReason, Origin, RejectionReason
from matching.introductions import lifecycle
from matching.models import Suggestion
from matching.states import IntroductionState, SuggestionState
from tests.factories import (
    make_alliance,
    make_published_demand,
    make_published_offer,
    make_suggestion,
)
from tests.matching.introduced import make_cast, make_introduction

pytestmark = pytest.mark.django_db


def found() -> dict[int, float]:
    """1 or 0 for each pair whose decision counts."""
    read = judgements.read()
    return dict(zip(read.pairs.tolist(), read.worth.tolist(), strict=True))


def rejected(reason: str, **fields: object) -> Suggestion:
    return make_suggestion(state=SuggestionState.REJECTED, reason=reason, strength=1.0, **decided(), **fields)


def decided() -> dict[str, object]:
    return {"decided_at": "2026-03-02T08:00:00+08:00"}


def test_every_reason_counts_or_says_nothing_about_the_match() -> None:
    assert set(RejectionReason) == AGAINST_THE_MATCH | SILENT_ON_THE_MATCH
    assert AGAINST_THE_MATCH.isdisjoint(SILENT_ON_THE_MATCH)


@pytest.mark.slow
def test_a_rejection_counts_against_the_pair_only_if_its_reason_is_about_the_match() -> None:
    offer, demand = make_published_offer(), make_published_demand
    pairs = {reason: rejected(reason, offer=offer, demand=demand()) for reason in RejectionReason}
    assert found() == {pairs[reason].pk: 0.0 for reason in AGAINST_THE_MATCH}


def test_what_nobody_has_judged_does_not_count() -> None:
    for state in SuggestionState:
        if state not in (SuggestionState.APPROVED, SuggestionState.REJECTED):
            make_suggestion(state=state, strength=1.0)
    make_suggestion(state=SuggestionState.APPROVED, strength=0.0, **decided())
    make_suggestion(state=SuggestionState.APPROVED, strength=1.0, origin=Origin.MEMBER, **decided())
    assert found() == {}


@pytest.mark.parametrize(
    ("changes", "worth"),
    [
        ({"state": IntroductionState.CONTRACT_SIGNED}, 1.0),
        ({"state": IntroductionState.CLOSED_NO_DEAL, "close_reason": CloseReason.TECHNICAL}, 0.0),
        ({"state": IntroductionState.CLOSED_NO_DEAL, "close_reason": CloseReason.PRICE}, 1.0),
        ({"state": IntroductionState.NEGOTIATING}, 1.0),
    ],
)
def test_an_introduction_that_failed_technically_was_not_worth_it(
    changes: dict[str, str], worth: float
) -> None:
    introduction = make_introduction(make_cast(), **changes)
    Suggestion.objects.update(base_strength=1.0)
    assert found() == {introduction.suggestion_id: worth}


@pytest.mark.parametrize(
    ("reason", "worth"), [(DeclineReason.TECHNICAL_MISMATCH, 0.0), (DeclineReason.CAPACITY, 1.0)]
)
def test_a_side_that_declines_technically_refutes_the_approval(reason: str, worth: float) -> None:
    cast = make_cast()
    introduction = make_introduction(cast)
    Suggestion.objects.update(base_strength=1.0)
    lifecycle.decline(introduction, introduction.sides.get(side="demand"), by=cast.buyer, reason=reason)
    assert introduction.sides.get(side="demand").state == Answer.DECLINED
    assert found() == {introduction.suggestion_id: worth}


def test_decisions_belong_to_the_alliance_that_asks_and_come_in_the_order_of_time() -> None:
    ours, theirs = make_alliance(), make_alliance()
    demand, offer = make_published_demand(alliance=ours), make_published_offer(alliance=theirs)
    later = rejected("too_early", demand=demand, offer=offer)
    Suggestion.objects.filter(pk=later.pk).update(decided_at="2026-05-02T08:00:00+08:00")
    first = rejected("too_early", demand=demand)
    orphan = rejected("too_early", demand=make_published_demand(alliance=None), offer=offer)

    assert judgements.read(ours.pk).pairs.tolist() == [first.pk, later.pk]
    assert judgements.read(theirs.pk).pairs.tolist() == [orphan.pk]
    assert judgements.alliances_with_judgements() == sorted([ours.pk, theirs.pk])


def test_the_digest_differs_if_one_decision_is_turned() -> None:
    pair = rejected("too_early")
    before = judgements.read().digest()
    assert judgements.read().digest() == before
    Suggestion.objects.filter(pk=pair.pk).update(state=SuggestionState.APPROVED)
    assert judgements.read().digest() != before


def test_a_decision_without_a_moment_teaches_no_scale() -> None:
    mismatch = RejectionReason.TECHNICAL_MISMATCH
    make_suggestion(state=SuggestionState.REJECTED, reason=mismatch, decided_at=None)
    assert found() == {}
