"""The headings by which people name the texts of a listing, and rows of a table that are no listings."""

import re
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from .headings import Headings, fold, text_of
from .merges import letter_of
from .records import Flaw, Lack, Record, is_empty

Code = TypeVar("Code")

WORDS = {
    "external_id": (
        "external_id",
        "number",
        "编号",
        "项目编号",
        "需求编号",
        "成果编号",
        "供给编号",
        "listing number",
    ),
    "title": (
        *(
            "title",
            "标题",
            "名称",
            "项目名称",
            "技术名称",
            "成果名称",
            "科技成果名称",
            "需求名称",
            "技术需求名称",
        ),
        *(
            "难题名称",
            "技术难题名称",
            "项目标题",
            "需求标题",
            "成果标题",
            "供给标题",
            "课题名称",
            "产品名称",
            "题目",
        ),
        *("技术成果名称", "创新成果名称", "企业需求名称", "创新需求名称", "技术难题需求名称"),
        *("project name", "project title", "technology name", "name of project", "name of technology"),
    ),
    "summary": (
        "summary",
        "摘要",
        "简介",
        "概述",
        "项目简介",
        "成果简介",
        "需求简介",
        "技术简介",
        *("技术成果简介", "需求概述", "需求摘要", "成果概述", "内容简介", "简要介绍", "abstract"),
    ),
    "description": (
        *(
            "description",
            "详细描述",
            "描述",
            "详细说明",
            "详细内容",
            "具体内容",
            "内容",
            "技术描述",
            "成果描述",
        ),
        *(
            "需求描述",
            "需求内容",
            "需求详情",
            "项目描述",
            "技术需求描述",
            "技术需求内容",
            "详细介绍",
            "成果介绍",
        ),
        *("项目介绍", "技术介绍", "details"),
    ),
    "technology_keywords": (
        *(
            "technology_keywords",
            "technology keywords",
            "keywords",
            "keyword",
            "技术关键词",
            "关键词",
            "关键字",
        ),
    ),
    "market_keywords": ("market_keywords", "market keywords", "市场关键词", "应用关键词", "应用领域关键词"),
    "advantages": ("advantages", "优势", "技术优势", "创新点", "主要创新点", "技术特点"),
    "problem": (
        *(
            "problem",
            "problem and present workaround",
            "问题与现有应对办法",
            "技术难题",
            "存在问题",
            "存在的问题",
        ),
    ),
    "requirements": (
        *(
            "requirements",
            "measurable requirements",
            "可量化的要求",
            "技术指标",
            "指标要求",
            "量化指标",
            "技术参数",
            *("主要技术指标", "技术指标要求", "技术要求", "主要技术参数", "考核指标", "性能指标"),
        ),
    ),
}
"""The columns that the engine reads, each with its known headings. The site knows them, too."""

FOOTER = re.compile(
    r"((合计|总计|小计|共计|备注|注|说明|(填[表报]|制表|审核|经办|负责|联系)人|(填[表报]|制表)日期|填报单位|联系电话|电话"
    r"|(sub)?total|sum|notes?|remarks?|contact)\s*\d*\s*([:.].*)?"
    r"|(以上|上述).*(属实|真实|无误|有效).*|特此.*|((申报|填报|推荐|所在)?(单位|企业|公司)|负责人)[(](盖章|公章|签字|签名)[)]\s*([:.].*)?)",
    re.DOTALL,
)
HINT = re.compile(
    r"\(?(必填|选填|必填项|选填项|required|optional)\)?|(例|示例|样例|例如|如|example|e\.g\.)\s*[:.].*",
    re.DOTALL,
)
MOST_CELLS_OF_FOOTER = 3


def unfolded(words: Mapping[Code, str]) -> dict[str, Code]:
    """The code of each word of a table whose words stand with ``、`` between them."""
    return {word: code for code, together in words.items() for word in together.split("、")}


@cache
def _names() -> dict[str, str]:
    return {fold(word): column for column, words in WORDS.items() for word in words}


def column_of(said: str) -> str:
    """The column of ``WORDS`` that a folded heading names, or an empty text."""
    return _names().get(said, "")


def is_aside(record: Record, headings: Headings, needed: str) -> bool:
    """True for a row that holds no listing.

    That is a sum or a remark under the table, a hint under the headings, the headings once more, the name
    of a section in merged cells, or a prepared row with nothing but a number.
    """
    filled = [at for at, cell in enumerate(record.cells) if not is_empty(cell)]
    at = headings.columns.index(needed)
    title = fold(text_of(record.cells[at])) if at < len(record.cells) else ""
    if HINT.fullmatch(title):
        return True
    if _is_without_listing(record, headings, filled):
        return True
    first = fold(text_of(record.cells[filled[0]]))
    has_title = title and not title.replace(".", "").isdecimal()  # a sum may stand in the column of titles
    is_apart = len(filled) <= MOST_CELLS_OF_FOOTER and (not has_title or filled[0] == at)
    return is_apart and FOOTER.fullmatch(first) is not None


def _is_without_listing(record: Record, headings: Headings, filled: list[int]) -> bool:
    """True for the headings once more, the name of a section, and a row with only a number."""
    if filled[-1] >= len(headings.said) or not all(headings.said[at] for at in filled):
        return False
    shown = {at: fold(text_of(record.cells[at])) for at in filled}
    if len(filled) > 1 and all(said == fold(headings.said[at]) for at, said in shown.items()):
        return True
    if all(headings.columns[at] in ("", "external_id") and said.isdecimal() for at, said in shown.items()):
        return True
    at = filled[0]
    adjacent = record.cells[at + 1] if at + 1 < len(record.cells) else None
    is_merged = isinstance(adjacent, Flaw) and adjacent.lack is Lack.MERGED
    return len(filled) == 1 and is_merged and str(adjacent).startswith(f"{letter_of(at)}{record.row}:")
