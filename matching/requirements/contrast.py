"""Words that say: this value is not the offer's own.

Sentences of offers speak of what others reach, of earlier values, of plans and of limits in a standard. A
value in such company is doubtful. It is quoted, and never said to fail.
"""

import re
from typing import NamedTuple

OTHERS = re.compile(
    r"传统|常规(?!件|型号|规格|订单|交|供货|工况)|普通|一般(?!为|在|情|可|能|不|性|是)|通常(?!为|在|可|是)"
    r"|普遍|主流|国产(?=件|品|同|设|产|机)|现有(?!产|员|设备|装置|样[品机件]|中试|车间|厂|供|两"
    r"|[一二三四五六]条|\d| \d|生产|专利|客户|年)|现用|市售"
    r"|商用(?!车)|商品化|进口(?!温|水|压|流|风|端|处|管|与出|许|关|手)|国外|"
    r"国内同|同行|同类|同等|同期|竞品|竞争|对手|友商|其他|其它|业内|行业(?=平|水|常|内|普|均|标)|市场上"
    r"|市面|原有|原来|原先|原(?=良|工艺|设备|方案|系统|产品|合格|效率|能耗|成本|方法|机型)|以前|此前"
    r"|早期|早先|过去|"
    r"(?<!废)旧|(?:改造|优化|使用|处理|升级|改进|导入|应用|实施|投用|采用|引入|技改|加装)前|未(?:处理|改性|涂|[\u4e00-\u9fff]{1,4}(?:牌号|样品|试样|组))"
    r"|(?:日本|德国|美国|欧洲|欧美|韩国|瑞士|法国|意大利|台湾)(?:产|品牌|厂|同|的?同|货|设备|机型|原装)"
    r"|专家(?=读|判|阅|标|评|的)|医[生师]|被替[代换]|所替[代换]|替[代换]下|替[代换]的|取代的|换下的"
    r"|人眼|肉眼|目检|目视(?!化)|灯检|老师傅|熟练|质检员|检验员|检测员|检查员|空白样|对照(?=组|样|品|的|例)|对比|文献"
    r"|理论|仿真|手工|人工(?=检|复|分|判|读|测|挑|巡|镜|焊|操|抽|目|方|作)|上一代|第一代|老款|"
    r"\b(?:competi\w+|conventional\w*|traditional\w*|usual(?!ly)|common(?:ly)?|ordinary|existing|imported"
    r"|commercial|rival\w*|others?|another|"
    r"elsewhere|incumbent|legacy|previous\w*|earlier|former\w*|old|older|used to|untreated|uncoated|unfilled"
    r"|unreinforced|undoped|uncompensated"
    r"|unmodified|literature|theor\w+|simulat\w+|"
    r"manual|by hand|benchmark|industry (?:average|norm|standard|typical)|an? typical|typical [a-z]+s"
    r"|(?:most|many) [a-z]+s|state of the art|"
    r"inspectors?|radiologists?|pathologists?|graders|technicians|experienced|skilled|human (?:eye"
    r"|inspect|operator|expert|reader|grader|observer|check)\w*|naked eye|"
    r"(?:it|they|we|this|product|unit) (?:is to |will |can )?(?:replac|supersed|succeed)(?:es?|ed|s)"
    r"|(?:used )?for comparison|(?:is|are|was|being"
    r"|be) replaced|foreign|"
    r"first generation|last generation|prototypes?|customers? (?:today|now|currently|still)"
    r"|originally|initially|at first|on the market)\b"
)
_RATIOS = (
    "料肉 料重 料蛋 能效 长径 径高 高径 液固 固液 气液 液气 气水 汽水 水灰 水胶 水料 料水 油水 气油 "
    "油气 压缩 膨胀 增压 减压 空燃 传动 减速 回流 循环 泊松 摩尔 百分 投产 产投 产出 投入 性能 碳氮 硅铝 "
    "钙磷 屈强 拉伸 深宽 高宽 纵横 长宽 信噪 配合 体积 质量 浴"
)
_NO_RATIO = "".join(f"(?<!{name}比)" for name in _RATIOS.split())
"""比 after these is the end of a name of a ratio, and compares nothing: 料肉比1.6."""
AGAINST = re.compile(
    r"相比|相较|较之|同样(?=[^，,。；;]{0,12}的)|[高低优大小长短]于[^，,。；;\d]{1,8}的约?(?=\d|$)|(?<![择强宽价径量积占环匝配速光噪推重度质高厚焦变流])"
    rf"比{_NO_RATIO}(?![值为约达:：]+ ?(?:$|\d)|例|表|能|功率|重|容|热"
    r"|率|值|电|转)|[高低优大小短长]于(?=传统|常规|普通|进口"
    r"|同|行业|国)|而(?!且|成|言)|"
    r"\b(?:than (?!\d|about|around|one|two|three|four|five|six|seven|eight|nine|ten|a )|against|alone"
    r"|compared (?:with|to)|versus|vs\.?|instead of|"
    r"in place of|(?:of|from|in|under|at|on|with) the same"
    r"|whereas|rather than|relative to|unlike|in contrast)\b"
)
OURS = re.compile(
    r"(?<![日基成样版脚资根原标文课])本(?![身质底体地科来次领行国征构钱色])|我[们司方院校厂]|自研|实测"
    r"|现阶段|目前(?=已|达|为|样|实|仅|只)|现有样|现样|(?<=[，；])(?:系统|设备|机器|装置|算法|软件|模型)|"
    r"(?:改造|优化|使用|处理|升级|改进|导入|应用|实施|投用|采用|引入|技改|加装|国产化)后|新(?=机|工|产"
    r"|方|材|设|型|一|系|技|结)|该(?!类|行|领)|(?:相[比较]|比起?|较)[^，,。；;\d]{0,20}[，,]|相比|现(?:已"
    r"|在)?(?=达|为|降|升|提)|"
    r"\b(?:ours?|we|this|here|now|new|improved|measured|present)\b|\b(?:compared (?:with|to)|unlike"
    r"|in contrast to|versus)[^,.;\d]{0,60},"
)
PLANS = re.compile(
    r"目标(?!检|客|市场|物|识|产|蛋|靶|群|函|行|用户|区)|计划|预计|预期|规划|(?<!模)拟(?!合|南|态|人|定)|有望"
    r"|(?:立项|课题|考核|合同|设计|研制|任务书?|研发)指标|立项|任务书|力争|期望|争取|未来|即将"
    r"|正在(?:开|研|攻|建)|"
    r"在研|在建|下一代|下一步|可望|研发中|开发中|尚未|还未|未达|未能|暂未|有待|不能|无法|难以|"
    r"\b(?:plan(?:s|ned|ning)?|expect\w*|aim\w*|goals?|will|shall|would|could|hope\w*|intend\w*"
    r"|projected|projection|roadmap|"
    r"target(?:s|ed)?(?= (?:is|of|value|for|\d)|:)|(?:our|a|the) target|under development"
    r"|as (?:its|the|a|our) (?:target|goal|aim)|proposal|proposed|(?:project|design|development"
    r"|research|funding|contract) (?:target|goal|objective)s?|in development|being developed|under way|"
    r"next generation|next version|future"
    r"|not yet|cannot|unable|fail(?:s|ed)? to|never|by 20[2-9]\d)\b"
)
APPLIED = re.compile(r"正在(?:申|办|认)|(?:申请|办理|认证)中(?!心)|\b(?:applied for|applying for|pending)\b")
"""A certificate that is not there yet. A value next to a patent that is pending is one of today."""
ASKED = re.compile(
    r"国标|标准(?=要求|规定|限值)|要求(?!高)|限值|规定|指标要求|客户需|"
    r"\b(?:required (?:by|value|level)|is required|requirement|regulation|limit (?:value|of the)"
    r"|standard (?:asks|demands|requires|limit)|should)\b"
    r"|(?<!detection )\blimit of (?:about )?$"
)
_TURN = r"(?<![压温])[降升提增减缩延改变](?:[^\d，,]{0,4}[至到]|[低高长短少加升小大]?为)"
BECAME = re.compile(
    rf"(?:{_TURN}|压[^\d，,]{{0,3}}[至到]"
    r"|\b(?:from|fell|fall|drop|reduc|cut|lower|ris|rose|rais|increas|improv|shorten|gr[eo]w|went"
    r"|brought|bring"
    r"|extend|decreas|shr[aiu]nk|halv|boost|down(?= from))\w*\b[^,.;]{0,60}\bto)"
    r"(?: ?(?:约|仅|了|about|only))? ?$"
)
"""A value after these words is the one after a change."""
SUMS = re.compile(
    r"累计|合计|共(?=约? ?\d)|共计|总计|总共|并联(?!电)|桥接|并机|双机|\b(?:in total|total of"
    r"|in parallel|altogether|cumulative\w*|combined)\b"
)
OWN = re.compile(r"本(?:品|机|膜|方案|系统|产品|工艺|技术|设备|材料|装置|仪)|我们|\b(?:ours?|this|here)\b")
NEGATED = re.compile(
    r"不支持|不具备|不含|不提供|不能|无法|尚未|暂不|没有|未通过|未取得|不可|不适[用合]|并非|除外"
    r"|\b(?:not|no|without|never|cannot|lacks?|lacking|nor|neither|except|non)\b"
)

EXTRAS = re.compile(
    r"另计|另购|另配|另收|另付|选配|选装|耗材|配件|备件|易损件|套件|滤芯|试剂|安装费|维护|维保|培训费"
    r"|年费|服务费|许可费|许可使用费|转让费"
    r"|\b(?:consumables?|spares?|refills?|extras?|optional|accessor\w+|kits?|cartridges?|reagents?"
    r"|maintenance|installation|training|replacement|licen[cs]e|licen[cs]ing)\b"
)
WHOLES = re.compile(
    r"整[机套线]|主机|设备|系统|单[机台价]|每台|售价|[本该]机|\b(?:machine|system|instrument|device"
    r"|unit|price of the|complete)\b"
)
"""What is sold: the words that lead back from an extra to the product itself."""

EASE = re.compile(
    r"空载|怠速|低速|静音模式|节能模式|半速|\b(?:no[ -]load|unloaded|idle|idling|half speed|low speed"
    r"|eco mode|night mode)\b"
)
"""Words for a machine that hardly works: its noise then is not its noise."""
MOMENT = re.compile(r"短时|瞬[时间]|过载|\b(?:overload\w*|momentar\w*|surge|short[- ]time|short[- ]term)\b")
"""Words for what is borne for a moment only."""
_TRAIL = re.compile(r"\S+ ?\S{0,12} (?:in|for|of|with|by|before|from) (?:the |an? )?(?:[a-z-]+ ?){1,3}")
"""A value with what it is a value of: 89 % in the first prototype."""
RESULT = re.compile(rf"{_TURN}|实测|该|本|现|后|\b(?:now|after|ours?|this|new|today)\b")
"""Words next to a value that the offer reached after another one, or as its own."""
OPEN = re.compile(
    r"(?:本[\u4e00-\u9fff]{1,4}|我[们方])[^。；;，,]{0,10}?(?:，|,)?[^。；;，,]{0,6}"
    r"(?:尚未|尚在|尚待|待测|待定|正在|还在|未统计|试验阶段|试制|待出|一单一议|面议|另议|商定|随批量)"
    r"|\b(?:ours?|this)\b[^.;]{0,60}\b(?:depends?|not (?:yet )?been|follows?|begins?|on request"
    r"|to be (?:measured|agreed)"
    r"|negotiat\w+|open|under test)\b"
)
"""The offer's own value is still open: what stands before is another's."""
_LEFT = re.compile(r"\b(?:instead of|rather than|in place of|against)\b")
"""What stands before these words is what is offered, and not what it is compared with."""
PART = re.compile(r"[；;：。\n]|[.!?](?= |$)")
_CLAUSE = re.compile(r"[，、；;：:。\n()]|,(?!\d{3})|[.!?](?= |$)")


_COMPARED = re.compile(
    r"(?:相[比较][于之]?|(?<!相)比起?|(?<![相比])较)(?![高低大小多少好快慢强长短例值])[^，,；;。\d]{1,16}?(?=[节省降减提增缩延高低少多快慢升改，,])"
    r"|[与和同跟][^，,；;。\d]{1,16}相[比较]"
    r"|\b(?:than|compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|against|relative to|unlike)"
    r"(?: (?!and |but |while |which |that )[a-z'-]+){1,5}"
)
"""Words that compare, with what they compare with."""


class Scope(NamedTuple):
    """The clause with a value, and what stands before it since the last semicolon."""

    clause: str
    before: str
    """The part of the sentence before the clause."""
    at: int
    """Where the value starts in the clause."""


def scope_of(sentence: str, at: int) -> Scope:
    """The company of the value at ``at`` in a sentence of lower case."""
    part = max((match.end() for match in PART.finditer(sentence, 0, at)), default=0)
    clause = max((match.end() for match in _CLAUSE.finditer(sentence, part, at)), default=part)
    end = next((match.start() for match in _CLAUSE.finditer(sentence, at)), len(sentence))
    return Scope(sentence[clause:end], sentence[part:clause], at - clause)


def is_doubtful(sentence: str, at: int) -> bool:
    """True if the value at ``at`` in the sentence (lower case) may be a plan, a limit, or somebody else's."""
    scope = scope_of(sentence, at)
    lead = scope.clause[: scope.at]
    if PLANS.search(scope.clause) or ASKED.search(lead):
        return True
    if _last(PLANS, scope.before) >= 0 and not _ours_after(scope.before + lead, _last(PLANS, scope.before)):
        return True
    if (
        (trail := _TRAIL.match(scope.clause, scope.at))
        and OTHERS.search(trail[0])
        and not OURS.search(trail[0])
    ):
        return True
    if BECAME.search(lead):
        return False
    other = max(_last(OTHERS, lead), _last(AGAINST, lead))
    if other >= 0:
        return not _ours_after(lead, other)
    other = _last(OTHERS, scope.before)
    return other >= 0 and not _ours_after(scope.before + lead, other)


def _ours_after(text: str, at: int) -> bool:
    """True if the text comes back to the offer's own product after ``at``."""
    return any(match.end() > at for match in OURS.finditer(text))


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match starts; -1 without a match."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def without_comparison(lower: str) -> str:
    """The text with blanks in place of what something is compared with: 较传统工艺, than older pumps."""
    return _COMPARED.sub(lambda match: " " * len(match[0]), lower)


def is_sum(sentence: str, at: int) -> bool:
    """True if the value adds up what several things did: 累计运行 9,000 h."""
    return bool(SUMS.search(scope_of(sentence, at).clause))


def is_extra(sentence: str, at: int) -> bool:
    """True if the value is the price of something sold apart: 套件另计，每套4.8万元."""
    scope = scope_of(sentence, at)
    lead = scope.clause[: scope.at]
    if EXTRAS.search(lead):
        return True
    return (
        bool(EXTRAS.search(scope.before))
        and not WHOLES.search(lead)
        and not WHOLES.search(scope.before, _last(EXTRAS, scope.before))
    )


def is_contrasting(sentence: str, at: int) -> bool:
    """True if the part of the sentence around the value compares, plans or quotes a limit.

    A value that fails in such company is not held against the offer.
    """
    scope = scope_of(sentence, at)
    part = scope.before + scope.clause
    rest = sentence[at - scope.at + len(scope.clause) :]
    if not OWN.search(sentence[:at]) and any(not is_plan(rest, own.start()) for own in OWN.finditer(rest)):
        return True  # "Camera finger: 28 mm, ...; this pad: 12 mm"
    if (left := _LEFT.search(scope.clause, scope.at)) and not OTHERS.search(scope.before):
        part = scope.before + scope.clause[: left.start()]  # 1.6 m³/t instead of 4 m³/t
    return any(pattern.search(part) for pattern in (OTHERS, AGAINST, PLANS, ASKED))


def is_plan(text: str, at: int) -> bool:
    """True if the clause at the position plans: our goal is 450 Wh/kg."""
    return bool(PLANS.search(scope_of(text, at).clause))


def is_own(sentence: str, at: int) -> bool:
    """True if the sentence says before the value that it speaks of the offer's own product."""
    scope = scope_of(sentence, at)
    return bool(OURS.search(scope.before + scope.clause[: scope.at]))


def is_negated(sentence: str, at: int) -> bool:
    """True if the clause that holds the position denies what it says."""
    scope = scope_of(sentence, at)
    if NEGATED.search(scope.clause[: scope.at]):
        return True
    return bool(PLANS.search(scope.clause) or APPLIED.search(scope.clause))
