"""The pages of data protection, including what strangers get."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    make_admin,
    make_enterprise,
    make_member,
    make_offer,
    make_published_offer,
    make_suggestion,
    make_user,
)
from tests.privacy.people import make_life
from ydeu.accounts.enums import Role
from ydeu.accounts.models import User
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.privacy import copies, deletions
from ydeu.privacy.models import DataCopy, Deletion, PrivacyNotice
from ydeu.privacy.states import DeletionState

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def messages_of(response: Any) -> list[str]:
    return [message.level_tag for message in response.context["messages"]]


def test_a_person_asks_for_a_copy_and_downloads_it() -> None:
    person = make_user("li@example.com")
    client = logged_in(person)
    page = client.post(reverse("privacy:ask_copy"), follow=True)
    assert messages_of(page) == ["success"]
    copy = DataCopy.objects.get()
    assert reverse("privacy:download", args=[copy.pk]) not in page.text
    assert client.get(reverse("privacy:download", args=[copy.pk])).status_code == 404
    copies.make(copy.pk)
    assert reverse("privacy:download", args=[copy.pk]) in client.get(reverse("privacy:mine")).text
    response = client.get(reverse("privacy:download", args=[copy.pk]))
    assert response.getvalue()[:2] == b"PK"
    assert response["Content-Disposition"] == f'attachment; filename="ydeu-data-{copy.pk}.zip"'
    downloaded = Entry.objects.filter(action=Action.DOWNLOADED).values_list("actor", "details")
    assert list(downloaded) == [(person.pk, {"page": "privacy:download", "row": copy.pk})]


def test_nobody_else_downloads_it_and_nobody_too_late() -> None:
    person = make_user()
    copy = copies.ask(person, by=person)
    copies.make(copy.pk)
    address = reverse("privacy:download", args=[copy.pk])
    assert [logged_in(other).get(address).status_code for other in (make_user(), make_admin())] == [404, 404]
    assert Client().get(address).status_code == 302
    DataCopy.objects.update(expires_at=copy.asked_at)
    assert logged_in(person).get(address).status_code == 404


def test_too_many_copies_are_refused_with_a_sentence() -> None:
    client = logged_in(make_user())
    for _ in range(copies.MAX_A_DAY):
        client.post(reverse("privacy:ask_copy"))
    assert messages_of(client.post(reverse("privacy:ask_copy"), follow=True))[-1] == "error"


def test_deleting_the_account_takes_the_address_and_can_be_taken_back() -> None:
    person = make_user("li@example.com")
    client = logged_in(person)
    wrong = client.post(reverse("privacy:delete"), {"typed": "lu@example.com"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (200, ["typed"])
    assert not Deletion.objects.exists()
    page = client.post(reverse("privacy:delete"), {"typed": " LI@example.com"}, follow=True)
    assert messages_of(page) == ["success"]
    deletion = Deletion.objects.get()
    assert (deletion.person, deletion.state) == (person, DeletionState.SCHEDULED)
    cancel = reverse("privacy:cancel", args=[deletion.pk])
    assert cancel in page.text
    assert reverse("privacy:delete") not in page.text
    assert logged_in(make_user()).post(cancel).status_code == 404
    assert messages_of(client.post(cancel, follow=True)) == ["success"]
    assert messages_of(client.post(cancel, follow=True)) == ["error"]


def test_the_last_owner_is_told_what_to_do() -> None:
    owner = make_member(email="li@example.com")
    page = logged_in(owner).post(reverse("privacy:delete"), {"typed": owner.email})
    assert (page.status_code, "without an owner" in page.text) == (200, True)
    assert not Deletion.objects.exists()


def test_an_enterprise_is_for_its_owners() -> None:
    enterprise = make_enterprise()
    people = (make_member(enterprise), make_member(enterprise, role=Role.EDITOR), make_member(), make_admin())
    names = ("enterprise", "close")
    statuses = [
        [
            logged_in(person).get(reverse(f"privacy:{name}", args=[enterprise.pk])).status_code
            for name in names
        ]
        for person in people
    ]
    assert statuses == [[200, 200], [403, 403], [404, 404], [200, 200]]
    posts = [
        logged_in(person).post(reverse("privacy:ask_enterprise_copy", args=[enterprise.pk])).status_code
        for person in people
    ]
    assert posts == [302, 403, 404, 302]


def test_closing_an_enterprise_takes_its_name() -> None:
    enterprise = make_enterprise(name="Battery Works")
    client = logged_in(make_member(enterprise))
    address = reverse("privacy:close", args=[enterprise.pk])
    assert list(client.post(address, {"typed": "Battery"}).context["form"].errors) == ["typed"]
    page = client.post(address, {"typed": "Battery Works"}, follow=True)
    assert messages_of(page) == ["success"]
    deletion = Deletion.objects.get()
    assert deletion.enterprise == enterprise
    again = client.post(address, {"typed": "Battery Works"})
    assert "asked for already" in again.text
    page = client.post(reverse("privacy:cancel", args=[deletion.pk]), follow=True)
    assert page.redirect_chain[-1][0] == reverse("privacy:enterprise", args=[enterprise.pk])


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_privacy_notice_is_open_to_everybody(language: str) -> None:
    client = Client(headers={"accept-language": language})
    address = reverse("privacy:policy")
    assert client.get(address).status_code == 200
    for text in ("first", "second"):
        PrivacyNotice.objects.create(text_en=f"The {text} <text>", text_zh=f"第{text}")
    page = client.get(address).text
    assert ("The second &lt;text&gt;" in page, "第second" in page) == (language == "en", language != "en")
    assert "first" not in page
    assert all(address in client.get(reverse(name)).text for name in ("home", "account_signup"))


def test_the_support_view_shows_numbers_and_states_and_no_words() -> None:
    life = make_life()
    clerk = make_user(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="support_view"))
    page = logged_in(clerk).get(reverse("privacy:support", args=[life.person.pk]))
    assert page.status_code == 200
    view = page.context["view"]
    assert view.listing_states == [("Draft", 1), ("Published", 1)]
    assert view.introduction_states == [("Waiting for consent", 1)]
    assert [membership.enterprise for membership in view.memberships] == [life.enterprise]
    assert "Membranes by" not in page.text
    assert "Ask " not in page.text
    looked = Entry.objects.filter(action=Action.LOOKED_AFTER).values_list("actor", "object_type", "object_id")
    assert list(looked) == [(clerk.pk, "accounts.user", life.person.pk)]


def test_who_may_not_look() -> None:
    person = make_user()
    address = reverse("privacy:support", args=[person.pk])
    people = (person, make_member(), make_user(is_staff=True))
    assert [logged_in(each).get(address).status_code for each in people] == [403] * 3
    assert not Entry.objects.filter(action=Action.LOOKED_AFTER).exists()
    assert logged_in(make_admin()).get(reverse("privacy:support", args=[person.pk + 999])).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mine", "enterprise", "support"])
def test_the_number_of_queries_does_not_grow(name: str) -> None:
    enterprise = make_enterprise()
    person, admin = make_member(enterprise), make_admin()
    reader = logged_in(admin if name == "support" else person)
    number = {"mine": None, "enterprise": enterprise.pk, "support": person.pk}[name]
    address = reverse(f"privacy:{name}", args=[number] if number else [])
    counts = []
    for rows in (1, 3, 50):
        for _ in range(rows):
            make_offer(enterprise=enterprise, created_by=person)
            make_suggestion(offer=make_published_offer(enterprise=enterprise, created_by=person))
            notices.tell(NoticeKind.LISTING_PUBLISHED, user=person, url="/", context={"title": "x"})
            DataCopy.objects.create(asked_by=person, language="en")
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(address).status_code == 200
        counts.append(len(asked))
    assert counts == [counts[0]] * 3


def test_deletions_are_asked_for_and_decided_on_in_the_admin() -> None:
    admin, enterprise = make_admin(), make_enterprise()
    make_member(enterprise)
    client = logged_in(admin)
    add = reverse("admin:privacy_deletion_add")
    for data in ({}, {"person": admin.pk, "enterprise": enterprise.pk}):
        assert client.post(add, data).status_code == 200
    assert client.post(add, {"enterprise": enterprise.pk}).status_code == 302
    deletion = Deletion.objects.get()
    assert (deletion.enterprise, deletion.asked_by) == (enterprise, admin)
    assert messages_of(client.post(add, {"enterprise": enterprise.pk}, follow=True))[-1] == "error"
    decide = reverse("admin:privacy_deletion_decide", args=[deletion.pk])
    Deletion.objects.update(state=DeletionState.TO_APPROVE)
    assert 'value="approve"' in client.get(reverse("admin:privacy_deletion_change", args=[deletion.pk])).text
    assert messages_of(client.post(decide, {"decision": "approve"}, follow=True)) == ["success"]
    assert messages_of(client.post(decide, {"decision": "refuse"}, follow=True)) == ["success"]
    assert messages_of(client.post(decide, {"decision": "approve"}, follow=True)) == ["error"]
    assert messages_of(client.post(decide, {"decision": "burn"}, follow=True)) == []
    deletion.refresh_from_db()
    assert deletion.state == DeletionState.STOPPED


def test_staff_who_only_look_decide_nothing() -> None:
    person = make_user()
    deletion = deletions.ask(person, by=person)
    clerk = make_user(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_deletion"))
    client = logged_in(clerk)
    assert client.get(reverse("admin:privacy_deletion_change", args=[deletion.pk])).status_code == 200
    decide = reverse("admin:privacy_deletion_decide", args=[deletion.pk])
    assert client.post(decide, {"decision": "cancel"}).status_code == 403
    deletion.refresh_from_db()
    assert deletion.state == DeletionState.SCHEDULED
