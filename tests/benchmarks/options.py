"""The options of the command line."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """``cache`` is the folder of generated listings and of results by size.

    Without sizes, or with 0 rounds, each section takes its defaults.
    """

    cache: Path
    sizes: tuple[int, ...] = ()
    rounds: int = 0
