"""Finds the sheet and the rows with the headings, and tells which column each heading names."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from .records import BLANK, Cell, Flaw, Lack, Record, Sheet, is_empty

Naming = Callable[[str], str]
"""Gives the column that a folded heading names, or an empty text."""

LOOKED_AT = 30
"""The rows of a sheet, blank ones not counted, among which the headings are looked for."""
SURE = 2
"""The score of a row that is surely one of headings. A later one with more columns heads another table."""
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
LONGEST_HEADING = 200
"""A longer text names no column."""
MARKS = "*＊★☆●◆※:：.。 "
"""Signs around a heading, such as the star of a column that is needed."""
BRACKETED = re.compile(r"[(\[【〔〈《][^()\[\]【】〔〕〈〉《》]*[)\]】〕〉》]")
NUMBERED = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[.、)．]\s*")
HAN = "\u3400-\u9fff"
SEAM = re.compile(rf"[/|、\n]|(?<=[{HAN}])\s*(?=[a-z])|(?<=[a-z])\s*(?=[{HAN}])")
UNIT = re.compile(r"[(\[【（]\s*(?:单位\s*[:：]?\s*)?(?P<unit>[^()\[\]【】（）]{1,12})\s*[)\]】）]")


SIMPLIFIED = str.maketrans(
    "編號標題項創術報關鍵詞應場優勢點難問現輔辦參數機構單稱聯業產環節類預額時間限實權聲據證價範圍範級階熟細說內應萬億幣歐雙轉讓許開發術務詢採購銷經臨蘇區長運語種體繁備註總計"
    "徵錄國屬須試樣賣買護專軟獎勵積顧數參與傳",
    "编号标题项创术报关键词应场优势点难问现辅办参数机构单称联业产环节类预额时间限实权声据证价范围范级阶熟细说内应万亿币欧双转让许开发术务询采购销经临苏区长运语种体繁备注总计"
    "征录国属须试样卖买护专软奖励积顾数参与传",
)
"""The simplified forms of the characters in headings, choices and amounts."""


def fold(value: object) -> str:
    """A heading, code or label for comparison.

    NFKC, case-folded, simplified characters, single blanks, no invisible characters.
    """
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", str(value)))
    return " ".join(text.casefold().translate(SIMPLIFIED).split())


def named(heading: str, naming: Naming) -> str:
    """The column that a heading names, or an empty text.

    Stars, numbers, brackets and line breaks around the name do not matter. A bilingual heading names a column
    if both of its halves do, or only one of them names any.
    """
    whole = fold(heading)
    bare = NUMBERED.sub("", fold(BRACKETED.sub(" ", whole)).strip(MARKS)).strip(MARKS)
    for said in (whole, whole.strip(MARKS), bare, bare.replace(" ", "")):
        if column := naming(said):
            return column
    halves = {naming(part.strip(MARKS)) for part in _halves(heading, bare)} - {""}
    return halves.pop() if len(halves) == 1 else ""


def unit_of(heading: str) -> str:
    """The unit in the brackets of a heading such as ``预算（万元）``. Empty if there is none."""
    found = UNIT.search(unicodedata.normalize("NFKC", heading))
    return found["unit"].strip() if found else ""


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a sheet. The rows after ``last_row`` are its content."""

    first_row: int
    last_row: int
    said: tuple[str, ...]
    columns: tuple[str, ...]
    """The column of each heading. Empty for an unknown one."""
    hidden: frozenset[int] = frozenset()
    """The positions of hidden columns."""

    @property
    def unknown(self) -> list[str]:
        """The headings that name no column."""
        pairs = zip(self.said, self.columns, strict=True)
        return list(dict.fromkeys(said for said, column in pairs if said and not column))

    @property
    def score(self) -> int:
        """The number of different known headings, less the unknown ones."""
        return len({column for column in self.columns if column}) - len(self.unknown)


@dataclass(frozen=True, slots=True)
class Found:
    sheet: Sheet
    headings: Headings
    others: tuple[str, ...]
    """The names of the other sheets that have headings, too."""


def find(
    sheets: Sequence[Sheet],
    naming: Naming,
    needed: str,
    *,
    sheet: str = "",
    leaning: Callable[[str], int] = lambda _name: 0,
) -> Found | None:
    """The sheet and the headings that name the most columns, or None if no row names ``needed``.

    Hidden sheets are taken only by their name, with ``sheet``. ``leaning`` tells how well the name of a sheet
    fits; it weighs more than the headings. Of sheets that fit equally, the first is taken.
    """
    candidates = [each for each in sheets if each.name == sheet or not each.is_hidden]
    found = [(each, headings) for each in candidates if (headings := headings_of(each, naming, needed))]
    wanted = [pair for pair in found if pair[0].name == sheet or not sheet]
    if not wanted:
        return None
    best, headings = max(wanted, key=lambda pair: (leaning(pair[0].name), pair[1].score))
    others = tuple(each.name for each, _headings in found if each is not best)
    return Found(best, headings, others)


def headings_of(sheet: Sheet, naming: Naming, needed: str) -> Headings | None:
    """The best row of headings among the first rows of the sheet, with those below it that belong to it."""
    records = list(islice(sheet.records(), LOOKED_AT))
    found = None
    for record, below in zip_longest(records, records[1:]):
        headings = _headings(record, naming)
        if needed in headings.columns and (found is None or headings.score > found.score):
            found = _joined(headings, below, naming)
            if found.score >= SURE:
                break
    if found is None:
        return None
    hidden = frozenset(sheet.hidden_columns)
    return Headings(found.first_row, found.last_row, found.said, found.columns, hidden)


def content_of(found: Found) -> Iterator[Record]:
    """The records below the headings that are not blank."""
    return (record for record in found.sheet.records() if record.row > found.headings.last_row)


def first_headings(sheet: Sheet, naming: Naming) -> Headings | None:
    """The first row that is not blank, read as headings."""
    record = next(sheet.records(), None)
    return _headings(record, naming) if record else None


def text_of(cell: Cell) -> str:
    """What a heading cell shows, on one line. Further cells of merged ones show nothing."""
    if is_empty(cell):
        return ""
    text = INVISIBLE.sub("", str(cell.text if isinstance(cell, Flaw) else cell))
    return " ".join(text.strip(BLANK).split())


def _headings(record: Record, naming: Naming) -> Headings:
    said = tuple(text_of(cell) for cell in record.cells)
    columns = (named(text, naming) if 0 < len(text) <= LONGEST_HEADING else "" for text in said)
    return Headings(record.row, record.row, said, tuple(columns))


def _joined(upper: Headings, below: Record | None, naming: Naming) -> Headings:
    """The headings with those of a second row of headings, such as a translation or finer columns."""
    if below is None:
        return upper
    lower = _headings(below, naming)
    is_spanned = _is_spanned(upper, below)
    if not is_spanned and (not any(lower.columns) or lower.unknown):
        return upper
    said, columns = _padded(upper, len(lower.said)), _padded_columns(upper, len(lower.said))
    for at, column in enumerate(lower.columns):
        if column or (is_spanned and lower.said[at]):
            said[at], columns[at] = lower.said[at], column
    return Headings(upper.first_row, lower.last_row, tuple(said), tuple(columns))


def _is_spanned(upper: Headings, below: Record) -> bool:
    """True if a known heading reaches into the row below by merged cells, so that both are headings."""
    return any(
        isinstance(cell, Flaw)
        and cell.lack is Lack.MERGED
        and column
        and int("".join(filter(str.isdecimal, cell.text.partition(":")[0]))) <= upper.first_row
        for cell, column in zip(below.cells, upper.columns, strict=False)
    )


def _padded(headings: Headings, width: int) -> list[str]:
    return [*headings.said, *[""] * (width - len(headings.said))]


def _padded_columns(headings: Headings, width: int) -> list[str]:
    return [*headings.columns, *[""] * (width - len(headings.columns))]


def _halves(heading: str, bare: str) -> Iterable[str]:
    """The parts of a bilingual heading: at a line break, a slash, brackets, or where the script changes."""
    inside = [part[1:-1] for part in BRACKETED.findall(fold(heading))]
    lines = [fold(line) for line in str(heading).splitlines()]
    seams = [fold(part) for part in SEAM.split(bare)]
    return [part for part in (*inside, *lines, *seams) if part]
