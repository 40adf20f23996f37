"""A member posts a copy of their enterprise's own listing. The real index warns, and they submit it anyway.

Then somebody searches for it with words that the database alone would not find.
"""

import pytest
from django.test import Client

from matching.index import market_index
from tests.factories import make_admin, make_alliance, make_enterprise, make_member, make_published_offer
from tests.marketplace.posts import offer_post
from ydeu.marketplace import listings
from ydeu.marketplace.models import Offer
from ydeu.marketplace.states import State

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

TEXT = {
    "title": "硫化物固态电解质的连续化制备工艺",
    "summary": "面向动力电池企业的固态电解质薄膜，寻求共同开发。",
    "description": "采用湿法涂布制备厚度三十微米的硫化物电解质膜，室温离子电导率高，已完成中试。",
    "technology_keywords": "固态电池；电解质",
    "advantages": "循环寿命三千次。",
}
OTHERS = {
    "膜法水处理装置": "用于工业污水的连续化处理，制备成本低。",
    "动力电池回收工艺": "面向汽车企业的电池拆解与回收，已完成中试。",
    "连续纤维复合材料的制备": "厚度均匀的薄膜与板材，室温固化工艺。",
    "涂布机的在线检测": "湿法涂布过程的图像检测，循环使用寿命长。",
    "电解水制氢电极": "电导率高的电极材料，寻求共同开发。",
    "硫化橡胶的循环利用": "橡胶企业的废料循环利用技术。",
}
AGAIN = {**TEXT, "title": "硫化物固态电解质的连续化制备工艺，已完成中试"}


def hidden(page: str, name: str) -> str:
    return page.partition(f'name="{name}"')[2].partition('value="')[2].partition('"')[0]


def found(client: Client, words: str) -> list[int]:
    return [row.pk for row in client.get("/offers/", {"q": words}).context["page_obj"]]


def test_a_near_copy_is_warned_of_submitted_and_found(client: Client) -> None:
    alliance, enterprise, admin = make_alliance(), make_enterprise(), make_admin()
    client.force_login(make_member(enterprise))
    client.post("/offers/new/", offer_post(alliance, **TEXT))
    first = Offer.objects.get()
    listings.publish(first, by=admin)
    for title, words in OTHERS.items():  # a market in which words have realistic weights
        make_published_offer(title=title, description=words)
    market_index.rebuild()

    page = client.post("/offers/new/", offer_post(alliance, **AGAIN)).text

    assert "This looks like one of your listings:" in page
    assert TEXT["title"] in page
    assert f'value="{AGAIN["title"]}"' in page
    second = Offer.objects.get(title=AGAIN["title"])
    assert second.state == State.DRAFT

    told = {name: hidden(page, name) for name in ("duplicates", "seen")}
    client.post(f"/offers/{second.pk}/edit/", offer_post(alliance, **AGAIN, **told))

    second.refresh_from_db()
    assert second.state == State.SUBMITTED
    assert found(Client(), "电解质离子薄膜") == [first.pk]
    listings.publish(second, by=admin)
    assert set(found(Client(), "电解质离子薄膜")) == {first.pk, second.pk}
    assert AGAIN["title"] in Client().get(first.get_absolute_url()).text
    listings.withdraw(first, by=admin)
    assert found(Client(), "电解质离子薄膜") == [second.pk]


def test_another_matter_is_submitted_at_once(client: Client) -> None:
    alliance = make_alliance()
    client.force_login(make_member())
    client.post("/offers/new/", offer_post(alliance, **TEXT))
    listings.publish(Offer.objects.get(), by=make_admin())
    market_index.rebuild()

    texts = {"title": "污水处理", "summary": "膜组件", "description": "脱氮除磷", "technology_keywords": "膜"}
    client.post("/offers/new/", offer_post(alliance, **{**TEXT, **texts}))

    assert Offer.objects.get(title="污水处理").state == State.SUBMITTED
