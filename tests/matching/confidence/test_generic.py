"""A phrase that led the matcher astray five times is proposed, and an administrator decides."""

import pytest

from matching.confidence import generic
from matching.enums import RejectionReason
from matching.models import GenericPhrase, Suggestion
from matching.states import SuggestionState
from tests.factories import make_admin, make_alliance, make_published_demand, make_suggestion, make_user
from ydeu.alliances.models import Alliance
from ydeu.audit.models import Entry
from ydeu.transitions import TransitionRefused

pytestmark = pytest.mark.django_db

MISMATCH = RejectionReason.TECHNICAL_MISMATCH


def reject(alliance: Alliance, times: int, terms: list[str], reason: str = MISMATCH) -> None:
    for _each in range(times):
        demand = make_published_demand(alliance=alliance)
        make_suggestion(demand=demand, state=SuggestionState.REJECTED, reason=reason, terms=terms)


def proposed() -> list[tuple[int, str, int, int, str]]:
    rows = GenericPhrase.objects.order_by("alliance", "phrase")
    return list(rows.values_list("alliance", "phrase", "mismatches", "approvals", "state"))


def test_five_technical_mismatches_on_a_phrase_propose_it_and_four_do_not() -> None:
    ours, theirs = make_alliance(), make_alliance()
    reject(ours, 4, ["system", "battery"])
    reject(theirs, 1, ["system", "battery"])
    assert (generic.propose(), proposed()) == (0, [])

    reject(ours, 1, ["system"])
    assert generic.propose() == 1
    assert proposed() == [(ours.pk, "system", 5, 0, "proposed")]


def test_other_reasons_do_not_count() -> None:
    alliance = make_alliance()
    reject(alliance, 5, ["system"], RejectionReason.TOO_EARLY)
    assert (generic.propose(), proposed()) == (0, [])


def test_a_word_and_its_translation_are_two_phrases() -> None:
    alliance = make_alliance()
    reject(alliance, 3, ["系统 = system"])
    reject(alliance, 2, ["系统"])
    generic.propose()
    assert proposed() == [(alliance.pk, "系统", 5, 0, "proposed")]


def test_the_counts_follow_and_show_how_many_approved_pairs_share_the_phrase() -> None:
    alliance = make_alliance()
    reject(alliance, 5, ["system"])
    generic.propose()
    demand = make_published_demand(alliance=alliance)
    make_suggestion(demand=demand, state=SuggestionState.APPROVED, terms=["system", "pump"])
    reject(alliance, 2, ["system", "system"])
    assert generic.propose() == 0
    assert proposed() == [(alliance.pk, "system", 7, 1, "proposed")]


def test_only_granted_phrases_are_generic_and_only_in_their_alliance() -> None:
    admin, alliance = make_admin(), make_alliance()
    reject(alliance, 5, ["system", "device", "cell"])
    generic.propose()
    by_name = {row.phrase: row for row in GenericPhrase.objects.all()}
    assert generic.granted() == {}

    generic.grant(by_name["system"], by=admin)
    generic.grant(by_name["device"], by=admin)
    generic.decline(by_name["device"], by=admin)
    generic.decline(by_name["cell"], by=admin)

    assert generic.granted() == {alliance.pk: frozenset({"system"})}
    assert generic.propose() == 0
    with pytest.raises(TransitionRefused):
        generic.grant(by_name["system"], by=admin)
    lines = Entry.objects.filter(object_type="matching.genericphrase").order_by("pk")
    assert list(lines.values_list("actor_id", "old_state", "new_state")) == [
        (admin.pk, "proposed", "granted"),
        (admin.pk, "proposed", "granted"),
        (admin.pk, "granted", "declined"),
        (admin.pk, "proposed", "declined"),
    ]


def test_the_open_pairs_of_the_alliance_get_their_reasons_again_and_decided_ones_keep_theirs() -> None:
    admin, alliance, other = make_admin(), make_alliance(), make_alliance()
    reject(alliance, 5, ["system"])
    generic.propose()
    phrase = GenericPhrase.objects.get()
    states = (SuggestionState.PENDING, SuggestionState.FOLDED, SuggestionState.APPROVED)
    ours = [
        make_suggestion(demand=make_published_demand(alliance=alliance), state=state, terms=["system"])
        for state in states
    ]
    theirs = make_suggestion(demand=make_published_demand(alliance=other), terms=["system"])
    pairs = [*ours, theirs]

    generic.grant(phrase, by=admin)

    terms = dict(Suggestion.objects.values_list("pk", "terms"))
    assert [terms[pair.pk] for pair in pairs] == [None, None, ["system"], ["system"]]


def test_a_declined_proposal_changes_no_pair() -> None:
    alliance = make_alliance()
    reject(alliance, 5, ["system"])
    generic.propose()
    pair = make_suggestion(demand=make_published_demand(alliance=alliance), terms=["system"])

    generic.decline(GenericPhrase.objects.get(), by=make_admin())

    pair.refresh_from_db()
    assert pair.terms == ["system"]


def test_only_an_administrator_decides() -> None:
    alliance = make_alliance()
    reject(alliance, 5, ["system"])
    generic.propose()
    phrase = GenericPhrase.objects.get()
    for decide in (generic.grant, generic.decline):
        with pytest.raises(generic.NotAnAdministrator):
            decide(phrase, by=make_user(is_staff=True))
    assert proposed() == [(alliance.pk, "system", 5, 0, "proposed")]
