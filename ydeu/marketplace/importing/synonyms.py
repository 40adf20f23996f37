"""Other words for the choices of a listing, and for its columns, as people write them in their files."""

from typing import Any

from matching.engine.tables.columns import WORDS
from ydeu.accounts import regions
from ydeu.marketplace.enums import ListingKind

CHOICES: dict[str, dict[str, str]] = {
    "stage": {
        "概念": "concept", "概念验证": "concept", "研发": "development", "在研": "development", "研发阶段": "development",
        "开发中": "development", "小试": "lab_tested", "小试阶段": "lab_tested", "实验室": "lab_tested",
        "实验室阶段": "lab_tested", "中试": "demonstrable", "中试阶段": "demonstrable", "样机": "demonstrable",
        "样机阶段": "demonstrable", "样品": "demonstrable", "量产": "on_market", "批量生产": "on_market",
        "产业化": "on_market", "产业化阶段": "on_market", "已上市": "on_market", "已量产": "on_market",
    },
    "visibility": {
        "所有人": "public", "全部公开": "public", "对外公开": "public", "仅成员": "members", "成员可见": "members",
        "会员可见": "members", "仅会员可见": "members", "内部": "members", "匿名": "anonymous", "匿名发布": "anonymous",
    },
    "chain_segment": {
        "产业链上游": "upstream", "上游环节": "upstream", "产业链中游": "midstream", "中游环节": "midstream",
        "产业链下游": "downstream", "下游环节": "downstream", "配套服务": "service", "服务业": "service",
    },
    "cooperation_modes": {
        "转让": "transfer", "专利转让": "transfer", "许可": "license", "专利许可": "license", "授权许可": "license",
        "技术入股": "equity", "作价入股": "equity", "股权合作": "equity", "入股": "equity", "委托研发": "commissioned_development",
        "定制开发": "commissioned_development", "合作研发": "joint_development", "联合开发": "joint_development",
        "联合研发": "joint_development", "共同开发": "joint_development", "联合攻关": "joint_development",
        "产学研合作": "joint_development", "服务": "service", "咨询": "consulting", "采购": "supply", "供应": "supply",
        "产品供应": "supply", "代工": "toll_manufacturing", "来料加工": "toll_manufacturing", "代理": "distribution",
        "经销": "distribution", "license": "license", "joint r&d": "joint_development",
    },
    "ipr_status": {
        "无": "none", "未申请": "none", "技术秘密": "secret", "保密": "secret", "已申请": "applied", "申请中": "applied",
        "受理": "applied", "已受理": "applied", "授权": "granted", "已授权专利": "granted", "专利已授权": "granted",
    },
    "ip_types": {
        "专利": "patent", "发明专利": "patent", "实用新型": "patent", "实用新型专利": "patent", "外观设计": "patent",
        "软著": "software", "软件著作权": "software", "集成电路布图设计": "circuit_layout", "植物新品种": "plant_variety",
        "商业秘密": "trade_secret", "专有技术": "trade_secret", "know-how": "trade_secret",
    },
    "strategic_industry": {
        "信息技术": "ict", "新一代信息技术产业": "ict", "高端装备": "equipment", "高端装备制造产业": "equipment",
        "装备制造": "equipment", "新材料产业": "materials", "生物产业": "biology", "生物医药": "biology",
        "新能源汽车产业": "nev", "新能源产业": "energy", "节能环保产业": "environment", "环保": "environment",
        "数字创意产业": "creative", "相关服务": "services",
    },
}  # fmt: skip
"""The code of each further word, by column. ``target_regions`` are those of ``regions_by_name``."""

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
            "所属企业",
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
        "意向合作方式",
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
    "readiness level",
)
OF_KIND: dict[ListingKind, dict[str, tuple[str, ...]]] = {
    ListingKind.OFFER: {
        "stage": ("阶段", "所处阶段", "成果阶段", "技术阶段", "stage"),
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
        "open_challenge": ("是否揭榜挂帅", "是否揭榜"),
        "award": ("奖励", "揭榜奖励", "奖金", "揭榜金额", "奖励金额", "award"),
    },
}
SHORT = {"沪": "31", "苏": "32", "浙": "33", "皖": "34"}
TOGETHER = {
    "江浙沪": ("31", "32", "33"), "苏浙沪": ("31", "32", "33"), "沪苏浙": ("31", "32", "33"),
    "长三角": ("31", "32", "33", "34"), "长三角地区": ("31", "32", "33", "34"), "沪苏浙皖": ("31", "32", "33", "34"),
    "苏浙沪皖": ("31", "32", "33", "34"), "江浙沪皖": ("31", "32", "33", "34"), "三省一市": ("31", "32", "33", "34"),
    "yangtze river delta": ("31", "32", "33", "34"),
}  # fmt: skip


def headings_of(kind: ListingKind) -> dict[str, tuple[str, ...]]:
    """The further headings of each column of a file."""
    return {**WORDS, **ABOUT, **OF_KIND[kind]}


def regions_by_name() -> dict[str, Any]:
    """The province of each name and code of a province or city, and the provinces of each name for several."""
    found: dict[str, Any] = {**SHORT, **TOGETHER}
    for code, chinese, english in (*regions.CITIES, *regions.PROVINCES):
        province = regions.province_of(code)
        own = [code, f"{code:0<4}", f"{code:0<6}", chinese, chinese.rstrip("省市"), english]
        own += [f"{english} {kind}" for kind in ("province", "sheng", "city")] + [f"{english}省"]
        found.update(dict.fromkeys(own, province))
    return found
