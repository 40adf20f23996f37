"""Reads text files: CSV with commas, semicolons, tabs or bars, in the encodings of Excel and WPS."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from .escapes import without_escaped_controls
from .records import BadTable, Problem, Record

BYTE_ORDER_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ENCODINGS = ("utf-8-sig", "gb18030")
"""The encodings that are tried in turn. Excel on a Chinese Windows writes GB18030."""
DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 1 << 16
SAMPLED_ROWS = 20
CHUNK = 1 << 20
AS_TEXT = re.compile('="([^"]*)"')
"""How people keep Excel from changing the text of a CSV file: ``="001"`` shows 001."""
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""The first line of some CSV files. Excel reads it as the delimiter and does not show it."""


def encoding_of(path: Path) -> str:
    """UTF-8 if the whole file is valid UTF-8, otherwise GB18030. Raises BadTable for anything else."""
    with path.open("rb") as file:
        marked = BYTE_ORDER_MARKS.get(file.read(2))
    for encoding in (marked,) if marked else ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise BadTable(Problem.NO_TABLE)


def delimiter_of(sample: str) -> str:
    """The delimiter that gives most of the first rows the same number of cells. A comma if none does."""
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def records_of(path: Path, longest: int) -> Iterator[Record]:
    """The records of a text file, blank ones included. The csv module refuses a cell beyond ``longest``."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding) as file:
        sample = file.read(SAMPLE)
    told = SEPARATOR_LINE.fullmatch(sample.partition("\n")[0])
    delimiter = told[1] if told else delimiter_of(sample)
    csv.field_size_limit(longest)
    with path.open(encoding=encoding, newline="") as file:
        if told:
            next(file)
        yield from _records(file, delimiter, first_line=2 if told else 1)


def _records(file: Iterator[str], delimiter: str, first_line: int) -> Iterator[Record]:
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    row, line = 0, first_line
    try:
        for row, cells in enumerate(reader, start=1):
            yield Record(row, line, tuple(map(_shown, cells)))
            line = reader.line_num + first_line
    except csv.Error as error:
        problem = Problem.TOO_LONG if "field limit" in str(error) else Problem.BROKEN_QUOTES
        raise BadTable(problem, row=row + 1, line=line, most=csv.field_size_limit()) from error


def _shown(cell: str) -> str:
    kept = AS_TEXT.fullmatch(cell)
    return without_escaped_controls(kept[1] if kept else cell)


def _evenness(sample: str, delimiter: str) -> tuple[int, int]:
    """The number of rows with the most common width above one, and that width."""
    lines = sample.splitlines(keepends=True)
    whole = lines[:-1] if len(sample) == SAMPLE else lines
    try:
        rows = list(islice(csv.reader(whole, delimiter=delimiter), SAMPLED_ROWS))
    except csv.Error:
        return (0, 0)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0, 0)
    width, count = max(widths.items(), key=lambda each: (each[1], each[0]))
    return (count, width)


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as file:
            while chunk := file.read(CHUNK):
                if "\0" in chunk:
                    return False
    except UnicodeError:
        return False
    return True
