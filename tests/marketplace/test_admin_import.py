"""An administrator imports a file in the browser. A preview writes nothing, a confirmation all rows."""

import os
import re
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from tests.factories import make_admin, make_alliance, make_enterprise, make_offer, make_user
from ydeu.marketplace import tasks
from ydeu.marketplace.admin.importing import UploadForm
from ydeu.marketplace.importing import uploads
from ydeu.marketplace.models import Demand, Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
IMPORT = "/admin/marketplace/offer/import/"


@pytest.fixture
def desk(client: Client) -> Client:
    return enter(client, make_admin(language="en"))


def enter(client: Client, user: Any) -> Client:
    client.force_login(user)
    client.cookies.load({"django_language": "en"})
    return client


def upload(desk: Client, content: str | bytes, address: str = IMPORT, **chosen: Any) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return desk.post(address, {"file": SimpleUploadedFile("handover.csv", raw), **chosen})


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


def kept() -> list[str]:
    return sorted(path.name for path in folder().iterdir())


def an_hour_later() -> None:
    long_ago = time.time() - uploads.KEPT_SECONDS - 1
    for name in kept():
        os.utime(folder() / name, (long_ago, long_ago))


def test_the_list_links_to_the_import(desk: Client) -> None:
    assert f'href="{IMPORT}"' in desk.get("/admin/marketplace/offer/").content.decode()


def test_a_preview_shows_what_would_come_and_writes_nothing(desk: Client) -> None:
    response = upload(desk, "title,keywords\n电池,正极;负极\nCoating,\n")
    page = desk.get(response.url)
    check = page.context["check"]
    assert (check.read, check.new, check.known, check.faults) == (2, 2, 0, 0)
    assert [row.title for row in check.first_rows] == ["电池", "Coating"]
    assert "正极; 负极" in page.content.decode()
    assert Offer.objects.count() == 0


def test_confirming_writes_all_and_forgets_the_file(desk: Client) -> None:
    alliance, enterprise = make_alliance(), make_enterprise()
    chosen: dict[str, Any] = {"alliance": alliance.pk, "enterprise": enterprise.credit_code, "publish": "on"}
    response = upload(desk, "title\nBattery\n", **chosen)
    confirmed = desk.post(response.url)
    assert (confirmed.status_code, confirmed["Location"]) == (
        302,
        "/admin/marketplace/offer/?state=published",
    )
    offer = Offer.objects.get()
    assert (offer.title, offer.alliance, offer.enterprise) == ("Battery", alliance, enterprise)
    event = offer.events.get()
    assert event.actor is not None
    assert (offer.state, offer.created_by, event.actor.is_superuser) == ("published", None, True)
    assert event.note == "Imported from the file handover.csv."
    assert kept() == []


def test_without_publishing_they_wait_in_the_queue(desk: Client) -> None:
    desk.post(upload(desk, "title\nBattery\n").url)
    assert [str(row) for row in desk.get("/admin/marketplace/offer/").context["cl"].result_list] == [
        "Battery"
    ]


def test_demands_have_their_own_import(desk: Client) -> None:
    response = upload(desk, "title,budget_band\nBattery,10_50\n", "/admin/marketplace/demand/import/")
    desk.post(response.url)
    assert Demand.objects.get().budget_band == "10_50"


def test_a_workbook_is_imported_as_a_text_file_is(desk: Client) -> None:
    """Between preview and confirmation the file has a name without a suffix."""
    book, content = Workbook(), BytesIO()
    book.worksheets[0].append(["title", "trl"])
    book.worksheets[0].append(["电池", 5])
    book.save(content)
    response = upload(desk, content.getvalue())
    assert [row.title for row in desk.get(response.url).context["check"].first_rows] == ["电池"]
    desk.post(response.url)
    assert Offer.objects.values_list("title", "trl").get() == ("电池", 5)


def test_errors_are_shown_by_row_and_column_and_nothing_can_be_confirmed(desk: Client) -> None:
    response = upload(desk, "title,trl\nA,5\n,ten\n")
    page = desk.get(response.url)
    assert [str(error) for error in page.context["check"].errors] == [
        "row 3, column title: A title is needed.",
        "row 3, column trl: “ten” is not a readiness level from 1 to 9.",
    ]
    assert "row 3, column Technology readiness level" in page.content.decode()
    assert "Import 2 listings" not in page.content.decode()
    desk.post(response.url)
    assert Offer.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is neither an XLSX workbook nor text in UTF-8 or GB18030."),
        (
            b"colour\nred\n",
            (
                "No row has the heading “Title”. "
                "Please give it to the column with the titles of the listings. The first row is: colour"
            ),
        ),
    ],
)
def test_a_file_that_is_no_table_of_listings_leads_back_with_the_reason(
    desk: Client, content: bytes, reason: str
) -> None:
    page = desk.get(upload(desk, content).url, follow=True)
    assert page.redirect_chain == [(IMPORT, 302)]
    assert [str(message).startswith(reason) for message in page.context["messages"]] == [True]


def test_too_large_a_file_and_an_unknown_code_are_refused_in_the_form(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UploadForm, "largest", 10)
    response = upload(desk, "title\nA long enough title\n", enterprise="nobody")
    assert response.status_code == 200
    assert response.context["form"].errors == {
        "file": ["This file is too large for the browser: 26\xa0bytes, at most 10\xa0bytes."],
        "enterprise": ["No enterprise has the code “NOBODY”."],
    }


def test_giving_up_forgets_the_file(desk: Client) -> None:
    response = upload(desk, "title\nA\n")
    assert len(kept()) == 2
    assert desk.post(response.url, {"_cancel": "1"}).status_code == 302
    assert (kept(), Offer.objects.count()) == ([], 0)


def test_an_upload_belongs_to_one_person_one_kind_and_one_hour(desk: Client) -> None:
    address = upload(desk, "title\nA\n").url
    other = enter(Client(), make_admin(language="en"))
    assert other.get(address)["Location"] == IMPORT
    assert other.post(address)["Location"] == IMPORT
    assert desk.get(address.replace("/offer/", "/demand/"))["Location"] == "/admin/marketplace/demand/import/"
    assert desk.get(f"{IMPORT}{'x' * 43}/")["Location"] == IMPORT
    assert desk.get(f"{IMPORT}..%2F..%2Fdb/").status_code in (302, 404)
    an_hour_later()
    assert desk.post(address)["Location"] == IMPORT
    assert (kept(), Offer.objects.count()) == ([], 0)


def test_what_nobody_confirms_is_removed_after_an_hour_even_by_two_processes(desk: Client) -> None:
    upload(desk, "title\nOld\n")
    an_hour_later()
    (folder() / "gone").symlink_to("nowhere")  # as if another process had just removed it
    tasks.remove_uploads()
    assert kept() == ["gone"]
    upload(desk, "title\nNew\n")
    tasks.remove_uploads()
    assert len(kept()) == 3


def test_a_kept_file_is_private(desk: Client) -> None:
    upload(desk, "title\nA\n")
    paths = (folder().parent, folder(), *folder().iterdir())
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o700, 0o700, 0o600, 0o600]
    addresses = [f"/{place}imports/{name}" for place in ("", "media/", "static/") for name in kept()]
    assert [desk.get(address).status_code for address in addresses] == [404] * 6


def test_only_who_may_add_listings_may_import(client: Client) -> None:
    clerk = make_user(is_staff=True, language="en")
    clerk.user_permissions.add(Permission.objects.get(codename="change_offer"))
    enter(client, clerk)
    assert client.get(IMPORT).status_code == 403
    assert f'href="{IMPORT}"' not in client.get("/admin/marketplace/offer/").content.decode()
    clerk.user_permissions.add(Permission.objects.get(codename="add_offer"))
    assert upload(client, "title\nA\n").status_code == 302


def test_only_who_decides_may_publish_at_once(client: Client) -> None:
    clerk = make_user(is_staff=True, language="en")
    clerk.user_permissions.add(Permission.objects.get(codename="add_offer"))
    preview = upload(enter(client, clerk), "title\nA\n", publish="on").url
    client.post(preview)
    assert Offer.objects.get().state == "submitted"


def test_owners_are_asked_for_once_the_columns_are_clear_and_what_is_ticked_stays(desk: Client) -> None:
    """The questions, the layout and the tick for updates stand on one page, for a file of 3,000 rows."""
    mine = make_enterprise(name="Registered Works")
    upload_of = "\n".join(f"N-{number},Film {number},Registered Works,x" for number in range(3000))
    kept = make_offer(enterprise=mine, external_id="N-0", title="Old film", state=State.PUBLISHED)
    address = upload(desk, f"number,title,organisation,colour\n{upload_of}\n").url
    page = desk.get(address)
    assert "Is this the registered enterprise?" not in page.content.decode()

    desk.post(address, {"_again": "1", "ignored": ["nonsense"]})
    assert desk.get(address).context["check"].unknown == ["colour"]
    desk.post(address, {"_again": "1", "ignored": ["colour"]})
    page = desk.get(address)
    assert "Is this the registered enterprise?" in page.content.decode()
    page = desk.post(address, {"update": "1"})
    assert re.search(r'name="update"\s+value="1"\s+checked', page.content.decode())

    [question] = page.context["check"].questions
    desk.post(address, {"update": "1", question.field: str(mine.pk)})
    kept.refresh_from_db()
    assert (Offer.objects.filter(enterprise=mine).count(), kept.title) == (3000, "Film 0")
