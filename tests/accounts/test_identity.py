"""Another name or code of a verified enterprise is a request; the verified one is shown until then."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.test_admin import make_clerk
from tests.accounts.test_credit_code import form_data
from tests.accounts.test_views import logged_in
from tests.factories import (
    credit_code,
    make_admin,
    make_enterprise,
    make_member,
    make_published_demand,
    make_published_offer,
    make_user,
)
from ydeu.accounts import enterprises, identity, verification
from ydeu.accounts.enums import EventKind, Role
from ydeu.accounts.models import Enterprise, IdentityRequest, Membership, User
from ydeu.accounts.states import RequestState
from ydeu.audit.models import Entry
from ydeu.notices.enums import NoticeKind
from ydeu.notices.models import Notice
from ydeu.transitions import LostRace, TransitionRefused

pytestmark = pytest.mark.django_db

OTHER_CODE = "91110000600037341L"


def history(enterprise: Enterprise) -> list[tuple[str, str]]:
    return list(enterprise.events.values_list("kind", "note"))


def told() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("pk").values_list("kind", "recipient__email"))


def asked(enterprise: Enterprise, *, by: User, **changes: Any) -> IdentityRequest:
    edited = Enterprise.objects.get(pk=enterprise.pk)
    for name, value in changes.items():
        setattr(edited, name, value)
    request = enterprises.revise(edited, changed=list(changes), by=by)
    assert request is not None
    return request


def verified() -> dict[str, Any]:
    return {"name": "Hengyuan Seals", "credit_code": credit_code(7001)}


def of_revoked() -> Enterprise:
    enterprise = make_enterprise(**verified())
    verification.revoke(enterprise, by=make_admin())
    return enterprise


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_enterprise(**verified()),
        of_revoked,
        lambda: make_enterprise(**verified(), verified=False, origin="imported"),
    ],
    ids=["verified", "revoked", "imported"],
)
@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Huawei"},
        {"credit_code": OTHER_CODE},
        {"name": "Huawei", "credit_code": OTHER_CODE, "introduction": "We are large."},
        {"name": "HENGYUAN SEALS"},
    ],
)
def test_others_read_what_was_verified_until_an_administrator_grants_it(
    make: Any, changes: dict[str, str]
) -> None:
    enterprise = make()
    owner = make_member(enterprise)
    client = logged_in(owner)
    data = form_data(**{**verified(), **changes})
    page = client.post(reverse("accounts:enterprise_edit", args=[enterprise.pk]), data, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]
    stored = Enterprise.objects.get(pk=enterprise.pk)
    assert {"name": stored.name, "credit_code": stored.credit_code} == verified()
    assert stored.is_verified == enterprise.is_verified
    assert stored.introduction == changes.get("introduction", "")  # everything else is saved at once
    request = enterprise.identity_requests.get()
    assert {"name": request.name, "credit_code": request.credit_code} == {
        **verified(),
        **{name: value for name, value in changes.items() if name != "introduction"},
    }
    identity.grant(request, by=make_admin())
    stored.refresh_from_db()
    assert (stored.name, stored.credit_code) == (request.name, request.credit_code)
    assert stored.is_verified


def test_visitors_see_the_verified_name_on_listings() -> None:
    enterprise = make_enterprise(**verified())
    listings = [make_published_offer(enterprise=enterprise), make_published_demand(enterprise=enterprise)]
    request = asked(enterprise, by=make_member(enterprise), name="Huawei")
    for listing in listings:
        page = Client().get(listing.get_absolute_url()).text
        assert ("Hengyuan Seals" in page, "Huawei" in page) == (True, False)
    identity.grant(request, by=make_admin())
    assert "Huawei" in Client().get(listings[0].get_absolute_url()).text


def test_a_request_is_written_down_and_every_administrator_is_told() -> None:
    admin, owner = make_admin(email="admin@example.com"), make_member(email="owner@example.com")
    enterprise = Enterprise.objects.of(owner).get()
    request = asked(enterprise, by=owner, name="Huawei")
    assert history(enterprise) == [(EventKind.IDENTITY_ASKED, f"{enterprise.name} → Huawei")]
    assert list(Entry.objects.values_list("action", "object_id")) == [("identity_asked", enterprise.pk)]
    assert told() == [(NoticeKind.ENTERPRISE_ASKED, admin.email)]
    assert Notice.objects.get().context == {"title": enterprise.name, "change": f"{enterprise.name} → Huawei"}
    identity.decline(request, by=admin, reason="The licence says otherwise.")
    assert told()[1:] == [(NoticeKind.ENTERPRISE_ANSWERED, owner.email)]
    assert history(enterprise)[1:] == [(EventKind.IDENTITY_DECLINED, "The licence says otherwise.")]
    assert Enterprise.objects.get().name == enterprise.name


def test_the_owner_sees_the_request_and_takes_it_back() -> None:
    enterprise = make_enterprise()
    owner, stranger = make_member(enterprise), make_member()
    request = asked(enterprise, by=owner, name="Huawei")
    address = reverse("accounts:identity_withdraw", args=[enterprise.pk, request.pk])
    assert address in logged_in(owner).get(enterprise.get_absolute_url()).text
    assert logged_in(stranger).post(address).status_code == 404
    assert logged_in(owner).get(address).status_code == 405
    assert logged_in(owner).post(address).status_code == 302
    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN
    assert address not in logged_in(owner).get(enterprise.get_absolute_url()).text
    with pytest.raises(TransitionRefused):
        identity.grant(request, by=make_admin())
    assert Enterprise.objects.get(pk=enterprise.pk).name == enterprise.name


def test_an_editor_takes_back_only_what_they_asked() -> None:
    enterprise = make_enterprise()
    owner, editor = make_member(enterprise), make_member(enterprise, role=Role.EDITOR)
    request = asked(enterprise, by=owner, name="Huawei")
    with pytest.raises(identity.NotYours):
        identity.withdraw(request, by=editor)
    identity.withdraw(asked(enterprise, by=editor, name="Other"), by=editor)
    assert not IdentityRequest.objects.waiting().exists()


def test_a_second_request_replaces_the_first_and_the_old_name_ends_it() -> None:
    enterprise = make_enterprise(name="A")
    owner = make_member(enterprise)
    first = asked(enterprise, by=owner, name="B")
    second = asked(enterprise, by=owner, name="C")
    first.refresh_from_db()
    assert (first.state, second.state) == (RequestState.WITHDRAWN, RequestState.WAITING)
    with pytest.raises(TransitionRefused):
        identity.grant(first, by=make_admin())


def test_the_administrators_are_not_flooded_with_requests() -> None:
    enterprise, other = make_enterprise(name="A"), make_enterprise(name="B")
    owner, admin = make_member(enterprise), make_admin()
    Membership.objects.create(user=owner, enterprise=other, role=Role.OWNER)
    for number in range(identity.REQUESTS_A_DAY):
        asked(enterprise if number % 2 else other, by=owner, name=f"New {number}")
    for each in (enterprise, other):
        with pytest.raises(identity.TooManyRequests):
            asked(each, by=owner, name="One more")
    page = logged_in(owner).post(
        reverse("accounts:enterprise_edit", args=[enterprise.pk]),
        form_data(name="One more", credit_code=str(enterprise.credit_code)),
    )
    assert (page.status_code, "enough requests for another name" in page.text) == (200, True)
    assert Notice.objects.filter(recipient=admin).count() == identity.REQUESTS_A_DAY
    edited = Enterprise.objects.get(pk=enterprise.pk)
    assert enterprises.revise(edited, changed=["name"], by=owner) is None  # back to the old name
    assert not enterprise.identity_requests.waiting().exists()


def test_of_two_administrators_the_second_is_told() -> None:
    enterprise = make_enterprise(name="A")
    request = asked(enterprise, by=make_member(enterprise), name="B")
    as_read = IdentityRequest.objects.get(pk=request.pk)
    identity.grant(request, by=make_admin())
    with pytest.raises(LostRace):
        identity.decline(as_read, by=make_admin(), reason="No.")
    assert Enterprise.objects.get(pk=enterprise.pk).name == "B"


@pytest.mark.parametrize("who", ["asked", "member"])
def test_nobody_grants_their_own_request(who: str) -> None:
    enterprise = make_enterprise()
    clerk = make_clerk("change_enterprise")
    if who == "member":
        enterprise.memberships.create(user=clerk)
    request = asked(enterprise, by=clerk if who == "asked" else make_member(enterprise), name="Huawei")
    with pytest.raises(identity.NotYours):
        identity.grant(request, by=clerk)
    with pytest.raises(identity.NotYours):
        identity.decline(request, by=clerk, reason="No.")
    assert Enterprise.objects.get(pk=enterprise.pk).name == enterprise.name


def admin_data(enterprise: Enterprise, **changes: str) -> dict[str, str]:
    rows = ("memberships", "events")
    management = {f"{row}-{form}_FORMS": "0" for row in rows for form in ("TOTAL", "INITIAL")}
    return {"name": enterprise.name, "credit_code": enterprise.credit_code or "", **management, **changes}


@pytest.mark.parametrize(("is_admin", "shown"), [(True, "Huawei"), (False, "Hengyuan Seals")])
def test_of_the_staff_only_an_administrator_changes_a_verified_name_at_once(
    is_admin: bool, shown: str
) -> None:
    enterprise = make_enterprise(**verified())
    clerk = make_admin() if is_admin else make_clerk("change_enterprise", "view_enterprise")
    address = reverse("admin:accounts_enterprise_change", args=[enterprise.pk])
    assert logged_in(clerk).post(address, admin_data(enterprise, name="Huawei")).status_code == 302
    assert Enterprise.objects.get().name == shown
    assert IdentityRequest.objects.waiting().exists() != is_admin


def test_an_administrator_grants_or_declines_in_the_admin() -> None:
    enterprise = make_enterprise()
    owner = make_member(enterprise)
    request = asked(enterprise, by=owner, name="Huawei")
    admin = logged_in(make_admin())
    page = reverse("admin:accounts_identityrequest_change", args=[request.pk])
    decide = reverse("admin:accounts_identityrequest_decide", args=[request.pk])
    assert decide in admin.get(page).text
    assert page in admin.get(reverse("admin:accounts_enterprise_change", args=[enterprise.pk])).text
    assert logged_in(make_user(is_staff=True)).post(decide, {"decision": "grant"}).status_code == 403
    answer = admin.post(decide, {"decision": "decline"}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    answer = admin.post(decide, {"decision": "decline", "reason": "No licence."}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]] == ["success"]
    again = asked(enterprise, by=owner, name="Hua Wei")
    admin.post(reverse("admin:accounts_identityrequest_decide", args=[again.pk]), {"decision": "grant"})
    assert Enterprise.objects.get(pk=enterprise.pk).name == "Hua Wei"


def test_before_the_first_verification_a_name_is_saved_at_once() -> None:
    enterprise = make_enterprise(verified=False)
    enterprise.name = "New"
    assert enterprises.revise(enterprise, changed=["name"], by=make_member(enterprise)) is None
    assert Enterprise.objects.get().name == "New"


def test_the_name_in_a_posted_decision_reaches_no_notice() -> None:
    enterprise = make_enterprise(**verified())
    make_member(enterprise)
    data = {"decision": "revoke", "seen_name": "Huawei", "seen_code": OTHER_CODE}
    logged_in(make_admin()).post(reverse("admin:accounts_enterprise_decide", args=[enterprise.pk]), data)
    notice = Notice.objects.get(kind=NoticeKind.ENTERPRISE_REVOKED)
    assert notice.context["title"] == "Hengyuan Seals"


def test_a_verification_again_ends_the_revocation() -> None:
    enterprise = make_enterprise()
    verification.revoke(enterprise, by=make_admin())
    assert Enterprise.objects.get().is_revoked
    verification.verify(enterprise, by=make_admin())
    stored = Enterprise.objects.get()
    assert (stored.is_revoked, stored.revoked_at) == (False, None)
    assert stored.verified_at is not None
    assert stored.verified_at <= timezone.now()
