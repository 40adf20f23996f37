"""Match the published listings anew."""

import time
from argparse import ArgumentParser
from math import ceil
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from kombu.exceptions import OperationalError
from tqdm import tqdm

from matching import failures, index, waiting
from matching.models import Suggestion
from matching.tasks import match_waiting

POLL_SECONDS = 0.5
SILENCE_SECONDS = 180


class Command(BaseCommand):
    help = "Match listings anew: those that wait, or with --all every published one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="every published listing, on a new index")
        parser.add_argument(
            "--local", action="store_true", help="in this process; needs no broker and no worker"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        if options["all"]:
            waiting.all_over_again()
            index.rebuild()
        total = waiting.count()
        with tqdm(total=total, unit="listing", desc="matching") as bar:
            self._match_here(bar) if options["local"] else self._follow_workers(bar, total)
        pairs = Suggestion.objects.pending().count()
        seconds = time.monotonic() - started
        left = waiting.count()
        if left:
            raise CommandError(f"{left} of {total} listings could not be matched: the admin says why")
        self.stdout.write(f"{total} listings matched in {seconds:.1f} s; {pairs} suggestions to review")

    def _match_here(self, bar: "tqdm[Any]") -> None:
        while taken := waiting.take():
            failures.match(*taken)
            bar.update(len(taken[1]))

    def _follow_workers(self, bar: "tqdm[Any]", total: int) -> None:
        """Enqueue as many tasks as there are batches, then watch the rows: they are the record."""
        self._enqueue(ceil(total / waiting.BATCH))
        moved_at = time.monotonic()
        while (left := waiting.count()) > 0:
            if total - left > bar.n:
                bar.update(total - left - bar.n)
                moved_at = time.monotonic()
            elif time.monotonic() - moved_at > SILENCE_SECONDS:
                raise CommandError(f"nothing moved for {SILENCE_SECONDS} s: does a worker run?")
            time.sleep(POLL_SECONDS)
        bar.update(total - bar.n)

    def _enqueue(self, batches: int) -> None:
        try:
            for _ in range(batches):
                match_waiting.delay()
        except OperationalError as error:
            raise CommandError(f"no broker answers ({error}): start one, or use --local") from error
