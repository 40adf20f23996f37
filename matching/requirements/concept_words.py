"""What properties are called: what means the same in Chinese and English, and verbs for nouns.

General language of data sheets only, no product names. One property a line: expressions that may stand for each
other. An expression that is part of a longer one of another line gives way to it. What follows "|" stands for the
property in a text only: a name that has it is not yet one of the property.
"""

CONCEPTS = """
温度 耐温 耐受温度 使用温度 temperature hot cooled heated sintered cured 烧结 固化 加热
压力 压强 耐压力 pressure pressurised 承压 | rated_for withstand
压降 压差 压力损失 压损 阻力 pressure_drop pressure_loss
泡点 bubble_point
流量 flow flow_rate pass 排量 | deliver pump move 输送 泵送
水通量 通量 flux water_flux
重量 质量 自重 净重 整机重量 weight mass heavy weigh light 总重 毛重 单重 机重 件重 | tip_scale weigh_in
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
交货期 交期 供货周期 交付周期 交货 交付 发货 到货 lead_time delivery deliver turn-around turnaround | dispatch ship_within
质保 质保期 质保年限 保修 保质 warranty guarantee
保质期 货架期 储存期 存储年限 贮存期 shelf_life keep_for stable_for storage_life
价格 单价 售价 报价 价 每台售 每套售 每件售 每只售 每支售 单台售 整机售 整套售 仅售 只售 出售 费用 成本 造价 cost price unit_price fee sell sold
维护 保养 维保 maintenance service servicing
运行成本 吨水成本 运行费用 operating_cost running_cost
产能 产量 生产能力 供货能力 供货量 供应量 供货 供应能力 年产 处理能力 处理量 年处理 月处理 日处理 时处理 年加工 月加工 日加工 时加工 年生产 月生产 日生产 时生产 可产 可生产 能生产 月产 日产 产出 throughput capacity output handle process production produce make take sort fill pack can_deliver we_deliver ship | plant_for shred crush grind wash treat bottle turn_out
效率 工效 能效 efficiency
数据速率 传输速率 数据率 传输率 data_rate bit_rate
转换效率 能效 conversion_efficiency
速度 速率 线速 车速 speed rate velocity | travel drive fly
转速 rotational_speed speed
扭矩 转矩 力矩 torque
功率 power
功耗 能耗 电耗 耗电 用电 power_consumption energy_consumption energy_use consumption draw consume module_power
能量密度 比能量 energy_density specific_energy
功率密度 power_density
容量 capacity
存储容量 容量 硬盘 固态硬盘 磁盘 闪存 ssd storage_capacity hard_disk hard_drive flash
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
延伸率 伸长率 断后伸长率 断裂伸长率 elongation | stretch
模量 弹性模量 modulus
疲劳极限 疲劳强度 fatigue_limit fatigue_strength
腐蚀速率 腐蚀率 corrosion_rate
精度 准确度 精确度 误差 accuracy precision | to_within accurate
误差 偏差 精度 不确定度 error deviation uncertainty | accurate
定位精度 定位误差 positioning_accuracy positioning_error position
重复定位精度 重复精度 重复性 repeatability
分辨率 分辨力 resolution | 像素 pixel megapixel
灵敏度 sensitivity
检出限 检测限 检测下限 检测极限 最低检出浓度 detection_limit limit_of_detection detect_down
漂移 drift
均匀性 不均匀性 非均匀性 均匀度 不均匀度 uniformity non-uniformity variation spread
良率 良品率 合格率 成品率 yield
纯度 purity pure
含量 浓度 content concentration
含水率 水分 含湿量 残余水分 moisture residual_moisture water_content
固含量 固体含量 solid_content
回收率 收率 recovery | recover
收率 得率 回收率 yield recovery
工作 使用 运行 operating working work operate service used
存储 储存 贮存 存放 storage stored store
去除率 脱除率 removal removal_rate remove
捕集率 capture_rate capture
脱盐率 截留率 rejection salt_rejection | hold_back
转化率 conversion | convert
保持率 保留率 retention kept retain keep
检测时间 出结果 出报告 检测用时 检测耗时 time_to_result | result_after result_take
检出率 检测率 识别率 召回率 detection_rate recall detect find recognition_rate
误报率 误报 虚警率 虚警 false_alarm false_alarms
漏检率 漏检 漏报率 漏报 miss_rate missed
误检率 误检 误判率 误判 false_positive
准确率 正确率 top-1_accuracy 识别正确率 | correctly
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
产水 出水 effluent permeate 制水 造水 淡水
耗水 用水量 水耗 用水 water_consumption water_use
蒸汽消耗 汽耗 蒸汽耗量 steam_consumption
载荷 负载 负荷 承载 承重 payload load carry lift
行程 travel stroke
量程 测量范围 measuring_range range
距离 distance range 航程 行驶里程
通道 通道数 channel channels
像素 pixel resolution
光效 luminous_efficacy
光功率 optical_power
亮度 brightness luminance
亚表面损伤 损伤层 subsurface_damage
样本 样本数 sample pictures images
样本量 取样量 进样量 加样量 上样量 用血量 sample_volume | 血样 全血 blood specimen
占地 占地面积 footprint floor_area floor occupy
湿度 humidity
扬程 head
残差 残余误差 residual
提前量 提前 warning_time ahead before
停机时间 停机 downtime
更换时间 更换 换型 exchange replace 换产 切换时间 set-up_time setup_time changeover changeover_time | change_over
启动时间 启动 start-up
升温时间 加热时间 升温用时 升温 升到 升至 加热到 加热至 heating_time heat-up_time heat-up
设备 整机 主机 整套
冷却时间 冷却用时 冷却到 冷却至 降温到 降温至 cooling_time cool_down
续航 续航时间 续航时长 连续工作 连续运行 连续使用 连续作业 持续工作 持续运行 可飞 飞行时间 running_time charge_last run_time runtime battery_life operating_time 连续行驶 行驶 续驶 drive_range
一次充电 单次充电 每次充电 充一次电 满电 one_charge single_charge per_charge full_charge
检测 检验 已检 可检 查验 inspect
累计 合计 共计 总计 以来 至今 迄今 total cumulative so_far
细度 目数 细至 细到 磨至 磨到 粉碎至 fineness mesh_size
线宽 制程 feature_size line_width | 线条 resolve_line resolve_feature
透气性 透气率 permeability permeation
波长 wavelength | emit lase
视场 视场角 视角 field_of_view viewing_angle | see
延迟 时延 延时 滞后 latency delay lag
充电 快充 charge | recharge 充满 充至
盐雾 耐盐雾 中性盐雾 salt_spray salt_fog corrosion_resistance
耐腐蚀 耐蚀 防腐 corrosion_resistance
插入损耗 插损 insertion_loss
增益 gain
采样率 采样频率 采样 sampling_rate sample_rate | sample
刷新率 更新率 刷新 update_rate refresh_rate | refresh
帧率 帧频 frame_rate fps
信噪比 signal-to-noise snr
动态范围 dynamic_range
光强 发光强度 luminous_intensity
折射率 refractive_index
雾度 haze
比表面积 比表面 bet surface_area specific_surface
熔点 melting_point | melt
沸点 boiling_point | boil
闪点 flash_point
凝点 倾点 pour_point
玻璃化转变温度 玻璃化温度 glass_transition
热变形温度 heat_deflection
熔融指数 熔指 熔体流动速率 melt_flow melt_index
固化时间 固化用时 curing_time | 固化 cure
航速 船速 cruising_speed | cruise
爬坡度 爬坡能力 爬坡 gradeability gradient | climb
制动距离 刹车距离 braking_distance stopping_distance
转弯半径 回转半径 turning_radius
臂展 工作半径 reach
起升高度 举升高度 提升高度 lifting_height lift_height | raise
起重量 起重能力 吊重 lifting_capacity
发芽率 出芽率 germination
存活率 成活率 survival
灵敏性 敏感性 灵敏度 sensitivity
特异性 特异度 specificity
可用性 可用率 uptime availability
并发用户 并发数 并发 同时在线 concurrent_users simultaneous_users
操作人员 操作工 操作人数 用工 operators staff
透湿量 透湿率 透湿 moisture_vapour vapour_transmission
氧指数 极限氧指数 oxygen_index loi
酸值 acid_value
灰分 ash ash_content
挥发分 volatile volatiles
粉尘浓度 粉尘 dust dust_concentration
减重 weight_saving
选择性 selectivity
付款 账期 payment due
照度 光照强度 光照 illuminance
能效比 性能系数 cop eer seer
平均无故障时间 无故障时间 无故障运行 无故障工作 mtbf time_between_failures
重复频率 重频 脉冲频率 repetition_rate pulse_rate | pulse
磁场强度 磁感应强度 磁场 field_strength magnetic_field flux_density
沉积速率 沉积速度 生长速率 deposition_rate growth_rate | grow
投资回收期 回收期 回本期 payback | 收回投资 回收投资 回本 pay_back
"""
