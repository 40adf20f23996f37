"""The words in names of enterprises that do not tell one from another: places, trades and everyday words.

None of the lists has to be complete. An unknown trade stays part of the name, and the first two characters of
the name are watched for anyway. A missing everyday word means a warning too many.
"""

import re

from ydeu.accounts import regions


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TRADES = _words(
    """
    科技 技术 高科 高新 材料 新材料 复合材料 高分子 纳米 研究院 研究所 研究中心 技术中心 系统 工程 装备 设备
    制造 智造 智能 智慧 智控 电子 电子科技 电气 电器 电力 电机 电缆 电线 电源 电路 机械 机电 机床 机器
    自动化 机器人 精密 精工 精机 仪器 仪表 激光 光学 光电 光电子 光伏 照明 信息 软件 网络 数据 大数据 云
    云计算 物联网 互联网 人工智能 通信 通讯 半导体 微电子 集成电路 芯片 传感 传感器 传感技术 显示 生物
    生物科技 生命科学 医药 药业 制药 医疗 医疗器械 器械 健康 基因 诊断 化工 化学 精细化工 涂料 树脂 染料
    助剂 催化剂 石化 石油 能源 新能源 储能 动力 动力电池 电池 锂电 锂业 氢能 燃料电池 太阳能 风电 核电 汽车
    汽车零部件 零部件 配件 车辆 轨道交通 航空 航天 航空航天 船舶 船舶重工 重工 重机 海洋 海工 环保 环境 节能
    水务 水处理 净化 过滤 分离 膜科技 膜 建设 建筑 建材 装饰 钢结构 物流 供应链 仓储 运输 实业 工业 产业
    发展 投资 贸易 商贸 国际 进出口 销售 服务 咨询 管理 信息技术 电子商务 传媒 文化 教育 食品 农业 生态 种业
    牧业 渔业 水产 饲料 粮油 茶业 酒业 乳业 饮料 纺织 化纤 纤维 印染 服装 服饰 针织 家纺 鞋业 皮革 塑料 塑胶
    塑业 橡胶 橡塑 密封 密封件 密封材料 金属 合金 铝业 铜业 钢铁 特钢 不锈钢 钢管 管业 管道 管件 阀门 泵业
    水泵 泵阀 轴承 齿轮 传动 液压 气动 紧固件 标准件 弹簧 模具 模塑 刀具 工具 量具 磨具 焊接 铸造 锻造 压铸
    冲压 热处理 表面处理 五金 家具 家电 厨具 玻璃 陶瓷 石材 水泥 耐火材料 磁业 磁性材料 磁材 碳素 石墨 稀土
    矿业 印刷 包装 纸业 造纸 木业 轻工 玩具 文具 安防 安全 消防 检测 测试 检验 计量 测控 控制 控制技术 视觉
    图像 声学 压缩机 空调 制冷 冷链 换热 热能 锅炉 电梯 起重 输送 农机 农业机械 包装机械 纺织机械 食品机械
    工程机械 数控 连接器 线缆 变压器 开关 电容 电阻 继电器 元件 元器件 器件 零件 部件 组件 产品 制品 用品
    器材 商业 零售 超市 百货 企业
    """
)
TRADES_BY_LENGTH = tuple(sorted(TRADES, key=lambda word: (-len(word), word)))
ACADEMY = "科学院"
SCHOOLS = ("职业技术学院", "大学", "学院")

EVERYDAY = _words(
    """
    先进 创新 新型 高新 智能 智慧 通用 国际 世界 环球 全球 联合 统一 第一 大众 大地 天然 自然 光明 未来 时代
    现代 新时代 东方 南方 北方 西部 东部 华东 华南 华北 中华 中央 长江 江南 江淮 太湖 黄海 东海 永久 永恒
    持续 发展 领先 卓越 优秀 精确 精准 精密 精工 标准 专业 高效 安全 可靠 绿色 清洁 环保 健康 科学 科技 技术
    工程 数字 数据 信息 网络 系统 平台 中心 中国 国家 集成 综合 核心 基础 人民 人和 和平 合作 共同 协同 互联
    互通 联通 联动 同方 同步 方向 目标 成功 成长 进步 突破 超越 跨越 开拓 开发 应用 产品 产业 工业 农业 商业
    企业 公司 集团 股份 有限 研究 试验 检测 测试 设计 制造 生产 加工 供应 服务 管理 控制 动力 能源 电子 电气
    机械 材料 化学 生物 医药 医疗 食品 纺织 建筑 交通 航空 航天 海洋 环境 空间 地球 太阳 星球 月球 优化 优质
    高科 高分 超高 特种 特殊 万能 万向 多元 多维 立体 复合 纳米 微纳 远程 远景 远大 前沿 前景 一流 一体 上大
    """
)
"""Two-character words that texts on technology use in their own sense, so that alone they name nobody."""

EVERYDAY_ENGLISH = _words(
    """
    a an and the of for in new advanced modern general global international united universal national china
    chinese asia asian pacific east west north south eastern western northern southern central delta yangtze
    first one best super smart green blue red clean pure bright sun star sky ocean sea river lake future
    next micro nano high power energy electric electrical electronic electronics auto automotive automation
    intelligent precision digital data information software network networks cloud tech technology
    technologies technical science sciences scientific material materials machine machinery mechanical
    equipment tool tools system systems engineering industry industries industrial manufacturing process
    processing product products solution solutions service services research development institute
    laboratory center centre university college school medical pharma pharmaceutical pharmaceuticals bio
    biotech biotechnology chemical chemicals battery batteries solar wind hydrogen semiconductor
    semiconductors sensor sensors laser optical optics photonics photonic robot robots robotics vehicle
    vehicles aviation aerospace marine environmental environment water food textile textiles plastic
    plastics rubber metal metals steel glass ceramic ceramics paper seal seals valve valves pump pumps
    bearing bearings gear gears mold molds mould parts components trading trade import export logistics
    supply group holding holdings company control controls measurement instrument instruments vision design
    innovation innovations innovative creative life health care home building construction safety security
    sample
    """
)
WORDS_OF_TRADE = re.compile(
    rf"[\s,]+(?:{'|'.join(sorted(EVERYDAY_ENGLISH, key=len, reverse=True))}|&)$", re.IGNORECASE
)

_OTHER_PLACES = _words(
    """
    中国科学院 中科院 科学院 中国 China 北京 天津 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 福建 江西 山东 河南
    湖北 湖南 广东 广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 深圳 广州 东莞 佛山
    珠海 厦门 福州 泉州 青岛 济南 烟台 武汉 长沙 成都 西安 郑州 沈阳 大连 长春 哈尔滨 昆明 贵阳 南昌 石家庄
    太原 昆山 张家港 常熟 太仓 吴江 吴中 相城 江阴 宜兴 锡山 惠山 新沂 邳州 溧阳 金坛 武进 启东 如皋 海安
    海门 如东 东台 大丰 仪征 高邮 丹阳 扬中 句容 靖江 泰兴 兴化 江宁 溧水 高淳 浦口 六合 萧山 余杭 临平 临安
    富阳 桐庐 建德 慈溪 余姚 奉化 宁海 象山 鄞州 镇海 北仑 瑞安 乐清 永嘉 平湖 海宁 桐乡 嘉善 海盐 长兴 德清
    安吉 南浔 诸暨 嵊州 新昌 上虞 柯桥 义乌 东阳 永康 兰溪 江山 温岭 临海 玉环 天台 仙居 三门 黄岩 路桥 椒江
    龙泉 肥东 肥西 巢湖 无为 天长 明光 桐城 宁国 广德 当涂 浦东 嘉定 松江 青浦 奉贤 金山 闵行 宝山 崇明 徐汇
    临港 张江 Beijing Tianjin Chongqing Shenzhen Guangzhou Guangdong Shandong Qingdao Wuhan Chengdu Kunshan
    Zhangjiagang Changshu Taicang Jiangyin Yixing Cixi Yuyao Yiwu Yongkang Wenling Haining Tongxiang Pudong
    """
)


def _places() -> list[str]:
    found = set(_OTHER_PLACES)
    for _code, chinese, english in (*regions.PROVINCES, *regions.CITIES):
        found |= {chinese, chinese.rstrip("省市"), english.partition(" (")[0]}
    return sorted(found, key=lambda place: (-len(place), place))


PLACES = tuple(_places())
"""Provinces, cities and counties, with and without 省 or 市, the longest first."""
