"""`manage.py health`: what works and what does not, for people, scripts and alarms."""

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from ydeu.health import alarms
from ydeu.health.report import NAMES, Result, examine, is_ready


class Command(BaseCommand):
    help = "Check database, Redis, beat, workers, queue, matching, e-mails, index. Ends with 1 if one fails."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="only these checks")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--alert",
            action="store_true",
            help="tell the operators of what is new (HEALTH_ALERT_...)",
        )
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="do not end: check again after so many seconds"
        )

    def handle(self, *, only: list[str], every: int | None, alert: bool, **options: Any) -> None:
        results = self.look(only, alert=alert)
        while every:
            time.sleep(every)
            close_old_connections()
            self.look(only, alert=alert)
        self.show(results, as_json=options["json"])
        if not is_ready(results):
            sys.exit(1)

    def look(self, only: list[str], *, alert: bool) -> list[Result]:
        results = examine(only)
        if alert:
            alarms.watch(results, settings.HEALTH_ALERT_STATE, timezone.now())
        return results

    def show(self, results: list[Result], *, as_json: bool) -> None:
        if as_json:
            found = {each.check.name: {"state": each.state, "says": each.says} for each in results}
            self.stdout.write(json.dumps({"ready": is_ready(results), "checks": found}, ensure_ascii=False))
            return
        for each in results:
            self.stdout.write(f"{each.state:8} {each.check.name}: {each.says}")
