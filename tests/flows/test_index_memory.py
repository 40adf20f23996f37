"""Processes that map the same version share its memory pages."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from matching.engine import Document, Engine, Index, IndexStore, Postings

ROWS, COLUMNS = 100_000, 75
MEGABYTE = 1024

READS_IT_ALL = """
import sys
from matching.engine import IndexStore
index = IndexStore(sys.argv[1]).current()
for side in (index.offers, index.demands, index.demands_as_documents):
    matrix = side.matrix
    print(matrix.data.sum(), matrix.indices.sum(), side.ids.sum(), file=sys.stderr)
print("read", flush=True)
sys.stdin.read()
"""


def large_index() -> Index:
    """An index with sixty megabytes of arbitrary postings."""
    documents = [Document(number, "电池") for number in range(3)]
    small = Index.build(Engine.fit(documents, documents), documents, documents)
    indices = np.tile(np.arange(ROWS, dtype=np.int32), COLUMNS)
    weights = np.full(ROWS * COLUMNS, 0.5, dtype=np.float32)
    starts = np.arange(COLUMNS + 1, dtype=np.int32) * ROWS
    ids = np.arange(ROWS, dtype=np.int64)
    postings = sparse.csc_matrix((weights, indices, starts), shape=(ROWS, COLUMNS))
    return replace(small, demands_as_documents=Postings(ids, ids, ids, postings))


def mapped(process: int, root: Path) -> tuple[int, int]:
    """Kilobytes of files under ``root`` in the memory of a process: all (Rss), and its share (Pss)."""
    totals, counts = {"Rss": 0, "Pss": 0}, False
    for line in Path(f"/proc/{process}/smaps").read_text().splitlines():
        name, *words = line.split()
        if not name.endswith(":"):
            counts = str(root) in line
        elif counts and name[:-1] in totals:
            totals[name[:-1]] += int(words[0])
    return totals["Rss"], totals["Pss"]


@pytest.mark.slow
def test_two_processes_hold_the_pages_of_an_index_once(tmp_path: Path) -> None:
    IndexStore(tmp_path).publish(large_index())
    command = [sys.executable, "-c", READS_IT_ALL, str(tmp_path)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as second,
    ):
        for process in (first, second):
            assert process.stdout
            assert process.stdout.readline() == "read\n"
        shares = [mapped(process.pid, tmp_path) for process in (first, second)]
        for process in (first, second):
            assert process.stdin
            process.stdin.close()

    for resident, share in shares:
        assert resident > 50 * MEGABYTE
        assert 0.45 < share / resident < 0.55
