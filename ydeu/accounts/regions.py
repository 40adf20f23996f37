"""The four provinces of the Yangtze River Delta and their cities.

Codes are the division codes of GB/T 2260 (codes for the administrative divisions of the People's Republic of
China): two digits name a province, four a city at prefecture level. Shanghai has no prefectures: its
districts have the prefix 3101, which is shown here as Shanghai itself.
"""

from django.utils.translation import get_language

Region = tuple[str, str, str]  # code, name_zh, name_en

PROVINCES: tuple[Region, ...] = (
    ("31", "上海市", "Shanghai"),
    ("32", "江苏省", "Jiangsu"),
    ("33", "浙江省", "Zhejiang"),
    ("34", "安徽省", "Anhui"),
)

CITIES: tuple[Region, ...] = (
    ("3101", "上海市", "Shanghai"),
    ("3201", "南京市", "Nanjing"),
    ("3202", "无锡市", "Wuxi"),
    ("3203", "徐州市", "Xuzhou"),
    ("3204", "常州市", "Changzhou"),
    ("3205", "苏州市", "Suzhou"),
    ("3206", "南通市", "Nantong"),
    ("3207", "连云港市", "Lianyungang"),
    ("3208", "淮安市", "Huai'an"),
    ("3209", "盐城市", "Yancheng"),
    ("3210", "扬州市", "Yangzhou"),
    ("3211", "镇江市", "Zhenjiang"),
    ("3212", "泰州市", "Taizhou (Jiangsu)"),
    ("3213", "宿迁市", "Suqian"),
    ("3301", "杭州市", "Hangzhou"),
    ("3302", "宁波市", "Ningbo"),
    ("3303", "温州市", "Wenzhou"),
    ("3304", "嘉兴市", "Jiaxing"),
    ("3305", "湖州市", "Huzhou"),
    ("3306", "绍兴市", "Shaoxing"),
    ("3307", "金华市", "Jinhua"),
    ("3308", "衢州市", "Quzhou"),
    ("3309", "舟山市", "Zhoushan"),
    ("3310", "台州市", "Taizhou (Zhejiang)"),
    ("3311", "丽水市", "Lishui"),
    ("3401", "合肥市", "Hefei"),
    ("3402", "芜湖市", "Wuhu"),
    ("3403", "蚌埠市", "Bengbu"),
    ("3404", "淮南市", "Huainan"),
    ("3405", "马鞍山市", "Ma'anshan"),
    ("3406", "淮北市", "Huaibei"),
    ("3407", "铜陵市", "Tongling"),
    ("3408", "安庆市", "Anqing"),
    ("3410", "黄山市", "Huangshan"),
    ("3411", "滁州市", "Chuzhou"),
    ("3412", "阜阳市", "Fuyang"),
    ("3413", "宿州市", "Suzhou (Anhui)"),
    ("3415", "六安市", "Lu'an"),
    ("3416", "亳州市", "Bozhou"),
    ("3417", "池州市", "Chizhou"),
    ("3418", "宣城市", "Xuancheng"),
)

DELTA = "delta"
"""The code of the four provinces together, shown where a province says too much. No enterprise has it."""
WHOLE: Region = (DELTA, "长三角", "Yangtze River Delta")

_BY_CODE = {region[0]: region for region in (WHOLE, *PROVINCES, *CITIES)}


def province_choices() -> list[tuple[str, str]]:
    """(code, label) of the four provinces in the active language."""
    return [(code, name(code)) for code, _, _ in PROVINCES]


def city_choices(province: str = "") -> list[tuple[str, str]]:
    """(code, label) of the cities in the active language, or of one province if its code is given."""
    return [(code, name(code)) for code, _, _ in CITIES if code.startswith(province)]


def name(code: str) -> str:
    """The name of a province or city in the active language. For an unknown code it is the code."""
    if code not in _BY_CODE:
        return code
    _, name_zh, name_en = _BY_CODE[code]
    return name_zh if (get_language() or "zh").startswith("zh") else name_en


def province_of(city: str) -> str:
    """The code of the province of a city."""
    return city[:2]
