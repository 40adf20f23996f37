"""More files that are odd but right, as office programs and people make them."""

import re
from collections.abc import Callable
from datetime import date

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.marketplace.odd_parts import (
    DEMAND,
    HEAD,
    LINE,
    READ,
    Odd,
    book_of,
    csv_of,
    merged,
    rewritten,
    titled,
)

LEFT_OUT = "Headings, sums, remarks and bare numbers are no listings. Rows left out: "
PAIR = ["标题", "摘要"]


def in_sheets(pattern: bytes, by: bytes) -> Callable[[str, bytes], bytes]:
    def change(name: str, content: bytes) -> bytes:
        return re.sub(pattern, by, content) if name.startswith("xl/worksheets/sheet") else content

    return change


def with_blank_rows(book: Workbook) -> None:
    for row in range(3, 12_000):
        book.worksheets[0].cell(row, 1).font = Font(bold=True)


def with_chart(book: Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(book.worksheets[0], min_col=6, min_row=1, max_row=2))
    book.create_chartsheet("图表", 0).add_chart(chart)


def with_comment(book: Workbook) -> None:
    book.worksheets[0]["A1"].comment = Comment("填写编号", "王工")


ODDER_FILES = [
    Odd(
        "last row of the sheet has a height",
        rewritten(book_of(HEAD, LINE), in_sheets(b"</sheetData>", b'<row r="1048576" ht="15"/></sheetData>')),
    ),
    Odd("12,000 formatted rows", book_of(HEAD, LINE, then=with_blank_rows)),
    Odd(
        "columns formatted to the last",
        rewritten(book_of(HEAD, LINE), in_sheets(b"</row>", b'<c r="XFD1" s="0"/></row>')),
    ),
    Odd(
        "backslashes in targets",
        rewritten(
            book_of(HEAD, LINE),
            lambda name, content: content.replace(b"/xl/worksheets/sheet1.xml", b"worksheets\\sheet1.xml"),
        ),
    ),
    Odd("chart sheet first", book_of(HEAD, LINE, then=with_chart)),
    Odd("comment on a heading", book_of(HEAD, LINE, then=with_comment)),
    Odd(
        "headings on each page",
        book_of(HEAD, LINE, HEAD, ["A-2", "浆料"]),
        [READ, titled("浆料", external_id="A-2")],
        [f"{LEFT_OUT}3."],
    ),
    Odd(
        "prepared numbers",
        book_of(HEAD, LINE, ["2"], [3], ["4"]),
        notes=[f"{LEFT_OUT}3–5."],
    ),
    Odd(
        "names of sections",
        book_of(PAIR, ["一、新材料"], ["薄膜", "好"], ["二、新能源"], then=merged("A2:B2", "A4:B4")),
        [titled("薄膜", summary="好")],
        [f"{LEFT_OUT}2, 4."],
    ),
    Odd(
        "signature and promise under the table",
        book_of(
            HEAD, LINE, ["以上内容真实有效，特此证明。"], ["单位（盖章）：", None, "日期："], ["联系人：王工"]
        ),
        notes=[f"{LEFT_OUT}3–5."],
    ),
    Odd(
        "finer columns under a merged heading",
        book_of(
            ["编号", "标题", "联系信息", None],
            [None, None, "联系人", "电话"],
            ["A", "薄膜", "王工", "138"],
            then=merged("A1:A2", "B1:B2", "C1:D1"),
        ),
        [titled("薄膜", external_id="A")],
        ["The headings are in row 2.", "Columns left out: 联系人, 电话."],
        ignored=["联系人", "电话"],
    ),
    Odd("old Mac lines", csv_of("编号,标题\rA,薄膜\r"), [titled("薄膜", external_id="A")]),
    Odd("text kept by a formula", csv_of('编号,标题\n="001",薄膜\n'), [titled("薄膜", external_id="001")]),
    Odd("numbers between tabs", csv_of("编号,标题\n\t001\t,\t薄膜\n"), [titled("薄膜", external_id="001")]),
    Odd("commas to the edge", csv_of("标题,,,\n,,,\n薄膜,,,\n,,,\n"), [titled("薄膜")]),
    Odd(
        "form of an online service",
        csv_of(
            "提交者（自动）,提交时间（自动）,1、成果名称（必填）,2、成果简介（必填）\n"
            "王工,2026/11/29 10:00,薄膜,好\n"
        ),
        [titled("薄膜", summary="好")],
        ["Columns left out: 提交者（自动）, 提交时间（自动）."],
        ignored=["提交者（自动）", "提交时间（自动）"],
    ),
    Odd(
        "traditional headings",
        book_of(["編號", "標題", "摘要", "技術關鍵詞", "有效期至", "成熟度"], LINE),
    ),
    Odd(
        "stars and line breaks",
        book_of(["*技术成果\n名称", "成果\n简介"], ["薄膜", "好"]),
        [titled("薄膜", summary="好")],
    ),
    Odd(
        "marks for nothing",
        book_of(["标题", "单位", "有效期至", "技术就绪度"], ["薄膜", "/", "——", "无"]),
        [titled("薄膜")],
        told=["left empty", "left empty", "left empty"],
    ),
    Odd(
        "boxes with ticks",
        book_of(["标题", "成熟阶段", "合作方式"], ["薄膜", "□小试 ☑中试 □量产", "转让√ 许可□"]),
        [titled("薄膜", stage="demonstrable", cooperation_modes=["transfer"])],
        told=["Available for demonstration", "Technology transfer"],
    ),
    Odd(
        "boxes of yes and no",
        book_of(["标题", "是否揭榜"], ["密封件", "□是 ☑否"]),
        [titled("密封件", open_challenge=False)],
        kind=DEMAND,
        told=["no"],
    ),
    Odd(
        "places within provinces",
        book_of(["标题", "目标地区"], ["密封件", "江苏省苏州市、上海市浦东新区；浙江杭州余杭区"]),
        [titled("密封件", target_regions=["32", "31", "33"])],
        kind=DEMAND,
        told=["Jiangsu; Shanghai; Zhejiang"],
    ),
    Odd(
        "about an amount in the unit of the heading",
        book_of(["标题", "预算（万元）"], ["甲", "约100"], ["乙", "100左右"], ["丙", "5以下"]),
        [
            titled("甲", budget_band="50_200"),
            titled("乙", budget_band="50_200"),
            titled("丙", budget_band="under_10"),
        ],
        kind=DEMAND,
        told=["¥500,000 to 2 million", "¥500,000 to 2 million", "under ¥100,000"],
    ),
    Odd(
        "words around amounts",
        book_of(["标题", "预算"], ["甲", "人民币100万元整"], ["乙", "总投入：100萬元（含税）"]),
        [titled("甲", budget_band="50_200"), titled("乙", budget_band="50_200")],
        kind=DEMAND,
        told=["¥500,000 to 2 million", "¥500,000 to 2 million"],
    ),
    Odd(
        "words around dates",
        book_of(
            ["标题", "有效期至"],
            ["甲", "2030年6月30日前"],
            ["乙", "截至2030-06-30"],
            ["丙", "2026.12.1-2030.6.30"],
            ["丁", "2030Q2"],
        ),
        [titled(name, valid_until=date(2030, 6, 30)) for name in "甲乙丙丁"],
        told=["2030-06-30"] * 4,
    ),
    Odd(
        "words around levels",
        book_of(
            ["标题", "成熟度"], ["甲", "≥5"], ["乙", "5级及以上"], ["丙", "TRL:5（中试）"], ["丁", "5.0"]
        ),
        [titled(name, trl=5) for name in "甲乙丙丁"],
        told=["TRL 5", "TRL 5", "TRL 5"],
    ),
]
