"""Requirements with the verdict that a reader of the offer gives, from every file ``cases_*.csv`` here.

A file has the columns name, operator, value, unit, offer, truth, with ``|`` between them, or with commas.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from matching.requirements import Asked, Verdict

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("cases_*.csv"))


@dataclass(frozen=True)
class Case:
    asked: Asked
    offer: str
    truth: Verdict


def cases_of(file: Path) -> list[Case]:
    lines = file.read_text(encoding="utf-8").splitlines()
    if "|" in lines[0]:
        rows: Iterable[dict[str, str]] = csv.DictReader(lines, delimiter="|", quoting=csv.QUOTE_NONE)
    else:
        rows = csv.DictReader(lines)
    return [
        Case(
            Asked(row["name"], row["operator"], row["value"], row["unit"]),
            row["offer"],
            Verdict(row["truth"].lower().replace("_", "-")),
        )
        for row in rows
    ]
