"""What is read of demands: their terms, and the words of them that a lexicon knows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..lexicon.lexicon import Lexicon
from ..text.counting import WIDTH, Counts, Matrix, counted, folded
from ..text.documents import FIELDS, Document
from ..text.tokens import Tokens, tokens


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The counts of some demands, and csr float32 (demands, sources): how much each source counts in them."""

    counts: Counts
    sources: Matrix

    def of_words(self) -> npt.NDArray[np.bool_]:
        """Which demands consist of words, being mostly in a script with spaces: bool of shape (demands,)."""
        filled: npt.NDArray[np.bool_] = self.counts.lengths().sum(axis=1) > 0
        return filled & ~self.counts.are_spaceless()

    @classmethod
    def of(cls, found: Tokens, sources: Matrix) -> "Reading":
        """From the tokens of the fields of demands, and csr (fields, sources) of a lexicon in the same."""
        return cls(counted(found, sources.shape[0] // WIDTH), folded(sources))


def read(documents: Sequence[Document], lexicon: Lexicon) -> Reading:
    """Reads demands once for both. Raises as ``tokens`` does."""
    texts = [document.text(name) for document in documents for name in FIELDS]
    found = tokens(texts, fold=lexicon.fold)
    return Reading.of(found, lexicon.sources_in(found, len(texts)))
