"""``manage.py evaluate DIR``: how well the engine ranks a labelled collection."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

try:
    from matching.engine import evaluation
except ModuleNotFoundError as error:
    if error.name != "ir_measures":
        raise
    can_measure = False
else:
    can_measure = True


class Command(BaseCommand):
    help = "Measures the matching engine on a labelled collection in BEIR form."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory", metavar="DIR", help="folder with corpus.jsonl, queries.jsonl, qrels/test.tsv"
        )
        parser.add_argument(
            "--judged-only", action="store_true", help="rank only the judged documents of a query"
        )
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not can_measure:
            raise CommandError(
                "This command needs the package ir-measures, which a server does not. Install it with "
                f"{sys.executable} -m pip install ir-measures==0.4.3"
            )
        try:
            figures = evaluation.evaluate(options["directory"], judged_only=options["judged_only"]).as_json()
        except (OSError, evaluation.BadCollection) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for name, value in figures.items():
            self.stdout.write(f"{name:<12}{value}" if name == "queries" else f"{name:<12}{value:.4f}")
