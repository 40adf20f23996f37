"""The words in an anonymous listing that its poster is warned of."""

import csv
import random
from time import perf_counter

import pytest
from django.utils.translation import gettext_lazy

from tests.data import ABSENT, LISTINGS
from tests.factories import make_admin, make_demand, make_enterprise, make_member, make_offer
from ydeu.accounts import enterprises, identity
from ydeu.accounts.models import IdentityRequest
from ydeu.marketplace.contact_patterns import CONTACTS, find, phrase, plainly
from ydeu.marketplace.leaks import leaks_of
from ydeu.marketplace.models import Listing, Offer, Requirement
from ydeu.marketplace.names import host_name_of, names_of

NAME = gettext_lazy("name")

CHAT = "account or group in a messenger or on a platform"
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
        ("浙江大学", ["浙江大学", "浙大"]),
        ("同济大学", ["同济大学", "同济"]),
        ("上海汽车有限公司", ["上海汽车有限公司", "上海汽车"]),
        ("华为技术有限公司", ["华为技术有限公司", "华为技术", "华为"]),
    ],
)
def test_an_enterprise_is_called_by_parts_of_its_name(name: str, names: list[str]) -> None:
    assert names_of(name) == names


BRANDS = [
    ("苏州恒远密封件有限公司", "恒远公司现用进口件"),
    ("昆山市锐普特自动化有限责任公司", "锐普特的产线"),
    ("江苏省苏州市吴江区鼎盛织造厂", "鼎盛急需染整工艺"),
    ("恒远集团（江苏）有限公司", "由恒远出资"),
    ("浙江恒远控股集团有限公司", "恒远集团现用"),
    ("安徽天康（集团）股份有限公司", "天康采购"),
    ("上海博世科阀门有限公司苏州分公司", "博世科的阀门"),
    ("南京苏瑞普液压件有限公司", "苏瑞普现用"),
    ("宁波甬兴轴承制造有限公司", "甬兴轴承"),
    ("义乌聚源针织合伙企业（有限合伙）", "聚源日产两万件"),
    ("常州捷佳创智能装备有限公司", "捷佳创求购"),
    ("TCL科技集团股份有限公司", "TCL的面板"),
    ("苏州先进微电子有限公司", "先进公司现用"),
    ("Hengyuan Seals (Suzhou) Co., Ltd.", "HENGYUAN needs seals"),
    ("Blue Ocean Robotics GmbH", "at Blue Ocean we use"),
    ("ABB (China) Ltd", "ABB drives"),
    # and others, which were wrong before in the same way
    ("苏州工业园区金鼎模具有限公司", "金鼎现有模具"),
    ("上海市浦东新区恒远密封件厂", "恒远密封"),
    ("宁德时代新能源科技股份有限公司", "宁德时代的电芯"),
    ("合肥大地熊磁业有限公司", "大地熊采购"),
    ("太仓永昶弹性元件有限公司", "永昶弹簧"),
    ("温岭市飞驰水暖配件厂", "飞驰现用铜件"),
    ("嘉善凯德滑动轴瓦股份公司", "凯德的轴瓦"),
    ("杭州 恒 睿 滤芯 有限公司", "恒睿滤芯"),
    ("桐乡巨石玻纤（集团）有限责任公司", "巨石求购浸润剂"),
    ("江阴兴澄线材总厂", "兴澄现用"),
    ("无锡市惠山区宏业缝纫机械经营部", "宏业的客户"),
    ("芜湖市弋江区瑞鹄检具技术中心（普通合伙）", "瑞鹄检具"),
    ("Anhui Keli Bushings Inc.", "Keli wants bushings"),
    ("Wenling Feichi Fittings Company Limited", "Feichi fittings"),
    ("Yongkang Dingxin Thermos LLC", "for dingxin, steel"),
    ("中国科学院宁波材料技术与工程研究所", "中国科学院宁波材料技术与工程研究所"),
]


@pytest.mark.parametrize(("name", "text"), BRANDS)
def test_what_is_left_after_place_and_legal_form_is_watched_for(name: str, text: str) -> None:
    patterns = [phrase(each, NAME) for each in names_of(name)]

    assert list(find(plainly(text), text, patterns)) != []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("上海新能源汽车零部件有限公司", "面向新能源汽车的零部件，新能源与汽车技术"),
        ("苏州先进微电子有限公司", "采用先进工艺与微电子技术"),
        ("江苏省产业技术研究院", "与产业技术研究机构合作"),
        ("Zhejiang New Materials Co., Ltd.", "new methods for materials in Zhejiang"),
        ("上海大学", "粒径0.5以上大小均匀"),
        ("Blue Ocean Robotics GmbH", "a blue robot in the ocean"),
        ("浙江省农业科学院", "农业科学与技术"),
    ],
)
def test_words_of_the_trade_are_no_names(name: str, text: str) -> None:
    patterns = [phrase(each, NAME) for each in names_of(name)]

    assert list(find(plainly(text), text, patterns)) == []


@pytest.mark.parametrize(
    ("website", "label"),
    [
        ("https://www.lantu-battery.com.cn/about", "lantu-battery"),
        ("http://hengyuan.cn", "hengyuan"),
        ("https://battery.com", ""),
        ("", ""),
    ],
)
def test_the_address_of_the_website_names_the_enterprise_too(website: str, label: str) -> None:
    assert host_name_of(website) == label


@pytest.mark.parametrize(
    ("text", "what", "found"),
    [
        *(
            (text, "telephone number", found)
            for text, found in [
                ("电话021‐62831234。", "021‐62831234"),
                ("手机138.0013.8000。", "138.0013.8000"),
                ("请拨+86（0）21 62831234", "+86（0）21 62831234"),
                ("Call 138.0013.8000.", "138.0013.8000"),
                ("138–0013–8000", "138–0013–8000"),
                ("138−001−38000", "138−001−38000"),
                ("1380 013 8000", "1380 013 8000"),
                ("０２１。６２８３１２３４", "０２１。６２８３１２３４"),
                ("400·820·8820", "400·820·8820"),
                ("(+86) 512 6234 5678", "(+86) 512 6234 5678"),
                ("电话：6283 1234", "电话：6283 1234"),
            ]
        ),
        *(
            (text, "patent number", found)
            for text, found in [
                ("专利 ZL 2023 1 0123456.7 已授权", "ZL 2023 1 0123456.7"),
                ("见CN 115 123 456 B。", "CN 115 123 456 B"),
                ("ZL2023.1.0123456.7", "ZL2023.1.0123456.7"),
                ("ZL２０２３１０１２３４５６．７", "ZL２０２３１０１２３４５６．７"),
                ("专利号：2023 1 0123456.7", "专利号：2023 1 0123456.7"),
                ("公开号 115 123 456", "公开号 115 123 456"),
                ("US 10 123 456 B2", "US 10 123 456 B2"),
                ("PCT / CN 2020 / 123456", "PCT / CN 2020 / 123456"),
                ("软著登字第1234567号", "软著登字第1234567号"),
                ("登记号2021SR0123456", "2021SR0123456"),
            ]
        ),
        *(
            (text, CHAT, found)
            for text, found in [
                ("联系方式见下（微信同号）", "微信同号"),
                ("电话同微信", "电话同微信"),
                ("加入钉钉群 35123456 交流", "钉钉群 35123456"),
                ("钉钉：hengyuan01", "钉钉：hengyuan01"),
                ("公众号：恒远密封", "公众号：恒远密封"),
                ("关注公众号 hengyuan_seal。", "公众号 hengyuan_seal"),
                ("公众号“恒远密封件”", "公众号“恒远密封件”"),
                ("视频号：恒远", "视频号：恒远"),
                ("飞书群:hengyuan01", "飞书群:hengyuan01"),
                ("WhatsApp +8613800138000", "WhatsApp +8613800138000"),
            ]
        ),
        *(
            (text, "e-mail address", text)
            for text in ("zhang（at）lantu.com", "ab【at】lantu.com", "zhang at lantu dot com")
        ),
        *((text, "credit code", text) for text in ("9135 0100 M000 100Y 43", "91350100-M000100Y-43")),
    ],
)
def test_numbers_are_read_with_any_separator(text: str, what: str, found: str) -> None:
    assert [(str(each), words) for each, words in find(plainly(text), text, CONTACTS)] == [(what, found)]


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
        ("申请号 201910123456.X", [("patent number", "申请号 201910123456.X")]),
        ("PCT/CN2020/123456", [("patent number", "PCT/CN2020/123456")]),
        ("WO 2020/123456 A1", [("patent number", "WO 2020/123456 A1")]),
        ("EP3456789B1", [("patent number", "EP3456789B1")]),
        ("US 10,123,456 B2", [("patent number", "US 10,123,456 B2")]),
        ("US2020/0123456A1", [("patent number", "US2020/0123456A1")]),
        ("微信号：lantu_2020", [(CHAT, "微信号：lantu_2020")]),
        ("vx lantu888", [(CHAT, "vx lantu888")]),
        ("QQ群:12345678", [(CHAT, "QQ群:12345678")]),
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
        "支持钉钉与飞书接口，公众号开发，视频号运营",
        "150-200 300-400 1.5 1.6 2.0，10.5-1500.2000",
    ],
)
def test_figures_and_standards_are_no_leaks(text: str) -> None:
    assert list(find(plainly(text), text, CONTACTS)) == []


@pytest.mark.slow
@pytest.mark.skipif(not LISTINGS.is_dir(), reason=ABSENT)
def test_hardly_any_real_listing_is_warned_of_without_reason() -> None:
    """Texts of others with made-up brands: each hit is a false alarm. Measured: 1 of 18,390 pairs."""
    drawn = random.Random(5)
    patterns = [[phrase(each, NAME) for each in names_of(name)] for name, _text in BRANDS]
    alarms = pairs = 0
    for file in ("zh_demands", "zh_offers", "en_demands", "en_offers"):
        with (LISTINGS / f"{file}.csv").open(encoding="utf-8", newline="") as rows:
            texts = [f"{row['title']}\n{row['description']}" for row in csv.DictReader(rows)][:1000]
        for text in texts:
            for each in drawn.sample(patterns, 5):
                alarms += any(True for _ in find(plainly(text), text, each))
                pairs += 1

    assert pairs > 13_000
    assert alarms < pairs / 500


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

    def test_the_place_is_told_with_the_words_around_it(self) -> None:
        offer = make_offer(
            enterprise=make_enterprise(name="苏州恒远密封件有限公司"),
            visibility="anonymous",
            title="恒远",
            summary="第一行。\n目前生产线上由恒远公司使用进口的机械密封件，寿命只有三个月，急需替代。\n恒远",
        )

        assert [(leak.before, leak.words, leak.after) for leak in leaks_of(offer)] == [
            ("", "恒远", ""),
            ("目前生产线上由", "恒远", "公司使用进口的机械密封件，寿命…"),
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


@pytest.mark.django_db
def test_a_name_that_is_asked_for_and_names_of_before_are_watched_for() -> None:
    owner, admin = make_member(make_enterprise(name="苏州恒远密封件有限公司")), make_admin()
    enterprise = owner.memberships.get().enterprise
    offer = make_offer(enterprise=enterprise, visibility="anonymous", summary="鼎盛和恒远一直使用，天康没有")

    def ask(name: str) -> IdentityRequest:
        enterprise.refresh_from_db()
        enterprise.name = name
        asked = enterprises.revise(enterprise, changed=["name"], by=owner)
        assert asked
        return asked

    def watched() -> set[str]:
        return {leak.words for leak in leaks_of(Offer.objects.get(pk=offer.pk))}

    assert watched() == {"恒远"}
    asked = ask("苏州鼎盛密封件有限公司")
    assert watched() == {"恒远", "鼎盛"}
    identity.grant(asked, by=admin)
    assert watched() == {"恒远", "鼎盛"}
    identity.decline(ask("苏州天康密封件有限公司"), by=admin, reason="no licence")
    assert watched() == {"恒远", "鼎盛"}
