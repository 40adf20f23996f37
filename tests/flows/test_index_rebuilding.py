"""Real workers build a new version of the index over a real broker."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from matching.index import lock, market_index, match_queue, rebuild
from matching.index.store import Label
from matching.models import GlossaryEntry, Suggestion
from matching.tasks import sweep
from tests.factories import make_published_demand, make_published_offer
from tests.servers import WorkerProcess, wait_until
from tests.versions import content

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Worker = Callable[..., WorkerProcess]


@pytest.fixture(autouse=True)
def parts_of_three(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Set the part size in this process and in worker processes."""
    settings.MATCHING_INDEX_PART = 3
    monkeypatch.setenv("MATCHING_INDEX_PART", "3")


def version() -> str | None:
    return market_index.store().current_version()


def tasks_done(worker: WorkerProcess, name: str) -> int:
    return worker.log().count(f"Task matching.{name}[") // 2  # each task logs "received" and "succeeded"


def content_of_one_process(folder: Path, settings: Settings) -> dict[str, str]:
    """The digests of a version that this process builds alone, in a separate folder."""
    usual = settings.MATCHING_INDEX_DIR
    settings.MATCHING_INDEX_DIR = folder
    market_index.rebuild()
    made = content()
    settings.MATCHING_INDEX_DIR = usual
    return made


@pytest.mark.parametrize("processes", [1, 2])
def test_workers_make_the_same_version_as_one_process(
    processes: int, celery_worker_process: Worker, tmp_path: Path, settings: Settings
) -> None:
    for number in range(10):
        make_published_offer(title=f"锂离子电池隔膜 {number}", matched_revision=1)
    make_published_demand(matched_revision=1)
    old = market_index.rebuild()
    GlossaryEntry.objects.create(zh="电池", en="cell")
    wanted = content_of_one_process(tmp_path / "alone", settings)
    worker = celery_worker_process(concurrency=processes)

    sweep.delay()

    wait_until(lambda: version() != old.version, seconds=30, what="a new version is in use")
    wait_until(lambda: not lock.unfinished_builds(), seconds=5, what="the workshop is cleared away")
    assert content() == wanted
    assert [tasks_done(worker, name) for name in ("count_shard", "fit", "weigh_shard")] == [5, 1, 5]


def test_a_market_without_listings(celery_worker_process: Worker) -> None:
    worker = celery_worker_process()

    sweep.delay()

    wait_until(version, seconds=30, what="a first version is in use")
    assert tasks_done(worker, "count_shard") == 0


def test_all_listings_are_matched_again_with_a_new_glossary(celery_worker_process: Worker) -> None:
    make_published_offer(matched_revision=1), make_published_demand(matched_revision=1)
    first = market_index.rebuild()
    GlossaryEntry.objects.create(zh="电池", en="cell")
    celery_worker_process()

    sweep.delay()

    wait_until(lambda: version() != first.version, seconds=30, what="a new version is in use")
    wait_until(
        lambda: Suggestion.objects.exists() and not match_queue.count(), seconds=30, what="all are matched"
    )
    assert Label.of(market_index.current_or_build()).words != Label.of(first).words
    assert rebuild.is_due() is False
