"""Words for properties: what a unit implies, what must not be mixed up, what says little.

General language of data sheets only, no product names. ``concept_words`` has the names of the properties.
"""

STOP_WORDS = """the of at and after over for per in to on from with a an by is as than rated total max maximum min
minimum up peak within between each no without under"""
"""English words of a name that name no property."""

VERBS = "设备 整机 主机 整套 sort fill pack pass produce ship make emit serve react respond sell inspect process flow handle take keep find work used operate last lift carry draw consume deliver hot cold light"
"""Words of the table that also stand in sentences about anything."""

LATIN_NAMES = "ra rz ttv cod bod toc f0 d50 d90 d10 rmsep pue mtbf snr voc nox so2 ph e31 d33 q"
"""Symbols of properties, which stand for the property alone."""

IMPLIED = {
    "V": "电压 voltage", "°C": "温度 temperature", "MPa": "压力 强度 pressure strength", "h": "时间 寿命 time life",
    "kg": "重量 质量 weight mass", "元": "价格 单价 价 成本 费用 cost price", "%": "率 比例 含量 浓度 rate share ratio content",
    "h/年": "时间 小时 小时数 时数 hours time",
    "m": "尺寸 长度 size length", "kW": "功率 power", "A": "电流 current", "次": "次数 数 number", "Hz": "频率 frequency",
}  # fmt: skip
"""Words that a unit says already: they tell little about the property, so they weigh less."""

MEANT = {"°C": "温 temperature", "度电": "电 能 energy electricity", "knot": "速 speed"}
"""Words of a name that say which of its meanings a unit has: a temperature of 80 度, a speed of 12 节."""

TELLING = {
    "W/(m·K)": "热导率", "Wh/kg": "能量密度", "W/kg": "功率密度", "Ω·cm^2": "面电阻", "rpm": "转速", "Ω·m": "电阻率",
    "S/m": "电导率", "lm/W": "光效", "Pa·s": "黏度", "元/kg": "价格", "元/m^2": "价格", "Wh/L": "能量密度", "Ah": "容量", "HRC": "硬度",
    "HV": "硬度", "目": "目数", "EU/mL": "内毒素", "kW/L": "功率密度", "bps": "数据速率", "pH": "pH", "NTU": "浊度", "T": "磁场强度", "g/m^2": "克重",
}  # fmt: skip
"""What a unit measures nearly always: a value in it needs no other name of the property."""

RIVALS = (
    "屈服 yield|抗拉 拉伸 tensile|抗弯 弯曲 bending flexural|抗压 压缩 compressive|剪切 shear|剥离 peel|冲击 impact|疲劳 fatigue|爆破 burst",
    "漏检 漏报 miss|误检 误判|误报 虚警 false",
    "进口 入口 进水 inlet|出口 出水 outlet|环境 ambient",
    "充电 charge charging|放电 discharge discharging",
    "吸附 adsorption|脱附 解吸 desorption",
    "横向 transverse|纵向 longitudinal",
    "轴向 axial|径向 radial",
    "输入 input|输出 output",
    "经向 warp|纬向 weft",
    "氨氮 ammonia|总氮 total_nitrogen|cod|bod|总磷 phosphorus|浊度 turbidity|toc",
    "宽度 幅宽 门幅 width wide|长度 length|厚度 thickness thick|深度 depth|高度 height|直径 内径 外径 diameter|行程 travel",
    "待机 休眠 standby sleep|工作功耗 运行功耗",
    "纯度 purity|浓度 concentration|收率 回收率 得率 recovery|含水率 水分 moisture|良率 合格率",
    "d10|d50|d90",
    "ra|rz",
    "存储 储存 贮存 storage stored|工作 使用 operating working",
    "容量 capacity|效率 efficiency|精度 accuracy",
    "准确率 精确率 正确率 accuracy precision|召回率 检出率 recall detection detect|误报率 false",
    "能耗 电耗 consumption|产能 产量 throughput",
    "响应时间 response|预热时间 启动时间 warm-up start-up|恢复时间 recovery_time|充电时间|寿命 life",
    "初始 initial|水洗后 老化后 循环后 aged ageing aging",
    "x向 x轴|y向 y轴|z向 z轴",
    "漂移 drift|精度 accuracy 准确度|重复性 repeatability|分辨率 resolution|迟滞 hysteresis",
    "转速 speed|进给 feed",
    "动态 dynamic|静态 static",
    "短路 short-circuit|开路 open-circuit",
    "峰值 peak|平均 average mean|额定 rated",
    "质保 保修 warranty|寿命 life|交货 交期 交付 delivery lead",
    "长期 long-term|短期 短时 short-term",
    "铜 copper|锌 zinc|镍 nickel|铬 chromium|镉 cadmium|砷 arsenic|汞 mercury|铁 iron|锰 manganese|铝 aluminium aluminum|钙 calcium|镁 magnesium|铅",
    "氧气 oxygen|水蒸气 水汽 vapour vapor|氮气 nitrogen|氢气 hydrogen|甲烷 methane|二氧化碳 co2|一氧化碳|硫化氢 h2s|二氧化硫 so2|氮氧化物 nox",
    "节拍 cycle_time takt|换型 更换 change changeover changing exchange",
    "湿度 humidity|温度 temperature",
)
"""Qualities that a property has only one of: a demand for yield strength is not answered by tensile strength."""

RESISTED = ("耐热 耐温 耐高 耐受", "抗拉 抗张", "抗弯 抗折 抗挠", "耐压 耐受")
"""What is withstood, by the same thing in other words. All else that begins with 耐, 抗 or 防 is another thing."""

QUALIFIERS = "上限 下限 最小 最大 最高 最低 额定 平均 综合 整体 总体 标准 单台 单机 单件 单片 单线 单次 整机 系统 设备 产品 可达 稳定 有效 标称 典型"
"""Words that say little about which property is meant."""

GENERAL = """a an the this that these those our its their his her one two each every any some all both no of for in at
by to from with on and or but as than is are was were be been has have had gives give gave shows show reaches reach
mean average median total overall typical maximum minimum max min peak rated nominal guaranteed measured tested certified
low lower lowest high higher highest good better best new final initial first single full net gross residual relative
absolute standard stated annual yearly monthly daily hourly long short very only about same own usual normal actual main
real complete whole large small useful continuous system machine device unit product plant line module per"""
"""English words before a property that do not say of what: the mean error, our line speed."""

SUBSTANCES = (
    "氢氦氮氧氟氯氖氩氪氙氨硅硫磷碳硼硒碲砷溴碘锂钠钾铷铯铍镁铝钙锶钡钛锆铪钒铌钽铬钼钨锰铼铁钴镍铜银锌镉汞镓铟铊锗锡铅锑铋铂钯铑铱钌"
    "钪钇镧铈钕镨镝铽钐铀水油盐酸碱醇苯烷烯炔酮醛醚酯胺酚肼糖脂"
)
"""Characters with which the names of substances end."""

MEASURES = "速度 速率 精度 误差 偏差 能力 范围 面积 体积 效率 时长 数量 质量 周期"
"""Ends of names that say in general what is measured."""

EMPTY = "等级 级别 系数 指数 指标 性能 参数 比例 比率"
"""Ends of names that name nothing without what stands before them."""

FORMULAS = (
    "nh3 氨", "hf 氟化氢", "hcl 氯化氢", "h2s 硫化氢", "so2 二氧化硫", "no2 二氧化氮", "nox 氮氧化物", "n2o 氧化亚氮",
    "co 一氧化碳", "no 一氧化氮", "co2 二氧化碳", "ch4 甲烷", "h2 氢", "o2 氧", "o3 臭氧", "n2 氮", "cl2 氯", "ph3 磷化氢", "hcho 甲醛", "h2o 水", "h2o2 过氧化氢",
    "sf6 六氟化硫", "hcn 氰化氢", "tvoc 总挥发性有机物", "voc 挥发性有机物", "c6h6 苯", "au 金", "ag 银", "cu 铜",
)  # fmt: skip
"""Substances by their formulas, in lower case, with their names."""

NARROWER = "爆破 burst 重复 repeatability repeat 增加 衰减 变化 漂移 下降 标准差 standard_deviation"
"""Words that make another property of the one that they stand with, unless the demand's name has them too."""

DIFFERENCES = (
    "均匀 偏差 温差 差异 波动 漂移 温升 精度 误差 分辨 稳定 准确 控温 变化 "
    "spread deviation difference uniformity drift rise swing error accuracy stability resolution variation gradient"
)
"""Properties that are differences: their temperatures have no zero."""

SPANS = (
    "工作 使用 环境 介质 适用 适应 存储 储存 贮存 耐温 量程 范围 可调 测量 测温 入口 运行 "
    "operating working ambient service storage range adjustable environment temperature_range"
)
"""Properties that an offer has to cover, not only to lie in."""

COVERING = "可设 提供 可供 可选 适用 适应 适配 兼容 支持 可加工 可处理 可调 量程 范围 覆盖 suitable handles range adjustable covers accepts"
"""Words before a range that an offer covers."""

CHANGES = (
    "降低 下降 减少 节省 节约 节能 节电 节水 节煤 节油 提高 提升 增加 缩短 衰减 变化 降幅 增幅 漂移 "
    "reduction gain saving saved increase decrease improvement loss fade change higher lower"
)
"""Properties that are changes themselves: a value after "by" answers them, and no others."""
