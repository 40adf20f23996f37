from typing import Any

import pytest

from matching.models import Suggestion
from matching.review import assignments, decisions
from matching.states import SuggestionState
from tests.factories import alliance_of, make_coordinator, make_suggestion
from tests.matching.reviewing import OTHERS, REVIEWERS, make_pair, person, stored
from ydeu.transitions import LostRace, TransitionRefused

pytestmark = pytest.mark.django_db


@pytest.mark.slow
@pytest.mark.parametrize("role", sorted(REVIEWERS | OTHERS))
@pytest.mark.parametrize("action", ["take", "hand over", "give back"])
@pytest.mark.parametrize("state", SuggestionState.values)
def test_every_state_action_and_role(state: str, action: str, role: str) -> None:
    pair = make_pair(state)
    user = person(role, pair)
    colleague = make_coordinator(alliance_of(pair.offer))
    to = {"take": user, "hand over": colleague, "give back": None}[action]
    before = stored(pair)
    if role in REVIEWERS and state in ("pending", "second"):
        assignments.assign(pair, to=to, by=user)
        event = pair.events.latest("pk")
        assert Suggestion.objects.get(pk=pair.pk).assignee == to
        assert (event.actor, event.from_state, event.to_state, event.assigned_to) == (user, state, state, to)
        assert pair.events.count() == len(before["events"]) + 1
    else:
        refusal = TransitionRefused if role in REVIEWERS else decisions.NotYourAlliance
        with pytest.raises(refusal):
            assignments.assign(pair, to=to, by=user)
        assert stored(pair) == before


@pytest.mark.parametrize("other", [make_coordinator, lambda: make_coordinator(is_active=False)])
def test_only_colleagues_are_handed_a_pair(other: Any) -> None:
    pair = make_suggestion()
    user = make_coordinator(alliance_of(pair.demand))
    before = stored(pair)
    with pytest.raises(assignments.NotAColleague):
        assignments.assign(pair, to=other(), by=user)
    assert stored(pair) == before


def test_of_two_who_take_it_at_once_one_gets_it() -> None:
    pair = make_suggestion()
    first, second = make_coordinator(alliance_of(pair.demand)), make_coordinator(alliance_of(pair.offer))
    stale = Suggestion.objects.get(pk=pair.pk)
    assignments.assign(pair, to=first, by=first)
    before = stored(pair)
    with pytest.raises(LostRace):
        assignments.assign(stale, to=second, by=second)
    assert stored(pair) == before


def test_a_decision_is_open_to_all_whoever_has_taken_the_pair() -> None:
    pair = make_suggestion()
    first, second = make_coordinator(alliance_of(pair.demand)), make_coordinator(alliance_of(pair.offer))
    assignments.assign(pair, to=first, by=first)
    decisions.reject(pair, by=second, reason="capacity")
    now = Suggestion.objects.get()
    assert (now.state, now.assignee, now.decided_by) == ("rejected", first, second)


def test_candidates_are_the_coordinators_of_both_alliances_and_whoever_asks() -> None:
    pair = make_suggestion()
    ours = make_coordinator(alliance_of(pair.demand), name="A")
    both = make_coordinator(alliance_of(pair.demand), alliance_of(pair.offer), name="B")
    make_coordinator(name="C")
    assert list(assignments.candidates_for(pair, by=ours)) == [ours, both]
