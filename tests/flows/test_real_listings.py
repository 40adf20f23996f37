"""Ten thousand real listings go through import, broker and workers. One worker is killed in the middle."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import F

from matching.index import match_queue
from matching.models import Suggestion
from matching.states import SuggestionState
from tests.data import ABSENT, LISTINGS
from tests.marketplace.test_import_real_files import FILES
from tests.servers import ROOT, WorkerProcess, wait_until
from ydeu.marketplace.models import Demand, Offer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(400),
    pytest.mark.skipif(not LISTINGS.is_dir(), reason=ABSENT),
]

COUNT = sum(count for _name, _kind, count in FILES)


@contextmanager
def rematch_all(worker: WorkerProcess, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run `manage.py rematch --all` as an administrator would."""
    command = [sys.executable, "manage.py", "rematch", "--all"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=worker.env, stdout=output, stderr=output)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def let_the_marks_of_a_dead_worker_run_out() -> None:
    """Age the marks instead of waiting for the minute that they last."""
    past = F("matching_since") - timedelta(minutes=2)
    for model in (Offer, Demand):
        model.objects.filter(matching_since__isnull=False).update(matching_since=past)


def test_every_real_listing_is_matched_even_if_a_worker_is_killed_in_the_middle(
    celery_worker_process: Callable[..., WorkerProcess], tmp_path: Path
) -> None:
    for name, kind, _count in FILES:
        path = str(LISTINGS / f"{name}.csv")
        call_command("import_listings", path, "--kind", kind, "--publish", verbosity=0)
    assert match_queue.count() == COUNT
    decided = Suggestion.objects.create(
        offer=Offer.objects.earliest("pk"),
        demand=Demand.objects.earliest("pk"),
        score=0.9,
        state=SuggestionState.REJECTED,
    )
    before = Suggestion.objects.filter(pk=decided.pk).values().get()
    first = celery_worker_process()

    with rematch_all(first, tmp_path / "rematch.log") as rematch:
        wait_until(
            lambda: 0 < match_queue.count() < COUNT * 0.9, seconds=120, what="the first tenth is matched"
        )
        first.kill()
        assert match_queue.count() > 0
        let_the_marks_of_a_dead_worker_run_out()
        celery_worker_process(beat=True)
        assert rematch.wait(timeout=240) == 0, (tmp_path / "rematch.log").read_text()

    assert match_queue.count() == 0
    pairs = list(Suggestion.objects.values_list("offer", "demand"))
    assert len(pairs) == len(set(pairs)) > COUNT
    assert Suggestion.objects.filter(pk=decided.pk).values().get() == before
    assert not Suggestion.objects.filter(offer__enterprise=F("demand__enterprise")).exists()
