"""The reading of demands: their term counts, and the words in them that a lexicon knows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..lexicon.lexicon import Lexicon
from ..text.counting import N_FIELDS, Counts, Matrix, count_tokens, sum_fields
from ..text.documents import FIELDS, Document
from ..text.tokens import Tokens, tokens


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The term counts of some demands, and the counts of the sources of a lexicon in them.

    A source is a headword or a gloss of the lexicon: a word that has translations.

    ``sources`` is csr float32 of shape (demands, sources), see ``Matches.by_text``.
    """

    counts: Counts
    sources: Matrix

    def are_word_based(self) -> npt.NDArray[np.bool_]:
        """True for demands that consist of words, bool of shape (demands,).

        Such a demand is not empty, and not mostly in scripts without spaces.
        """
        filled: npt.NDArray[np.bool_] = self.counts.lengths().sum(axis=1) > 0
        return filled & ~self.counts.are_spaceless()

    @classmethod
    def of(cls, found: Tokens, sources: Matrix) -> "Reading":
        """The reading of demands, from the tokens of their fields and the source counts of their fields.

        ``sources`` is csr float32 of shape (demands * N_FIELDS, sources).
        """
        return cls(count_tokens(found, sources.shape[0] // N_FIELDS), sum_fields(sources))


def read(documents: Sequence[Document], lexicon: Lexicon) -> Reading:
    """Read demands: one tokenisation serves both counts. Raises as ``tokens`` does."""
    texts = [document.text(name) for document in documents for name in FIELDS]
    found = tokens(texts, fold=lexicon.fold)
    return Reading.of(found, lexicon.sources_in(found, len(texts)))
