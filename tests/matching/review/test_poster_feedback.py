import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.enums import RejectionReason
from matching.review import decisions
from matching.review.poster_feedback import PairFeedback
from matching.review.rejection_advice import ADVICE
from tests.factories import make_admin, make_published_demand, make_suggestion
from ydeu.marketplace.poster_feedback import Advice, Outcome

pytestmark = pytest.mark.django_db


def test_every_reason_has_an_advice() -> None:
    assert list(ADVICE) == list(RejectionReason)
    assert all(str(text) for text in ADVICE.values())


def test_a_poster_learns_numbers_and_what_to_change() -> None:
    demand, user = make_published_demand(), make_admin()
    pairs = [make_suggestion(demand=demand) for _ in range(6)]
    decisions.approve(pairs[0], by=user)
    decisions.reject(pairs[1], by=user, reason="capacity", note="Inner.", poster_note="How many tonnes?")
    decisions.reject(pairs[2], by=user, reason="too_early")
    decisions.reject(pairs[3], by=user, reason="capacity")
    make_suggestion()
    assert PairFeedback().outcome_of(demand) == Outcome(
        in_review=2,
        approved=1,
        advice=[
            Advice(
                "Capacity or size mismatch", str(ADVICE[RejectionReason.CAPACITY]), 2, ["How many tonnes?"]
            ),
            Advice("Too early stage", str(ADVICE[RejectionReason.TOO_EARLY]), 1, []),
        ],
    )
    assert PairFeedback().outcome_of(pairs[5].offer) == Outcome(in_review=1)


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 3, 50])
def test_three_queries_however_many_pairs(count: int) -> None:
    demand, user = make_published_demand(), make_admin()
    for _ in range(count):
        decisions.reject(make_suggestion(demand=demand), by=user, reason="capacity", poster_note="More.")
    with CaptureQueriesContext(connection) as queries:
        PairFeedback().outcome_of(demand)
    assert len(queries) == 3
