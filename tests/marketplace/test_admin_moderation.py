"""An administrator reads a listing and decides: by a button of its page or for many at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from tests.factories import (
    make_admin,
    make_alliance,
    make_demand,
    make_enterprise,
    make_member,
    make_offer,
    make_user,
)
from ydeu.marketplace.mending import mend
from ydeu.marketplace.models import Attachment, ListingEvent, Offer, Requirement
from ydeu.marketplace.states import State
from ydeu.notices.models import Notice
from ydeu.notices.wording import spoken

pytestmark = pytest.mark.django_db
QUEUE = "/admin/marketplace/offer/"


@pytest.fixture
def admin() -> Any:
    return make_admin(language="en", name="Wang")


@pytest.fixture
def desk(client: Client, admin: Any) -> Client:
    client.force_login(admin)
    client.cookies.load({"django_language": "en"})
    return client


def submitted(days: int = 0, **fields: Any) -> Offer:
    enterprise = fields.pop("enterprise", None) or make_enterprise()
    return make_offer(
        state=State.SUBMITTED,
        submitted_at=timezone.now() - timedelta(days=days),
        enterprise=enterprise,
        created_by=make_member(enterprise),
        **fields,
    )


def page_of(offer: Offer) -> str:
    return f"{QUEUE}{offer.pk}/change/"


def decide(desk: Client, offer: Offer, name: str, **said: str) -> Any:
    return desk.post(f"{QUEUE}{offer.pk}/decide/{name}/", said)


def many(desk: Client, name: str, *offers: Offer, **said: str) -> Any:
    chosen = [offer.pk for offer in offers]
    return desk.post(f"{QUEUE}?state=all", {"action": name, "_selected_action": chosen, **said})


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def state_of(offer: Offer) -> str:
    return Offer.objects.get(pk=offer.pk).state


def steps_of(offer: Offer) -> list[tuple[Any, ...]]:
    return list(
        ListingEvent.objects.filter(offer=offer).values_list(
            "actor__name", "from_state", "to_state", "reason", "note"
        )
    )


def notices_to(person: Any) -> list[tuple[str, str, str]]:
    notices = Notice.objects.filter(recipient=person)
    told = [(notice.kind, spoken(notice.context)) for notice in notices]
    return [(kind, context["note"], context["reason"]) for kind, context in told]


def test_publish_is_one_click_and_the_poster_is_told(desk):
    offer = submitted(title="Solid electrolyte")
    response = decide(desk, offer, "publish")
    assert (response.status_code, response.url) == (302, page_of(offer))
    assert told(response) == ["“Solid electrolyte” is published."]
    assert state_of(offer) == State.PUBLISHED
    assert steps_of(offer) == [("Wang", "submitted", "published", "", "")]
    assert notices_to(offer.created_by) == [("listing_published", "", "")]


def test_asking_for_changes_takes_a_note_that_the_poster_reads(desk):
    offer = submitted()
    decide(desk, offer, "request_changes", note="Please give the cycle life.")
    assert state_of(offer) == State.CHANGES_REQUESTED
    assert steps_of(offer) == [("Wang", "submitted", "changes_requested", "", "Please give the cycle life.")]
    assert notices_to(offer.created_by) == [("listing_changes_requested", "Please give the cycle life.", "")]


def test_rejecting_takes_a_reason_and_may_take_a_note(desk):
    offer = submitted()
    decide(desk, offer, "reject", reason="duplicate", note="See offer 7.")
    assert state_of(offer) == State.REJECTED
    assert steps_of(offer) == [("Wang", "submitted", "rejected", "duplicate", "See offer 7.")]
    assert notices_to(offer.created_by) == [
        ("listing_rejected", "See offer 7.", "Duplicate of another listing")
    ]


@pytest.mark.parametrize("name", ["request_changes", "reject"])
def test_nothing_is_decided_without_what_has_to_be_said(desk, name):
    offer = submitted()
    response = decide(desk, offer, name)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert state_of(offer) == State.SUBMITTED


def test_other_as_a_reason_needs_an_explanation(desk):
    offer = submitted()
    response = decide(desk, offer, "reject", reason="other")
    assert told(response) == ["Please choose a reason; “other” needs an explanation."]
    assert state_of(offer) == State.SUBMITTED


def test_looking_at_a_decision_decides_nothing(desk):
    offer = submitted()
    assert desk.get(f"{QUEUE}{offer.pk}/decide/publish/").status_code == 200
    assert desk.get(f"{QUEUE}{offer.pk}/decide/burn/").status_code == 404
    assert desk.get(f"{QUEUE}{offer.pk + 99}/decide/publish/").status_code == 404
    assert state_of(offer) == State.SUBMITTED


def test_a_decision_needs_the_token_of_its_page(admin):
    offer = submitted()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(admin)
    assert decide(strict, offer, "publish").status_code == 403
    assert state_of(offer) == State.SUBMITTED


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.DRAFT, []),
        (State.SUBMITTED, ["publish", "request_changes", "reject"]),
        (State.CHANGES_REQUESTED, []),
        (State.PUBLISHED, ["pause", "withdraw"]),
        (State.PAUSED, ["resume", "archive"]),
        (State.EXPIRED, ["archive"]),
        (State.REJECTED, ["archive"]),
        (State.FULFILLED, ["archive"]),
        (State.WITHDRAWN, ["archive"]),
        (State.ARCHIVED, []),
    ],
)
def test_a_page_offers_what_the_table_of_transitions_allows(desk, state, offered):
    offer = make_offer(state=state, moderated_revision=1)
    decisions = desk.get(page_of(offer)).context["decisions"]
    assert [decision.name for decision in decisions] == offered


@pytest.mark.parametrize(
    ("state", "name", "then"),
    [
        (State.PUBLISHED, "pause", State.PAUSED),
        (State.PUBLISHED, "withdraw", State.WITHDRAWN),
        (State.PAUSED, "resume", State.PUBLISHED),
        (State.EXPIRED, "archive", State.ARCHIVED),
    ],
)
def test_the_later_life_of_a_listing_is_decided_here_too(desk, state, name, then):
    offer = make_offer(state=state)
    decide(desk, offer, name)
    assert state_of(offer) == then


def test_a_decision_that_comes_too_late_is_refused_politely(desk):
    offer = make_offer(state=State.WITHDRAWN)
    response = decide(desk, offer, "publish")
    assert told(response) == ["This is no longer possible here. Please reload the page."]
    assert state_of(offer) == State.WITHDRAWN


def test_a_listing_that_changed_under_the_reader_is_not_published_unread(desk):
    offer = submitted()
    seen = desk.get(page_of(offer)).context["seen"]
    offer.title = "Something else entirely"
    offer.save()
    response = decide(desk, offer, "publish", seen=seen)
    assert told(response) == ["The listing was changed after you opened it. Please read it again."]
    assert state_of(offer) == State.SUBMITTED
    decide(desk, offer, "publish", seen=desk.get(page_of(offer)).context["seen"])
    assert state_of(offer) == State.PUBLISHED


def test_decide_and_next_opens_the_one_that_has_waited_longest(desk):
    newest, oldest, decided = submitted(1), submitted(5), submitted(3)
    assert decide(desk, decided, "publish", _next="1").url == page_of(oldest)
    assert decide(desk, oldest, "reject", reason="duplicate", _next="1").url == page_of(newest)
    response = decide(desk, newest, "publish", _next="1")
    assert response.url == QUEUE
    assert told(response)[-1] == "Nothing is left to moderate here."


def test_djangos_own_history_knows_the_decision(desk, admin):
    offer = submitted()
    decide(desk, offer, "publish")
    entries = LogEntry.objects.filter(object_id=offer.pk).values_list("user", "change_message")
    assert list(entries) == [(admin.pk, "Publish")]


def test_many_are_published_at_once_and_refusals_are_named(desk):
    first, second = submitted(), submitted()
    late = make_offer(state=State.WITHDRAWN, title="Too late")
    response = many(desk, "publish", first, second, late)
    assert set(told(response)) == {
        "Publish: 2 done.",
        "Publish: 1 refused. “Too late”: This is no longer possible here. Please reload the page.",
    }
    assert [state_of(offer) for offer in (first, second, late)] == ["published", "published", "withdrawn"]


@pytest.mark.parametrize(
    ("name", "said", "then"),
    [
        ("request_changes", {"note": "Please say more."}, State.CHANGES_REQUESTED),
        ("reject", {"reason": "advertisement", "note": ""}, State.REJECTED),
    ],
)
def test_many_are_answered_with_one_note_after_a_page_that_asks_for_it(desk, name, said, then):
    offers = submitted(title="First"), submitted(title="Second")
    asked = many(desk, name, *offers)
    assert asked.status_code == 200
    assert [state_of(offer) for offer in offers] == ["submitted"] * 2
    assert {str(offer) for offer in asked.context["chosen"]} == {"First", "Second"}
    assert asked.context["ticked"] == [str(offer.pk) for offer in offers]
    assert many(desk, name, *offers, decided="1").context["form"].errors
    assert many(desk, name, *offers, decided="1", **said).status_code == 302
    assert [state_of(offer) for offer in offers] == [then] * 2
    assert Notice.objects.count() == 2


def test_all_of_a_filter_can_be_decided_without_naming_each(desk):
    offers = [submitted() for _number in range(3)]
    asked = many(desk, "request_changes", offers[0], select_across="1")
    assert asked.context["select_across"] == "1"
    desk.post(
        QUEUE,
        {
            "action": "request_changes",
            "_selected_action": [offers[0].pk],
            "select_across": "1",
            "decided": "1",
            "note": "Say more.",
        },
    )
    assert [state_of(offer) for offer in offers] == ["changes_requested"] * 3


def test_the_page_tells_all_that_a_moderator_needs(desk):
    enterprise = make_enterprise(name="Ningbo Battery Ltd.", contact_name="Li Ming")
    demand = make_demand(
        enterprise=enterprise, state=State.SUBMITTED, submitted_at=timezone.now(), target_regions=["31"]
    )
    Requirement.objects.create(demand=demand, name="cycle life", operator="ge", value="3000", unit="cycles")
    file = Attachment.objects.create(
        demand=demand, name="test report.pdf", content_type="application/pdf", size=1
    )
    ListingEvent.objects.create(demand=demand, from_state="draft", to_state="submitted", note="First try")
    page = desk.get(f"/admin/marketplace/demand/{demand.pk}/change/").content.decode()
    for text in (
        "Ningbo Battery Ltd.",
        str(enterprise.credit_code),
        "Li Ming",
        "Technology licence",
        "at least 3000 cycles",
        f'<a href="/attachments/{file.pk}/">test report.pdf</a>',
        "Draft → Submitted",
        "First try",
    ):
        assert text in page


def test_what_its_owner_paused_is_not_published_in_passing(desk):
    offer = make_offer(state=State.PAUSED, revision=2, moderated_revision=1)
    refusal = told(many(desk, "publish", offer))[-1]
    assert "This is no longer possible here." in refusal
    offer.refresh_from_db()
    assert (offer.state, offer.revision, offer.moderated_revision) == ("paused", 2, 1)


@pytest.mark.parametrize("may_read_enterprises", [True, False])
def test_contacts_are_for_those_who_may_read_enterprises(client, may_read_enterprises):
    clerk = make_user(is_staff=True)
    names = ["change_offer", *["view_enterprise"] * may_read_enterprises]
    clerk.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(clerk)
    offer = submitted()
    page = client.get(page_of(offer)).text
    assert offer.enterprise.name in page
    assert (offer.enterprise.contact_email in page) is may_read_enterprises


def changes(offer: Offer, desk: Client, **changed: Any) -> dict[str, Any]:
    """What a browser posts: the form as it was shown, with ``changed``."""
    form = desk.get(page_of(offer)).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    prepared = {name: form.fields[name].prepare_value(value) for name, value in shown.items()}
    return {name: value for name, value in {**prepared, **changed}.items() if value is not None}


def test_words_and_filing_of_a_submitted_listing_can_be_put_right(desk):
    offer, batteries = submitted(title="Solid electolyte"), make_alliance()
    said = changes(offer, desk, title="Solid electrolyte", alliance=batteries.pk)
    assert desk.post(page_of(offer), said).status_code == 302
    offer.refresh_from_db()
    told = (offer.title, offer.alliance, offer.state, offer.revision)
    assert told == ("Solid electrolyte", batteries, "submitted", 0)


def test_promises_owner_and_state_are_not_for_an_administrator_to_change(desk):
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


def test_an_edit_of_a_published_listing_is_matched_anew_and_counts_as_moderated(desk):
    offer = make_offer(state=State.PUBLISHED, moderated_revision=1, matched_revision=1)
    desk.post(page_of(offer), changes(offer, desk, description="Clearer words."))
    offer.refresh_from_db()
    assert (offer.state, offer.revision, offer.moderated_revision) == ("published", 2, 2)
    assert list(Offer.objects.awaiting_matching()) == [offer]


def test_filing_a_published_listing_elsewhere_needs_no_new_matching(desk):
    offer = make_offer(state=State.PUBLISHED, moderated_revision=1, matched_revision=1)
    desk.post(page_of(offer), changes(offer, desk, chain_segment="upstream"))
    offer.refresh_from_db()
    assert (offer.chain_segment, offer.revision) == ("upstream", 1)


def test_saving_a_page_unchanged_changes_nothing(desk):
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


def test_what_had_to_be_said_is_not_emptied(desk):
    offer = submitted()
    response = desk.post(page_of(offer), changes(offer, desk, summary=""))
    assert response.context["adminform"].form.errors == {
        "summary": ["This can be put right, but not emptied."]
    }


def test_mending_what_was_decided_meanwhile_is_refused(desk, monkeypatch):
    offer = submitted(title="As it was")
    said = changes(offer, desk, title="Too late")

    def decided_meanwhile(listing: Offer, *arguments: Any, **named: Any) -> None:
        Offer.objects.filter(pk=listing.pk).update(state=State.REJECTED)
        mend(listing, *arguments, **named)

    monkeypatch.setattr("ydeu.marketplace.admin.listing.mend", decided_meanwhile)
    response = desk.post(page_of(offer), said)
    assert (response.status_code, response.url) == (302, page_of(offer))
    assert told(response) == ["Somebody else was faster. Please reload the page to see what they decided."]
    assert Offer.objects.get().title == "As it was"


def test_an_edit_by_its_owner_stays_to_be_read_until_it_is_accepted(desk):
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
def test_what_no_reader_will_see_is_not_edited_here(desk, state):
    offer = make_offer(state=state)
    assert list(desk.get(page_of(offer)).context["adminform"].form.fields) == []
