"""Words for properties: what means the same in Chinese and English, what a unit implies, what must not be mixed up.

General language of data sheets only, no product names. One property a line: expressions that may stand for each
other. An expression that is part of a longer one of another line gives way to it.
"""

CONCEPTS = """
温度 耐温 耐受温度 使用温度 temperature hot cooled heated sintered cured 烧结 固化 加热
压力 压强 耐压力 pressure pressurised
压降 压差 压力损失 压损 阻力 pressure_drop pressure_loss
泡点 bubble_point
流量 flow flow_rate pass
水通量 通量 flux water_flux
重量 质量 自重 净重 整机重量 weight mass heavy weigh light
尺寸 外形 dimension size
厚度 厚 壁厚 thickness thick wall_thickness
宽度 幅宽 门幅 宽 幅面 width wide sheet_width
长度 长 length long
直径 内径 外径 孔径 diameter
深度 深 depth deep
粒径 粒度 颗粒度 粒子尺寸 particle_size grain_size
粗糙度 光洁度 roughness
平面度 平整度 flatness
圆度 圆跳动 roundness runout
时间 时长 耗时 用时 历时 time duration take
响应时间 响应 response_time response respond react
周期 间隔 interval period every
节拍 循环时间 单件用时 每件用时 单件耗时 每件耗时 每件只需 每件仅需 cycle_time takt one_take each_take every_take
寿命 使用寿命 工作寿命 服役寿命 设计寿命 服务寿命 耐久 可使用 可服役 life service_life lifetime durability last serve
循环寿命 循环次数 循环 cycle_life cycle
交货期 交期 供货周期 交付周期 交货 交付 发货 lead_time delivery deliver turn-around turnaround
质保 质保期 质保年限 保修 保质 warranty guarantee
保质期 货架期 储存期 存储年限 贮存期 shelf_life keep_for stable_for storage_life
价格 单价 售价 报价 价 每台售 每套售 每件售 每只售 每支售 单台售 整机售 整套售 仅售 只售 出售 费用 成本 造价 cost price unit_price fee sell sold
维护 保养 维保 maintenance service servicing
运行成本 吨水成本 运行费用 operating_cost running_cost
产能 产量 生产能力 供货能力 供货量 供应量 供货 供应能力 年产 处理能力 处理量 年处理 月处理 日处理 时处理 年加工 月加工 日加工 时加工 年生产 月生产 日生产 时生产 可产 可生产 能生产 月产 日产 产出 throughput capacity output handle process production produce make take sort fill pack can_deliver we_deliver ship
效率 工效 能效 efficiency
数据速率 传输速率 数据率 传输率 data_rate bit_rate
转换效率 能效 conversion_efficiency
速度 速率 线速 车速 speed rate velocity
转速 主轴转速 rotational_speed spindle_speed speed
扭矩 转矩 力矩 torque
功率 power
功耗 能耗 电耗 耗电 用电 power_consumption energy_consumption energy_use consumption draw consume module_power
能量密度 比能量 energy_density specific_energy
功率密度 power_density
容量 capacity
电压 voltage
击穿电压 耐压 breakdown_voltage withstand_voltage dielectric_strength
电流 current
电阻 resistance
面电阻 面阻 area_resistance
内阻 internal_resistance
导通电阻 on-resistance
电阻率 resistivity
电导率 conductivity
绝缘电阻 insulation_resistance
频率 频带 frequency
带宽 bandwidth
噪声 噪音 声压级 声级 噪声级 噪声值 noise sound quiet loud noise_level sound_level sound_pressure_level sound_pressure make emit run_at
热导率 导热系数 导热率 thermal_conductivity
热膨胀系数 线膨胀系数 thermal_expansion
密度 density
堆积密度 松装密度 bulk_density
孔隙率 气孔率 porosity
致密度 相对密度 relative_density
黏度 粘度 viscosity
硬度 hardness
强度 strength
抗拉强度 拉伸强度 tensile_strength
屈服强度 屈服 yield_strength
抗弯强度 弯曲强度 bending_strength flexural_strength
抗压强度 压缩强度 compressive_strength
剪切强度 剪切 shear_strength
剥离强度 剥离力 peel_strength
结合强度 附着力 结合力 粘结强度 粘接强度 bond_strength adhesion
冲击功 冲击韧性 impact_energy impact_strength
断裂强力 断裂强度 breaking_force breaking_strength
延伸率 伸长率 断后伸长率 断裂伸长率 elongation
模量 弹性模量 modulus
疲劳极限 疲劳强度 fatigue_limit fatigue_strength
腐蚀速率 腐蚀率 corrosion_rate
精度 准确度 精确度 误差 accuracy precision
误差 偏差 精度 不确定度 error deviation uncertainty
定位精度 定位误差 positioning_accuracy positioning_error position
重复定位精度 重复精度 重复性 repeatability
分辨率 分辨力 resolution
灵敏度 sensitivity
检出限 检测限 检测下限 检测极限 最低检出浓度 detection_limit limit_of_detection detect_down
漂移 drift
均匀性 不均匀性 非均匀性 均匀度 不均匀度 uniformity non-uniformity variation spread
良率 良品率 合格率 成品率 yield
纯度 purity pure
含量 浓度 content concentration
含水率 水分 含湿量 残余水分 moisture residual_moisture water_content
固含量 固体含量 solid_content
回收率 收率 recovery
收率 得率 回收率 yield recovery
工作 使用 运行 operating working work operate service used
存储 储存 贮存 存放 storage stored store
去除率 脱除率 removal removal_rate remove
捕集率 capture_rate capture
脱盐率 截留率 rejection salt_rejection
转化率 conversion
保持率 保留率 retention kept retain keep
检测时间 出结果 出报告 检测用时 检测耗时
检出率 检测率 识别率 召回率 detection_rate recall detect find recognition_rate
误报率 误报 虚警率 虚警 false_alarm false_alarms
漏检率 漏检 漏报率 漏报 miss_rate missed
误检率 误检 误判率 误判 false_positive
准确率 正确率 top-1_accuracy
透光率 透过率 透射率 transmittance
反射率 reflectance reflectivity
吸水率 water_absorption
收缩率 缩水率 shrinkage
色牢度 colour_fastness color_fastness
克重 面密度 grammage basis_weight
活率 细胞活率 viability
表达量 产量 滴度 titre titer expression
细胞密度 活细胞密度 cell_density
内毒素 endotoxin
载量 结合载量 binding_capacity
防护等级 防护 protection_rating ingress_protection
漏率 泄漏率 泄漏 leak_rate leakage
排放 排放浓度 emission
产水 出水 effluent permeate
耗水 用水量 水耗 用水 water_consumption water_use
蒸汽消耗 汽耗 蒸汽耗量 steam_consumption
载荷 负载 负荷 承载 承重 payload load carry lift
行程 travel stroke
量程 测量范围 measuring_range range
距离 distance range
通道 通道数 channel channels
像素 pixel resolution
光效 luminous_efficacy
光功率 optical_power
亮度 brightness luminance
亚表面损伤 损伤层 subsurface_damage
样本 样本数 sample pictures images
占地 占地面积 footprint floor_area floor occupy
湿度 humidity
扬程 head
残差 残余误差 residual
提前量 提前 warning_time ahead before
停机时间 停机 downtime
更换时间 更换 换型 exchange replace
启动时间 启动 start-up
升温时间 加热时间 升温用时 升温 升到 升至 加热到 加热至 heating_time heat-up_time heat-up
设备 整机 主机 整套
冷却时间 冷却用时 冷却到 冷却至 降温到 降温至 cooling_time cool_down
续航 续航时间 续航时长 连续工作 连续运行 连续使用 连续作业 持续工作 持续运行 可飞 飞行时间 running_time charge_last run_time runtime battery_life operating_time
一次充电 单次充电 每次充电 充一次电 满电 one_charge single_charge per_charge full_charge
检测 检验 已检 可检 查验 inspect
累计 合计 共计 总计 以来 至今 迄今 total cumulative so_far
细度 目数 细至 细到 磨至 磨到 粉碎至 fineness mesh_size
线宽 制程 feature_size
透气性 透气率 permeability permeation
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
    "HV": "硬度", "目": "目数", "EU/mL": "内毒素", "kW/L": "功率密度", "bps": "数据速率", "pH": "pH", "NTU": "浊度", "g/m^2": "克重",
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

FORMULAS = (
    "nh3 氨", "hf 氟化氢", "hcl 氯化氢", "h2s 硫化氢", "so2 二氧化硫", "no2 二氧化氮", "nox 氮氧化物", "n2o 氧化亚氮",
    "co 一氧化碳", "co2 二氧化碳", "ch4 甲烷", "h2 氢", "o2 氧", "o3 臭氧", "n2 氮", "cl2 氯", "ph3 磷化氢", "hcho 甲醛", "h2o 水", "h2o2 过氧化氢",
    "sf6 六氟化硫", "hcn 氰化氢", "tvoc 挥发性有机物", "voc 挥发性有机物", "c6h6 苯", "au 金", "ag 银", "cu 铜",
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
    "降低 下降 减少 节省 节约 节能 提高 提升 增加 缩短 衰减 变化 降幅 增幅 漂移 "
    "reduction gain saving saved increase decrease improvement loss fade change higher lower"
)
"""Properties that are changes themselves: a value after "by" answers them, and no others."""
