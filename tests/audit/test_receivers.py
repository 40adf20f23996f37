"""Log-ins, changes of accounts and edits by administrators each write a line to the log."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_admin, make_alliance, make_coordinator, make_user
from ydeu.accounts.models import User
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def make_known(email: str = "li@example.com") -> User:
    person = make_user(email)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def written() -> list[tuple[str, int | None, str, int | None]]:
    fields = ("action", "actor", "object_type", "object_id")
    return list(Entry.objects.order_by("pk").values_list(*fields))


def log_in(email: str, password: str) -> None:
    Client(REMOTE_ADDR="203.0.113.77").post(reverse("account_login"), {"login": email, "password": password})


def test_logging_in_and_out() -> None:
    person, client = make_known(), Client(REMOTE_ADDR="203.0.113.77")
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_logout"))
    own = (person.pk, "accounts.user", person.pk)
    assert written() == [(Action.LOGGED_IN, *own), (Action.LOGGED_OUT, *own)]
    assert [entry.details for entry in Entry.objects.all()] == [{"network": "203.0.113.0/24"}] * 2


def test_a_failed_log_in_names_the_account_it_was_aimed_at() -> None:
    person = make_known()
    log_in(person.email, "wrong")
    assert written() == [(Action.LOGIN_FAILED, None, "accounts.user", person.pk)]
    assert Entry.objects.get().details == {"network": "203.0.113.0/24"}


def test_a_failed_log_in_with_an_unknown_address_keeps_a_key_instead_of_the_address() -> None:
    for address in ("nobody@example.com", "Nobody@example.com", "else@example.com"):
        log_in(address, "wrong")
    keys = [entry.details["unknown"] for entry in Entry.objects.order_by("pk")]
    assert [(action, pk) for action, _by, _type, pk in written()] == [(Action.LOGIN_FAILED, None)] * 3
    assert (keys[0] == keys[1], keys[0] == keys[2], "nobody" in str(keys)) == (True, False, False)


def test_the_own_account() -> None:
    person, client = make_known(), Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "", "email": "second@example.com"})
    client.post(reverse("account_email"), {"action_remove": "", "email": "second@example.com"})
    new = "another passphrase of some length"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    own = (person.pk, "accounts.user", person.pk)
    actions = (Action.LOGGED_IN, Action.EMAIL_ADDED, Action.EMAIL_REMOVED, Action.PASSWORD_CHANGED)
    assert written() == [(action, *own) for action in actions]
    assert "second@example.com" not in str([entry.details for entry in Entry.objects.all()])


def test_signing_up() -> None:
    data = {"email": "new@example.com", "name": "Li Wei", "password1": PASSWORD, "password2": PASSWORD}
    Client().post(reverse("account_signup"), data)
    person = User.objects.get()
    assert written() == [(Action.SIGNED_UP, person.pk, "accounts.user", person.pk)]


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(make_admin(email="admin@example.com"), backend=BACKEND)
    return client


def after_login() -> list[tuple[str, int | None, str, int | None]]:
    return written()[1:]


def test_an_edit_in_the_admin_names_the_fields_and_no_values(admin: Client) -> None:
    me = User.objects.get()
    alliance = make_alliance()
    person = make_user("li@example.com", name="Li Wei")
    address = reverse("admin:alliances_alliance_change", args=[alliance.pk])
    shown = admin.get(address).context["adminform"].form.initial
    data = {
        **{name: value for name, value in shown.items() if value is not None},
        "name_zh": "新名",
        "coordinators-TOTAL_FORMS": "1",
        "coordinators-INITIAL_FORMS": "0",
        "coordinators-0-user": str(person.pk),
        "members-TOTAL_FORMS": "0",
        "members-INITIAL_FORMS": "0",
    }
    response = admin.post(address, data)
    assert response.status_code == 302, response.context["errors"]
    on = ("alliances.alliance", alliance.pk)
    assert after_login() == [(Action.COORDINATOR_ADDED, me.pk, *on), (Action.ADMIN_CHANGED, me.pk, *on)]
    added, changed = Entry.objects.order_by("pk")[1:]
    assert added.details == {"person": person.pk}
    assert changed.details == {"fields": ["Chinese name", "coordinator"]}


def test_coordinators_who_go_one_by_one_or_together(admin: Client) -> None:
    me, alliance = User.objects.get(), make_alliance()
    people = [make_coordinator(alliance) for _ in range(3)]
    rows = list(alliance.coordinators.order_by("pk"))
    admin.post(reverse("admin:alliances_coordinator_delete", args=[rows[0].pk]), {"post": "yes"})
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows[1:]], "post": "yes"}
    admin.post(reverse("admin:alliances_coordinator_changelist"), data)
    assert not alliance.coordinators.exists()
    removed = Entry.objects.filter(action=Action.COORDINATOR_REMOVED, actor=me)
    assert sorted(entry.details["person"] for entry in removed) == [person.pk for person in people]


def test_rows_deleted_together_leave_a_line_each(admin: Client) -> None:
    groups = [Group.objects.create(name=f"Group {number}") for number in range(3)]
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in groups], "post": "yes"}
    admin.post(reverse("admin:auth_group_changelist"), data)
    assert {pk for action, _by, _type, pk in after_login() if action == Action.ADMIN_DELETED} == {
        row.pk for row in groups
    }
    assert len(after_login()) == 3


def test_a_single_row_deleted_by_the_action_leaves_one_line(admin: Client) -> None:
    group = Group.objects.create(name="Group")
    pk = group.pk
    data = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    admin.post(reverse("admin:auth_group_changelist"), data)
    assert after_login() == [(Action.ADMIN_DELETED, User.objects.get().pk, "auth.group", pk)]


def test_a_second_factor_taken_away_by_an_administrator(admin: Client) -> None:
    row = Authenticator.objects.create(user=make_user(), type="totp", data={"secret": "x"})
    pk = row.pk
    admin.post(reverse("admin:mfa_authenticator_delete", args=[pk]), {"post": "yes"})
    me = User.objects.get(email="admin@example.com")
    assert after_login() == [(Action.ADMIN_DELETED, me.pk, "mfa.authenticator", pk)]
