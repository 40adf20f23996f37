"""Introductions as cards in one column per state. Each card has the actions that its reader may take."""

from collections.abc import Iterable
from typing import NamedTuple

from matching.introductions.disclosure import Party, Viewer
from matching.introductions.permissions import Action, may
from matching.models import Introduction, IntroductionMessage, IntroductionStep
from matching.models.introduction import IntroductionQuerySet
from matching.states import IntroductionState
from ydeu.accounts.models import User

PER_COLUMN = 10
MOVES = (Action.MEET, Action.NEGOTIATE, Action.SIGN, Action.WAKE, Action.REST, Action.CLOSE)
"""In the order of their buttons on a card."""


class Card(NamedTuple):
    introduction: Introduction
    parties: list[Party]
    step: IntroductionStep | None
    unread: int
    moves: list[Action]


class Column(NamedTuple):
    state: IntroductionState
    total: int
    cards: list[Card]


def columns(found: IntroductionQuerySet, user: User) -> list[Column]:
    """One column per state with its first cards. Introductions with a late next step come first."""
    totals = found.count_of_states()
    shown = found.first_of_each_state(PER_COLUMN).with_parties().with_open_step()
    cards = cards_of(list(shown), user)
    return [
        Column(state, totals.get(state, 0), [card for card in cards if card.introduction.state == state])
        for state in IntroductionState
    ]


def cards_of(introductions: Iterable[Introduction], user: User) -> list[Card]:
    """A card per introduction, in the same order. The rows must be read with their parties and next steps."""
    rows, viewer = list(introductions), Viewer.of(user)
    unread = IntroductionMessage.objects.unread_by(user).count_by_introduction([row.pk for row in rows])
    return [
        Card(
            introduction=row,
            parties=viewer.parties(row),
            step=row.next_step,
            unread=unread.get(row.pk, 0),
            moves=[action for action in MOVES if may(row, action, viewer)],
        )
        for row in rows
    ]
