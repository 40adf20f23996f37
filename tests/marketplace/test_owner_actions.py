import pytest

from tests.factories import make_offer, make_user
from ydeu.marketplace.owner_actions import MOVES, make, moves_of
from ydeu.marketplace.states import TRANSITIONS, State
from ydeu.transitions import TransitionRefused

pytestmark = pytest.mark.django_db

OPEN = {
    State.DRAFT: ["submit"],
    State.SUBMITTED: [],
    State.CHANGES_REQUESTED: ["submit"],
    State.REJECTED: ["archive"],
    State.PUBLISHED: ["pause", "fulfil", "withdraw"],
    State.PAUSED: ["resume"],
    State.FULFILLED: ["archive"],
    State.WITHDRAWN: ["archive"],
    State.EXPIRED: ["renew", "archive"],
    State.ARCHIVED: [],
}


@pytest.mark.parametrize("state", State)
def test_the_buttons_of_each_state(state: State) -> None:
    assert [move.action for move in moves_of(make_offer(state=state))] == OPEN[state]


@pytest.mark.parametrize("state", State)
def test_no_button_asks_for_what_the_table_forbids(state: State) -> None:
    assert all(state in TRANSITIONS for move in MOVES.values() if state in move.sources)


def test_a_submitted_listing_is_not_published_by_its_owner() -> None:
    offer = make_offer(state=State.SUBMITTED)

    with pytest.raises(TransitionRefused):
        make(MOVES["resume"], offer, by=make_user())

    offer.refresh_from_db()
    assert (offer.state, offer.events.count()) == ("submitted", 0)
