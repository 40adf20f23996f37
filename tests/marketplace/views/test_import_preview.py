"""The preview of an import shows how the file was read, and lets its owner decide where there is a choice."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.factories import make_admin, make_enterprise, make_member, make_offer
from ydeu.marketplace.models import Offer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OF_ADMIN = "/admin/marketplace/offer/import/"


@pytest.fixture(params=["member", "administrator"])
def desk(request: pytest.FixtureRequest, client: Client) -> "Desk":
    own = make_enterprise()
    user = make_member(own, language="en") if request.param == "member" else make_admin(language="en")
    client.force_login(user)
    client.cookies.load({"django_language": "en"})
    return Desk(client, request.param == "member", own)


class Desk:
    """Uploads files as a member, or as an administrator."""

    def __init__(self, client: Client, is_member: bool, own: Any) -> None:
        self.client, self.is_member, self.own = client, is_member, own
        self.again = "again" if is_member else "_again"

    def preview(self, content: bytes) -> str:
        address = reverse("marketplace:offer_import") if self.is_member else OF_ADMIN
        response = self.client.post(address, {"file": SimpleUploadedFile("listings", content)})
        assert response.status_code == 302, response.context["form"].errors
        return str(response["Location"])

    def page(self, address: str) -> str:
        return " ".join(self.client.get(address).content.decode().split())

    def decide(self, address: str, **said: Any) -> None:
        response = self.client.post(address, {self.again: "1", **said})
        assert (response.status_code, response["Location"]) == (302, address)


def book(*sheets: tuple[str, list[list[Any]]], hidden: int = 0) -> bytes:
    made, content = Workbook(), BytesIO()
    made.remove(made.worksheets[0])
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
        if hidden:
            sheet.row_dimensions[hidden].hidden = True
    made.save(content)
    return content.getvalue()


def test_unknown_columns_are_left_out_by_name(desk: Desk) -> None:
    address = desk.preview("序号,标题,联系人,内部备注\n1,薄膜,王工,急\n".encode())
    page = desk.page(address)
    assert "These columns are not known here: 序号, 联系人, 内部备注." in page
    assert "Add 1 draft" not in page
    assert "Import 1 listing" not in page
    desk.client.post(address)
    assert Offer.objects.count() == 0
    address = desk.preview("序号,标题,联系人\n1,薄膜,王工\n".encode())
    desk.decide(address, ignored=["序号"])
    assert "These columns are not known here: 联系人." in desk.page(address)
    desk.decide(address, ignored=["序号", "联系人"])
    assert "Columns left out: 序号, 联系人." in desk.page(address)
    desk.client.post(address)
    assert [offer.title for offer in Offer.objects.all()] == ["薄膜"]


def test_hidden_rows_are_told_and_taken_on_request(desk: Desk) -> None:
    address = desk.preview(book(("Sheet1", [["标题"], ["薄膜"], ["浆料"]]), hidden=3))
    assert "Hidden rows are left out: 3." in desk.page(address)
    desk.decide(address, takes_hidden="1")
    assert "Hidden rows are read, too: 3." in desk.page(address)
    desk.decide(address, takes_hidden="")
    desk.client.post(address)
    assert [offer.title for offer in Offer.objects.all()] == ["薄膜"]


def test_the_sheet_is_told_and_another_may_be_taken(desk: Desk) -> None:
    sheets = [("杭州", [["标题", "摘要"], ["薄膜", "短"]]), ("宁波", [["某市汇总"], ["标题"], ["浆料"]])]
    address = desk.preview(book(*sheets))
    assert "The sheet “杭州” is read, with the headings in row 1." in desk.page(address)
    desk.decide(address, sheet="宁波")
    assert "The sheet “宁波” is read, with the headings in row 2." in desk.page(address)
    response = desk.client.post(address, {desk.again: "1", "sheet": "绍兴"})
    assert response.status_code == 200
    desk.client.post(address)
    assert [offer.title for offer in Offer.objects.all()] == ["浆料"]


def test_how_a_cell_was_understood_is_shown(desk: Desk) -> None:
    page = desk.page(
        desk.preview("标题,技术就绪度,有效期至,研发阶段\n薄膜,小试/中试,2099年3月,<b>\n".encode())
    )
    assert "TRL 4, the lowest of TRL 4–6" in page
    assert "小试/中试" in page
    assert "2099-03-31" in page
    assert "&lt;b&gt;" in page
    known = "Concept stage; Under development; Lab tested; Available for demonstration; Already on the market"
    assert f"“&lt;b&gt;” is not known here. Known: {known}" in page


def test_a_corrected_row_changes_its_listing_if_that_is_ticked(desk: Desk) -> None:
    number = "A1"
    stored = f"enterprise-{desk.own.pk}/{number}" if desk.is_member else number
    offer = make_offer(enterprise=desk.own, external_id=stored, title="Film", state="paused", revision=1)
    address = desk.preview(f"编号,标题\n{number},薄膜\n".encode())
    page = desk.page(address)
    assert "Title: Film → 薄膜" in page
    assert "Update 1 listing that the file corrects" in page
    desk.client.post(address)
    offer.refresh_from_db()
    assert offer.title == "Film"
    desk.client.post(desk.preview(f"编号,标题\n{number},薄膜\n".encode()), {"update": "1"})
    offer.refresh_from_db()
    assert (offer.title, offer.revision, Offer.objects.count()) == ("薄膜", 2, 1)


def test_a_choice_belongs_to_the_one_who_uploaded_the_file(desk: Desk) -> None:
    address = desk.preview("序号,标题\n1,薄膜\n".encode())
    other = Client()
    other.force_login(make_member(make_enterprise()) if desk.is_member else make_admin())
    other.post(address, {desk.again: "1", "ignored": ["序号"]})
    assert "These columns are not known here" in desk.page(address)


def test_an_unknown_hidden_column_is_left_out_and_told(desk: Desk) -> None:
    made = load_workbook(BytesIO(book(("Offers", [["title", "联系人"], ["Film", "Li"]]))))
    sheet: Any = made["Offers"]
    sheet.column_dimensions["B"].hidden = True
    content = BytesIO()
    made.save(content)
    address = desk.preview(content.getvalue())
    page = desk.page(address)
    assert "Hidden columns are left out: 联系人." in page
    assert "are not known here" not in page
    desk.client.post(address)
    assert Offer.objects.get().title == "Film"


def test_no_question_is_asked_before_the_columns_are_settled(desk: Desk) -> None:
    if desk.is_member:
        return
    address = desk.preview(f"title,organisation,备注列\nFilm,{desk.own.name},x\n".encode())
    assert "Is this the registered enterprise?" not in desk.page(address)
    desk.decide(address, ignored="备注列")
    page = desk.page(address)
    assert "Is this the registered enterprise?" in page
    assert "<td>English</td>" in page
