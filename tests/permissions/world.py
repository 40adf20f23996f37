"""The people and rows that the table of permissions refers to."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from matching.introductions import follow_ups, lifecycle
from matching.models import (
    Calibration,
    FollowUp,
    GenericPhrase,
    GlossaryEntry,
    GlossaryProposal,
    Interest,
    Introduction,
    IntroductionContract,
    IntroductionMeeting,
    IntroductionMessage,
    IntroductionNote,
    IntroductionStep,
    MatchingFailure,
    MessageFile,
    ReadMark,
    SavedFilter,
    Suggestion,
)
from matching.review import saved_filters
from matching.states import IntroductionState, SuggestionState
from tests import factories
from ydeu.accounts.enums import EventKind, Role
from ydeu.accounts.models import Enterprise, IdentityRequest, Invitation, Membership, User
from ydeu.alliances.models import Alliance, AllianceMember
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.marketplace.models import Attachment, Demand, Offer, Requirement, SavedSearch
from ydeu.marketplace.states import State
from ydeu.notices import unsubscriptions
from ydeu.notices.enums import Choice, NoticeKind
from ydeu.notices.models import Notice, Preference
from ydeu.privacy import copies, deletions
from ydeu.privacy.models import DataCopy, Deletion, Leftover, PrivacyNotice
from ydeu.workdays.models import CalendarDay

PERSONAS = ("anonymous", "stranger", "owner", "other_coordinator", "coordinator", "admin")

ROWS = (
    "offer",
    "offer_draft",
    "demand",
    "demand_draft",
    "attachment",
    "suggestion",
    "calibration",
    "introduction",
    "meeting",
    "message_file",
    "notice",
    "saved_filter",
    "saved_search",
    "data_copy",
    "deletion",
    "person",
)


@dataclass
class World:
    """An offer of ``enterprise`` and a demand of ``partner``, both in ``alliance``, and all related rows."""

    people: dict[str, User | None]
    alliance: Alliance
    enterprise: Enterprise
    editor: Membership
    invitation: Invitation
    identity_request: IdentityRequest
    offer: Offer
    offer_draft: Offer
    demand: Demand
    demand_draft: Demand
    attachment: Attachment
    suggestion: Suggestion
    calibration: Calibration
    introduction: Introduction
    meeting: IntroductionMeeting
    message_file: MessageFile
    follow_up: FollowUp
    notice: Notice
    saved_filter: SavedFilter
    saved_search: SavedSearch
    data_copy: DataCopy
    deletion: Deletion
    person: User

    @property
    def keys(self) -> dict[str, dict[str, Any]]:
        """The URL arguments of each row, by the row's name in the table."""
        enterprise, reader = {"pk": self.enterprise.pk}, self.notice.recipient
        assert reader is not None
        return {
            "": {},
            "alliance": {"slug": self.alliance.slug},
            "enterprise": enterprise,
            "member": {**enterprise, "member": self.editor.pk},
            "own_invitation": {**enterprise, "invitation": self.invitation.pk},
            "invitation": {"invitation": self.invitation.pk},
            "identity_request": {**enterprise, "number": self.identity_request.pk},
            "unsubscription": {"token": unsubscriptions.token_for(reader, NoticeKind(self.notice.kind))},
            "follow_up": {"token": follow_ups.link_to(self.follow_up).split("/")[-2]},
            "forged_follow_up": {"token": "unknown"},
            **{name: {"pk": getattr(self, name).pk} for name in ROWS},
        }

    @property
    def admin_rows(self) -> dict[str, Model]:
        """A row of each model in the admin, by application and model."""
        shown: tuple[Model, ...] = (
            Group.objects.create(name="Readers"),
            EmailAddress.objects.create(user=self.editor.user, email=self.editor.user.email),
            Authenticator.objects.create(user=self.editor.user, type="totp", data={}),
            AllianceMember.objects.create(enterprise=self.enterprise, alliance=self.alliance),
            MatchingFailure.objects.create(kind="offer", listing_id=self.offer.pk),
            GenericPhrase.objects.create(
                alliance=self.alliance, phrase="technology", mismatches=5, approvals=0
            ),
            GlossaryEntry.objects.create(zh="电池", en="battery"),
            GlossaryProposal.objects.create(zh="电机", en="motor", suggestion=self.suggestion),
            CalendarDay.objects.create(day=timezone.localdate(), kind="holiday"),
            log.record(Action.VERIFIED, by=None, on=self.enterprise),
            self.editor,
            self.invitation,
            self.identity_request,
            self.enterprise.events.create(kind=EventKind.REGISTERED),
            self.attachment,
            Requirement.objects.create(demand=self.demand_draft, name="Voltage", value="3"),
            self.offer.events.create(to_state=State.PUBLISHED),
            self.suggestion.events.create(from_state="pending", to_state="rejected"),
            self.introduction.sides.earliest("pk"),
            self.introduction.events.earliest("pk"),
            LogEntry.objects.create(user=self.editor.user, action_flag=CHANGE, object_repr="x"),
            Interest.objects.create(
                suggestion=self.suggestion,
                enterprise=self.enterprise,
                side="offer",
                mode="license",
                about="A maker of cells.",
                by=self.editor.user,
            ),
            self.saved_filter,
            self.meeting,
            self.message_file,
            self.message_file.message,
            self.follow_up,
            self.follow_up.contract,
            IntroductionNote.objects.create(introduction=self.introduction, audience="both", text="Note"),
            IntroductionStep.objects.create(
                introduction=self.introduction, text="Call", assignee="offer", due_on=timezone.localdate()
            ),
            ReadMark.objects.create(introduction=self.introduction, user=self.editor.user),
            Leftover.objects.create(path="attachments/none.pdf"),
            PrivacyNotice.objects.create(text_zh="隐私", text_en="Privacy"),
            self.data_copy,
            self.deletion,
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
            self.calibration,
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
        state="clean",
    )


def make_follow_up(offer: Offer, partner: Enterprise) -> FollowUp:
    """The question about a contract that was signed half a year ago. The owner's side has been asked."""
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


def make_copy(person: User) -> DataCopy:
    """A copy that is ready for download."""
    copy = copies.ask(person, by=person)
    copies.make(copy.pk)
    copy.refresh_from_db()
    return copy


def make_world() -> World:
    alliance = factories.make_alliance()
    enterprise, partner = factories.make_enterprise(), factories.make_enterprise()
    owner, coordinator = factories.make_member(enterprise), factories.make_coordinator(alliance)
    people = {
        "anonymous": None,
        "stranger": factories.make_member(),
        "owner": owner,
        "other_coordinator": factories.make_coordinator(factories.make_alliance()),
        "coordinator": coordinator,
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
    introduction = lifecycle.open_for(approved, by=coordinator)
    return World(
        people=people,
        alliance=alliance,
        enterprise=enterprise,
        editor=editor,
        invitation=Invitation.objects.create(
            enterprise=enterprise, email="new@example.com", role=Role.EDITOR, invited_by=owner
        ),
        identity_request=IdentityRequest.objects.create(
            enterprise=enterprise, old_name=enterprise.name, name="Another name", asked_by=owner
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
            state="clean",
            uploaded_by=owner,
        ),
        suggestion=factories.make_suggestion(offer=offer, demand=demand),
        calibration=factories.make_calibration(alliance=alliance),
        saved_search=factories.make_saved_search(owner=owner),
        introduction=introduction,
        meeting=IntroductionMeeting.objects.create(introduction=introduction, starts_at=timezone.now()),
        message_file=make_message_file(introduction),
        follow_up=make_follow_up(offer, partner),
        data_copy=make_copy(owner),
        deletion=deletions.ask(enterprise, by=owner),
        person=editor.user,
        notice=Notice.objects.create(kind=NoticeKind.LISTING_PUBLISHED, recipient=owner, url="/", context={}),
        saved_filter=saved_filters.save("Mine", "assigned=me", by=coordinator),
    )
