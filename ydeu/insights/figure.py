"""A figure: a number with its unit, what it means, and on how many cases it rests."""

from typing import NamedTuple

from django.utils.functional import Promise

FEWEST = 5
"""A figure that rests on fewer cases is not shown: it would tell of single enterprises, and mean little."""

Text = str | Promise
"""A text in the reader's language."""


class Figure(NamedTuple):
    """``value`` is None without a case. ``definition`` says what is counted and when."""

    name: Text
    definition: Text
    unit: Text
    value: float | None
    cases: int

    @property
    def is_shown(self) -> bool:
        return self.value is not None and self.cases >= FEWEST
