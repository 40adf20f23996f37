"""Other words for the choices of a listing, and for its columns, as people write them in their files."""

import re
from functools import cache
from typing import Any

from matching.engine.tables.columns import WORDS, unfolded
from matching.engine.tables.headings import fold
from ydeu.accounts import regions
from ydeu.marketplace.enums import ListingKind

CHOICES: dict[str, dict[str, str]] = {
    "stage": {
        "concept": "概念、概念验证",
        "development": "研发、在研、研发阶段、开发中",
        "lab_tested": "小试、小试阶段、实验室、实验室阶段",
        "demonstrable": "中试、中试阶段、样机、样机阶段、样品",
        "on_market": "量产、批量生产、产业化、产业化阶段、已上市、已量产",
    },
    "visibility": {
        "public": "所有人、所有人可见、完全公开、全部公开、对外公开",
        "members": "仅成员、成员可见、仅会员、会员可见、仅会员可见、内部",
        "anonymous": "匿名、匿名发布",
    },
    "chain_segment": {
        "upstream": "产业链上游、上游环节",
        "midstream": "产业链中游、中游环节",
        "downstream": "产业链下游、下游环节",
        "service": "配套服务、服务业",
    },
    "cooperation_modes": {
        "transfer": "转让、专利转让、成果转让",
        "license": "许可、专利许可、授权许可、普通许可、独占许可、排他许可、实施许可、license、licensing",
        "equity": "技术入股、作价入股、股权合作、入股",
        "commissioned_development": "委托研发、委托技术开发、定制开发",
        "joint_development": "合作研发、联合开发、联合研发、共同开发、联合攻关、产学研合作、joint r&d",
        "service": "服务",
        "consulting": "咨询",
        "supply": "采购、供应、产品供应",
        "toll_manufacturing": "代工、来料加工",
        "distribution": "代理、经销",
    },
    "ipr_status": {
        "none": "无、未申请",
        "secret": "技术秘密、保密",
        "applied": "申请、已申请、申请中、专利申请中、申请专利、受理、已受理、实审、实质审查",
        "granted": "授权、已获授权、已获得授权、已授权专利、专利已授权",
    },
    "ip_types": {
        "patent": "专利、发明、发明专利、实用新型、实用新型专利、外观设计、外观设计专利",
        "software": "软著、软件著作权",
        "circuit_layout": "集成电路布图设计",
        "plant_variety": "植物新品种",
        "trade_secret": "商业秘密、专有技术、know-how",
    },
    "strategic_industry": {
        "ict": "信息技术、新一代信息技术产业",
        "equipment": "高端装备、高端装备制造产业、装备制造",
        "materials": "新材料产业",
        "biology": "生物产业、生物医药",
        "nev": "新能源汽车产业",
        "energy": "新能源产业",
        "environment": "节能环保产业、环保",
        "creative": "数字创意产业",
        "services": "相关服务",
    },
}
"""The further words of each code, by column, with 、 between them."""

ABOUT = {
    "organisation": (
        *(
            "单位名称",
            "企业名称",
            "公司名称",
            "机构名称",
            "所属单位",
            "申报单位",
            "发布单位",
            *("所属企业", "完成单位", "持有单位", "需求单位", "提出单位", "单位全称", "企业全称"),
            "企业",
            "公司",
        ),
        *("organization", "company", "company name", "institution"),
    ),
    "enterprise": ("统一社会信用代码", "社会信用代码", "企业信用代码"),
    "alliance": ("联盟", "联盟名称", "所属联盟", "产业联盟", "所属产业链联盟", "所属产业联盟"),
    "chain_segment": ("环节", "产业环节", "所处环节"),
    "cooperation_modes": (
        "合作模式",
        "合作形式",
        "拟合作方式",
        *("意向合作方式", "期望合作方式"),
        "cooperation mode",
        "cooperation",
    ),
    "language": ("语种",),
    "visibility": ("公开范围", "可见性", "公开方式"),
    "valid_until": ("有效期", "有效期限", "有效日期", "有效期截止", "有效截止日期", "expiry date", "expires"),
    "strategic_industry": ("战略新兴产业", "所属战略性新兴产业", "所属产业", "产业领域"),
    "partner_sought": ("合作伙伴", "期望合作伙伴", "意向合作伙伴"),
    "target_regions": ("地区", "区域", "目标区域", "意向地区", "合作地区", "regions", "region"),
}
LEVELS = (
    "trl",
    "trl等级",
    "成熟度",
    "技术成熟度",
    "成熟度等级",
    "技术成熟度等级",
    "技术就绪度等级",
    "就绪度",
    *("trl level", "readiness level"),
)
OF_KIND: dict[ListingKind, dict[str, tuple[str, ...]]] = {
    ListingKind.OFFER: {
        "stage": ("阶段", "成熟阶段", "研发阶段", "项目阶段", "所处阶段", "成果阶段", "技术阶段", "stage"),
        "trl": LEVELS,
        "ipr_status": ("知识产权", "知识产权情况", "专利状态"),
        "ip_types": ("知识产权类别", "专利类型"),
        "evidence": ("证明", "佐证材料", "附件说明"),
        "indicative_price": ("报价", "价格", "参考价格", "意向价格", "转让价格", "price"),
    },
    ListingKind.DEMAND: {
        "trl_wanted": (*LEVELS, "期望成熟度", "期望技术成熟度", "要求成熟度"),
        "approaches_tried": ("已尝试方案", "已尝试的办法"),
        "budget_band": (
            "预算金额",
            "项目预算",
            "研发预算",
            "投入预算",
            "拟投入资金",
            "拟投入金额",
            "预算范围",
        ),
        "needed_by": (
            *(
                "需求时间",
                "需求日期",
                "截止日期",
                "截止时间",
                "完成时限",
                "完成时间",
                "期望完成时间",
                "要求完成时间",
            ),
            *("期限", "deadline", "due date"),
        ),
        "open_challenge": ("是否揭榜挂帅", "是否揭榜", "是否愿意揭榜", "是否愿意揭榜挂帅"),
        "award": ("奖励", "揭榜奖励", "奖金", "揭榜金额", "奖励金额", "award"),
    },
}
SHORT = {"沪": "31", "苏": "32", "浙": "33", "皖": "34"}
SEVERAL = {
    ("31", "32", "33"): "江浙沪、苏浙沪、沪苏浙",
    (
        "31",
        "32",
        "33",
        "34",
    ): "长三角、长三角地区、长三角区域、长江三角洲、长江三角洲地区、沪苏浙皖、苏浙沪皖、江浙沪皖、三省一市、"
    "yangtze river delta",
}

INSIDE = re.compile("(?:[\u4e00-\u9fff]{1,6}(?:[区县市镇]|新区|开发区))*(?:等地|全省|全市|全境|地区|区域)?")
"""What may follow the name of a province or city in one word."""


def words_of(column: str) -> dict[str, str]:
    """The code of each further word of a column."""
    return unfolded(CHOICES.get(column, {}))


def headings_of(kind: ListingKind) -> dict[str, tuple[str, ...]]:
    """The further headings of each column of a file."""
    return {**WORDS, **ABOUT, **OF_KIND[kind]}


def regions_by_name() -> dict[str, Any]:
    """The province, or provinces, of each name and code of a province, a city or several provinces."""
    found: dict[str, Any] = {**SHORT, **unfolded(SEVERAL)}
    for code, chinese, english in (*regions.CITIES, *regions.PROVINCES):
        province = regions.province_of(code)
        own = [code, f"{code:0<4}", f"{code:0<6}", chinese, chinese.rstrip("省市"), english]
        own += [f"{english} {kind}" for kind in ("province", "sheng", "city")] + [f"{english}省"]
        found.update(dict.fromkeys(own, province))
    return found


@cache
def _place() -> re.Pattern[str]:
    names = sorted(
        (name for name in map(str, regions_by_name()) if len(name) > 1 and not name.isdecimal()), key=len
    )
    return re.compile("|".join(map(re.escape, reversed([fold(name) for name in names]))))


def regions_in(word: str) -> tuple[str, ...]:
    """The provinces of a folded word such as 江苏省苏州市. Nothing if it names other places."""
    if not _place().match(word) or not INSIDE.fullmatch(_place().sub("", word)):
        return ()
    found: list[str] = []
    for match in _place().finditer(word):
        codes = _by_folded_name()[match[0]]
        found += [codes] if isinstance(codes, str) else codes
    return tuple(dict.fromkeys(found))


@cache
def _by_folded_name() -> dict[str, Any]:
    return {fold(name): codes for name, codes in regions_by_name().items()}
