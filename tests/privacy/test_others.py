"""A deletion leaves alone what belongs to somebody else and what is not a name."""

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction

from tests.factories import make_admin, make_enterprise, make_member, make_published_offer, make_user
from tests.privacy.people import EMAIL, NAME, make_life
from ydeu.accounts import history, members, verification
from ydeu.accounts.enums import EventKind, Role
from ydeu.accounts.models import Enterprise, Invitation, User
from ydeu.marketplace.models import Offer
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice
from ydeu.privacy import closing, erasing

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def erase_person(person: User) -> None:
    with transaction.atomic():
        erasing.erase_person(person)


def erase_enterprise(enterprise: Enterprise, by: User) -> None:
    with transaction.atomic():
        closing.end_listings(enterprise, by=by)
        erasing.erase_enterprise(enterprise, by=by)


def test_others_keep_what_they_wrote() -> None:
    """A namesake, a word that begins like the name, and a longer address belong to somebody else."""
    life = make_life()
    text = f"{NAME} and {NAME}son, x{EMAIL}, {EMAIL}x"
    other = make_published_offer(description=text, enterprise=make_enterprise(contact_name=NAME))
    namesake = make_member(name=NAME)
    erase_person(life.person)
    other.refresh_from_db()
    namesake.refresh_from_db()
    assert (other.description, other.enterprise.contact_name, namesake.name) == (text, NAME, NAME)


def identities() -> list[list[tuple]]:
    """All names and addresses by which others are identified and reached."""
    return [
        list(EmailAddress.objects.order_by("pk").values_list("email")),
        list(Invitation.objects.order_by("pk").values_list("email")),
        list(Notice.objects.order_by("pk").values_list("address")),
        list(
            Enterprise.objects.order_by("pk").values_list("name", "contact_email", "website", "credit_code")
        ),
    ]


def test_a_colleague_with_a_longer_address_keeps_it() -> None:
    wei = make_user("wei@acme.cn", name="Wei")
    for address in ("li.wei@acme.cn", "wei@acme.cn.com"):
        EmailAddress.objects.create(user=make_user(address), email=address)
        branch = make_enterprise(contact_email=address)
        members.invite(branch, address, role=Role.EDITOR, by=make_member(branch))
        notices.tell(NoticeKind.MEMBER_INVITED, address=address, url="/", context={"title": "x", "by": "y"})
    before = identities()
    erase_person(wei)
    assert identities() == before


def test_a_branch_keeps_its_name_and_addresses() -> None:
    university = make_enterprise(
        name="浙江大学", contact_email="office@zju.example", website="https://zju.example"
    )
    owner = make_member(university)
    branch = make_enterprise(
        name="浙江大学滨江研究院",
        contact_email="bj.office@zju.example",
        website="https://zju.example/binjiang",
    )
    EmailAddress.objects.create(user=make_member(branch), email="bj.office@zju.example")
    twin = make_enterprise(name="浙江大学", contact_email="", website="")
    offer = make_published_offer(enterprise=branch, description="浙江大学滨江研究院与浙江大学合作。")
    before = identities()[:3]
    erase_enterprise(university, by=owner)
    offer.refresh_from_db()
    assert (identities()[:3], offer.description) == (before, "浙江大学滨江研究院与[…]合作。")
    columns = ("name", "contact_email", "website", "credit_code")
    for kept in (branch, twin):
        assert Enterprise.objects.values_list(*columns).get(pk=kept.pk) == tuple(
            getattr(kept, column) for column in columns
        )


def test_what_is_called_like_a_person_keeps_its_name() -> None:
    """张力 is a person's name and also means tension."""
    enterprise = make_enterprise(name="恒张力控制系统有限公司", introduction="恒张力控制系统有限公司，张力。")
    person = make_member(enterprise, name="张力")
    own = make_published_offer(
        enterprise=enterprise,
        created_by=person,
        title="恒张力控制系统",
        description="张力传感器，联系人张力。",
    )
    other = make_published_offer(technology_keywords=["张力"], title="张力")
    erase_person(person)
    enterprise.refresh_from_db()
    assert (enterprise.name, enterprise.introduction) == (
        "恒张力控制系统有限公司",
        "恒张力控制系统有限公司，[…]。",
    )
    titles = Offer.objects.order_by("pk").values_list("title", "description", "technology_keywords")
    assert list(titles) == [
        ("恒张力控制系统", "张力传感器，联系人[…]。", own.technology_keywords),
        ("张力", other.description, ["张力"]),
    ]


def test_an_administrator_acts_for_no_enterprise_they_looked_after() -> None:
    admin, wei = make_admin(name="王伟"), make_user()
    enterprise = make_enterprise(verified=False, contact_name="王伟", contact_phone="0571-8877-6655")
    imported = make_enterprise(contact_name="", contact_phone="010-1234-5678")
    for each in (enterprise, imported):
        for kind in (EventKind.REGISTERED, EventKind.MEMBER_ADDED):
            history.record(each, kind, by=admin)
        history.record(each, EventKind.IDENTITY_CHANGED, by=wei)
    verification.verify(enterprise, by=admin)
    offer = make_published_offer(enterprise=enterprise, description="0571-8877-6655, 王伟")
    kept = list(Enterprise.objects.order_by("pk").values("contact_name", "contact_phone"))
    erase_person(admin)
    erase_person(wei)
    offer.refresh_from_db()
    assert offer.description == "0571-8877-6655, 王伟"
    assert list(Enterprise.objects.order_by("pk").values("contact_name", "contact_phone")) == kept


def test_an_address_that_was_only_typed_in_is_not_the_persons() -> None:
    person = make_user("li@example.com")
    EmailAddress.objects.create(user=person, email="victim@example.com", verified=False)
    enterprise = make_enterprise(contact_email="victim@example.com", contact_phone="0571-8877-6655")
    erase_person(person)
    enterprise.refresh_from_db()
    assert (enterprise.contact_email, enterprise.contact_phone) == ("victim@example.com", "0571-8877-6655")
    assert not EmailAddress.objects.exists()
