"""Results by size, stored with the generated listings, so that sizes can be measured at different times."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matching.engine
from tests.benchmarks.options import Options

Results = dict[int, dict[str, Any]]


def measured(
    section: str, options: Options, usual: Sequence[int], measure: Callable[[int], dict[str, Any]]
) -> Results:
    """Measure the given sizes, or the usual ones, and return the results of all sizes of the same engine."""
    folder = options.cache / f"{section}-{_fingerprint()}"
    folder.mkdir(parents=True, exist_ok=True)
    for size in options.sizes or usual:
        found = measure(size)
        (folder / f"{size}.json").write_text(json.dumps(found))
    results = {int(path.stem): json.loads(path.read_text()) for path in folder.glob("*.json")}
    return dict(sorted(results.items()))


def _fingerprint() -> str:
    """The hash of the engine's sources: figures of two engines do not belong in one table."""
    sources = sorted(Path(*matching.engine.__path__).rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
