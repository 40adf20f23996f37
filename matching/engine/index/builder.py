"""Build an index in shards, in steps that any number of processes may share.

    count(shard)            count the terms of some listings, and sum the counts
    fit()                   make the engine from the sums of all shards
    weigh((side, number))   compute the weights of one shard
    assemble()              make the index from all weights

Every step reads files and writes files, which get their names when they are complete. A step that runs twice
writes the same files twice. The index is the same, bit by bit, however the listings are divided into shards:
the sums are sums of integers, and the weights of a listing depend on that listing and the engine only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..confidence.norms import Digests, digests_of
from ..config import DEFAULT, Config
from ..expansion.feedback import Flags
from ..expansion.reading import Reading, read
from ..lexicon.lexicon import EMPTY, Lexicon
from ..model import Engine
from ..search.ranking import Ids
from ..text.arrays import PARTS, canonical, parts_of, unpacked
from ..text.counting import Counts, Matrix, count
from ..text.documents import Document
from ..weights.statistics import SIDES, Side, Statistics
from .index import Index
from .postings import Postings, codes_of, ids_of

AT_ONCE = 16
"""Shards whose sums are in memory at a time."""

NUMBERS = ("ids", "groups", "revisions")
SUMS = tuple(each.name for each in fields(Statistics))
Arrays = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Shard:
    """Some listings of one side; ``number`` numbers the shards of the side from 0.

    Group codes and revisions are as in ``Index.build``, one for each document.
    """

    side: Side
    number: int
    documents: Sequence[Document]
    groups: Sequence[int] | None = None
    revisions: Sequence[int] | None = None


class IndexBuilder:
    """An unfinished build in a directory. Its steps raise FileNotFoundError when the directory is removed."""

    def __init__(self, directory: str | Path, *, only_pairs: bool = False) -> None:
        """With ``only_pairs``, demands get no document weights, so ``assemble`` fails."""
        self.directory = Path(directory)
        self._only_pairs = only_pairs

    def set_lexicon(self, lexicon: Lexicon) -> None:
        """Save the lexicon that all steps use. Call this before ``count``; without it, there is none."""
        lexicon.save(self.directory)

    def count(self, shard: Shard) -> None:
        """Count the terms of a shard. Any process may do it.

        Raises ValueError if group codes or revisions have another length than the documents; otherwise as
        ``tokens`` does.
        """
        counts = self._read(shard)
        sums = Statistics.of(counts, shard.side)
        size = len(shard.documents)
        numbers = {
            "ids": ids_of(shard.documents),
            "groups": codes_of(shard.groups, size, "group codes"),
            "revisions": codes_of(shard.revisions, size, "revisions"),
        }
        self._write(shard.side, shard.number, "counts", {"keys": counts.keys, **_parts(counts.by_field)})
        self._write(shard.side, shard.number, "sums", {each: getattr(sums, each) for each in SUMS})
        self._write(shard.side, shard.number, "numbers", numbers)

    def _read(self, shard: Shard) -> Counts:
        lexicon = self._lexicon()
        if shard.side == "offers":
            return count(shard.documents, lexicon.fold)
        self._write(shard.side, shard.number, "digests", {"digests": digests_of(shard.documents)})
        reading = read(shard.documents, lexicon)
        self._write(shard.side, shard.number, "sources", _parts(reading.sources))
        self._write(shard.side, shard.number, "are_word_based", {"are_word_based": reading.are_word_based()})
        return reading.counts

    def _lexicon(self) -> Lexicon:
        return Lexicon.load(self.directory) if (self.directory / "lexicon.keys.npy").exists() else EMPTY

    def fit(self, config: Config = DEFAULT) -> Engine:
        """Make the engine from all shards that are counted, save it, and return it."""
        sums = Statistics.merged([])
        paths = [path for side in SIDES for path in self._shards(side, "sums")]
        for start in range(0, len(paths), AT_ONCE):
            parts = [Statistics(**unpacked(path)) for path in paths[start : start + AT_ONCE]]
            sums = Statistics.merged([sums, *parts])
        engine = Engine.from_statistics(sums, config, self._lexicon())
        self._keep(engine)
        return engine

    def _keep(self, engine: Engine) -> None:
        """Save the engine by renaming complete files: this process and others may have mapped older ones."""
        unfinished = self.directory / f"{uuid4().hex}.unfinished"
        unfinished.mkdir()
        engine.save(unfinished)
        for path in sorted(unfinished.iterdir(), key=lambda path: path.suffix == ".json"):
            path.replace(self.directory / path.name)
        unfinished.rmdir()

    def weigh(self, name: tuple[Side, int]) -> None:
        """Compute the weights of a shard; ``name`` is its side and number.

        Raises FileNotFoundError before ``fit``, or if the shard is not counted.
        """
        side, number = name
        engine = Engine.load(self.directory)
        counts = _counts(unpacked(self.directory / _name(side, number, "counts")))
        if side == "offers" or not self._only_pairs:
            self._write(side, number, "document_weights", _parts(engine.weigh_counted_offers(counts)))
        if side == "demands":
            sources = _matrix(unpacked(self.directory / _name(side, number, "sources")))
            self._write(
                side, number, "query_weights", _parts(engine.weigh_read_demands(Reading(counts, sources)))
            )

    def weights(self, side: Side, what: str, columns: npt.NDArray[np.bool_] | None = None) -> Matrix:
        """The weights of a side, shard after shard: csr float32 of shape (documents, columns).

        ``what`` is ``document_weights`` or ``query_weights``. With ``columns``, bool of shape (columns,),
        only the values in the true columns are kept; the shape stays.
        """
        parts = [_only(_matrix(unpacked(path)), columns) for path in self._shards(side, what)]
        if not parts:
            width = Engine.load(self.directory).vocabulary.columns
            return sparse.csr_matrix((0, width), dtype=np.float32)
        return sparse.vstack(parts, format="csr")

    def numbers(self, side: Side) -> tuple[Ids, Ids, Ids]:
        """Ids, group codes and revisions of a side, int64 of shape (documents,), shard after shard."""
        parts = [unpacked(path) for path in self._shards(side, "numbers")]
        empty = np.zeros(0, dtype=np.int64)
        joined = (np.concatenate([empty, *(part[each] for part in parts)]) for each in NUMBERS)
        ids, groups, revisions = joined
        return ids, groups, revisions

    def are_word_based(self) -> Flags:
        """True for demands that consist of words, bool of shape (demands,), shard after shard."""
        parts = [unpacked(path)["are_word_based"] for path in self._shards("demands", "are_word_based")]
        return np.concatenate([np.zeros(0, dtype=np.bool_), *parts])

    def digests(self) -> Digests:
        """The digests of the texts of demands, uint64 of shape (demands,), shard after shard."""
        parts = [unpacked(path)["digests"] for path in self._shards("demands", "digests")]
        return np.concatenate([np.zeros(0, dtype=np.uint64), *parts])

    def assemble(self, label: str = "") -> Index:
        """The index of all shards, with a label.

        Raises ValueError if an id occurs twice on a side, or a shard is not weighed.
        """
        return Index.assembled(
            Engine.load(self.directory),
            Postings.of(self.weights("offers", "document_weights"), *self.numbers("offers")),
            self.weights("demands", "query_weights"),
            self.are_word_based(),
            demands_as_documents=self.weights("demands", "document_weights"),
            numbers=self.numbers("demands"),
            digests=self.digests(),
            label=label,
        )

    def _shards(self, side: Side, what: str) -> Iterator[Path]:
        """The files of a side, by the numbers of their shards."""
        self.directory.stat()  # raises FileNotFoundError: a removed build must not look like an empty one
        return iter(sorted(self.directory.glob(f"{side}.*.{what}.npz")))

    def _write(self, side: Side, number: int, what: str, arrays: Arrays) -> None:
        unfinished = self.directory / f"{uuid4().hex}.unfinished"
        with unfinished.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        unfinished.replace(self.directory / _name(side, number, what))


def _name(side: Side, number: int, what: str) -> str:
    return f"{side}.{number:06d}.{what}.npz"


def _parts(matrix: Matrix) -> Arrays:
    return {**parts_of(matrix), "shape": np.array(matrix.shape)}


def _matrix(arrays: Arrays) -> Matrix:
    body = tuple(arrays[part] for part in PARTS)
    return canonical(sparse.csr_matrix(body, shape=tuple(arrays["shape"].tolist()), copy=False))


def _only(matrix: Matrix, columns: npt.NDArray[np.bool_] | None) -> Matrix:
    """The matrix without the values in other columns, of the same shape."""
    if columns is None:
        return matrix
    kept = columns[matrix.indices]
    indptr = np.concatenate([[0], np.cumsum(kept)])[matrix.indptr]
    return sparse.csr_matrix((matrix.data[kept], matrix.indices[kept], indptr), shape=matrix.shape)


def _counts(arrays: Arrays) -> Counts:
    return Counts(arrays["keys"], _matrix(arrays))
