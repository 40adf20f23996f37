"""Characters that no database stores are refused with a sentence, and nothing else breaks."""

from typing import Any

import pytest
from django.conf import settings
from django.db import DataError
from django.test import Client, RequestFactory
from django.test.client import BOUNDARY, encode_multipart
from django.utils import translation

from tests.factories import make_admin, make_alliance, make_enterprise, make_member, make_offer
from tests.marketplace.posts import demand_post, offer_post
from ydeu.marketplace.models import Demand, Offer
from ydeu.unstorable import RefuseUnstorable

pytestmark = pytest.mark.django_db

PAGES = ("/", "/offers/", "/demands/", "/listings/", "/notices/", "/searches/", "/admin/marketplace/offer/")
SAID = "The address or the form has values that this site cannot store. Nothing was changed."


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["q=a%00b", "state=%00", "%00=1", "alliance__id__exact=%00", "next=%00"])
def test_a_nul_in_an_address(client: Client, page: str, query: str) -> None:
    client.force_login(make_admin())

    answer = client.get(f"{page}?{query}")

    assert (answer.status_code, SAID in answer.text) == (400, True)


@pytest.mark.parametrize("name", ["title", "summary", "technology_keywords", "market_keywords", "advantages"])
def test_a_form_refuses_a_nul_and_keeps_the_rest(client: Client, name: str) -> None:
    client.force_login(make_member())

    page = client.post("/offers/new/", offer_post(make_alliance(), **{name: "固态\x00电池"}))

    assert page.status_code == 200
    assert page.context["form"].errors[name] == ["Null characters are not allowed."]
    kept = Offer.objects.get()
    assert (kept.state, "\x00" in str(getattr(kept, name))) == ("draft", False)


@pytest.mark.parametrize("name", ["name", "value", "unit"])
def test_a_requirement_refuses_a_nul(client: Client, name: str) -> None:
    client.force_login(make_member())
    row = {"name": "Voltage", "value": "3", "unit": "V", name: "a\x00b"}

    page = client.post("/demands/new/", demand_post(make_alliance(), [row]))

    assert page.context["rows"].forms[0].errors[name] == ["Null characters are not allowed."]
    assert list(Demand.objects.get().requirements.all()) == []


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("utf-7", "+2AA-"), ("utf-7", "+3/8-"), ("unicode_escape", "\\ud800")],
)
def test_half_of_a_surrogate_pair_in_another_encoding(client: Client, kind: str, typed: str) -> None:
    offer = make_offer()
    client.force_login(make_member(offer.enterprise))
    body = encode_multipart(BOUNDARY, {"title": typed, "action": "draft"})

    answer = client.generic(
        "POST", f"/offers/{offer.pk}/edit/", body, f"multipart/form-data; boundary={BOUNDARY}; charset={kind}"
    )

    assert answer.status_code == 400
    assert Offer.objects.get().title == offer.title


def test_a_cookie_with_a_nul_is_none(client: Client) -> None:
    client.cookies.load({settings.SESSION_COOKIE_NAME: '"\\000aaaaaaaaa"'})

    assert client.get("/").status_code == 200


def test_a_value_that_only_the_database_refuses_is_a_bad_request(caplog: Any) -> None:
    def view(_request: Any) -> Any:
        raise AssertionError("not reached")

    answer = RefuseUnstorable(view).process_exception(RequestFactory().get("/"), DataError("out of range"))

    assert answer is not None
    assert answer.status_code == 400
    assert "The database refused a value: /" in caplog.text


def test_the_page_is_in_the_language_of_the_reader(client: Client) -> None:
    with translation.override("zh-hans"):
        answer = client.get("/?q=%00", headers={"Accept-Language": "zh-CN"})

    assert "无法读取" in answer.text


@pytest.mark.parametrize("query", ["id=abc", "form=%FF", "at__gte=2027-13-01", "object_id=9x"])
def test_a_wrong_filter_leads_from_the_export_of_the_log_to_the_log(client: Client, query: str) -> None:
    client.force_login(make_admin())

    answer = client.get(f"/admin/audit/entry/export.csv?{query}")

    assert (answer.status_code, answer.headers.get("Location")) == (302, "/admin/audit/entry/?e=1")


def test_an_enterprise_keeps_its_name(client: Client) -> None:
    enterprise = make_enterprise(name="Alpha")
    client.force_login(make_member(enterprise))

    client.post(f"/enterprise/{enterprise.pk}/edit/", {"name": "Al\x00pha"})

    enterprise.refresh_from_db()
    assert enterprise.name == "Alpha"


@pytest.mark.parametrize("typed", ["letters", "1.5", "2027-02-30", "9" * 40, "-1", "\x00"])
def test_a_number_of_the_admin_that_is_none(client: Client, typed: str) -> None:
    client.force_login(make_admin())

    ticked = client.post(
        "/admin/notices/notice/", {"action": "delete_selected", "_selected_action": ["1", typed]}
    )
    chosen = client.post("/admin/alliances/alliancemember/add/", {"enterprise": typed, "alliance": typed})
    asked = client.post("/admin/privacy/deletion/add/", {"person": typed, "enterprise": typed})

    assert (ticked.status_code, chosen.status_code, asked.status_code) == (400, 200, 200)
    assert "enterprise" in chosen.context["adminform"].form.errors
