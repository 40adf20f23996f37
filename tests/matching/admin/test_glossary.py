"""The glossary in the admin: permissions, editing in the list, export and import."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from matching.admin import glossary_files as pages
from matching.models import GlossaryEntry
from tests.accounts.test_admin import make_clerk
from tests.accounts.test_views import logged_in, queries_of
from tests.factories import make_admin, make_member
from tests.matching.glossary.test_entries import APART, NO_CHINESE, make_entry
from ydeu.accounts.models import User
from ydeu.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

GONE = "This upload is no longer here. Please choose the file again."
GOOD = "zh,en,weight,note\n电池,Battery,0,\n锂,lithium,,standard\n"


def address(page: str, *arguments: object) -> str:
    return reverse(f"admin:matching_glossaryentry_{page}", args=arguments)


LIST, IMPORT, CONFIRM = address("changelist"), address("import"), address("import_confirm")


@pytest.fixture
def admin() -> User:
    return make_admin(name="Lin Wei")


@pytest.fixture
def desk(admin: User) -> Client:
    return logged_in(admin)


def upload(desk: Client, content: str | bytes, name: str = "pairs.csv") -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return desk.post(IMPORT, {"file": SimpleUploadedFile(name, raw)})


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def pairs() -> list[tuple[str, str, Decimal, str]]:
    return list(GlossaryEntry.objects.values_list("zh", "en", "weight", "note"))


def history(entry: GlossaryEntry) -> list[tuple[int, str]]:
    rows = LogEntry.objects.filter(object_id=str(entry.pk), content_type__model="glossaryentry")
    return [(row.action_flag, row.get_change_message()) for row in rows.order_by("pk")]


def list_edit(entry: GlossaryEntry, weight: str) -> dict[str, Any]:
    forms = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": entry.pk, "_save": "Save"}
    return {**forms, "form-0-weight": weight}


def test_a_pair_is_added_changed_and_deleted_with_its_history(desk: Client, admin: User) -> None:
    assert desk.post(address("add"), {"zh": " 电池 ", "en": "Battery", "weight": "1"}).status_code == 302
    entry = GlossaryEntry.objects.get()
    assert (str(entry), entry.created_by, entry.updated_by) == ("电池 = battery", admin, admin)
    second = make_admin()
    said = {"zh": "电池", "en": "battery", "weight": "0.5", "note": "x"}
    logged_in(second).post(address("change", entry.pk), said)
    entry.refresh_from_db()
    assert (entry.weight, entry.created_by, entry.updated_by) == (Decimal("0.5"), admin, second)
    assert history(entry) == [(ADDITION, "Added."), (CHANGE, "Changed Weight and Note.")]
    desk.post(address("delete", entry.pk), {"post": "yes"})
    assert (pairs(), history(entry)[-1][0]) == ([], DELETION)


def test_a_pair_that_is_there_already_is_refused_in_the_language_of_the_reader(desk: Client) -> None:
    make_entry()
    desk.cookies.load({"django_language": "zh-hans"})
    page = desk.post(address("add"), {"zh": "电池", "en": "BATTERY", "weight": "1"})
    assert page.context["errors"] == [["术语对照表中已有该词对，请直接修改其权重。"]]


def test_what_the_matcher_cannot_read_is_not_added(desk: Client) -> None:
    page = desk.post(address("add"), {"zh": "3D 打印", "en": "3D printing", "weight": "1"})
    assert (page.context["errors"], pairs()) == ([[APART]], [])


def test_a_pair_from_before_that_cannot_be_read_keeps_its_weight_field(desk: Client) -> None:
    entry = make_entry("3d 打印", "3d printing")
    assert desk.post(LIST, list_edit(entry, "0.25")).status_code == 302
    assert pairs() == [("3d 打印", "3d printing", Decimal("0.25"), "")]


def test_weights_are_edited_in_the_list(desk: Client, admin: User) -> None:
    entry = make_entry()
    assert desk.post(LIST, list_edit(entry, "0.25")).status_code == 302
    entry.refresh_from_db()
    assert (entry.weight, entry.updated_by) == (Decimal("0.25"), admin)
    assert history(entry) == [(CHANGE, "Changed Weight.")]
    page = desk.post(LIST, list_edit(entry, "2.5"))
    assert page.context["cl"].formset.errors == [
        {"weight": ["Ensure this value is less than or equal to 2."]}
    ]
    assert pairs() == [("电池", "battery", Decimal("0.25"), "")]


def test_every_weight_in_the_list_is_named_by_its_pair(desk: Client) -> None:
    make_entry()
    assert 'aria-label="Weight: 电池 = battery"' in desk.get(LIST).text


def test_the_list_finds_filters_and_explains(desk: Client) -> None:
    for zh, en, weight, note in [
        ("电池", "battery", "0", ""),
        ("锂", "lithium", "0.5", "standard"),
        ("镍", "nickel", "1", ""),
        ("钴", "cobalt", "2", ""),
    ]:
        make_entry(zh, en, weight=weight, note=note)

    def found(**query: str) -> list[str]:
        return [entry.zh for entry in desk.get(LIST, query).context["cl"].queryset]

    assert [found(q=word) for word in ("电", "LITH", "standard")] == [["电池"], ["锂"], ["锂"]]
    assert [found(counts=name) for name in ("never", "less", "same", "more")] == [
        ["电池"],
        ["锂"],
        ["镍"],
        ["钴"],
    ]
    assert found(o="-3")[0] == "钴"
    assert "0 means that the pair is never used, even if the dictionary has it." in desk.get(LIST).text


def test_the_list_asks_the_database_as_often_for_many_rows(desk: Client, admin: User) -> None:
    counts = []
    for rows in (1, 3, 50):
        while (number := GlossaryEntry.objects.count()) < rows:
            make_entry(en=f"battery {number}", updated_by=admin)
        counts.append(queries_of(desk, LIST))
    assert counts == [counts[0]] * 3


@pytest.mark.slow
def test_each_may_what_the_permissions_say() -> None:
    entry = make_entry()
    data = {"zh": "锂", "en": "lithium", "weight": "1"}

    def statuses(user: User) -> list[int]:
        client = logged_in(user)
        asked = [client.get(address(page)) for page in ("changelist", "export_csv", "export_xlsx", "import")]
        posted = [client.post(CONFIRM), client.post(address("change", entry.pk), data)]
        return [response.status_code for response in (*asked, *posted)]

    view, add, change = (f"{verb}_glossaryentry" for verb in ("view", "add", "change"))
    assert statuses(make_member()) == [302] * 6
    assert statuses(make_clerk()) == [403] * 6
    assert statuses(make_clerk(view)) == [200, 200, 200, 403, 403, 403]
    assert statuses(make_clerk(view, add)) == [200, 200, 200, 403, 403, 403]
    assert statuses(make_clerk(change)) == [200, 200, 200, 403, 403, 302]
    assert statuses(make_clerk(add, change)) == [200, 200, 200, 200, 302, 302]


def test_who_may_only_look_edits_nothing_in_the_list() -> None:
    entry = make_entry()
    reader = logged_in(make_clerk("view_glossaryentry"))
    assert reader.post(LIST, list_edit(entry, "2")).status_code == 403
    page = reader.get(LIST)
    assert (IMPORT in page.text, address("export_csv") in page.text) == (False, True)
    assert pairs() == [("电池", "battery", Decimal(1), "")]


def test_a_preview_shows_what_would_change_and_writes_nothing(desk: Client) -> None:
    make_entry()
    page = upload(desk, GOOD)
    plan = page.context["plan"]
    assert [(str(change.entry), change.weight_before) for change in plan.changed] == [
        ("电池 = battery", Decimal(1))
    ]
    assert ([str(entry) for entry in plan.new], plan.same) == (["锂 = lithium"], 0)
    assert "1.00 →" in page.text
    assert pairs() == [("电池", "battery", Decimal(1), "")]


def test_confirming_writes_all_with_the_history_of_each(desk: Client, admin: User) -> None:
    known = make_entry(note="kept")
    kept = upload(desk, GOOD).context["kept"]
    page = desk.post(CONFIRM, {"pairs": kept}, follow=True)
    assert told(page) == ["1 pairs added, 1 changed, 0 were the same already."]
    assert pairs() == [
        ("电池", "battery", Decimal(0), "kept"),
        ("锂", "lithium", Decimal(1), "standard"),
    ]
    note = "Imported from the file pairs.csv."
    new = GlossaryEntry.objects.get(zh="锂")
    assert (history(known), history(new)) == ([(CHANGE, note)], [(ADDITION, note)])
    assert (new.created_by, GlossaryEntry.objects.get(pk=known.pk).updated_by) == (admin, admin)


def test_the_log_has_a_line_for_each_pair(desk: Client, admin: User) -> None:
    known = [make_entry(), make_entry(zh="硅", en="silicon")]
    rows = "zh,en,weight,note\n电池,battery,0,\n硅,silicon,0,\n锂,lithium,,\n铜,copper,,\n"
    written = Entry.objects.filter(object_type="matching.glossaryentry")
    before = set(written.values_list("pk", flat=True))

    desk.post(CONFIRM, {"pairs": upload(desk, rows).context["kept"]}, follow=True)

    new = GlossaryEntry.objects.filter(zh__in=["锂", "铜"])
    assert {(line.actor_id, line.action, line.object_id) for line in written.exclude(pk__in=before)} == {
        *((admin.pk, "admin_added", entry.pk) for entry in new),
        *((admin.pk, "admin_changed", entry.pk) for entry in known),
    }


def test_one_bad_row_and_nothing_can_be_taken_over(desk: Client) -> None:
    page = upload(desk, f"{GOOD}cell,cell,1,\n3D 打印,3D printing,1,\n")
    assert [str(error) for error in page.context["check"].errors] == [
        f"row 4, column zh: {NO_CHINESE}",
        f"row 5, column zh: {APART}",
    ]
    assert ("row 5, column zh" in page.text, "kept" in page.context) == (True, False)
    assert (told(desk.post(CONFIRM, {"pairs": ""}, follow=True)), pairs()) == ([GONE], [])


def test_a_file_that_is_no_glossary_is_refused_on_the_page(desk: Client) -> None:
    page = upload(desk, "title\nBattery\n")
    assert page.context["form"].errors == {
        "file": ["Unknown column: title. Known columns: zh, en, weight, note"]
    }
    too_large = upload(desk, b"x" * (pages.LARGEST_FILE + 1))
    assert list(too_large.context["form"].errors) == ["file"]


def test_more_than_a_page_can_keep_is_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "LARGEST_KEPT", 50)
    assert upload(desk, GOOD).context["form"].errors == {
        "file": ["These are too many pairs at once: please divide them among several files."]
    }


def test_nobody_confirms_for_somebody_else_or_what_was_changed_or_is_old(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = upload(desk, GOOD).context["kept"]
    other = logged_in(make_admin())
    assert told(other.post(CONFIRM, {"pairs": kept}, follow=True)) == [GONE]
    assert told(desk.post(CONFIRM, {"pairs": f"x{kept}"}, follow=True)) == [GONE]
    later = timezone.now().timestamp() + pages.KEPT_SECONDS + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert (told(desk.post(CONFIRM, {"pairs": kept}, follow=True)), pairs()) == ([GONE], [])


def test_an_export_is_a_file_that_can_be_imported_again(desk: Client) -> None:
    make_entry(weight="0.5")
    as_csv, as_xlsx = desk.get(address("export_csv")), desk.get(address("export_xlsx"))
    assert as_csv["Content-Disposition"] == 'attachment; filename="glossary.csv"'
    assert as_csv.content.startswith(b"\xef\xbb\xbfzh,en,weight,note\r\n")
    sheet = load_workbook(BytesIO(as_xlsx.content)).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["电池", "battery", 0.5, None]
    for name, content in (("glossary.csv", as_csv.content), ("glossary.xlsx", as_xlsx.content)):
        plan = upload(desk, content, name).context["plan"]
        assert (len(plan.new), len(plan.changed), plan.same) == (0, 0, 1)
