"""Files as people make them: odd, but right. Each is made here, with what a reader should take from it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table

from ydeu.marketplace.enums import ListingKind

OFFER, DEMAND = ListingKind.OFFER, ListingKind.DEMAND
HEAD = ["编号", "标题", "摘要", "技术关键词", "有效期至", "技术就绪度"]
LINE: list[Any] = ["A-1", "固态电解质薄膜", "室温电导率高", "电解质; 锂电池", date(2030, 6, 30), 5]
READ = {
    "external_id": "A-1",
    "title": "固态电解质薄膜",
    "summary": "室温电导率高",
    "technology_keywords": ["电解质", "锂电池"],
    "valid_until": date(2030, 6, 30),
    "trl": 5,
}
TRANSITIONAL = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


@dataclass(frozen=True)
class Odd:
    """One file: how it is made, what is read from it, and what the preview says of the reading."""

    name: str
    make: Callable[[Path], None]
    rows: Sequence[dict[str, Any]] = (READ,)
    notes: Sequence[str] = ()
    kind: ListingKind = OFFER
    ignored: Sequence[str] = ()
    takes_hidden: bool = False
    told: Sequence[str] = ()
    """What cells were taken for."""
    errors: Sequence[str] = field(default=())


def csv_of(text: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    return lambda path: (path.write_bytes(text.encode(encoding)), None)[1]


def book_of(
    *rows: Sequence[Any], then: Callable[[Workbook], None] = lambda book: None
) -> Callable[[Path], None]:
    """A workbook with these rows on its first sheet, and whatever else ``then`` does to it."""

    def make(path: Path) -> None:
        book = Workbook()
        book.worksheets[0].title = "Sheet1"
        for cells in rows:
            book.worksheets[0].append(list(cells))
        then(book)
        book.save(path)

    return make


def rewritten(make: Callable[[Path], None], change: Callable[[str, bytes], bytes]) -> Callable[[Path], None]:
    """The same workbook with changed parts."""

    def remake(path: Path) -> None:
        make(path)
        with ZipFile(path) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
        with ZipFile(path, "w") as archive:
            for name, content in parts:
                archive.writestr(name, change(name, content))

    return remake


def strict(_name: str, content: bytes) -> bytes:
    for usual, other in TRANSITIONAL.items():
        content = content.replace(usual, other)
    return content


def prefixed(name: str, content: bytes) -> bytes:
    """The sheets with a prefix on every element, as some programs write them."""
    if not name.startswith("xl/worksheets/sheet"):
        return content
    return re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content).replace(b"xmlns=", b"xmlns:x=")


def unplaced(name: str, content: bytes) -> bytes:
    """Rows and cells without their positions, as some programs leave them out."""
    if not name.startswith("xl/worksheets/sheet"):
        return content
    return re.sub(rb'(<(?:row|c)\b[^>]*?) r="[A-Z]*\d+"', rb"\1", content)


def formatted(number: int) -> Callable[[str, bytes], bytes]:
    """The date cells with a built-in East Asian format."""

    def change(name: str, content: bytes) -> bytes:
        if name != "xl/styles.xml":
            return content
        return re.sub(rb'numFmtId="14"', f'numFmtId="{number}"'.encode(), content)

    return change


def cached(name: str, content: bytes) -> bytes:
    """A formula with the value that its program stored."""
    return (
        content.replace(b"<v></v>", b"<v>5</v>").replace(b"<v />", b"<v>5</v>").replace(b"<v/>", b"<v>5</v>")
    )


def escaped(text: str) -> Callable[[str, bytes], bytes]:
    """A text of the shared strings as it stands in the file."""

    def change(_name: str, content: bytes) -> bytes:
        plain = "室温电导率高".encode("ascii", "xmlcharrefreplace")
        return content.replace(plain, text.encode()).replace("室温电导率高".encode(), text.encode())

    return change


def _sheet(book: Workbook) -> Any:
    return book.worksheets[0]


def _before(*rows: Sequence[Any]) -> Callable[[Path], None]:
    return book_of(*rows, HEAD, LINE)


def _with_guide(book: Workbook) -> None:
    guide = book.create_sheet("填表说明", 0)
    for cells in (["填表说明"], ["标题：不超过 256 字"], ["标题", "必填"], ["技术就绪度", "1–9"]):
        guide.append(cells)


def _two_kinds(book: Workbook) -> None:
    sheet = book.create_sheet("技术需求")
    sheet.append(["标题", "预算", "需求截止日期"])
    sheet.append(["耐高温密封件", "50-200万元", "2030年3月"])
    _sheet(book).title = "技术供给"


def _hide(book: Workbook) -> None:
    _sheet(book).row_dimensions[3].hidden = True
    _sheet(book).column_dimensions["C"].hidden = True


def _filter(book: Workbook) -> None:
    _sheet(book).auto_filter.ref = "A1:F2"
    _sheet(book).freeze_panes = "B2"
    _sheet(book).add_table(Table(displayName="listings", ref="A1:F2"))


def _merge(*ranges: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for each in ranges:
            _sheet(book).merge_cells(each)

    return change


def _styled(cell: str, code: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        _sheet(book)[cell].number_format = code

    return change


def _as_1904(book: Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904


def _with_epoch(*rows: Sequence[Any]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        book = Workbook()
        book.epoch = CALENDAR_MAC_1904
        for cells in rows:
            _sheet(book).append(list(cells))
        book.save(path)

    return make


def _titled(title: str, **more: Any) -> dict[str, Any]:
    return {"title": title, **more}


HEAD_CSV, LINE_CSV = ",".join(HEAD), "A-1,固态电解质薄膜,室温电导率高,电解质; 锂电池,2030-06-30,5"
TABBED = f"{HEAD_CSV}\n{LINE_CSV}\n".replace(",", "\t")
SPACED = ["\u200b编号", "标\u200b题 ", "摘\xa0要", "技术\n关键词", "有效期至\u3000", "\ufeff技术就绪度"]
OWNERS = [["标题", "单位", "有效期至"], ["薄膜", "宁波电池研究院", "2030-06-30"], ["浆料"], ["隔膜"]]

ODD_FILES = [
    Odd("CSV of Excel on a Chinese Windows", csv_of(f"{HEAD_CSV}\r\n{LINE_CSV}\r\n", "gb18030")),
    Odd("Unicode text of Excel", csv_of(TABBED, "utf-16")),
    Odd("CSV with a byte order mark", csv_of(f"{HEAD_CSV}\n{LINE_CSV}\n", "utf-8-sig")),
    Odd("semicolons", csv_of(f"{HEAD_CSV}\n".replace(",", ";") + 'A-1;固态电解质薄膜;室温电导率高;"电解质; 锂电池";2030-06-30;5\n')),
    Odd("sep line", csv_of(f"sep=\t\r\n{TABBED}")),
    Odd("quoted sep line", csv_of(f'"sep=\t"\r\n{TABBED}', "utf-8-sig")),
    Odd("escapes in a CSV", csv_of(f"{HEAD_CSV}\n{LINE_CSV}_x000D_\n".replace("高,", "高_x000D_,"))),
    Odd("full-width", csv_of(f"{HEAD_CSV}\nA-1,固态电解质薄膜,室温电导率高,电解质；锂电池,２０３０年６月３０日,ＴＲＬ５\n")),
    Odd("lists", csv_of(f"{HEAD_CSV}\nA-1,固态电解质薄膜,室温电导率高,电解质、锂电池，电解质,2030.6.30,5级\n"), told=["TRL 5"]),
    Odd("title row", _before(["长三角产业链联盟技术成果征集表（2026 年）"], []), notes=["The headings are in row 3."]),
    Odd(
        "merged title row",
        book_of(["征集表"], HEAD, LINE, then=_merge("A1:F1")),
        notes=["The headings are in row 2."],
    ),
    Odd(
        "guide as the first sheet",
        book_of(HEAD, LINE, then=_with_guide),
        notes=["The sheet “Sheet1” is read, with the headings in row 1."],
    ),
    Odd(
        "offers among two kinds",
        book_of(HEAD, LINE, then=_two_kinds),
        notes=["The sheet “技术供给” is read, with the headings in row 1."],
    ),
    Odd(
        "demands among two kinds",
        book_of(HEAD, LINE, then=_two_kinds),
        [_titled("耐高温密封件", budget_band="50_200", needed_by=date(2030, 3, 31))],
        ["The sheet “技术需求” is read, with the headings in row 1."],
        kind=DEMAND,
        told=["¥500,000 to 2 million", "2030-03-31"],
    ),
    Odd(
        "unknown columns",
        book_of(["序号", *HEAD, "联系人", "联系电话"], [1, *LINE, "王工", "021-62831234"]),
        notes=["Columns left out: 序号, 联系人, 联系电话."],
        ignored=["序号", "联系人", "联系电话"],
    ),
    Odd("blank columns", book_of([None, *HEAD, None, None], [None, *LINE, None, " "])),
    Odd(
        "sums and remarks",
        book_of(HEAD, LINE, ["合计", 1], ["备注：请于月底前报送"], ["填表人：", None, "日期："]),
        notes=["Sums and remarks are no listings. Rows left out: 3–5."],
    ),
    Odd(
        "hints under the headings",
        book_of(HEAD, ["自编", "必填", "500 字内"], ["A-0", "例：薄膜"], LINE),
        notes=["Sums and remarks are no listings. Rows left out: 2–3."],
    ),
    Odd(
        "hidden rows and columns",
        book_of(HEAD, LINE, ["A-2", "旧行"], then=_hide),
        [{name: value for name, value in READ.items() if name != "summary"}],
        ["Hidden rows are left out: 3.", "Hidden columns are left out: 摘要."],
    ),
    Odd(
        "hidden rows and columns, taken",
        book_of(HEAD, LINE, ["A-2", "旧行"], then=_hide),
        [READ, _titled("旧行", external_id="A-2")],
        ["Hidden rows are read, too: 3.", "Hidden columns are read, too: 摘要."],
        takes_hidden=True,
    ),
    Odd("filter, frozen panes and a table", book_of(HEAD, LINE, then=_filter)),
    Odd(
        "merged owner",
        book_of(*OWNERS, then=_merge("B2:B4", "C2:C3")),
        [
            _titled("薄膜", organisation="宁波电池研究院", valid_until=date(2030, 6, 30)),
            _titled("浆料", organisation="宁波电池研究院", valid_until=date(2030, 6, 30)),
            _titled("隔膜", organisation="宁波电池研究院"),
        ],
        [
            "Merged cells of “Organisation” were read for each of their rows: 2 cells.",
            "Merged cells of “Valid until” were read for each of their rows: 1 cells.",
        ],
    ),
    Odd(
        "merged text",
        book_of(["标题", "摘要"], ["薄膜", "一致"], ["浆料"], then=_merge("B2:B3")),
        [_titled("薄膜", summary="一致"), _titled("浆料")],
        errors=["row 3, column summary: The cells B2:B3 are merged. Please fill in “Summary” for each row."],
    ),
    Odd("strict workbook", rewritten(book_of(HEAD, LINE), strict)),
    Odd("prefixed elements", rewritten(book_of(HEAD, LINE), prefixed)),
    Odd("cells without positions", rewritten(book_of(HEAD, LINE), unplaced)),
    Odd("1904 dates", _with_epoch(HEAD, [*LINE[:4], datetime(2030, 6, 30), 5])),  # noqa: DTZ001
    *(
        Odd(
            f"East Asian date format {number}",
            rewritten(book_of(HEAD, LINE, then=_styled("E2", "mm-dd-yy")), formatted(number)),
        )
        for number in (27, 31, 36, 50, 57, 58)
    ),
    Odd("Chinese date format", book_of(HEAD, LINE, then=_styled("E2", '[$-804]yyyy"年"m"月"d"日"'))),
    Odd("date without a format", book_of(HEAD, [*LINE[:4], 47664, 5]), told=["2030-06-30"]),
    Odd("date with a time", book_of(HEAD, [*LINE[:4], "2030/6/30 0:00", "7-8级"]), [READ | {"trl": 7}], told=[
        "2030-06-30", "TRL 7, the lowest of TRL 7–8",
    ]),  # fmt: skip
    Odd("eight digits", book_of(HEAD, [*LINE[:4], "20300630", "小试/中试"]), [READ | {"trl": 4}], told=[
        "2030-06-30", "TRL 4, the lowest of TRL 4–6",
    ]),  # fmt: skip
    Odd(
        "escaped characters",
        rewritten(book_of(HEAD, LINE), escaped("室温_x000D_\n电导率_x0041__x005F_x000D_高_xD83D__xDE00_")),
        [READ | {"summary": "室温\n电导率A_x000D_高😀"}],
    ),
    Odd("formula with its value", rewritten(book_of(HEAD, [*LINE[:5], "=4+1"]), cached)),
    Odd(
        "formula without a value",
        book_of(HEAD, [*LINE[:5], "=4+1"]),
        [{name: value for name, value in READ.items() if name != "trl"}],
        errors=[
            "row 2, column trl: The file holds a formula without its value. "
            "Please open it in a spreadsheet program and save it."
        ],
    ),
    Odd(
        "errors of formulas",
        book_of(HEAD, [*LINE[:5], "#N/A"]),
        [{name: value for name, value in READ.items() if name != "trl"}],
        errors=["row 2, column trl: “#N/A” is an error of a formula. Please correct it."],
    ),
    Odd("percent", book_of(HEAD, [*LINE[:2], 0.955, *LINE[3:]], then=_styled("C2", "0.0%")), [READ | {"summary": "95.5%"}]),
    Odd("leading zeros by format", book_of(HEAD, [7, *LINE[1:]], then=_styled("A2", "0000")), [READ | {"external_id": "0007"}]),
    Odd("numbers as texts", book_of(HEAD, [*LINE[:5], "'5"]), [READ]),
    Odd("wrapped and invisible characters", book_of(SPACED, [f"\u200b{cell}\ufeff" if isinstance(cell, str) else cell for cell in LINE])),
    Odd("bilingual headings", book_of(["编号 No.", "标题 Title", "摘要/Summary", "技术关键词\nTechnology keywords", "有效期至（Valid until）", "技术就绪度TRL"], LINE)),
    Odd("required marks", book_of(["编号", "*标题", "＊摘要（必填）", "★技术关键词", "5、有效期至：", "【技术就绪度】"[1:-1]], LINE)),
    Odd("two rows of headings", book_of(HEAD, ["Number", "Title", "Summary", "Technology keywords", "Valid until", "Technology readiness level"], LINE), notes=["The headings are in row 2."]),
    Odd(
        "grouped headings",
        book_of(["基本信息", None, None, "技术信息"], HEAD, LINE, then=_merge("A1:C1", "D1:F1")),
        notes=["The headings are in row 2."],
    ),
    Odd(
        "unit in the heading",
        book_of(["标题", "预算（万元）", "期望的最低技术就绪度", "目标地区", "可量化的要求"], ["密封件", 100, "TRL4-5", "江苏、Zhejiang Province、340000", "寿命｜≧｜3000｜次；温度|不高于|80"]),
        [_titled("密封件", budget_band="50_200", trl_wanted=4, target_regions=["32", "33", "34"])],
        kind=DEMAND,
        told=["¥500,000 to 2 million", "TRL 4, the lowest of TRL 4–5", "Jiangsu; Zhejiang; Anhui"],
    ),
]  # fmt: skip
