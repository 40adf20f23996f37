"""The people and rows that the table of permissions speaks of."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from matching import follow_ups, introductions, saved_filters
from matching.models import (
    FollowUp,
    GlossaryEntry,
    Introduction,
    IntroductionContract,
    IntroductionMeeting,
    IntroductionMessage,
    MatchingFailure,
    MessageFile,
    SavedFilter,
    Suggestion,
)
from matching.states import IntroductionState, SuggestionState
from tests import factories
from ydeu.accounts.enums import Role
from ydeu.accounts.models import Enterprise, Invitation, Membership, User
from ydeu.alliances.models import Alliance, AllianceMember
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.marketplace.models import Attachment, Demand, Offer, SavedSearch
from ydeu.marketplace.states import State
from ydeu.notices import unsubscriptions
from ydeu.notices.enums import Choice
from ydeu.notices.enums import Kind as NoticeKind
from ydeu.notices.models import Notice, Preference

PERSONAS = ("anonymous", "stranger", "owner", "other_coordinator", "coordinator", "admin")

ROWS = (
    "offer",
    "offer_draft",
    "demand",
    "demand_draft",
    "attachment",
    "suggestion",
    "introduction",
    "meeting",
    "message_file",
    "notice",
    "saved_filter",
    "saved_search",
)


@dataclass
class World:
    """An offer of ``enterprise`` and a demand of ``partner``, both in ``alliance``, and all around them."""

    people: dict[str, User | None]
    alliance: Alliance
    enterprise: Enterprise
    editor: Membership
    invitation: Invitation
    offer: Offer
    offer_draft: Offer
    demand: Demand
    demand_draft: Demand
    attachment: Attachment
    suggestion: Suggestion
    introduction: Introduction
    meeting: IntroductionMeeting
    message_file: MessageFile
    follow_up: FollowUp
    notice: Notice
    saved_filter: SavedFilter
    saved_search: SavedSearch

    @property
    def keys(self) -> dict[str, dict[str, Any]]:
        """What an address needs to name a row, by the row's name in the table."""
        enterprise = {"pk": self.enterprise.pk}
        return {
            "": {},
            "alliance": {"slug": self.alliance.slug},
            "enterprise": enterprise,
            "member": {**enterprise, "member": self.editor.pk},
            "own_invitation": {**enterprise, "invitation": self.invitation.pk},
            "invitation": {"invitation": self.invitation.pk},
            "unsubscription": {"token": unsubscriptions.token_for(self.notice.recipient, self.notice.kind)},
            "follow_up": {"token": follow_ups.link_to(self.follow_up).split("/")[-2]},
            "forged_follow_up": {"token": "unknown"},
            **{name: {"pk": getattr(self, name).pk} for name in ROWS},
        }

    @property
    def admin_rows(self) -> dict[str, Model]:
        """A row of each model of the admin, by application and model."""
        shown = (
            Group.objects.create(name="Readers"),
            EmailAddress.objects.create(user=self.editor.user, email=self.editor.user.email),
            Authenticator.objects.create(user=self.editor.user, type="totp", data={}),
            AllianceMember.objects.create(enterprise=self.enterprise, alliance=self.alliance),
            MatchingFailure.objects.create(kind="offer", listing_id=self.offer.pk),
            GlossaryEntry.objects.create(zh="电池", en="battery"),
            log.record(Action.VERIFIED, by=None, on=self.enterprise),
            self.editor.user,
            self.enterprise,
            self.alliance,
            self.alliance.coordinators.get(),
            self.notice,
            self.saved_search,
            Preference.objects.create(
                user=self.editor.user, kind=NoticeKind.LISTING_PUBLISHED, choice=Choice.OFF
            ),
            self.offer,
            self.demand,
            self.suggestion,
            self.introduction,
        )
        return {row._meta.label_lower.replace(".", "_"): row for row in shown}

    def client(self, persona: str) -> Client:
        client = Client()
        user = self.people[persona]
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


def make_message_file(introduction: Introduction) -> MessageFile:
    return MessageFile.objects.create(
        message=IntroductionMessage.objects.create(introduction=introduction, text="See the file."),
        file=ContentFile(b"%PDF-1.4", name="offer.pdf"),
        name="offer.pdf",
        content_type="application/pdf",
        size=8,
    )


def make_follow_up(offer: Offer, partner: Enterprise) -> FollowUp:
    """The question about a contract that was signed half a year ago; the owner's side was asked."""
    now = timezone.now()
    demand = factories.make_published_demand(enterprise=partner)
    pair = factories.make_suggestion(offer=offer, demand=demand, state=SuggestionState.APPROVED)
    introduction = Introduction.objects.create(
        suggestion=pair, offer=offer, demand=demand, state=IntroductionState.CONTRACT_SIGNED, connected_at=now
    )
    for side, enterprise in (("offer", offer.enterprise), ("demand", partner)):
        introduction.sides.create(side=side, enterprise=enterprise, state="accepted")
    contract = IntroductionContract.objects.create(
        introduction=introduction, mode="license", signed_on=now.date(), amount_band="10_50"
    )
    return FollowUp.objects.create(
        contract=contract,
        side="offer",
        months=6,
        due_on=now.date(),
        asked_at=now,
        closes_at=now + follow_ups.OPEN_FOR,
    )


def make_world() -> World:
    alliance = factories.make_alliance()
    enterprise, partner = factories.make_enterprise(), factories.make_enterprise()
    owner = factories.make_member(enterprise)
    people = {
        "anonymous": None,
        "stranger": factories.make_member(),
        "owner": owner,
        "other_coordinator": factories.make_coordinator(factories.make_alliance()),
        "coordinator": factories.make_coordinator(alliance),
        "admin": factories.make_admin(),
    }
    ours: dict[str, Any] = {"enterprise": enterprise, "alliance": alliance, "created_by": owner}
    offer = factories.make_published_offer(**ours)
    demand = factories.make_published_demand(enterprise=partner, alliance=alliance)
    approved = factories.make_suggestion(
        offer=offer,
        demand=factories.make_published_demand(enterprise=partner, alliance=alliance),
        state=SuggestionState.APPROVED,
    )
    editor = Membership.objects.create(user=factories.make_user(), enterprise=enterprise, role=Role.EDITOR)
    offer_draft = factories.make_offer(**ours, state=State.DRAFT)
    introduction = introductions.open_for(approved, by=people["coordinator"])
    return World(
        people=people,
        alliance=alliance,
        enterprise=enterprise,
        editor=editor,
        invitation=Invitation.objects.create(
            enterprise=enterprise, email="new@example.com", role=Role.EDITOR, invited_by=owner
        ),
        offer=offer,
        offer_draft=offer_draft,
        demand=factories.make_published_demand(**ours),
        demand_draft=factories.make_demand(**ours, state=State.DRAFT),
        attachment=Attachment.objects.create(
            offer=offer_draft,
            file=ContentFile(b"%PDF-1.4", name="report.pdf"),
            name="report.pdf",
            content_type="application/pdf",
            size=8,
            uploaded_by=owner,
        ),
        suggestion=factories.make_suggestion(offer=offer, demand=demand),
        saved_search=factories.make_saved_search(owner=owner),
        introduction=introduction,
        meeting=IntroductionMeeting.objects.create(introduction=introduction, starts_at=timezone.now()),
        message_file=make_message_file(introduction),
        follow_up=make_follow_up(offer, partner),
        notice=Notice.objects.create(kind=NoticeKind.LISTING_PUBLISHED, recipient=owner, url="/", context={}),
        saved_filter=saved_filters.save("Mine", "assigned=me", by=people["coordinator"]),
    )
