"""A bilingual lexicon as arrays: finds its words in many texts at once and links them to their meanings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..text.arrays import load_csr, mapped, save_sparse
from ..text.characters import CODE_POINTS, Hashes, Points, Positions, mix_bits
from ..text.counting import N_FIELDS, Matrix
from ..text.folding import Fold
from ..text.tokens import Tokens
from .cedict import Entry, glosses, installed_entries, variants
from .glossary import GlossaryTerm
from .phrases import Flags, PartSequence, Phrases, prefix_hashes
from .uses import per_million

NESTED = 0.3
"""The count of a match that lies inside a longer one, as 电池 in 锂电池. Any other match counts 1."""

_TENTHS = np.float32(0.1)
_FILES = ("keys", "terms", "prefixes", "steps", "variants", "contexts", "granted", "uses")


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """The occurrences of the words of a lexicon in a batch of texts, short words first, then by position.

    ``texts``, ``sources``, ``starts`` and ``ends`` int32, ``nested`` bool, all of shape (matches,).
    ``starts:ends`` is a slice, in code points, of the normalised text with the number ``texts``. ``nested``
    is true for a match that lies inside a longer one.
    """

    texts: npt.NDArray[np.int32]
    sources: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    nested: Flags

    def spans_of(self, source: int) -> list[tuple[int, int, int]]:
        """The occurrences of a source as (text, start, end), in order."""
        at = np.flatnonzero(self.sources == source)
        return list(zip(*(each[at].tolist() for each in (self.texts, self.starts, self.ends)), strict=True))

    def by_document(self, documents: int) -> list["Matches"]:
        """Those of each of some documents, whose texts are ``N_FIELDS`` in a row, numbered from 0."""
        if documents == 1:
            return [self]
        owners = self.texts // np.int32(N_FIELDS)
        order = np.argsort(owners, kind="stable")
        edges = np.searchsorted(owners[order], np.arange(documents + 1)).tolist()
        rows = (order[start:end] for start, end in pairwise(edges))
        return [self._part(row, at * N_FIELDS) for at, row in enumerate(rows)]

    def _part(self, rows: Positions, first: int) -> "Matches":
        """Some matches; the text ``first`` gets the number 0."""
        texts = self.texts[rows] - np.int32(first)
        slices = self.sources[rows], self.starts[rows], self.ends[rows]
        return Matches(texts, *slices, self.nested[rows])

    def by_text(self, texts: int, sources: int) -> Matrix:
        """The count of each source in each text: csr float32 of shape (texts, sources).

        A match counts 1, or ``NESTED`` inside a longer one. The sums are made of whole tenths, so their order
        does not matter.
        """
        tenths = np.where(self.nested, np.float32(10 * NESTED), np.float32(10))
        order = np.argsort(self.texts, kind="stable")
        indptr = np.append(0, np.cumsum(np.bincount(self.texts, minlength=texts)))
        body = (tenths[order], self.sources[order], indptr)
        found = sparse.csr_matrix(body, shape=(texts, sources))
        found.sum_duplicates()
        found.data *= _TENTHS
        return found


@dataclass(frozen=True, eq=False)
class Lexicon:
    """A dictionary in both directions. Its headwords and its glosses are called sources.

    ``keys``, uint64 of shape (sources,), ascending: the key of each source.
    ``terms``, uint64 of shape (terms,), ascending: the terms that make up the sources.
    ``own``, csr float32 of shape (sources, terms): how often each source itself contains each term, that is
    its characters, pairs of characters, stems and numbers.
    ``links``, csr float32 of shape (sources, sources): the votes of each headword (row) for each of its
    glosses (column).
    ``prefixes``, uint64, ascending, and ``steps``, int32, of the same shape: the hashes of all prefixes of
    sources. A step is 2 * (source + 1) if the prefix is a source, else 0, plus 1 if a longer source begins
    with it. The last prefix is a sentinel.
    ``variants``, uint32 of shape (characters, 2): traditional characters and their simplified forms.
    ``contexts``: the ones whose form depends on the word, as in ``Fold``.
    ``granted``, int32 of shape (pairs, 2): the headword and the gloss of each pair of the glossary.
    ``uses``, float32 of shape (sources,): how often the general language uses each headword, in a million
    words; 0 for a gloss, and for a headword that jieba does not know.
    """

    keys: Hashes
    terms: Hashes
    own: Matrix
    links: Matrix
    prefixes: Hashes
    steps: npt.NDArray[np.int32]
    variants: Points
    contexts: Points
    granted: npt.NDArray[np.int32]
    uses: npt.NDArray[np.float32]

    @classmethod
    def of(cls, entries: Iterable[Entry], glossary: Sequence[GlossaryTerm] = ()) -> "Lexicon":
        """The lexicon of a dictionary and a glossary, whose pairs count as further entries.

        A pair of weight 0 is forbidden: neither term means the other, even if the dictionary says so. A term
        that the engine cannot read is left out, see ``Obstacle`` in ``glossary``.
        """
        rows = list(entries)
        ways, contexts = variants([row[0] for row in rows], [row[1] for row in rows])
        texts, numbers = glosses([row[2] for row in rows])
        spellings = [*(row[0] for row in rows), *(row[1] for row in rows), *(pair.zh for pair in glossary)]
        fold = _fold(ways, contexts)
        heads = Phrases.of_headwords(spellings, fold)
        phrases = heads.followed_by(Phrases.of_glosses([*texts, *(pair.en for pair in glossary)], fold))
        keys, first, source_of = phrases.distinct()
        votes = _votes(source_of, np.array(numbers, dtype=np.int64), (len(rows), len(texts)), glossary)
        links, granted = _links(*votes, keys.size), _granted(*votes, len(glossary))
        terms, own = phrases.own_terms(first)
        uses = _uses([row[1] for row in rows], source_of[len(rows) : 2 * len(rows)], keys.size)
        return cls(keys, terms, own, links, *phrases.prefixes(first), ways, contexts, granted, uses)

    @cached_property
    def fold(self) -> Fold:
        """The simplified form of every character, by its neighbours if need be: ``fold`` of ``tokens``."""
        return _fold(self.variants, self.contexts)

    def matches(self, found: Tokens) -> Matches:
        """Every occurrence of a source in some texts, given their tokens, which were read with ``fold``."""
        line = PartSequence.of(found)
        firsts: list[Positions] = []
        lasts: list[Positions] = []
        found_sources: list[npt.NDArray[np.int32]] = []
        for length, at, steps in self._steps_along(line):
            hits = np.flatnonzero(steps > 1)
            firsts.append(at[hits])
            lasts.append(at[hits] + length - 1)
            found_sources.append((steps[hits] >> 1) - 1)
        first, last, sources = np.concatenate(firsts), np.concatenate(lasts), np.concatenate(found_sources)
        nested = _nested(first, last, line.keys.size)
        return Matches(line.texts[first], sources, line.starts[first], line.ends[last], nested)

    def sources_in(self, found: Tokens, texts: int) -> Matrix:
        """The count of each source in each of ``texts`` texts, see ``Matches.by_text``."""
        return self.matches(found).by_text(texts, self.keys.size)

    def save(self, directory: str | Path) -> None:
        """Write ``lexicon.*.npy`` into a directory, which is made if it does not exist."""
        target = Path(directory)
        target.mkdir(parents=True, exist_ok=True)
        for name in _FILES:
            np.save(target / f"lexicon.{name}.npy", getattr(self, name), allow_pickle=False)
        save_sparse(target / "lexicon.own", self.own)
        save_sparse(target / "lexicon.links", self.links)

    @classmethod
    def load(cls, directory: str | Path) -> "Lexicon":
        """Map the files that ``save`` wrote. Raises FileNotFoundError if one is missing."""
        start = str(Path(directory) / "lexicon.")
        arrays = {name: mapped(f"{start}{name}.npy") for name in _FILES}
        sources = arrays["keys"].size
        own = load_csr(f"{start}own", (sources, arrays["terms"].size))
        return cls(**arrays, own=own, links=load_csr(f"{start}links", (sources, sources)))

    def _steps_along(self, line: "PartSequence") -> Iterator[tuple[int, Positions, npt.NDArray[np.int32]]]:
        """For each length, the positions where a source may begin, and the steps of the prefixes there."""
        at, length, states = np.arange(line.keys.size), 1, mix_bits(line.keys)
        while True:
            steps = self._step(states)
            yield length, at, steps
            on = np.flatnonzero(((steps & 1) != 0) & (at + length < line.stops[at]))
            if not on.size:
                return
            at = at[on]
            states = prefix_hashes(states[on], line.keys[at + length])
            length += 1

    def _step(self, states: Hashes) -> npt.NDArray[np.int32]:
        """The steps of prefixes by their hashes, 0 for an unknown one.

        Hashes are spread evenly, so their top bits lead close to their place (interpolation search).
        """
        buckets, shift = self._buckets
        at = buckets.take((states >> shift).view(np.int64))
        there = self.prefixes.take(at)
        late = np.flatnonzero(there < states)
        while late.size:
            at[late] += 1
            there[late] = self.prefixes.take(at[late])
            late = late[there[late] < states[late]]
        steps: npt.NDArray[np.int32] = self.steps.take(at) * (there == states)
        return steps

    @cached_property
    def _buckets(self) -> tuple[Positions, np.uint64]:
        """The first prefix for each value of the top bits, and the shift that leaves these bits."""
        bits = max(1, self.prefixes.size.bit_length())
        shift = np.uint64(64 - bits)
        return np.searchsorted(self.prefixes, np.arange(1 << bits, dtype=np.uint64) << shift), shift


@lru_cache(maxsize=1)
def dictionary() -> Lexicon:
    """The lexicon of CC-CEDICT, read once per process."""
    return Lexicon.of(installed_entries())


def _votes(
    source_of: Positions, entry_of: Positions, sizes: tuple[int, int], glossary: Sequence[GlossaryTerm]
) -> tuple[Positions, Positions, npt.NDArray[np.float32]]:
    """The headword, gloss and weight of every vote. A weight of 0 forbids; -1 stands for no source."""
    entries, glosses = sizes
    pairs = len(glossary)
    traditional, simplified, own_heads = np.split(source_of[: 2 * entries + pairs], [entries, 2 * entries])
    meanings, own_meanings = np.split(source_of[2 * entries + pairs :], [glosses])
    simplified = np.where(simplified == traditional, -1, simplified)
    heads = np.concatenate([traditional[entry_of], simplified[entry_of], own_heads])
    weights = np.ones(heads.size, dtype=np.float32)
    weights[2 * glosses :] = [pair.weight for pair in glossary]
    return heads, np.concatenate([meanings, meanings, own_meanings]), weights


def _links(heads: Positions, meanings: Positions, weights: npt.NDArray[np.float32], size: int) -> Matrix:
    """The sums of votes without forbidden pairs: csr float32 of shape (size, size)."""
    pairs = heads * size + meanings
    kept = (heads >= 0) & (meanings >= 0) & ~np.isin(pairs, pairs[weights == 0])
    links = sparse.csr_matrix((weights[kept], (heads[kept], meanings[kept])), shape=(size, size))
    links.sum_duplicates()
    return links


def _granted(
    heads: Positions, meanings: Positions, weights: npt.NDArray[np.float32], pairs: int
) -> npt.NDArray[np.int32]:
    """The votes of the glossary, which are the last ``pairs``, without those that forbid."""
    rows = np.stack([heads, meanings], axis=1)[heads.size - pairs :]
    kept: npt.NDArray[np.int32] = rows[(rows >= 0).all(axis=1) & (weights[heads.size - pairs :] > 0)].astype(
        np.int32
    )
    return kept


def _uses(simplified: Sequence[str], source_of: Positions, size: int) -> npt.NDArray[np.float32]:
    """``uses`` of the sources of some headwords in simplified characters; -1 stands for no source."""
    uses = np.zeros(size, dtype=np.float32)
    kept = np.flatnonzero(source_of >= 0)
    uses[source_of[kept]] = [per_million(simplified[at]) for at in kept.tolist()]
    return uses


def _nested(first: Positions, last: Positions, size: int) -> Flags:
    """True for matches inside a longer one, bool of shape (matches,). Matches are sorted by length."""
    reach = np.full(size + 1, -1, dtype=np.int64)
    reach[first + 1] = last  # of matches with one start, the longest comes last
    before = np.maximum.accumulate(reach)
    nested: Flags = (last < reach[first + 1]) | (last <= before[first])
    return nested


def _fold(ways: Points, contexts: Points) -> Fold:
    table = np.arange(CODE_POINTS, dtype=np.uint32)
    table[ways[:, 0]] = ways[:, 1]
    return Fold(table, contexts)


EMPTY = Lexicon.of([])
"""A lexicon without words: it folds no characters and translates nothing."""
