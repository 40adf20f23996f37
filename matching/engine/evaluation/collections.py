"""Labelled collections in the format of BEIR (Thakur et al. 2021).

A collection is a folder with ``corpus.jsonl`` and ``queries.jsonl`` (``_id``, ``title``, ``text`` on each
line) and ``qrels/test.tsv`` (a header, then query, document and a grade from 0). Queries take the part of
demands, documents that of offers.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..text.documents import Document


class BadCollection(ValueError):
    """Raised for a folder that is not a collection; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents and queries in the order of their files, their names, and the qrels of each query."""

    documents: list[Document]
    document_names: list[str]
    queries: list[Document]
    query_names: list[str]
    qrels: dict[str, dict[str, int]]


def read(directory: str | Path) -> Collection:
    """Read a collection from a folder.

    Raises FileNotFoundError for a missing folder or file, BadCollection for a line that cannot be read.
    """
    folder = Path(directory)
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")
    document_names, documents = _listings(folder / "corpus.jsonl")
    query_names, queries = _listings(folder / "queries.jsonl")
    qrels = _qrels(folder / "qrels" / "test.tsv", set(query_names))
    return Collection(documents, document_names, queries, query_names, qrels)


def _listings(path: Path) -> tuple[list[str], list[Document]]:
    names: list[str] = []
    documents: list[Document] = []
    for number, line in _lines(path):
        try:
            row = json.loads(line)
            name, title, text = row["_id"], row.get("title") or "", row.get("text") or ""
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadCollection(f'{path}, line {number}: a JSON object with "_id" is expected') from error
        if not (isinstance(name, str) and isinstance(title, str) and isinstance(text, str)):
            raise BadCollection(f"{path}, line {number}: _id, title and text must be strings")
        names.append(name)
        documents.append(Document(len(documents), title=title, body=text))
    if len(set(names)) != len(names):
        raise BadCollection(f"{path}: an _id appears twice")
    return names, documents


def _qrels(path: Path, queries: set[str]) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        cells = line.split("\t")
        if number == 1 and cells[0] == "query-id":
            continue
        try:
            query, document, grade = cells[0], cells[1], int(cells[2])
        except (IndexError, ValueError) as error:
            raise BadCollection(
                f"{path}, line {number}: query, document and a whole grade expected"
            ) from error
        if query not in queries:
            raise BadCollection(f"{path}, line {number}: there is no query {query!r}")
        qrels.setdefault(query, {})[document] = grade
    if not qrels:
        raise BadCollection(f"{path}: there is no judgement in it")
    return qrels


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that are not blank, numbered from 1."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except FileNotFoundError as error:
        raise FileNotFoundError(f"there is no file {path}") from error
    except UnicodeDecodeError as error:
        raise BadCollection(f"{path} is not UTF-8: {error}") from error
