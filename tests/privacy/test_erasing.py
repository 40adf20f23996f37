"""After a deletion no column, session or file contains the person or the enterprise."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from matching.models import SavedFilter
from tests.factories import make_enterprise, make_member, make_published_offer, make_user
from tests.privacy.people import CHINESE, COMPANY, EMAIL, EVERYBODY, NAME, Who, make_life
from tests.privacy.walking import files, tables, where
from ydeu.accounts import members
from ydeu.accounts.enums import Role
from ydeu.accounts.models import Enterprise, Invitation, Membership, User
from ydeu.audit.models import Entry
from ydeu.marketplace.models import Attachment, Offer
from ydeu.notices.models import Notice
from ydeu.privacy import closing, erasing

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
everybody = pytest.mark.parametrize("who", EVERYBODY, ids=["Latin", "Chinese", "short"])


def erase_person(person: User) -> None:
    with transaction.atomic():
        erasing.erase_person(person)


def erase_enterprise(enterprise: Enterprise, by: User) -> None:
    with transaction.atomic():
        closing.end_listings(enterprise, by=by)
        erasing.erase_enterprise(enterprise, by=by)


@everybody
def test_the_walk_finds_the_person_and_the_enterprise_before(who: Who) -> None:
    life = make_life(who)
    assert {
        "account.emailaddress",
        "accounts.enterprise",
        "accounts.enterpriseevent",
        "accounts.invitation",
        "accounts.user",
        "admin.logentry",
        "marketplace.attachment",
        "marketplace.demand",
        "marketplace.listingevent",
        "marketplace.offer",
        "marketplace.requirement",
        "matching.followup",
        "matching.introductioncontract",
        "matching.introductionevent",
        "matching.introductionmeeting",
        "matching.introductionmessage",
        "matching.introductionnote",
        "matching.introductionside",
        "matching.introductionstep",
        "matching.messagefile",
        "matching.savedfilter",
        "matching.suggestionevent",
        "mfa.authenticator",
        "notices.notice",
        "sessions.session",
    } <= tables(life.words)
    assert {"accounts.enterprise", "admin.logentry"} <= tables([who.company])


@everybody
def test_nothing_knows_the_person_any_more(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, who: Who
) -> None:
    life = make_life(who)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(life.person)
    assert where(life.words) == []


def test_the_history_of_the_admin_is_still_read_without_the_name() -> None:
    life = make_life(CHINESE)
    LogEntry.objects.filter(content_type__model="user").update(change_message=f"{CHINESE.name} 改名。")
    erase_person(life.person)
    found = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    said = [{"added": {"name": "x", "object": f"[…] · {CHINESE.company}"}}]
    assert found == ["[…] 改名。", json.dumps(said)]


def test_what_stays_of_a_person_is_a_number_and_what_the_enterprise_has() -> None:
    life = make_life()
    entries = Entry.objects.filter(actor=life.person).count()
    erase_person(life.person)
    life.person.refresh_from_db()
    life.offer.refresh_from_db()
    assert (life.person.email, life.person.is_active) == (f"deleted-{life.person.pk}@deleted.invalid", False)
    assert not life.person.has_usable_password()
    assert (life.offer.created_by, life.offer.state) == (life.person, "published")
    assert life.offer.summary == f"Ask […] ([…], […]) of {COMPANY}, https://ravnholt.example."
    assert life.offer.technology_keywords == ["membranes"]
    assert life.offer.revision == 2
    assert Attachment.objects.filter(offer=life.offer, uploaded_by=life.person).exists()
    assert len(list(files())) == 3
    assert Entry.objects.filter(actor=life.person).count() == entries + 1  # the listing's text has changed
    assert list(Membership.objects.filter(enterprise=life.enterprise)) == [
        Membership.objects.get(user=life.colleague)
    ]
    assert not Notice.objects.filter(recipient=life.person).exists()
    assert not Session.objects.exists()


@everybody
def test_nothing_knows_the_enterprise_any_more(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, who: Who
) -> None:
    life = make_life(who)
    User.objects.filter(pk=life.person.pk).update(name="Another", email="another@example.com")
    EmailAddress.objects.filter(user=life.person).delete()
    Authenticator.objects.filter(user=life.person).delete()
    SavedFilter.objects.filter(user=life.person).delete()
    Session.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        erase_enterprise(life.enterprise, by=life.colleague)
    assert where(life.company_words) == []
    assert list(files()) == []


def test_what_stays_of_an_enterprise_is_a_number_and_its_introductions() -> None:
    life = make_life()
    code = life.enterprise.credit_code
    erase_enterprise(life.enterprise, by=life.colleague)
    life.enterprise.refresh_from_db()
    life.introduction.refresh_from_db()
    life.offer.refresh_from_db()
    name = f"已注销企业 {life.enterprise.pk} · Deleted enterprise {life.enterprise.pk}"
    assert (life.enterprise.name, life.enterprise.credit_code, life.enterprise.is_verified) == (
        name,
        None,
        False,
    )
    assert (life.offer.title, life.offer.description, life.offer.state) == ("", "", "withdrawn")
    assert life.introduction.sides.get(side="offer").enterprise == life.enterprise
    said = life.introduction.messages.order_by("pk").values_list("side", "text")
    assert list(said) == [("offer", ""), ("demand", "Dear […] of […], […]")]
    assert life.introduction.contract.amount_band == "10_50"
    assert not type(life.draft).objects.filter(pk=life.draft.pk).exists()
    assert not Membership.objects.filter(enterprise=life.enterprise).exists()
    assert User.objects.filter(email=EMAIL, name=NAME).exists()
    make_enterprise(credit_code=code)


def test_twice_is_once() -> None:
    life = make_life()
    erase_person(life.person)
    before = list(Offer.objects.values())
    erase_person(life.person)
    assert list(Offer.objects.values()) == before
    erase_enterprise(life.enterprise, by=life.colleague)
    once = list(Enterprise.objects.order_by("pk").values())
    erase_enterprise(Enterprise.objects.get(pk=life.enterprise.pk), by=life.colleague)
    assert list(Enterprise.objects.order_by("pk").values()) == once


def test_who_no_longer_acts_for_an_enterprise_is_forgotten_there_too() -> None:
    """An empty contact name does not match a person without a name, so the telephone number stays."""
    enterprise = make_enterprise(contact_name="", contact_phone="0571-8877-6655", introduction=f"{NAME}.")
    make_member(enterprise)
    left, nameless = make_member(enterprise, name=NAME), make_member(enterprise, name="")
    for person in (left, nameless):
        members.remove(Membership.objects.get(user=person), by=person)
    erase_person(left)
    erase_person(nameless)
    enterprise.refresh_from_db()
    assert (enterprise.introduction, enterprise.contact_phone) == ("[…].", "0571-8877-6655")


def test_an_invitation_to_who_has_left_is_gone() -> None:
    enterprise = make_enterprise()
    members.invite(enterprise, "Wei@acme.cn", role=Role.EDITOR, by=make_member(enterprise))
    erase_person(make_user("Wei@acme.cn"))
    assert not Invitation.objects.exists()


def test_an_address_is_taken_out_wherever_it_stands() -> None:
    life = make_life()
    other = make_published_offer(description=f"See {EMAIL.upper()}.", enterprise=make_enterprise())
    erase_person(life.person)
    other.refresh_from_db()
    assert other.description == "See […]."


def test_a_person_without_anything() -> None:
    person = make_user("only@example.com")
    erase_person(person)
    assert where(["only@example.com"]) == []
