"""``manage.py rematch``: match the listings that wait, or with ``--all`` every published one."""

import time
from argparse import ArgumentParser
from math import ceil
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from kombu.exceptions import OperationalError
from tqdm import tqdm

from matching.index import market_index, match_queue, rebuild
from matching.models import Suggestion
from matching.suggestions import matcher, refresh
from matching.tasks import enqueue_waiting

POLL_SECONDS = 0.5
SILENCE_SECONDS = 180


class Command(BaseCommand):
    help = "Match listings: those that wait, or with --all every published one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="every published listing, on a new index")
        parser.add_argument(
            "--local", action="store_true", help="in this process; needs no broker and no worker"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        refresh.supersede_unpublished()
        if options["all"] or rebuild.is_behind():
            market_index.rebuild()  # before the listings wait, because a running worker claims them at once
        if options["all"]:
            match_queue.requeue_all()
        total = match_queue.count_unmatched()
        with tqdm(total=total, unit="listing", desc="matching") as bar:
            self._match_here(bar) if options["local"] else self._follow_workers(bar, total)
        left = match_queue.count_unmatched()
        if left:
            raise CommandError(
                f"{left} of {total} listings are not matched: a worker that died had them (wait a minute), "
                "or the admin says why"
            )
        pairs, folded = Suggestion.objects.pending().count(), Suggestion.objects.folded().count()
        seconds = time.monotonic() - started
        self.stdout.write(
            f"{total} listings matched in {seconds:.1f} s; {pairs} suggestions to review, {folded} folded"
        )

    def _match_here(self, bar: "tqdm[Any]") -> None:
        while taken := matcher.match_some():
            bar.update(taken)

    def _follow_workers(self, bar: "tqdm[Any]", total: int) -> None:
        """Enqueue one task per batch, then watch the rows until none waits.

        Raises CommandError after silence.
        """
        self._enqueue(ceil(total / match_queue.BATCH))
        moved_at, counts = time.monotonic(), (0, 0)
        while (left := match_queue.count()) > 0:
            bar.update(max(0, total - left - bar.n))
            if counts != (left, match_queue.count_unclaimed()):
                moved_at, counts = time.monotonic(), (left, match_queue.count_unclaimed())
            elif time.monotonic() - moved_at > SILENCE_SECONDS:
                raise CommandError(f"nothing moved for {SILENCE_SECONDS} s: does a worker run?")
            time.sleep(POLL_SECONDS)
        bar.update(total - match_queue.count_unmatched() - bar.n)

    def _enqueue(self, batches: int) -> None:
        try:
            for _ in range(batches):
                enqueue_waiting()
        except OperationalError as error:
            raise CommandError(f"no broker answers ({error}): start one, or use --local") from error
