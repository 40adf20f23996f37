"""What the command line says."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """``cache`` keeps generated listings, and results by size. No sizes, or 0 rounds: what is usual."""

    cache: Path
    sizes: tuple[int, ...] = ()
    rounds: int = 0
