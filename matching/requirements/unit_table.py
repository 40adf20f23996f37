"""The units of data sheets, one kind a row: dimensions, factor to the base unit, symbols, names.

The base units are those of the SI, with further dimensions for what cannot be compared by a factor: turns, ratios,
decibels, scales of hardness, mesh, currencies. A symbol with prefixes in brackets takes those: ``Pa[mkMG]``.
Sources of the factors: BIPM, The International System of Units, 9th edition; NIST SP 811, appendix B.8.
"""

PREFIXES = {"p": 1e-12, "n": 1e-9, "μ": 1e-6, "u": 1e-6, "m": 1e-3, "c": 1e-2, "d": 0.1, "k": 1e3, "M": 1e6}
PREFIXES |= {"G": 1e9, "T": 1e12, "h": 1e2}
PREFIXES |= {
    "百": 1e2,
    "皮": 1e-12,
    "纳": 1e-9,
    "微": 1e-6,
    "毫": 1e-3,
    "厘": 1e-2,
    "分": 0.1,
    "千": 1e3,
    "兆": 1e6,
    "吉": 1e9,
}

ROWS = """
L | 1 | m[pnμumcdkh] 米[纳微毫厘分千] | metre metres meter meters
L | 1e-3 | | millimetre millimetres millimeter millimeters
L | 1e-6 | | micron microns micrometre micrometres micrometer micrometers
L | 1e-9 | | nanometre nanometres nanometer nanometers
L | 1e-2 | | centimetre centimetres centimeter centimeters
L | 1e3 | | 公里 kilometre kilometres kilometer kilometers
L | 1e-10 | | Å 埃
L | 1e-5 | | 丝
L | 2.54e-5 | | mil mils
L | 0.0254 | | 英寸 吋 inch inches
L | 0.3048 | | ft foot feet 英尺
L | 0.9144 | | yd yard yards
L | 1609.344 | | mile miles 英里
L | 1852 | | nmi 海里
L2 | 1 | | 平方米 平米 sqm
L2 | 1e-4 | | 平方厘米
L2 | 1e-6 | | 平方毫米
L2 | 1e6 | | 平方公里 平方千米
L2 | 666.6667 | | 亩
L2 | 1e4 | | ha 公顷 hectare hectares
L2 | 4046.856 | | acre acres 英亩
L3 | 1 | | 立方米 立方 标方 方 cbm
L3 | 1e-6 | | 立方厘米 cc
L3 | 1e-3 | L[nμumk] l[nμum] 升[微毫] | litre litres liter liters
L3 | 3.785e-3 | | gal gallon gallons 加仑
M | 1e-3 | g[pnμumk] 克[纳微毫千] | gram grams
M | 1 | | 公斤 kilogram kilograms kilo kilos
M | 1e3 | t[kM] | 吨 tonne tonnes ton tons
M | 0.45359 | | lb lbs 磅
M | 0.02835 | | oz
M | 2e-4 | | carat carats 克拉
T | 1 | s[pnμum] 秒[纳微毫] | sec second seconds 秒钟
T | 1e-3 | | millisecond milliseconds
T | 60 | | min mins minute minutes 分钟 分
T | 3600 | | h hr hrs hour hours 小时 个小时
T | 86400 | | d 天 日 day days 昼夜 工作日
T | 604800 | | week weeks 周 星期 个星期
T | 2629800 | | month months 月 个月
T | 31557600 | | year years yr yrs 年
K | 1 | K[mμ] | kelvin 开尔文
K | 1 | | °C ℃ 摄氏度 degC
K | 0.5555556 | | °F 华氏度 degF
M L-1 T-2 | 1 | Pa[mkMGh] 帕[千兆吉百] | pascal 帕斯卡
M L-1 T-2 | 1e5 | bar[mμk] 巴[毫] | bars
M L-1 T-2 | 6894.76 | | psi
M L-1 T-2 | 6.89476e6 | | ksi
M L-1 T-2 | 101325 | | atm 大气压
M L-1 T-2 | 133.322 | Torr[m] | torr mmHg
M L-1 T-2 | 9.80665 | | mmH2O 毫米水柱
M L-1 T-2 | 98.0665 | | cmH2O 厘米水柱
M L T-2 | 1 | N[nμumckM] 牛[毫千] | newton newtons 牛顿
M L T-2 | 9.80665 | | kgf 公斤力
M L T-2 | 9.80665e-3 | | gf
M L2 T-2 | 1 | Nm[mk] | 牛米 千牛米=1e3
M L2 T-2 | 1 | J[μumkMG] 焦[千兆] 焦耳[千] | joule joules
M L2 T-2 | 3600 | Wh[mkMGT] 瓦时[千兆吉] | 度电=3.6e6
M L2 T-2 | 4.1868 | cal[k] | 大卡=4186.8 千卡=4186.8
M L2 T-2 | 1.602177e-19 | eV[mkM] |
M L2 T-3 | 1 | W[nμumkMG] 瓦[毫千兆吉] 瓦特[千] | watt watts 兆瓦=1e6 GW
M L2 T-3 | 1e3 | | kilowatt kilowatts
M L2 T-3 | 1 | Wp[kMG] VA[kM] var[kM] |
M L2 T-3 | 735.5 | | hp PS 马力 匹
M L2 T-3 | 3517 | | 冷吨
L T-1 | 0.5144444 | | kn 节 knot knots
L T-1 | 0.44704 | | mph
L2 T-1 | 1e-6 | | cSt 厘斯
T-1 | 1 | | fps
T-1 | 1 | Hz[mkMGT] 赫兹[千兆吉] 赫[千兆吉] | hertz
turn | 1 | | r rev revs revolution revolutions 转 圈 turns
turn T-1 | 0.0166666667 | | rpm
I | 1 | A[pnμumk] 安[微毫千] 安培[毫] | amp amps ampere amperes
I T | 3600 | Ah[mk] 安时[毫] |
I T | 1 | C[pnμum] 库[皮] |
M L2 T-3 I-1 | 1 | V[nμumkM] 伏[微毫千] 伏特[千] | volt volts VDC VAC Vdc Vac Vpp Vrms
M L2 T-3 I-1 | 1e3 | | kilovolt kilovolts
M L2 T-3 I-2 | 1 | Ω[μumkMG] 欧姆[毫千兆] 欧[微毫千兆] ohm[mk] | ohms Ohm
M-1 L-2 T3 I2 | 1 | S[nμum] 西门子 |
M-1 L-2 T4 I2 | 1 | F[pnμum] 法拉[] | 微法=1e-6 皮法=1e-12
M L2 T-2 I-2 | 1 | H[nμum] | 毫亨=1e-3 微亨=1e-6
M T-2 I-1 | 1 | T[nμum] 特斯拉[毫] | tesla
M T-2 I-1 | 1e-4 | Gs[k] 高斯 | Gauss gauss
I L-1 | 79.57747 | Oe[k] |
N | 1 | mol[pnμumk] 摩尔[毫微] |
N L-3 | 1e3 | M[nμum] |
J | 1 | lm[k] cd[mk] 流明 坎德拉 | lumen lumens
J L-2 | 1 | | nit nits 尼特
J L-2 | 1 | lx[mk] lux[k] 勒克斯 |
M L-1 T-1 | 1e-3 | cP | cps 厘泊
L3 T-1 | 1.6666667e-8 | | sccm
L3 T-1 | 1.6666667e-5 | | slm slpm lpm LPM
L3 T-1 | 4.719474e-4 | | CFM cfm
L T-1 areal | 2.7777778e-7 | | LMH
M L-2 | 1e-3 | | gsm
M L-1 | 1e-6 | tex | dtex=1e-7 特克斯
M L-1 | 1.1111111e-7 | | D den denier 旦 旦尼尔
ratio | 1e-2 | | % 个% percent 百分比 %FS %F.S. %RH wt% vol% mol% at% wt.% vol.% %vol %wt %O.D.
ratio | 1e-3 | | ‰ 千分之
ratio | 1e-6 | | ppm ppmv ppmw
ratio | 1e-9 | | ppb ppbv
ratio | 1e-12 | | ppt
point | 1 | | 百分点 个百分点
decibel | 1 | | dB dBA 分贝 decibel decibels
dBm | 1 | | dBm
dBi | 1 | | dBi dBc
angle | 0.01745329 | | ° deg degree degrees 角度
angle | 1 | rad[mμu] 弧度[毫] |
angle | 2.908882e-4 | | 角分 arcmin
angle | 4.848137e-6 | | 角秒 arcsec
HRC | 1 | | HRC
HRB | 1 | | HRB
HRA | 1 | | HRA
HV | 1 | | HV
HB | 1 | | HB HBW
Shore A | 1 | | ShoreA HA 邵氏A 邵A
Shore D | 1 | | ShoreD HD 邵氏D 邵D
pH | 1 | | pH
mesh | 1 | | 目 mesh
yarn | 1 | | 英支
NTU | 1 | | NTU
endotoxin | 1 | | EU
activity | 1 | U[mk] IU[k] |
colony | 1 | | CFU cfu
dose | 1 | Gy[mk] |
dose equivalent | 1 | Sv[μum] |
decay | 1 | Bq[kM] |
byte | 1 | B[kMGT] |
bit T-1 | 1 | bps[kMG] |
bit | 1 | bit[kMG] b[kMG] | bits 比特
CNY | 1 | | 元 圆 块钱 块 元人民币 人民币 yuan RMB CNY rmb 万元=1e4 亿元=1e8 千元=1e3 百万元=1e6 百元=1e2
USD | 1 | | 美元 美金 dollar dollars USD $ 万美元=1e4
EUR | 1 | | 欧元 euro euros EUR € 万欧元=1e4
JPY | 1 | | 日元 JPY yen
GBP | 1 | | 英镑 GBP £
HKD | 1 | | 港元 港币 HKD
"""

ABSOLUTE = {
    "°C": 273.15,
    "℃": 273.15,
    "摄氏度": 273.15,
    "degC": 273.15,
    "°F": 255.372,
    "华氏度": 255.372,
    "degF": 255.372,
}
"""What is added to a temperature on a scale that does not start at absolute zero, after its factor."""

WHOLE = {
    "W/mK": "W/(m·K)",
    "W/m.K": "W/(m·K)",
    "W/m-K": "W/(m·K)",
    "W/m^2K": "W/(m^2·K)",
    "W/m2K": "W/(m^2·K)",
    "J/kgK": "J/(kg·K)",
    "J/gK": "J/(g·K)",
    "kJ/kgK": "kJ/(kg·K)",
    "N.m": "N·m",
    "N-m": "N·m",
    "kN.m": "kN·m",
}
"""Spellings whose parts would be read as something else: mK in W/mK is no millikelvin."""

SPELLINGS = {
    "Mpa": "MPa", "mpa": "MPa", "MPA": "MPa", "kpa": "kPa", "KPa": "kPa", "Kpa": "kPa", "KPA": "kPa", "pa": "Pa",
    "Gpa": "GPa", "gpa": "GPa", "Bar": "bar", "BAR": "bar", "KG": "kg", "Kg": "kg", "KW": "kW", "Kw": "kW", "kw": "kW",
    "kwh": "kWh", "KWh": "kWh", "KWH": "kWh", "kWH": "kWh", "Kwh": "kWh", "wh": "Wh", "WH": "Wh", "mah": "mAh",
    "MAH": "mAh", "mAH": "mAh", "AH": "Ah", "KV": "kV", "Kv": "kV", "kv": "kV", "KN": "kN", "Kn": "kN",
    "hz": "Hz", "HZ": "Hz", "KHz": "kHz", "Khz": "kHz", "khz": "kHz", "KHZ": "kHz", "mhz": "MHz", "MHZ": "MHz",
    "Mhz": "MHz", "Ghz": "GHz", "GHZ": "GHz", "MM": "mm", "Mm": "mm", "CM": "cm", "Cm": "cm", "KM": "km", "Km": "km",
    "UM": "um", "Um": "um", "NM": "Nm", "ML": "mL", "PPM": "ppm", "Ppm": "ppm", "PPB": "ppb", "RPM": "rpm", "Rpm": "rpm",
    "db": "dB", "DB": "dB", "dBa": "dBA", "Db": "dB", "PH": "pH", "Ph": "pH", "hrc": "HRC", "KJ": "kJ", "Kj": "kJ",
    "Psi": "psi", "PSI": "psi", "KVA": "kVA", "mw": "mW", "oC": "°C", "H": "h", "Inch": "inch", "vol": "vol%",
    "KA": "kA", "Yuan": "yuan", "Rmb": "RMB", "MG": "mg", "Mg": "mg", "G": "g", "mesh": "目",
}  # fmt: skip
"""How data sheets spell symbols against the standard. In a listing MM is never a megametre."""

COUNTED = """
次 循环 回 遍 cycle cycles
次 times time
路 通道 channel channels ch 道
片 晶圆 wafer wafers
张 幅 image images picture pictures photo photos
点 测点 点位 point points
款 种 型号 型 model models type types
级 grade grades class level levels
批 批次 batch batches run runs
层 layer layers ply plies
帧 frame frames
样本 样 sample samples
像素 pixel pixels
人 名 person persons people
倍 times fold
步 step steps
针 pin pins
芯 core cores
轴 axis axes
孔 hole holes well wells
件 part parts piece pieces pcs
个 只 把 台 套 支 根 块 条 粒 颗 枚 组 项 家 户 辆 箱 包 瓶 袋 盘 卷 头 株 舱 站 车 品 unit units set sets device devices
细胞 cell cells
"""
"""What is counted: words of one line mean the same. Those of the line of 个 may count anything."""

PER_PERIOD = "[年月日亩](?:均|设计|总|最大|可)?(?:产|处理|供|加工|发电|消耗|用|节|出货|运行|工作|开机|作业)"
"""What is done in a year, month or day, or on a field: its amount is one per year, or per field."""

NO_NOUNS = """the and for with from that this into than when while per each are was has have had but not can over
under after before between within without about above below against during its their our which where who more less or"""
"""English words after a number that are not what is counted."""
