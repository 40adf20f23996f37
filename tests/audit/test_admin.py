"""The log as a page and below each object: search, filters, limits and export, with permissions."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_admin, make_enterprise, make_offer, make_user
from ydeu.accounts.models import User
from ydeu.audit import log
from ydeu.audit.admin import log as page
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LOG = "/admin/audit/entry/"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def admin() -> Client:
    return logged_in(make_admin(email="admin@example.com"))


def found(client: Client, **query: str) -> list[str]:
    return [entry.line.object for entry in client.get(LOG, query).context["cl"].result_list]


@pytest.fixture
def written(admin: Client) -> dict[str, Any]:
    wei, bo = make_user("wei@example.com", name="Li Wei"), make_user("bo@example.com", name="Zhang Bo")
    enterprise, offer = make_enterprise(name="Battery Works"), make_offer(title="Anode")
    log.record(Action.VERIFIED, by=wei, on=enterprise)
    log.record(Action.MOVED, by=bo, on=offer, old="submitted", new="published")
    return {
        "enterprise": f"Enterprise {enterprise.pk} Battery Works",
        "offer": f"Offer {offer.pk} Anode",
        "row": offer,
    }


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Wei", "enterprise"),
        ("bo@example.com", "offer"),
        ("verified", "enterprise"),
        ("published", "offer"),
        ("submitted Zhang", "offer"),
        ("marketplace.offer", "offer"),
        ("enterprise", "enterprise"),
    ],
)
def test_words_find_people_actions_states_and_objects(
    admin: Client, written: dict[str, Any], words: str, name: str
) -> None:
    assert found(admin, q=words) == [written[name]]


def test_words_that_do_not_fit_together_find_nothing(admin: Client, written: dict[str, Any]) -> None:
    assert found(admin, q="Wei published") == found(admin, q="99999999999999999999") == []


def test_a_number_finds_its_object(admin: Client, written: dict[str, Any]) -> None:
    assert written["offer"] in found(admin, q=str(written["row"].pk))
    assert found(admin, of="marketplace.offer", number=str(written["row"].pk)) == [written["offer"]]


def test_filters(admin: Client, written: dict[str, Any]) -> None:
    assert found(admin, action__exact="verified") == [written["enterprise"]]
    assert found(admin, of="marketplace.offer") == [written["offer"]]
    assert found(admin, number="no number", of="marketplace.offer") == [written["offer"]]


def test_a_line_in_words(admin: Client, written: dict[str, Any]) -> None:
    entry = admin.get(LOG, {"q": "published"}).context["cl"].result_list[0]
    line = entry.line
    assert (line.actor, line.action, line.change) == ("Zhang Bo", "State changed", "Submitted → Published")
    assert line.url == reverse("admin:marketplace_offer_change", args=[written["row"].pk])


@pytest.mark.slow
def test_it_asks_the_database_the_same_at_1_3_and_50_rows(admin: Client) -> None:
    counts = []
    Entry.objects.about(make_offer())
    for rows in (1, 3, 50):
        for _ in range(rows):
            log.record(Action.MOVED, by=make_user(), on=make_offer(), old="draft", new="submitted")
        with CaptureQueriesContext(connection) as asked:
            assert admin.get(LOG, {"of": "marketplace.offer"}).status_code == 200
        counts.append(len(asked))
    assert counts == [counts[0]] * 3


def test_the_pages_reach_so_far_and_no_count_goes_further(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MAX_LISTED", 3)
    for _ in range(5):
        log.record(Action.VERIFIED, by=None)
    changes = admin.get(LOG).context["cl"]
    assert changes.result_count == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_filtered_is_taken_along_and_that_leaves_a_line(
    admin: Client, written: dict[str, Any], kind: str
) -> None:
    response = admin.get(f"{LOG}export.{kind}", {"of": "marketplace.offer"})
    assert response.status_code == 200
    if kind == "csv":
        head, row = response.content.decode("utf-8-sig").splitlines()
        assert head == "When,Who,Action,Object,State,Details"
        assert row.split(",")[1:] == [
            "Zhang Bo",
            "State changed",
            written["offer"],
            "Submitted → Published",
            "",
        ]
    assert Entry.objects.latest("pk").details == {"page": "admin:audit_entry_export"}


def test_who_is_gone_altogether_left_a_number(admin: Client, written: dict[str, Any]) -> None:
    gone = make_user().pk
    log.record_many([log.entry_of(Action.VERIFIED, by=gone, on=written["row"])])
    get_user_model().objects.filter(pk=gone).delete()

    shown = admin.get(LOG, {"q": "verified", "of": "marketplace.offer"}).context["cl"].result_list
    table = admin.get(f"{LOG}export.csv", {"q": "verified", "of": "marketplace.offer"})

    assert [entry.line.actor for entry in shown] == [f"person {gone}"]
    assert [row.split(",")[1] for row in table.content.decode("utf-8-sig").splitlines()[1:]] == [
        f"person {gone}"
    ]


def test_an_unknown_kind_of_table_is_refused(admin: Client) -> None:
    assert admin.get(f"{LOG}export.exe").status_code == 403


def test_the_page_of_an_object_shows_what_was_done_to_it(admin: Client, written: dict[str, Any]) -> None:
    for name in ("change", "history"):
        shown = admin.get(reverse(f"admin:marketplace_offer_{name}", args=[written["row"].pk])).text
        assert ("Audit trail" in shown, "Zhang Bo" in shown, "Submitted → Published" in shown) == (True,) * 3
        assert f"{LOG}?of=marketplace.offer&amp;number={written['row'].pk}" in shown


def test_whom_the_log_is_not_shown(written: dict[str, Any]) -> None:
    clerk = make_user(is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_offer"))
    client = logged_in(clerk)
    shown = client.get(reverse("admin:marketplace_offer_history", args=[written["row"].pk])).text
    assert "Zhang Bo" not in shown
    assert [client.get(f"{LOG}{page}").status_code for page in ("", "export.csv")] == [403, 403]


def test_nothing_is_added_changed_or_deleted_here(admin: Client) -> None:
    entry = log.record(Action.VERIFIED, by=None)
    statuses = [
        admin.post(f"{LOG}{entry.pk}/change/", {"action": "revoked"}).status_code,
        admin.post(f"{LOG}{entry.pk}/delete/", {"post": "yes"}).status_code,
        admin.post(f"{LOG}add/").status_code,
    ]
    assert statuses == [403, 403, 403]
    assert admin.get(f"{LOG}{entry.pk}/change/").status_code == 200
