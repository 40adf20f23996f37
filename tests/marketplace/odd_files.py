"""Files as people make them: odd, but right. Each is made here, with what a reader should take from it."""

from datetime import date, datetime

from tests.marketplace.odd_parts import (
    DEMAND,
    HEAD,
    LINE,
    READ,
    Odd,
    book_of,
    cached,
    counted_from_1904,
    csv_of,
    escaped,
    filtered,
    formatted,
    guided,
    half_hidden,
    merged,
    prefixed,
    rewritten,
    strict,
    styled,
    titled,
    two_kinds,
    under,
    unplaced,
)

HEAD_CSV, LINE_CSV = ",".join(HEAD), "A-1,固态电解质薄膜,室温电导率高,电解质; 锂电池,2030-06-30,5"
TABBED = f"{HEAD_CSV}\n{LINE_CSV}\n".replace(",", "\t")
SPACED = ["\u200b编号", "标\u200b题 ", "摘\xa0要", "技术\n关键词", "有效期至\u3000", "\ufeff技术就绪度"]
OWNERS = [["标题", "单位", "有效期至"], ["薄膜", "宁波电池研究院", "2030-06-30"], ["浆料"], ["隔膜"]]

ODD_FILES = [
    Odd("CSV of Excel on a Chinese Windows", csv_of(f"{HEAD_CSV}\r\n{LINE_CSV}\r\n", "gb18030")),
    Odd("Unicode text of Excel", csv_of(TABBED, "utf-16")),
    Odd("CSV with a byte order mark", csv_of(f"{HEAD_CSV}\n{LINE_CSV}\n", "utf-8-sig")),
    Odd(
        "semicolons",
        csv_of(
            f"{HEAD_CSV}\n".replace(",", ";")
            + 'A-1;固态电解质薄膜;室温电导率高;"电解质; 锂电池";2030-06-30;5\n'
        ),
    ),
    Odd("sep line", csv_of(f"sep=\t\r\n{TABBED}")),
    Odd("quoted sep line", csv_of(f'"sep=\t"\r\n{TABBED}', "utf-8-sig")),
    Odd("escapes in a CSV", csv_of(f"{HEAD_CSV}\n{LINE_CSV}_x000D_\n".replace("高,", "高_x000D_,"))),
    Odd(
        "full-width",
        csv_of(f"{HEAD_CSV}\nA-1,固态电解质薄膜,室温电导率高,电解质；锂电池,２０３０年６月３０日,ＴＲＬ５\n"),
    ),
    Odd(
        "lists",
        csv_of(f"{HEAD_CSV}\nA-1,固态电解质薄膜,室温电导率高,电解质、锂电池，电解质,2030.6.30,5级\n"),
        told=["TRL 5"],
    ),
    Odd(
        "title row",
        under(["长三角产业链联盟技术成果征集表（2026 年）"], []),
        notes=["The headings are in row 3."],
    ),
    Odd(
        "merged title row",
        book_of(["征集表"], HEAD, LINE, then=merged("A1:F1")),
        notes=["The headings are in row 2."],
    ),
    Odd(
        "guide as the first sheet",
        book_of(HEAD, LINE, then=guided),
        notes=["The sheet “Sheet1” is read, with the headings in row 1."],
    ),
    Odd(
        "offers among two kinds",
        book_of(HEAD, LINE, then=two_kinds),
        notes=["The sheet “技术供给” is read, with the headings in row 1."],
    ),
    Odd(
        "demands among two kinds",
        book_of(HEAD, LINE, then=two_kinds),
        [titled("耐高温密封件", budget_band="50_200", needed_by=date(2030, 3, 31))],
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
        notes=["Headings, sums, remarks and bare numbers are no listings. Rows left out: 3–5."],
    ),
    Odd(
        "hints under the headings",
        book_of(HEAD, ["自编", "必填", "500 字内"], ["A-0", "例：薄膜"], LINE),
        notes=["Headings, sums, remarks and bare numbers are no listings. Rows left out: 2–3."],
    ),
    Odd(
        "hidden rows and columns",
        book_of(HEAD, LINE, ["A-2", "旧行"], then=half_hidden),
        [{name: value for name, value in READ.items() if name != "summary"}],
        ["Hidden rows are left out: 3.", "Hidden columns are left out: 摘要."],
    ),
    Odd(
        "hidden rows and columns, taken",
        book_of(HEAD, LINE, ["A-2", "旧行"], then=half_hidden),
        [READ, titled("旧行", external_id="A-2")],
        ["Hidden rows are read, too: 3.", "Hidden columns are read, too: 摘要."],
        takes_hidden=True,
    ),
    Odd("filter, frozen panes and a table", book_of(HEAD, LINE, then=filtered)),
    Odd(
        "merged owner",
        book_of(*OWNERS, then=merged("B2:B4", "C2:C3")),
        [
            titled("薄膜", organisation="宁波电池研究院", valid_until=date(2030, 6, 30)),
            titled("浆料", organisation="宁波电池研究院", valid_until=date(2030, 6, 30)),
            titled("隔膜", organisation="宁波电池研究院"),
        ],
        [
            "Merged cells of “Organisation” were read for each of their rows: 2 cells.",
            "Merged cells of “Valid until” were read for each of their rows: 1 cells.",
        ],
    ),
    Odd(
        "merged text",
        book_of(["标题", "摘要"], ["薄膜", "一致"], ["浆料"], then=merged("B2:B3")),
        [titled("薄膜", summary="一致"), titled("浆料")],
        errors=["row 3, column summary: The cells B2:B3 are merged. Please fill in “Summary” for each row."],
    ),
    Odd("strict workbook", rewritten(book_of(HEAD, LINE), strict)),
    Odd("prefixed elements", rewritten(book_of(HEAD, LINE), prefixed)),
    Odd("cells without positions", rewritten(book_of(HEAD, LINE), unplaced)),
    Odd("1904 dates", counted_from_1904(HEAD, [*LINE[:4], datetime(2030, 6, 30), 5])),  # noqa: DTZ001
    *(
        Odd(
            f"East Asian date format {number}",
            rewritten(book_of(HEAD, LINE, then=styled("E2", "mm-dd-yy")), formatted(number)),
        )
        for number in (27, 31, 36, 50, 57, 58)
    ),
    Odd("Chinese date format", book_of(HEAD, LINE, then=styled("E2", '[$-804]yyyy"年"m"月"d"日"'))),
    Odd("date without a format", book_of(HEAD, [*LINE[:4], 47664, 5]), told=["2030-06-30"]),
    Odd(
        "date with a time",
        book_of(HEAD, [*LINE[:4], "2030/6/30 0:00", "7-8级"]),
        [READ | {"trl": 7}],
        told=[
            "2030-06-30",
            "TRL 7, the lowest of TRL 7–8",
        ],
    ),
    Odd(
        "eight digits",
        book_of(HEAD, [*LINE[:4], "20300630", "小试/中试"]),
        [READ | {"trl": 4}],
        told=[
            "2030-06-30",
            "TRL 4, the lowest of TRL 4–6",
        ],
    ),
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
            (
                "row 2, column trl: The file holds a formula without its value. "
                "Please open it in a spreadsheet program and save it."
            )
        ],
    ),
    Odd(
        "errors of formulas",
        book_of(HEAD, [*LINE[:5], "#N/A"]),
        [{name: value for name, value in READ.items() if name != "trl"}],
        errors=["row 2, column trl: “#N/A” is an error of a formula. Please correct it."],
    ),
    Odd(
        "percent",
        book_of(HEAD, [*LINE[:2], 0.955, *LINE[3:]], then=styled("C2", "0.0%")),
        [READ | {"summary": "95.5%"}],
    ),
    Odd(
        "leading zeros by format",
        book_of(HEAD, [7, *LINE[1:]], then=styled("A2", "0000")),
        [READ | {"external_id": "0007"}],
    ),
    Odd("numbers as texts", book_of(HEAD, [*LINE[:5], "'5"]), [READ]),
    Odd(
        "wrapped and invisible characters",
        book_of(SPACED, [f"\u200b{cell}\ufeff" if isinstance(cell, str) else cell for cell in LINE]),
    ),
    Odd(
        "bilingual headings",
        book_of(
            [
                "编号 No.",
                "标题 Title",
                "摘要/Summary",
                "技术关键词\nTechnology keywords",
                "有效期至（Valid until）",
                "技术就绪度TRL",
            ],
            LINE,
        ),
    ),
    Odd(
        "required marks",
        book_of(["编号", "*标题", "＊摘要（必填）", "★技术关键词", "5、有效期至：", "技术就绪度 *"], LINE),
    ),
    Odd(
        "two rows of headings",
        book_of(
            HEAD,
            [
                "Number",
                "Title",
                "Summary",
                "Technology keywords",
                "Valid until",
                "Technology readiness level",
            ],
            LINE,
        ),
        notes=["The headings are in row 2."],
    ),
    Odd(
        "grouped headings",
        book_of(["基本信息", None, None, "技术信息"], HEAD, LINE, then=merged("A1:C1", "D1:F1")),
        notes=["The headings are in row 2."],
    ),
    Odd(
        "unit in the heading",
        book_of(
            ["标题", "预算（万元）", "期望的最低技术就绪度", "目标地区", "可量化的要求"],
            ["密封件", 100, "TRL4-5", "江苏、Zhejiang Province、340000", "寿命｜≧｜3000｜次；温度|不高于|80"],
        ),
        [titled("密封件", budget_band="50_200", trl_wanted=4, target_regions=["32", "33", "34"])],
        kind=DEMAND,
        told=["¥500,000 to 2 million", "TRL 4, the lowest of TRL 4–5", "Jiangsu; Zhejiang; Anhui"],
    ),
]
