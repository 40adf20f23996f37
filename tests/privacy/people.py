"""A person and an enterprise whose names are in every table that can hold them."""

import json
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from matching.introductions import lifecycle
from matching.models import (
    FollowUp,
    Introduction,
    IntroductionContract,
    IntroductionMeeting,
    IntroductionMessage,
    IntroductionNote,
    IntroductionStep,
    MessageFile,
    ReadMark,
    SavedFilter,
)
from tests import factories
from ydeu.accounts import members
from ydeu.accounts.enums import EventKind, Role
from ydeu.accounts.models import Enterprise, EnterpriseEvent, Invitation, User
from ydeu.alliances.models import Alliance, AllianceMember, Coordinator
from ydeu.marketplace.enums import Visibility
from ydeu.marketplace.models import Attachment, Demand, ListingEvent, Offer, Requirement
from ydeu.marketplace.states import State
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind

EMAIL, SECOND, PHONE = "quintessa@ravn.example", "q@ravn.example", "0571-8877-6655"
CODE_NUMBER, SITE = 4242, "https://ravnholt.example"


@dataclass(frozen=True)
class Who:
    """The names of a person and their enterprise."""

    name: str
    company: str

    @property
    def hidden(self) -> str:
        return f"Ask {self.name} ({EMAIL}, {PHONE}) of {self.company}, {SITE}."


LATIN = Who("Quintessa Ravn", "Ravnholt Membranes Ltd")
CHINESE = Who("欧阳清棠", "杭州瑞文膜科技有限公司")
SHORT = Who("瑞棠", "瑞文膜")
EVERYBODY = (LATIN, CHINESE, SHORT)
NAME, COMPANY, HIDDEN = LATIN.name, LATIN.company, LATIN.hidden


@dataclass
class Life:
    """A person who owns an enterprise together with a colleague, and everything both have done."""

    who: Who
    person: User
    colleague: User
    enterprise: Enterprise
    offer: Offer
    draft: Demand
    introduction: Introduction
    files: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> list[str]:
        return [self.who.name, EMAIL, SECOND, PHONE]

    @property
    def company_words(self) -> list[str]:
        return [self.who.company, SITE, self.enterprise.credit_code or "", self.who.name, EMAIL, PHONE]


def make_life(who: Who = LATIN) -> Life:
    alliance = factories.make_alliance()
    enterprise = factories.make_enterprise(
        name=who.company,
        credit_code=factories.credit_code(CODE_NUMBER),
        website=SITE,
        introduction=who.hidden,
        contact_name=who.name,
        contact_email=EMAIL,
        contact_phone=PHONE,
    )
    person = factories.make_member(enterprise, email=EMAIL, name=who.name, role=Role.OWNER)
    colleague = factories.make_member(enterprise, role=Role.OWNER)
    _account(who, person, alliance)
    offer, draft = _listings(who, person, enterprise, alliance)
    _company(who, person, colleague, enterprise, alliance)
    introduction = _introduction(who, person, offer, alliance)
    _said(who, person, colleague, enterprise, offer)
    return Life(who, person, colleague, enterprise, offer, draft, introduction)


def _account(who: Who, person: User, alliance: Alliance) -> None:
    for email, is_primary in ((EMAIL, True), (SECOND, False)):
        EmailAddress.objects.create(user=person, email=email, primary=is_primary, verified=True)
    Authenticator.objects.create(user=person, type="totp", data={"secret": who.name})
    Coordinator.objects.create(user=person, alliance=alliance)
    Invitation.objects.create(
        enterprise=factories.make_enterprise(), email=EMAIL, invited_by=factories.make_user()
    )
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session: Any = client.session
    session["account_authentication_methods"] = [{"method": "password", "email": EMAIL}]
    session.save()


def _listings(who: Who, person: User, enterprise: Enterprise, alliance: Alliance) -> tuple[Offer, Demand]:
    ours: dict[str, Any] = {"enterprise": enterprise, "alliance": alliance, "created_by": person}
    offer = factories.make_published_offer(
        **ours,
        title=f"Membranes by {who.company}",
        summary=who.hidden,
        description=who.hidden,
        advantages=who.hidden,
        technology_keywords=["membranes", who.name],
    )
    draft = factories.make_demand(**ours, state=State.DRAFT, problem=who.hidden, description=who.hidden)
    Requirement.objects.create(demand=draft, name=who.hidden, value=who.name, unit="")
    for fields in ({"offer": offer}, {"demand": draft}):
        Attachment.objects.create(
            **fields,
            file=ContentFile(b"%PDF-1.4", name="report.pdf"),
            name=f"{who.name} {who.company}.pdf",
            content_type="application/pdf",
            size=8,
            state="clean",
            uploaded_by=person,
        )
    ListingEvent.objects.create(offer=offer, actor=person, to_state=State.PUBLISHED, note=who.hidden)
    return offer, draft


def _company(who: Who, person: User, colleague: User, enterprise: Enterprise, alliance: Alliance) -> None:
    AllianceMember.objects.create(enterprise=enterprise, alliance=alliance)
    invited = members.invite(enterprise, "new@example.com", role=Role.EDITOR, by=person)
    notices.tell(
        NoticeKind.MEMBER_INVITED,
        address=invited.email,
        url="/",
        context={"title": who.company, "by": who.name},
    )
    for actor, note in ((person, who.hidden), (colleague, f"{EMAIL} (owner)")):
        EnterpriseEvent.objects.create(
            enterprise=enterprise, kind=EventKind.MEMBER_ADDED, actor=actor, note=note
        )


def _introduction(who: Who, person: User, offer: Offer, alliance: Alliance) -> Introduction:
    demand = factories.make_published_demand(alliance=alliance, visibility=Visibility.ANONYMOUS)
    pair = factories.make_suggestion(offer=offer, demand=demand)
    type(pair).objects.filter(pk=pair.pk).update(state="approved", decided_by=person)
    introduction = lifecycle.open_for(pair, by=person)
    lifecycle.accept(introduction, introduction.sides.get(side="offer"), by=person, note=who.hidden)
    pair.events.create(actor=person, from_state="pending", to_state="approved", note=who.hidden)
    introduction.events.create(actor=person, to_state=introduction.state, note=who.hidden)
    _shared(who, person, introduction)
    return introduction


def _shared(who: Who, person: User, introduction: Introduction) -> None:
    """Write everything that both sides see of an introduction under way, from the person's side."""
    own: dict[str, Any] = {
        "introduction": introduction,
        "side": "offer",
        "author": person,
        "text": who.hidden,
    }
    message = IntroductionMessage.objects.create(**own)
    MessageFile.objects.create(
        message=message,
        file=ContentFile(b"%PDF-1.4", name="report.pdf"),
        name=f"{who.name} {who.company}.pdf",
        content_type="application/pdf",
        size=8,
    )
    IntroductionNote.objects.create(**own, audience="both")
    answer = {**own, "side": "demand", "author": None, "text": f"Dear {who.name} of {who.company}, {EMAIL}"}
    IntroductionMessage.objects.create(**answer)
    IntroductionStep.objects.create(
        introduction=introduction,
        text=who.hidden,
        assignee="offer",
        due_on=timezone.localdate(),
        set_by=person,
    )
    IntroductionMeeting.objects.create(
        introduction=introduction,
        starts_at=timezone.now(),
        place=who.company,
        agenda=who.hidden,
        planned_by=person,
    )
    contract = IntroductionContract.objects.create(
        introduction=introduction,
        mode="license",
        signed_on=timezone.localdate(),
        amount_band="10_50",
        registration_number=f"{who.name} 1",
        recorded_by=person,
    )
    FollowUp.objects.create(
        contract=contract, side="offer", months=6, due_on=timezone.localdate(), text=who.hidden
    )
    ReadMark.objects.create(introduction=introduction, user=person)
    SavedFilter.objects.create(user=person, name=who.name, query=f"q={EMAIL}")


def _said(who: Who, person: User, colleague: User, enterprise: Enterprise, offer: Offer) -> None:
    context = {"title": str(offer), "by": who.name, "note": who.hidden, "other_enterprise": who.company}
    for reader in (person, colleague, factories.make_user()):
        notices.tell(
            NoticeKind.LISTING_PUBLISHED, user=reader, url="/", context={"title": "x", "by": who.name}
        )
    notices.tell(NoticeKind.LISTING_PUBLISHED, enterprise=enterprise, url="/", context=context)
    for row in (person, enterprise):
        LogEntry.objects.create(
            user=factories.make_admin(),
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=str(row),
            action_flag=CHANGE,
            change_message=json.dumps([{"added": {"name": "x", "object": f"{who.name} · {who.company}"}}]),
        )
