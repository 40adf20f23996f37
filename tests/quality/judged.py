"""What a reader judged before any score was seen: pairs of the sample, and demands that nobody can answer."""

import csv
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
GOOD = frozenset({"yes", "maybe"})


class Judgement(NamedTuple):
    """A pair of the sample by external ids, whether it is worth an introduction, and why."""

    demand: str
    offer: str
    worth: str
    reason: str


class VagueDemand(NamedTuple):
    """A demand as people post it, without anything that an offer could answer."""

    language: str
    title: str
    summary: str
    description: str


def judgements() -> dict[tuple[str, str], Judgement]:
    """The judgements by demand and offer. A second reading judged what the first had not."""
    rows = [Judgement(*row) for name in ("judgements", "judgements_second") for row in rows_of(name)]
    return {(row.demand, row.offer): row for row in rows}


def vague_demands() -> list[VagueDemand]:
    return [VagueDemand(*row) for row in rows_of("vague_demands")]


def vague_demands_aside() -> list[VagueDemand]:
    """Further ones, written at the same time. They were run while the rules were made, but set none."""
    return [VagueDemand(*row) for row in rows_of("vague_demands_aside")]


def rows_of(name: str) -> list[list[str]]:
    """The rows of a file in this folder, without its headings."""
    path = HERE / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]
