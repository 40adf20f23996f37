"""Words that say nothing about a technology, from general knowledge of both languages and of such calls.

They were written without reading listings. Not so all that decides with them: ``GLOSSES``, ``EVERYWHERE``,
``LESS`` and ``ALSO_SPREAD`` in ``generality``, and ``PARTIES_ZH`` below, were set after reading real pairs.
Frequencies find most general words. The lists hold what a frequency cannot find: words of one
grammatical class, and words that are rare in books but usual in a call for partners. English words are
compared by stem.
"""

STOP_WORDS = """
across after again against ago almost along already although always among amongst another anyone anything
apart around aside away because before behind below beneath beside besides between beyond both but cannot
despite due during else enough even ever everything except few further furthermore hence hereby however
instead just least less likewise many meanwhile moreover much namely near nearly neither never nevertheless
nobody nothing now often once only otherwise ours ourselves own per perhaps quite rather really same several
since somewhat soon still such themselves therefore thereby though through throughout thus together toward
towards twice under unless until unlike upon usually versus very via well whereas wherein whether while
within yet yourself zero two three four five six seven eight nine ten eleven twelve hundred thousand million
billion first second third fourth fifth last next able let lets got get gets getting go goes going make
makes making made come comes coming take takes taking took give gives giving given put puts keep keeps
please eg ie etc vs pp inc ltd co llc"""
"""Closed classes of English words beyond ``FUNCTION_WORDS``: prepositions, conjunctions, pronouns, adverbs of
degree, numerals and light verbs. They end a phrase."""

EDGE_WORDS = """
seek seeks seeking sought look looking looks need needs needed want wants wanted require requires required
wish hope offer offers offered demand demands provide provides provided provider supply supplies deliver
delivery enable enables allow allows help helps include includes including contain contains use used using
apply applied applying improve improves improved improving increase increased increasing enhance enhanced
reduce reduced reducing decrease decreased achieve achieves develop develops developing developed produce
produced producing manufacture manufactured build built perform performs performed new novel innovative
advanced modern current currently existing present future possible capable suitable various different main
important necessary good better best bad simple easy easily quickly useful"""
"""Verbs and adjectives with which a call speaks of anything. They end a phrase, as closed classes do."""

CALL_WORDS = """
requirement user usage utilize application applicable improvement increase reduction decrease development
developer producer product production manufacturer maker performance quality efficient efficiency effective
cost price budget cheap cheaply expensive fast quick high higher highest low lower lowest large larger small
smaller big long short innovation capability ability problem solution challenge question answer idea goal
aim purpose result outcome work worker working way kind type class size number amount rate level degree case
example group set list part piece side step stage day week month year hour minute time times money fund
funding company enterprise firm business market customer client supplier partner cooperation collaborate
collaboration university institute expert team staff people person public private national international
country city government agency department technology technological technical technique engineer engineering
science scientific research researcher project program programme initiative service support system standard
industry industrial plant factory equipment device machine tool material"""
"""What every call for partners says, on any subject. These words are no reason by themselves."""

ACADEMIC_WORDS = """
analyse approach area assess assume authority available benefit concept consist constitute context contract
create data define derive distribute economy environment establish estimate evident export factor finance
formula function identify income indicate individual interpret involve issue labour legal legislate major
method occur percent period policy principle proceed process require research respond role section sector
significant similar source specific structure theory vary achieve acquire administrate affect appropriate
aspect assist category chapter commission community complex compute conclude conduct consequent construct
consume credit culture design distinct element equate evaluate feature final focus impact injure institute
invest item journal maintain normal obtain participate perceive positive potential previous primary purchase
range region regulate relevant reside resource restrict secure seek select site strategy survey text
tradition transfer alternative circumstance comment compensate component consent considerable constant
constrain contribute convene coordinate core corporate correspond criteria deduce demonstrate document
dominate emphasis ensure exclude framework illustrate imply initial instance interact justify link locate
maximise minor negate outcome partner philosophy physical proportion publish react register rely remove
scheme sequence shift specify sufficient task technique technology valid volume access adequate annual
apparent approximate attitude attribute civil code commit communicate concentrate confer contrast cycle
debate despite dimension domestic emerge error ethnic goal grant hence hypothesis implement implicate impose
integrate internal investigate job label mechanism obvious occupy option output overall parallel parameter
phase predict principal prior professional project promote regime resolve retain series statistic status
stress subsequent sum summary undertake academy adjust alter amend aware capacity challenge clause compound
conflict consult contact decline discrete draft enable energy enforce entity equivalent evolve expand expose
external facilitate fundamental generate generation image liberal licence logic margin medical mental modify
monitor network notion objective orient perspective precise prime psychology pursue ratio reject revenue
stable style substitute sustain symbol target transit trend version welfare whereas abstract accurate
acknowledge aggregate allocate assign attach author bond brief capable cite cooperate discriminate display
diverse domain edit enhance estate exceed expert explicit federal fee flexible furthermore gender ignorant
incentive incidence incorporate index inhibit initiate input instruct intelligent interval lecture migrate
minimum ministry motive neutral nevertheless overseas precede presume rational recover reveal scope subsidy
tape trace transform transport underlie utilise adapt adult advocate aid channel chemical classic
comprehensive comprise confirm contrary convert couple decade definite deny differentiate dispose dynamic
eliminate empirical equip extract file finite foundation global grade guarantee hierarchy identical ideology
infer innovate insert intervene isolate media mode paradigm phenomenon priority prohibit publication quote
release reverse simulate sole somewhat submit successor survive thesis topic transmit ultimate unique
visible voluntary abandon accompany accumulate ambiguous append appreciate arbitrary automate bias chart
clarify commodity complement conform contemporary contradict crucial currency denote detect deviate displace
drama eventual exhibit exploit fluctuate guideline highlight implicit induce inevitable infrastructure
inspect intense manipulate minimise nuclear offset paragraph plus practitioner predominant prospect radical
random reinforce restore revise schedule tense terminate theme thereby uniform vehicle via virtual visual
widespread accommodate analogy anticipate assure attain behalf bulk cease coherent coincide commence
compatible concurrent confine controversy converse device devote diminish distort duration erode ethic
format inherent insight integral intermediate manual mature mediate medium military minimal mutual norm
overlap passive portion preliminary protocol qualitative refine relax restrain revolution rigid route
scenario sphere subordinate supplement suspend team temporary trigger unify violate vision adjacent albeit
assemble collapse colleague compile conceive convince depress encounter enormous forthcoming incline
integrity intrinsic invoke levy likewise nonetheless notwithstanding odd ongoing panel persist pose
reluctance straightforward undergo whereby"""
"""Headwords of the Academic Word List (Coxhead, A New Academic Word List, TESOL Quarterly 2000): words of any
field of science."""

STOP_WORDS_ZH = """
是 有 为 存在 具有 具备 拥有 达到 达 实现 采用 使用 利用 应用于 用于 适用于 满足 符合 进行 包括 包含 涉及
提高 提升 降低 减少 增加 改善 解决 需要 需 要求 希望 寻求 能够 能 可 可以 应 应当 必须 使 使得 形成 作为
成为 通过 根据 针对 基于 由于 关于 对于 以及 从而 不能 无法 不得 超过 低于 高于 不低于 不高于 不大于
不小于 小于 大于 等于 以上 以下 以内 以外 之间 左右 其中 目前 现有 如下 例如 主要 同时 并且
公司 我司 我厂 我院 我校 我部 贵司 贵厂 贵院 贵校"""
"""Chinese words that link the parts of a sentence: verbs of being, having and reaching, modal verbs, bounds.
They end a phrase, as the closed classes do that jieba tags; so does the firm itself."""

NAMED_PARTIES_ZH = (
    "公司",
    "集团",
    "大学",
    "学院",
    "研究院",
    "研究所",
    "医院",
    "农业部",
    "科技部",
    "教育部",
    "委员会",
    "协会",
)
"""How names of companies, schools, hospitals and offices end: what such a name says is no reason."""

NAMED_PARTIES = """
laboratory laboratories university institute institution college academy agency ministry department centre
center administration bureau corporation association society"""
"""Words of the names of organisations in English, if they are written with a capital."""

PARTIES_ZH = ("公司", "集团", "企业", "单位", "大学", "学院", "研究院", "研究所", "中心", "实验室", "政策")
"""How names of those end who are spoken of in a call. Nobody asks for them."""

CALL_WORDS_ZH = """
面议 寻求 求购 求助 征集 诚征 急需 亟需 亟待 揭榜 攻关 招标 我司 我公司 本公司 我厂 本项目 该项目 本课题
有限公司 股份公司 集团公司 公司 企业 单位 厂家 供应商 高校 院校 大专院校 科研院所 研究院 研究所 实验室
产学研 专家 团队 教授 博士 合作 合作方 合作方式 技术合作 技术转让 技术入股 技术服务 技术支持 技术咨询
技术开发 委托开发 联合开发 共同开发 合作开发 联合攻关 校企合作 成果转化 产业化 规模化 商业化 市场化
国产化 项目 课题 需求 技术需求 难题 技术难题 问题 方案 解决方案 核心技术 关键技术 新技术 高新技术 专利
专利技术 知识产权 自主知识产权 成果 科技成果 创新 创新型 新型 先进 国内外 国内 国外 国际 领先 填补空白
年产 年产值 产值 产能 销售额 批量生产 批量 量产 小试 中试 投产 样机 样品 预算 资金 投入 费用 成本 价格
报价 指标 技术指标 性能指标 参数 技术参数 要求 技术要求 条件 现状 背景 目标 意义 内容 优势 特点 前景
市场前景 经济效益 社会效益 提高 提升 降低 减少 改善 改进 优化 实现 满足 达到 具备 具有 采用 利用 应用
使用 适用 适用于 解决 开发 研发 研制 研究 设计 生产 制造 加工 制备 方法 技术 工艺 装置 设备 产品 系统
材料 性能 质量 效率"""
"""The same for Chinese: parties, money, stages and wishes. A compound of such words is no reason either."""
