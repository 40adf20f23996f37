"""The words in an anonymous listing of which its poster is warned."""

from time import perf_counter

import pytest

from tests.factories import make_demand, make_enterprise, make_member, make_offer
from ydeu.marketplace.contact_patterns import CONTACTS, find, plainly
from ydeu.marketplace.leaks import leaks_of
from ydeu.marketplace.models import Listing, Requirement
from ydeu.marketplace.names import names_of

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    ("name", "names"),
    [
        (
            "上海华锐新材料科技有限公司",
            ["上海华锐新材料科技有限公司", "上海华锐新材料科技", "华锐新材料科技", "华锐"],
        ),
        (
            "杭州（临安）微光电子股份有限公司",
            ["杭州(临安)微光电子股份有限公司", "杭州微光电子", "微光电子", "微光"],
        ),
        (
            "Suzhou Lantu Battery Technology Co., Ltd.",
            [
                "Suzhou Lantu Battery Technology Co., Ltd.",
                "Suzhou Lantu Battery Technology",
                "Lantu Battery Technology",
                "Lantu",
            ],
        ),
        ("浙江大学", ["浙江大学"]),
        ("上海汽车有限公司", ["上海汽车有限公司", "上海汽车"]),
        ("华为技术有限公司", ["华为技术有限公司", "华为技术", "华为"]),
    ],
)
def test_an_enterprise_is_called_by_parts_of_its_name(name: str, names: list[str]) -> None:
    assert names_of(name) == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("联系电话：13812345678。", [("telephone number", "13812345678")]),
        ("手机 138 1234 5678", [("telephone number", "138 1234 5678")]),
        ("电话021-62345678转8", [("telephone number", "021-62345678")]),
        ("（0512）6234 5678", [("telephone number", "（0512）6234 5678")]),
        ("０５１２－６２３４５６７８", [("telephone number", "０５１２－６２３４５６７８")]),
        ("+86 21 6234 5678", [("telephone number", "+86 21 6234 5678")]),
        ("+49 30 1234567", [("telephone number", "+49 30 1234567")]),
        ("400-820-8820", [("telephone number", "400-820-8820")]),
        ("a.b@lantu.com.cn", [("e-mail address", "a.b@lantu.com.cn")]),
        ("ab＠lantu．cn", [("e-mail address", "ab＠lantu．cn")]),
        ("ab [at] lantu.com", [("e-mail address", "ab [at] lantu.com")]),
        ("见https://www.lantu.cn/a，谢谢", [("web address", "https://www.lantu.cn/a")]),
        ("官网lantu-battery.cn。", [("web address", "lantu-battery.cn")]),
        ("WWW.LANTU.ORG", [("web address", "WWW.LANTU.ORG")]),
        ("专利ZL201910123456.7", [("patent number", "ZL201910123456.7")]),
        ("CN 112345678 B", [("patent number", "CN 112345678 B")]),
        ("申请号 201910123456.X", [("patent number", "201910123456.X")]),
        ("PCT/CN2020/123456", [("patent number", "PCT/CN2020/123456")]),
        ("WO 2020/123456 A1", [("patent number", "WO 2020/123456 A1")]),
        ("EP3456789B1", [("patent number", "EP3456789B1")]),
        ("US 10,123,456 B2", [("patent number", "US 10,123,456 B2")]),
        ("US2020/0123456A1", [("patent number", "US2020/0123456A1")]),
        ("微信号：lantu_2020", [("WeChat or QQ number", "微信号：lantu_2020")]),
        ("vx lantu888", [("WeChat or QQ number", "vx lantu888")]),
        ("QQ群:12345678", [("WeChat or QQ number", "QQ群:12345678")]),
        ("91350100M000100Y43", [("credit code", "91350100M000100Y43")]),
        ("91350100M000100Y44", []),
    ],
)
def test_ways_to_a_person_or_a_register_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(str(what), words) for what, words in find(plainly(text), text, CONTACTS)] == found


@pytest.mark.parametrize(
    "text",
    [
        "3,000 cycles at 0.5 C, 1500 mAh, from -40 to 85 °C, by 2026-12-31",
        "GB/T 4754-2017, ISO 9001:2015, IP67, 304 stainless steel, EP 100 grease",
        "20000小时，2020年1月，误差0.05 mm，10000000次，版本3.2.1",
        "微信小程序开发经验，支持 Node.js",
    ],
)
def test_figures_and_standards_are_no_leaks(text: str) -> None:
    assert list(find(plainly(text), text, CONTACTS)) == []


def told(listing: Listing) -> list[tuple[str, str, str, str]]:
    return [(leak.field, str(leak.label), str(leak.what), leak.words) for leak in leaks_of(listing)]


@pytest.mark.django_db
class TestLeaksOf:
    def test_each_field_that_strangers_read_is_looked_through(self) -> None:
        enterprise = make_enterprise(
            name="苏州蓝图电池有限公司", contact_name="王小明", contact_phone="8-700-11"
        )
        demand = make_demand(
            enterprise=enterprise,
            created_by=make_member(enterprise, name="Li Lei"),
            visibility="anonymous",
            title="蓝图求购电解质",
            summary="苏州蓝图电池是……",
            description=f"代码 {enterprise.credit_code}，找王小明，电话8-700-11",
            technology_keywords=["battery", "lantu.cn"],
            problem="Ask li lei. 蓝图。",
            approaches_tried="ZL201910123456.7, ZL201910123456.7",
        )
        Requirement.objects.create(demand=demand, name="按蓝图标准", operator="ge", value="1")

        assert told(demand) == [
            ("title", "Title", "name of the enterprise", "蓝图"),
            ("summary", "Summary", "name of the enterprise", "苏州蓝图电池"),
            ("description", "Description", "credit code", enterprise.credit_code),
            ("description", "Description", "contact person", "王小明"),
            ("description", "Description", "telephone number", "8-700-11"),
            ("technology_keywords", "Technology keywords", "web address", "lantu.cn"),
            ("problem", "Problem and present workaround", "name of the enterprise", "蓝图"),
            ("problem", "Problem and present workaround", "name of a person", "li lei"),
            ("approaches_tried", "Approaches tried", "patent number", "ZL201910123456.7"),
            ("requirements", "Measurable requirements", "name of the enterprise", "蓝图"),
        ]

    @pytest.mark.parametrize("visibility", ["public", "members"])
    def test_who_gives_their_name_is_not_warned(self, visibility: str) -> None:
        assert told(make_offer(visibility=visibility, title="a@b.cn")) == []

    def test_one_word_inside_another_is_not_meant(self) -> None:
        offer = make_offer(
            enterprise=make_enterprise(name="Suzhou Lantu Co., Ltd.", contact_name="X"),
            visibility="anonymous",
            title="Atlantutopia",
        )

        assert told(offer) == []

    def test_a_very_long_text_takes_no_time(self) -> None:
        offer = make_offer(visibility="anonymous", description="a1-" * 7000, summary="a." * 7000)
        started = perf_counter()

        leaks_of(offer)

        assert perf_counter() - started < 5
