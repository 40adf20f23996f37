import pytest

from tests.factories import make_admin, make_enterprise, make_member, make_user
from ydeu.accounts import enterprises
from ydeu.accounts.enums import EventKind, Role
from ydeu.accounts.models import Enterprise

pytestmark = pytest.mark.django_db


def history(enterprise: Enterprise) -> list[tuple[str, str]]:
    return list(enterprise.events.values_list("kind", "note"))


def test_who_registers_an_enterprise_owns_it() -> None:
    person = make_user()
    enterprise = enterprises.register(Enterprise(name="A", credit_code="91110000600037341L"), by=person)
    assert list(enterprise.memberships.values_list("user", "role")) == [(person.pk, Role.OWNER)]
    assert history(enterprise) == [(EventKind.REGISTERED, "")]
    assert not enterprise.is_verified
    assert list(Enterprise.objects.awaiting_verification()) == [enterprise]


def test_one_person_cannot_heap_up_unverified_enterprises() -> None:
    person = make_user()
    for number in range(enterprises.MAX_AWAITING):
        enterprises.register(Enterprise(name=f"E{number}"), by=person)
    with pytest.raises(enterprises.TooManyAwaiting):
        enterprises.register(Enterprise(name="one more"), by=person)
    assert Enterprise.objects.count() == enterprises.MAX_AWAITING
    assert enterprises.register(Enterprise(name="of another"), by=make_user()).pk


def test_a_change_of_contact_keeps_the_verification() -> None:
    enterprise = make_enterprise(contact_name="old")
    enterprise.contact_name, enterprise.name = "new", "not among the changed fields"
    assert enterprises.revise(enterprise, changed=["contact_name"], by=make_member(enterprise)) is None
    enterprise.refresh_from_db()
    assert (enterprise.contact_name, enterprise.is_verified) == ("new", True)
    assert enterprise.name != "not among the changed fields"
    assert history(enterprise) == []


@pytest.mark.parametrize("changes", [{"name": "New"}, {"credit_code": "91110000600037341L"}])
def test_a_new_name_or_code_is_a_request_and_the_verification_stays(changes: dict[str, str]) -> None:
    enterprise = make_enterprise(verified_by=make_admin())
    before = {name: getattr(enterprise, name) for name in changes}
    for name, value in changes.items():
        setattr(enterprise, name, value)
    assert enterprises.revise(enterprise, changed=list(changes), by=make_member(enterprise))
    enterprise.refresh_from_db()
    assert (enterprise.is_verified, {name: getattr(enterprise, name) for name in changes}) == (True, before)
    [(old, new)] = zip(before.values(), changes.values(), strict=True)
    assert history(enterprise) == [(EventKind.IDENTITY_ASKED, f"{old} → {new}")]


def test_a_name_changed_while_an_administrator_verifies_is_a_request() -> None:
    """The member read the enterprise before it was verified and saves after it."""
    enterprise = make_enterprise(verified=False)
    as_read = Enterprise.objects.get(pk=enterprise.pk)
    Enterprise.objects.filter(pk=enterprise.pk).update(verified_at="2026-01-01T00:00Z")
    as_read.name = "New"
    assert enterprises.revise(as_read, changed=["name"], by=make_member(enterprise))
    stored = Enterprise.objects.get(pk=enterprise.pk)
    assert (stored.is_verified, stored.name) == (True, enterprise.name)


def test_an_administrator_corrects_a_name_without_losing_the_verification() -> None:
    enterprise = make_enterprise(name="Old")
    enterprise.name = "New"
    enterprises.correct(enterprise, changed=["name"], by=make_admin())
    enterprise.refresh_from_db()
    assert (enterprise.name, enterprise.is_verified) == ("New", True)
    assert history(enterprise) == [(EventKind.IDENTITY_CHANGED, "Old → New")]


def test_an_imported_enterprise_waits_for_its_people_before_it_waits_for_verification() -> None:
    imported = make_enterprise(verified=False, origin="imported")
    assert not Enterprise.objects.awaiting_verification().exists()
    make_member(imported)
    make_member(imported)
    assert list(Enterprise.objects.awaiting_verification()) == [imported]


def test_whose_pages_one_may_open() -> None:
    enterprise, other = make_enterprise(), make_enterprise()
    member = make_member(enterprise)
    assert list(Enterprise.objects.visible_to(member)) == [enterprise]
    assert not Enterprise.objects.visible_to(make_user()).exists()
    assert set(Enterprise.objects.visible_to(make_admin())) == {enterprise, other}
