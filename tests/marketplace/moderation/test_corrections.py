"""An administrator may correct texts, but not promises."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    make_alliance,
    make_enterprise,
    make_offer,
)
from tests.marketplace.moderation.pages import decide, page_of, submitted, told
from ydeu.marketplace.corrections import correct
from ydeu.marketplace.models import Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def changes(offer: Offer, desk: Client, **changed: Any) -> dict[str, Any]:
    """The POST data of a browser: the form as it was shown, with ``changed``."""
    form = desk.get(page_of(offer)).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    prepared = {name: form.fields[name].prepare_value(value) for name, value in shown.items()}
    return {name: value for name, value in {**prepared, **changed}.items() if value is not None}


def test_words_and_filing_of_a_submitted_listing_can_be_put_right(desk: Client) -> None:
    offer, batteries = submitted(title="Solid electolyte"), make_alliance()
    said = changes(offer, desk, title="Solid electrolyte", alliance=batteries.pk)
    assert desk.post(page_of(offer), said).status_code == 302
    offer.refresh_from_db()
    told = (offer.title, offer.alliance, offer.state, offer.revision)
    assert told == ("Solid electrolyte", batteries, "submitted", 0)


def test_promises_owner_and_state_are_not_for_an_administrator_to_change(desk: Client) -> None:
    offer, other = submitted(), make_enterprise()
    desk.post(
        page_of(offer),
        changes(
            offer, desk, title="Mended", state="published", enterprise=other.pk, trl=9, visibility="members"
        ),
    )
    after = Offer.objects.get(pk=offer.pk)
    assert after.title == "Mended"
    assert (after.state, after.enterprise, after.trl, after.visibility) == (
        offer.state,
        offer.enterprise,
        offer.trl,
        offer.visibility,
    )


def test_an_edit_of_a_published_listing_is_matched_again_and_counts_as_moderated(desk: Client) -> None:
    offer = make_offer(state=State.PUBLISHED, moderated_revision=1, matched_revision=1)
    desk.post(page_of(offer), changes(offer, desk, description="Clearer words."))
    offer.refresh_from_db()
    assert (offer.state, offer.revision, offer.moderated_revision) == ("published", 2, 2)
    assert list(Offer.objects.awaiting_matching()) == [offer]


def test_filing_a_published_listing_elsewhere_needs_no_new_matching(desk: Client) -> None:
    offer = make_offer(state=State.PUBLISHED, moderated_revision=1, matched_revision=1)
    desk.post(page_of(offer), changes(offer, desk, chain_segment="upstream"))
    offer.refresh_from_db()
    assert (offer.chain_segment, offer.revision) == ("upstream", 1)


def test_saving_a_page_unchanged_changes_nothing(desk: Client) -> None:
    offer = make_offer(
        state=State.PUBLISHED,
        moderated_revision=1,
        description="One line.\nAnother.",
        technology_keywords=["lithium battery", "anode"],
    )
    said = {name: str(value).replace("\n", "\r\n") for name, value in changes(offer, desk).items()}
    assert desk.post(page_of(offer), said).status_code == 302
    after = Offer.objects.get(pk=offer.pk)
    assert (after.revision, after.description, after.updated_at) == (1, offer.description, offer.updated_at)


def test_what_had_to_be_said_is_not_emptied(desk: Client) -> None:
    offer = submitted()
    response = desk.post(page_of(offer), changes(offer, desk, summary=""))
    assert response.context["adminform"].form.errors == {
        "summary": ["This can be put right, but not emptied."]
    }


def test_mending_what_was_decided_meanwhile_is_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    offer = submitted(title="As it was")
    said = changes(offer, desk, title="Too late")

    def decided_meanwhile(listing: Offer, *arguments: Any, **named: Any) -> None:
        Offer.objects.filter(pk=listing.pk).update(state=State.REJECTED)
        correct(listing, *arguments, **named)

    monkeypatch.setattr("ydeu.marketplace.admin.listing.correct", decided_meanwhile)
    response = desk.post(page_of(offer), said)
    assert (response.status_code, response["Location"]) == (302, page_of(offer))
    assert told(response) == ["Somebody else was faster. Please reload the page to see what they decided."]
    assert Offer.objects.get().title == "As it was"


def test_an_edit_by_its_owner_stays_to_be_read_until_it_is_accepted(desk: Client) -> None:
    offer = make_offer(state=State.PUBLISHED, moderated_revision=0)
    decisions = desk.get(page_of(offer)).context["decisions"]
    assert [decision.name for decision in decisions] == ["accept_edit", "pause", "withdraw"]
    desk.post(page_of(offer), changes(offer, desk, title="Mended"))
    offer.refresh_from_db()
    assert (offer.revision, offer.moderated_revision) == (2, 0)
    decide(desk, offer, "accept_edit")
    offer.refresh_from_db()
    assert (offer.revision, offer.moderated_revision) == (2, 2)
    late = told(decide(desk, offer, "accept_edit"))
    assert late[-1] == "Somebody else was faster. Please reload the page to see what they decided."


@pytest.mark.parametrize("state", [State.DRAFT, State.REJECTED, State.WITHDRAWN, State.ARCHIVED])
def test_what_no_reader_will_see_is_not_edited_here(desk: Client, state: State) -> None:
    offer = make_offer(state=state)
    assert list(desk.get(page_of(offer)).context["adminform"].form.fields) == []
