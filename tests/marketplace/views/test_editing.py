"""The forms of offers and demands: nothing typed is lost, and nothing incomplete is handed in."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
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
from tests.marketplace.posts import EXE, PDF, demand_post, offer_post, png, rows_post, upload
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace import listings
from ydeu.marketplace.models import Attachment, Demand, Offer, Requirement
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def enterprise() -> Enterprise:
    return make_enterprise()


@pytest.fixture
def member(enterprise: Enterprise, client: Client) -> User:
    user = make_member(enterprise)
    client.force_login(user)
    return user


@pytest.fixture
def alliance() -> Alliance:
    return make_alliance()


def told(response: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def cycle_life(**changes: str) -> dict[str, str]:
    return {"name": "cycle life", "operator": "ge", "value": "3,000", "unit": "cycles", **changes}


class TestWho:
    @pytest.mark.parametrize("address", ["/offers/new/", "/demands/new/"])
    def test_a_visitor_logs_in_first(self, client: Client, address: str) -> None:
        assert client.get(address).headers["Location"] == f"/accounts/login/?next={address}"

    def test_a_person_without_an_enterprise_signs_one_up_first(self, client: Client) -> None:
        client.force_login(make_user())

        response = client.get("/demands/new/")

        assert response.headers["Location"] == "/enterprise/new/?next=%2Fdemands%2Fnew%2F"

    def test_a_stranger_does_not_edit(self, client: Client) -> None:
        offer = make_offer(state=State.PUBLISHED)
        client.force_login(make_member())

        assert client.get(f"/offers/{offer.pk}/edit/").status_code == 404
        assert client.post(f"/offers/{offer.pk}/edit/", {"title": "Mine"}).status_code == 404

    @pytest.mark.parametrize("state", State)
    def test_what_may_be_edited(
        self, client: Client, member: User, enterprise: Enterprise, state: State
    ) -> None:
        offer = make_offer(state=state, enterprise=enterprise)

        response = client.get(f"/offers/{offer.pk}/edit/")

        if state in {"draft", "changes_requested", "published", "paused", "expired"}:
            assert response.status_code == 200
        else:
            assert response.headers["Location"] == f"/offers/{offer.pk}/"


class TestEnterprise:
    def test_it_comes_from_the_membership_never_from_the_form(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        client.post("/offers/new/", {"action": "draft", "enterprise": make_enterprise().pk})

        assert [(o.enterprise, o.created_by) for o in Offer.objects.all()] == [(enterprise, member)]

    def test_of_several_one_of_their_own_is_chosen(self, client: Client, member: User) -> None:
        second = make_enterprise()
        Membership.objects.create(user=member, enterprise=second)

        client.post("/offers/new/", {"action": "draft", "enterprise": second.pk, "title": "Theirs"})

        assert [offer.enterprise for offer in Offer.objects.all()] == [second]

    def test_another_enterprise_is_refused_and_what_was_typed_stays(
        self, client: Client, member: User
    ) -> None:
        Membership.objects.create(user=member, enterprise=make_enterprise())

        response = client.post(
            "/offers/new/", {"action": "draft", "enterprise": make_enterprise().pk, "title": "Typed"}
        )

        assert Offer.objects.count() == 0
        assert list(response.context["form"].errors) == ["enterprise"]
        assert 'value="Typed"' in response.text

    def test_an_unverified_one_keeps_its_draft(self, client: Client, alliance: Alliance) -> None:
        enterprise = make_enterprise(verified=False)
        client.force_login(make_member(enterprise))

        response = client.post("/offers/new/", offer_post(alliance))

        offer = Offer.objects.get()
        assert (offer.state, offer.title) == ("draft", "固态电池电解质")
        assert response.headers["Location"] == f"/offers/{offer.pk}/edit/"
        assert told(response) == [
            "Your enterprise has not been verified yet. The draft is kept; submit it afterwards."
        ]


class TestNew:
    def test_it_is_valid_for_a_year_and_in_the_language_of_the_page(
        self, client: Client, member: User
    ) -> None:
        form = client.get("/offers/new/").context["form"]

        assert form["valid_until"].value() == timezone.localdate() + timedelta(days=365)
        assert form["language"].value() == "en"
        assert form["visibility"].value() == "public"

    def test_stored_values_are_not_replaced(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        offer = make_offer(enterprise=enterprise, valid_until=None, language="zh-hans")

        form = client.get(f"/offers/{offer.pk}/edit/").context["form"]

        assert (form["valid_until"].value(), form["language"].value()) == (None, "zh-hans")


class TestDraft:
    @pytest.mark.parametrize(("address", "model"), [("/offers/new/", Offer), ("/demands/new/", Demand)])
    def test_nothing_is_required(self, client: Client, member: User, address: str, model: Any) -> None:
        response = client.post(address, {"action": "draft", **rows_post([])})

        listing = model.objects.get()
        assert (listing.state, str(listing)) == ("draft", "Untitled draft")
        assert response.headers["Location"] == f"{listing.get_absolute_url()}edit/"

    def test_what_is_too_long_or_past_is_kept_all_the_same(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        typed = demand_post(
            alliance,
            action="draft",
            summary="长" * 700,
            technology_keywords="a;b;c;d;e;f;g",
            cooperation_modes=["license", "service", "supply", "equity"],
            needed_by="2020-01-01",
        )

        client.post("/demands/new/", typed)

        demand = Demand.objects.get()
        assert demand.summary == "长" * 700
        assert demand.technology_keywords == list("abcdefg")
        assert demand.cooperation_modes == ["license", "service", "supply", "equity"]
        assert demand.needed_by.isoformat() == "2020-01-01"

    def test_only_what_cannot_be_stored_is_refused(self, client: Client, member: User) -> None:
        typed = {"action": "draft", "title": "t" * 257, "summary": "Kept", "valid_until": "soon"}

        response = client.post("/offers/new/", typed)

        offer = Offer.objects.get()
        assert (offer.title, offer.summary, offer.valid_until) == ("", "Kept", None)
        assert set(response.context["form"].errors) == {"title", "valid_until"}
        assert "t" * 257 in response.text
        assert f'action="/offers/{offer.pk}/edit/"' in response.text
        assert f'data-autosave-key="offer-{offer.pk}"' in response.text

    def test_line_breaks_of_the_browser_are_one_character(self, client: Client, member: User) -> None:
        client.post("/offers/new/", {"action": "draft", "description": "one\r\ntwo"})

        assert Offer.objects.get().description == "one\ntwo"

    def test_it_is_changed_again(self, client: Client, member: User, enterprise: Enterprise) -> None:
        offer = make_offer(enterprise=enterprise, title="Old")

        client.post(f"/offers/{offer.pk}/edit/", {"action": "draft", "title": "New", "seen": seen(offer)})

        assert [(o.pk, o.title) for o in Offer.objects.all()] == [(offer.pk, "New")]


class TestSubmit:
    def test_a_complete_offer_is_handed_in(self, client: Client, member: User, alliance: Alliance) -> None:
        response = client.post("/offers/new/", offer_post(alliance))

        offer = Offer.objects.get()
        assert response.headers["Location"] == f"/offers/{offer.pk}/"
        assert (offer.state, offer.alliance, offer.trl, offer.technology_keywords, offer.ip_types) == (
            "submitted",
            alliance,
            5,
            ["固态电池", "电解质"],
            ["patent"],
        )
        assert [event.to_state for event in offer.events.all()] == ["draft", "submitted"]

    def test_a_complete_demand_is_handed_in_with_its_rows(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        client.post("/demands/new/", demand_post(alliance, [cycle_life(), {}]))

        demand = Demand.objects.get()
        assert demand.state == "submitted"
        assert [str(row) for row in demand.requirements.all()] == ["cycle life at least 3,000 cycles"]

    @pytest.mark.parametrize(
        ("address", "typed", "missing"),
        [
            ("/offers/new/", {}, "advantages stage trl ipr_status"),
            ("/demands/new/", rows_post([]), "problem budget_band needed_by"),
        ],
    )
    def test_what_is_missing_is_named_and_the_draft_is_kept(
        self, client: Client, member: User, address: str, typed: dict[str, str], missing: str
    ) -> None:
        both = "title summary description technology_keywords alliance chain_segment cooperation_modes"

        response = client.post(address, {"action": "submit", "partner_sought": "A maker of cells", **typed})

        assert sorted(response.context["form"].errors) == sorted(f"{both} {missing}".split())
        listing = (Offer if "offer" in address else Demand).objects.get()
        assert (listing.state, listing.partner_sought) == ("draft", "A maker of cells")
        for name in f"{both} {missing}".split():
            assert f'<a href="#id_{name}' in response.text

    def test_both_figures_are_told(self, client: Client, member: User, alliance: Alliance) -> None:
        response = client.post("/offers/new/", offer_post(alliance, summary="长" * 501))

        assert response.context["form"].errors == {
            "summary": ["Please shorten this: 501 characters, at most 500 fit."]
        }
        assert Offer.objects.get().summary == "长" * 501

    def test_the_second_try_hands_the_same_draft_in(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        client.post("/demands/new/", demand_post(alliance, [cycle_life()], summary=""))
        demand = Demand.objects.get()
        rows = [cycle_life(id=str(demand.requirements.get().pk))]
        typed = {**demand_post(alliance), **rows_post(rows, stored=1), "seen": seen(demand)}

        client.post(f"/demands/{demand.pk}/edit/", typed)

        assert [(d.pk, d.state) for d in Demand.objects.all()] == [(demand.pk, "submitted")]
        assert Requirement.objects.count() == 1

    def test_the_note_of_the_administrator_stands_where_one_edits(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        offer = make_offer(enterprise=enterprise, state=State.SUBMITTED)
        listings.request_changes(offer, by=make_admin(), note="Name the cell type.")

        assert b"Name the cell type." in client.get(f"/offers/{offer.pk}/edit/").content

    def test_after_changes_were_asked_for(
        self, client: Client, member: User, enterprise: Enterprise, alliance: Alliance
    ) -> None:
        offer = make_offer(enterprise=enterprise, state=State.CHANGES_REQUESTED)

        client.post(f"/offers/{offer.pk}/edit/", offer_post(alliance))

        offer.refresh_from_db()
        assert offer.state == "submitted"

    def test_stage_and_level_that_disagree_are_a_warning(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        response = client.post("/offers/new/", offer_post(alliance, stage="concept", trl="9"))

        assert Offer.objects.get().state == "submitted"
        assert told(response)[0] == (
            "Stage of development and readiness level do not usually go together. Are both right?"
        )


class TestRows:
    def test_a_half_full_row_is_kept_in_a_draft_and_named_on_submission(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        response = client.post("/demands/new/", demand_post(alliance, [cycle_life(), {"name": "weight"}]))

        demand = Demand.objects.get()
        assert demand.state == "draft"
        assert [(row.name, row.value) for row in demand.requirements.all()] == [
            ("cycle life", "3,000"),
            ("weight", ""),
        ]
        assert response.context["form"].non_field_errors() == [
            "Requirement 2 needs both a property and a value."
        ]

    def test_more_rows_are_given_and_everything_typed_is_kept(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        typed = demand_post(alliance, [cycle_life()], action="more", summary="Kept")

        response = client.post("/demands/new/", typed, follow=True)

        demand = Demand.objects.get()
        assert response.redirect_chain[-1][0] == f"/demands/{demand.pk}/edit/?rows=4#requirements"
        assert (demand.state, demand.summary, demand.requirements.count()) == ("draft", "Kept", 1)
        assert len(response.context["rows"].forms) == 5

    def test_more_rows_of_a_published_demand_change_nothing_yet(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, title="Old")
        typed = {"action": "more", "title": "Typed", **rows_post([cycle_life()])}

        response = client.post(f"/demands/{demand.pk}/edit/", typed)

        assert [d.title for d in Demand.objects.all()] == ["Old"]
        assert len(response.context["rows"].forms) == 3
        assert 'value="Typed"' in response.text
        assert 'value="cycle life"' in response.text

    def test_a_row_is_deleted(self, client: Client, member: User, enterprise: Enterprise) -> None:
        demand = make_demand(enterprise=enterprise)
        row = demand.requirements.create(name="weight", value="3")
        typed = rows_post([cycle_life(id=str(row.pk), DELETE="on")], stored=1)

        client.post(f"/demands/{demand.pk}/edit/", {"action": "draft", **typed})

        assert demand.requirements.count() == 0

    def test_a_row_of_another_demand_is_out_of_reach(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        foreign = make_demand().requirements.create(name="weight", value="3")
        demand = make_demand(enterprise=enterprise)
        typed = rows_post([cycle_life(id=str(foreign.pk), DELETE="on")], stored=1)

        client.post(f"/demands/{demand.pk}/edit/", {"action": "draft", **typed})

        assert [(row.pk, row.name) for row in Requirement.objects.all()] == [(foreign.pk, "weight")]

    @pytest.mark.parametrize(
        "posted", [{}, {"requirements-TOTAL_FORMS": "x"}, {"requirements-TOTAL_FORMS": "9" * 9}]
    )
    def test_a_broken_form_is_no_error(self, client: Client, member: User, posted: dict[str, str]) -> None:
        response = client.post("/demands/new/", {"action": "more", "title": "Kept", **posted})

        assert response.status_code == 200
        assert Demand.objects.get().title == "Kept"


class TestFiles:
    def test_files_are_judged_by_their_content(self, client: Client, member: User) -> None:
        typed = {
            "action": "draft",
            "files": [upload("a.pdf", PDF), upload("b.pdf", png()), upload("c.pdf", EXE)],
        }

        response = client.post("/offers/new/", typed)

        assert response.context["form"].errors == {
            "files": ["“c.pdf” is neither a PDF nor a PNG or JPEG image."]
        }
        assert [(a.name, a.content_type, a.offer) for a in Attachment.objects.all()] == [
            ("a.pdf", "application/pdf", Offer.objects.get()),
            ("b.png", "image/png", Offer.objects.get()),
        ]

    def test_they_are_kept_though_a_field_is_missing(
        self, client: Client, member: User, alliance: Alliance
    ) -> None:
        typed = offer_post(alliance, summary="", files=[upload("a.pdf", PDF)])

        response = client.post("/offers/new/", typed)

        assert list(response.context["form"].errors) == ["summary"]
        assert Offer.objects.get().attachments.count() == 1

    def test_an_empty_file_is_named(self, client: Client, member: User) -> None:
        response = client.post("/offers/new/", {"action": "draft", "files": [upload("void.pdf", b"")]})

        assert response.context["form"].errors == {"files": ["These files are empty: void.pdf."]}

    def test_ten_are_enough_and_one_that_leaves_makes_room(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        client.post(
            "/offers/new/", {"action": "draft", "files": [upload(f"{n}.pdf", PDF) for n in range(10)]}
        )
        offer = Offer.objects.get()
        address, first = f"/offers/{offer.pk}/edit/", offer.attachments.all()[0]

        full = client.post(address, {"action": "draft", "files": [upload("x.pdf", PDF)]})
        swapped = client.post(
            address, {"action": "draft", "remove": [first.pk], "files": [upload("y.pdf", PDF)]}
        )

        assert full.context["form"].errors == {
            "files": ["“x.pdf” is one too many: a listing has at most 10 files."]
        }
        assert swapped.status_code == 302
        assert [a.name for a in offer.attachments.all()] == [f"{n}.pdf" for n in range(1, 10)] + ["y.pdf"]

    def test_files_of_others_are_not_removed(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        foreign = Attachment.objects.create(offer=make_offer(), file="x", name="x", size=1)
        offer = make_offer(enterprise=enterprise)
        Attachment.objects.create(offer=offer, file="y", name="y", size=1)

        response = client.post(f"/offers/{offer.pk}/edit/", {"action": "draft", "remove": [foreign.pk]})

        assert list(response.context["form"].errors) == ["remove"]
        assert Attachment.objects.count() == 2


class TestLostUpdate:
    def test_the_later_one_is_told_keeps_what_they_typed_and_may_save_on_purpose(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        offer = make_offer(enterprise=enterprise, title="Old")
        address, before = f"/offers/{offer.pk}/edit/", seen(offer)
        client.post(address, {"action": "draft", "title": "Theirs", "seen": before})

        refused = client.post(address, {"action": "draft", "title": "Mine", "seen": before})

        assert Offer.objects.get().title == "Theirs"
        assert told(refused)[-1].startswith("Somebody else saved this listing while you were typing.")
        assert 'value="Mine"' in refused.text

        token = refused.context["form"].token
        assert f'name="seen" value="{token}"' in refused.text
        client.post(address, {"action": "draft", "title": "Mine", "seen": token})

        assert Offer.objects.get().title == "Mine"


class TestPublished:
    def test_changed_text_makes_a_revision_and_it_stays_published(
        self, client: Client, member: User, enterprise: Enterprise, alliance: Alliance
    ) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, revision=1, moderated_revision=1)

        response = client.post(f"/demands/{demand.pk}/edit/", demand_post(alliance))

        demand.refresh_from_db()
        assert response.headers["Location"] == f"/demands/{demand.pk}/"
        assert (demand.state, demand.revision, demand.moderated_revision) == ("published", 2, 1)

    def test_a_new_requirement_makes_a_revision(
        self, client: Client, member: User, enterprise: Enterprise
    ) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, revision=1)

        client.post(f"/demands/{demand.pk}/edit/", {**as_posted(demand), **rows_post([cycle_life()])})

        demand.refresh_from_db()
        assert (demand.revision, demand.requirements.count()) == (2, 1)

    @pytest.mark.parametrize(
        "change",
        [
            {"partner_sought": "Call 000-1234."},
            {"approaches_tried": "Ask us by mail."},
            {"files": [upload("a.pdf", PDF)]},
        ],
    )
    def test_whatever_a_reader_sees_makes_a_revision(
        self, client: Client, member: User, enterprise: Enterprise, change: dict[str, Any]
    ) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, revision=1, moderated_revision=1)

        client.post(f"/demands/{demand.pk}/edit/", {**as_posted(demand), **change})

        demand.refresh_from_db()
        assert (demand.revision, demand.moderated_revision) == (2, 1)

    def test_another_date_makes_none(self, client: Client, member: User, enterprise: Enterprise) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, revision=1)
        later = timezone.localdate() + timedelta(days=30)

        client.post(f"/demands/{demand.pk}/edit/", {**as_posted(demand), "valid_until": later.isoformat()})

        demand.refresh_from_db()
        assert (demand.revision, demand.valid_until) == (1, later)

    def test_it_stays_complete(self, client: Client, member: User, enterprise: Enterprise) -> None:
        demand = make_demand(enterprise=enterprise, state=State.PUBLISHED, revision=1)
        typed = {**as_posted(demand), "summary": "", "title": "Typed", "files": [upload("a.pdf", PDF)]}

        response = client.post(f"/demands/{demand.pk}/edit/", typed)

        assert list(response.context["form"].errors) == ["summary"]
        assert 'value="Typed"' in response.text
        stored = Demand.objects.get()
        assert (stored.title, stored.summary, stored.revision, stored.attachments.count()) == (
            demand.title,
            demand.summary,
            1,
            0,
        )


def seen(listing: Any) -> str:
    listing.refresh_from_db()
    return str(listing.updated_at.isoformat())


def as_posted(demand: Demand) -> dict[str, Any]:
    """What the form of a stored demand sends when nothing is changed."""
    return demand_post(
        demand.alliance,
        title=demand.title,
        summary=demand.summary,
        description=demand.description,
        technology_keywords="; ".join(demand.technology_keywords),
        cooperation_modes=demand.cooperation_modes,
        problem=demand.problem,
        seen=seen(demand),
    )
