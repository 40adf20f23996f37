from datetime import timedelta

import pytest
from django.utils import timezone

from matching.introductions import board, messages
from matching.introductions.permissions import Action
from matching.models import Introduction, IntroductionStep
from tests.matching.introduced import Cast, make_cast, make_introduction
from ydeu.marketplace.models import Demand

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = timezone.localdate()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def another(cast: Cast, state: str, late_by: int | None = None) -> Introduction:
    """An introduction with the same coordinators, between other enterprises."""
    more = make_cast()
    introduction = make_introduction(more, state)
    Demand.objects.filter(pk=more.demand.pk).update(alliance=cast.demand.alliance)
    if late_by is not None:
        due_on = TODAY - timedelta(days=late_by)
        IntroductionStep.objects.create(
            introduction=introduction, text="Call", assignee="offer", due_on=due_on
        )
    return introduction


def test_a_column_a_state_with_what_is_late_on_top(cast: Cast) -> None:
    soon, late, later = (another(cast, "connected", late_by=days) for days in (-3, 1, 5))
    closed = another(cast, "closed_no_deal", late_by=9)
    seen = Introduction.objects.visible_to(cast.demand_coordinator)
    columns = board.columns(seen, cast.demand_coordinator)
    shown = {str(column.state): [card.introduction for card in column.cards] for column in columns}
    assert shown == {
        "consent_pending": [],
        "connected": [later, late, soon],
        "meeting": [],
        "negotiating": [],
        "contract_signed": [],
        "closed_no_deal": [closed],
        "dormant": [],
    }
    assert set(seen.overdue(TODAY)) == {later, late}


@pytest.mark.slow
def test_a_column_shows_so_many_and_counts_all(cast: Cast) -> None:
    for _ in range(board.PER_COLUMN + 2):
        another(cast, "meeting")
    late = another(cast, "meeting", late_by=1)
    column = board.columns(Introduction.objects.visible_to(cast.demand_coordinator), cast.demand_coordinator)[
        2
    ]
    assert (column.total, len(column.cards)) == (board.PER_COLUMN + 3, board.PER_COLUMN)
    assert column.cards[0].introduction == late


def test_a_card_has_what_its_reader_may_do_and_has_not_read(cast: Cast) -> None:
    introduction = make_introduction(cast, "negotiating")
    messages.write(introduction, by=cast.buyer, text="Our lawyers agree.")
    for user, unread in ((cast.seller, 1), (cast.buyer, 0), (cast.admin, 1)):
        (card,) = board.columns(Introduction.objects.visible_to(user), user)[3].cards
        assert (card.unread, card.moves) == (unread, [Action.SIGN, Action.REST, Action.CLOSE])
    assert board.columns(Introduction.objects.visible_to(cast.stranger), cast.stranger)[3].cards == []


def test_a_side_that_has_not_answered_has_no_moves(cast: Cast) -> None:
    make_introduction(cast)
    for user, moves in ((cast.seller, []), (cast.demand_coordinator, [Action.REST, Action.CLOSE])):
        (card,) = board.columns(Introduction.objects.visible_to(user), user)[0].cards
        assert card.moves == moves
