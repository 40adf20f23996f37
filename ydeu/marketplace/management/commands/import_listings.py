"""manage.py import_listings FILE --kind offer|demand: import the listings of an older platform."""

import os
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override
from tqdm import tqdm

from ydeu.accounts.models import Enterprise
from ydeu.accounts.validators import normalise_credit_code
from ydeu.alliances.models import Alliance
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.importing.checking import Check, FaultyFile, check
from ydeu.marketplace.importing.layout import Choices
from ydeu.marketplace.importing.options import Options
from ydeu.marketplace.importing.organisations import ANSWERS, FOR_ALL, Undecided
from ydeu.marketplace.importing.parsing import Row
from ydeu.marketplace.importing.writing import Outcome, import_file, refuse_faulty
from ydeu.transitions import DomainError


class Command(BaseCommand):
    help = "Take over offers or demands from a CSV or XLSX file: all of it, or nothing if a row is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", required=True, choices=ListingKind.values)
        parser.add_argument("--alliance", metavar="SLUG", help="for rows that name none")
        parser.add_argument("--enterprise", metavar="CODE", help="credit code, for rows that name nobody")
        parser.add_argument("--publish", action="store_true", help="publish them instead of moderating each")
        parser.add_argument(
            "--same-names",
            choices=ANSWERS,
            help="an organisation with a registered enterprise's name: known is that one, new is another",
        )
        parser.add_argument(
            "--sheet", metavar="NAME", default="", help="of a workbook; else the one that fits best"
        )
        parser.add_argument(
            "--ignore", metavar="HEADING", action="append", help="leave out an unknown column"
        )
        parser.add_argument("--hidden", action="store_true", help="read hidden rows and columns, too")
        parser.add_argument("--update", action="store_true", help="change listings that the file corrects")
        parser.add_argument("--dry-run", action="store_true", help="only check the file; write nothing")

    def handle(self, *args: Any, **asked: Any) -> None:
        started = perf_counter()
        with override(terminal_language()):
            outcome = self._run(asked)
            told = {"read": outcome.read, "new": outcome.new, "known": outcome.known}
            line = _("%(read)d rows read, %(new)d new, %(known)d already there, %(seconds).1f s") % {
                **told,
                "seconds": perf_counter() - started,
            }
            self.stdout.write(line + (_(" (dry run: nothing was written)") if asked["dry_run"] else ""))

    def _run(self, asked: dict[str, Any]) -> Outcome | Check:
        path, options = asked["file"], _options(asked)
        if not path.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": path})
        watch = _show_progress if asked["verbosity"] else _stay_quiet
        try:
            if not asked["dry_run"]:
                return import_file(path, options, by=None, watch=watch, report=self._tell)
            checked = check(path, options, watch=watch)
            self._tell(checked)
            refuse_faulty(checked, options)
        except FaultyFile as faulty:
            raise CommandError("\n".join(_told(faulty))) from faulty
        except Undecided as undecided:
            raise CommandError(f"{undecided}\n--same-names known|new") from undecided
        except DomainError as error:
            raise CommandError(str(error)) from error
        return checked

    def _tell(self, checked: Check) -> None:
        """Print how the file was read, where that is not plain, on standard error."""
        lines = list(checked.notes)
        for each in checked.understood:
            place = _("row %(row)d, column %(column)s") % {"row": each.row, "column": each.column}
            lines.append(f"{place}: {each.typed} → {each.told}")
        if unsaid := checked.understood_count - len(checked.understood):
            lines.append(_("… and %(count)d more") % {"count": unsaid})
        if checked.over:
            lines.append(
                _("Rows whose term is over; they come in as expired: %(count)d.") % {"count": checked.over}
            )
        if checked.changes_count:
            told = {
                "count": checked.changes_count,
                "rows": ", ".join(str(each.row.row) for each in checked.changes),
            }
            lines.append(
                _("Rows that differ from the listing with their number: %(count)d (rows %(rows)s).") % told
            )
        for line in lines:
            self.stderr.write(line)


def terminal_language() -> str:
    """The language of the site that fits the locale of the terminal."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-hans" if locale.startswith("zh") else "en"


def _options(asked: dict[str, Any]) -> Options:
    alliance = enterprise = None
    if slug := asked["alliance"]:
        alliance = Alliance.objects.filter(slug=slug).first()
        if alliance is None:
            raise CommandError(_("There is no alliance “%(name)s”.") % {"name": slug})
    if code := asked["enterprise"]:
        enterprise = Enterprise.objects.filter(credit_code=normalise_credit_code(code)).first()
        if enterprise is None:
            raise CommandError(_("No enterprise has the code “%(code)s”.") % {"code": code})
    choices = Choices(asked["sheet"], asked["hidden"], frozenset(asked["ignore"] or ()))
    owners = {FOR_ALL: asked["same_names"]} if asked["same_names"] else {}
    kind = ListingKind(asked["kind"])
    return Options(
        kind,
        alliance,
        enterprise,
        asked["publish"],
        choices=choices,
        updates=asked["update"],
        owners=owners,
    )


def _told(faulty: FaultyFile) -> Iterator[str]:
    yield str(faulty)
    yield from (str(error) for error in faulty.check.errors)
    if unsaid := faulty.check.faults - len(faulty.check.errors):
        yield _("… and %(count)d more") % {"count": unsaid}


def _show_progress(rows: Iterator[Row], doing: str, total: int | None) -> Iterator[Row]:
    return iter(tqdm(rows, desc=doing, total=total, unit=_(" rows"), mininterval=0.5))


def _stay_quiet(rows: Iterator[Row], _doing: str, _total: int | None) -> Iterator[Row]:
    return rows
