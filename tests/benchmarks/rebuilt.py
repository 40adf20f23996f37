"""The seconds of builds of the index from a market in a database. Django must be set up."""

import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matching.index import lock, market_index
from matching.tasks import sweep
from tests.benchmarks import posted, scale
from tests.factories import make_alliance
from tests.servers import RedisServer, WorkerProcess, wait_until
from tests.versions import content

PATIENCE = 3600


def measured(
    server: RedisServer, folder: Path, size: int, processes: Sequence[int], cache: Path
) -> dict[str, Any]:
    """Fill the database; build once in this process, then once with each number of worker processes."""
    posted.fill(scale.market(size // 2, cache), make_alliance())
    began = time.perf_counter()
    market_index.rebuild()
    alone = time.perf_counter() - began
    made, seconds = [content()], {}
    for count in processes:
        forget()
        seconds[str(count)] = by_worker(server, folder, count)
        made.append(content())
    same = [name for name in made[0] if all(each.get(name) == made[0][name] for each in made)]
    return {
        "alone": alone,
        "workers": seconds,
        "same": len(same),
        "files": len(set().union(*made)),
    }


def by_worker(server: RedisServer, folder: Path, processes: int) -> float:
    """Seconds from the request until the version is in use, with a new worker that is ready."""
    worker = WorkerProcess(server.url, folder, "-c", str(processes), index=folder / "index")
    try:
        wait_until(worker.answers, seconds=60, what="the worker answers")
        began = time.perf_counter()
        sweep.delay()
        wait_until(is_made, seconds=PATIENCE, what="a version is in use")
        return time.perf_counter() - began
    finally:
        worker.stop()


def is_made() -> bool:
    return market_index.store().current_version() is not None and not lock.unfinished_builds()


def forget() -> None:
    """Remove all versions, as before the first build."""
    shutil.rmtree(market_index.store().root)
