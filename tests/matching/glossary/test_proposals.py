"""Terms that coordinators propose for the glossary, from a pair in two clicks; administrators grant them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.glossary import proposals
from matching.models import GlossaryEntry, GlossaryProposal, Suggestion
from matching.states import ProposalState
from tests.accounts.test_views import logged_in
from tests.factories import make_admin, make_coordinator, make_suggestion, make_user
from ydeu.accounts.models import User
from ydeu.audit.models import Entry
from ydeu.notices.models import Notice
from ydeu.transitions import LostRace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def pair() -> Suggestion:
    return make_suggestion()


@pytest.fixture
def coordinator(pair: Suggestion) -> User:
    assert pair.demand.alliance is not None
    return make_coordinator(pair.demand.alliance)


def address_of(pair: Suggestion) -> str:
    return reverse("matching:propose_term", args=[pair.pk])


def propose(pair: Suggestion, by: User, zh: str = "隔膜", en: str = "separator") -> GlossaryProposal:
    return proposals.propose(zh=zh, en=en, suggestion=pair, by=by)


def notices_of(user: User) -> list[tuple[str, str, Any]]:
    return [(row.kind, row.url, row.context.get("title")) for row in Notice.objects.filter(recipient=user)]


def test_a_coordinator_proposes_in_two_clicks_from_the_page_of_the_pair(
    pair: Suggestion, coordinator: User
) -> None:
    desk = logged_in(coordinator)
    page = desk.get(pair.get_absolute_url()).text
    assert f'href="{address_of(pair)}?zh=' in page

    form = desk.get(address_of(pair), {"zh": "隔膜", "en": "separator"}).text
    assert 'value="隔膜"' in form
    assert 'value="separator"' in form
    response = desk.post(address_of(pair), {"zh": " 隔膜", "en": "Separator"}, follow=True)

    assert response.redirect_chain == [(pair.get_absolute_url(), 302)]
    proposal = GlossaryProposal.objects.get()
    assert (str(proposal), proposal.state, proposal.proposed_by) == (
        "隔膜 = separator",
        "waiting",
        coordinator,
    )
    assert (proposal.suggestion, GlossaryEntry.objects.filter(zh="隔膜", en="separator").exists()) == (
        pair,
        False,
    )


def test_an_administrator_grants_and_the_coordinator_is_told(pair: Suggestion, coordinator: User) -> None:
    admin = make_admin()
    proposal = propose(pair, coordinator)
    page = reverse("admin:matching_glossaryproposal_change", args=[proposal.pk])
    assert notices_of(admin) == [("review_term", page, "隔膜 = separator")]

    decide = reverse("admin:matching_glossaryproposal_decide", args=[proposal.pk])
    assert "Grant: add it to the glossary" in logged_in(admin).get(page).text
    logged_in(admin).post(decide, {"decision": "grant"})

    entry = GlossaryEntry.objects.get(zh="隔膜", en="separator")
    assert (float(entry.weight), entry.created_by) == (1.0, admin)
    told = ("review_term_answered", pair.get_absolute_url(), "隔膜 = separator")
    assert notices_of(coordinator) == [told]
    lines = Entry.objects.filter(object_type="matching.glossaryproposal")
    assert list(lines.order_by("pk").values_list("action", "old_state", "new_state")) == [
        ("created", "", "waiting"),
        ("moved", "waiting", "granted"),
    ]


def test_declining_needs_a_reason_that_the_coordinator_reads(pair: Suggestion, coordinator: User) -> None:
    admin, proposal = make_admin(), propose(pair, coordinator)
    decide = reverse("admin:matching_glossaryproposal_decide", args=[proposal.pk])

    logged_in(admin).post(decide, {"decision": "decline", "reason": " "})
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WAITING

    logged_in(admin).post(decide, {"decision": "decline", "reason": "A separator is no membrane."})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("declined", "A separator is no membrane.")
    assert Notice.objects.get(recipient=coordinator).context["note"] == "A separator is no membrane."
    assert not GlossaryEntry.objects.filter(en="separator").exists()


def test_several_are_granted_at_once(pair: Suggestion, coordinator: User) -> None:
    rows = [propose(pair, coordinator), propose(pair, coordinator, "电机", "motor")]
    chosen = {"action": "grant_chosen", "_selected_action": [row.pk for row in rows]}
    logged_in(make_admin()).post(reverse("admin:matching_glossaryproposal_changelist"), chosen)
    assert GlossaryEntry.objects.filter(zh__in=["隔膜", "电机"]).count() == 2
    assert not GlossaryProposal.objects.waiting().exists()


def test_only_coordinators_propose(pair: Suggestion) -> None:
    for person in (make_user(), make_admin()):
        with pytest.raises(proposals.NotACoordinator):
            propose(pair, person)
    assert not GlossaryProposal.objects.exists()


def test_what_is_there_already_is_refused_with_a_sentence(pair: Suggestion, coordinator: User) -> None:
    GlossaryEntry.objects.create(zh="电机", en="motor")
    propose(pair, coordinator)
    desk = logged_in(coordinator)
    for zh, en in (("隔膜", "separator"), ("电机", "motor")):
        with pytest.raises(proposals.AlreadyThere):
            propose(pair, coordinator, zh, en)
        assert "already" in desk.post(address_of(pair), {"zh": zh, "en": en}).text
    assert GlossaryProposal.objects.count() == 1


def test_a_term_that_the_engine_cannot_read_is_refused(pair: Suggestion, coordinator: User) -> None:
    response = logged_in(coordinator).post(address_of(pair), {"zh": "battery", "en": "电池"})
    assert set(response.context["form"].errors) == {"zh", "en"}


def test_a_person_may_have_only_so_many_waiting(
    pair: Suggestion, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposals, "MOST_WAITING", 1)
    first = propose(pair, coordinator)
    with pytest.raises(proposals.TooManyWaiting):
        propose(pair, coordinator, "电机", "motor")
    proposals.decline(first, by=make_admin(), reason="no")
    assert propose(pair, coordinator, "电机", "motor").is_waiting


def test_nobody_decides_twice(pair: Suggestion, coordinator: User) -> None:
    proposal = propose(pair, coordinator)
    stale = GlossaryProposal.objects.get()
    proposals.grant(proposal, by=make_admin())
    with pytest.raises(LostRace):
        proposals.decline(stale, by=make_admin(), reason="too late")
    assert GlossaryProposal.objects.get().state == ProposalState.GRANTED


def test_a_stranger_and_a_foreign_coordinator_have_no_form(client: Client, pair: Suggestion) -> None:
    assert logged_in(make_user()).get(address_of(pair)).status_code == 403
    assert logged_in(make_coordinator()).get(address_of(pair)).status_code == 404
    assert client.get(address_of(pair)).status_code == 302
