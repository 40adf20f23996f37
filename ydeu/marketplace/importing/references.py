"""Finds the alliances (by slug or name) and enterprises (by credit code or name) that a file names."""

from collections.abc import Iterable
from contextlib import suppress

from django.utils.translation import gettext as _

from matching.engine.tables.headings import fold
from ydeu.accounts.enums import Origin
from ydeu.accounts.folding import fold_name
from ydeu.accounts.models import Enterprise
from ydeu.accounts.validators import normalise_credit_code
from ydeu.alliances.models import Alliance
from ydeu.marketplace.importing.options import Options
from ydeu.marketplace.importing.organisations import NOBODY, Undecided, namesakes, owner_among
from ydeu.marketplace.importing.parsing import CellError, Row


class References:
    """Finds what a batch of rows names, and caches it for the next batches."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._alliances: dict[str, int] = {}
        for alliance in Alliance.objects.all():
            for name in (alliance.name_en, alliance.name_zh, alliance.slug):
                self._alliances[fold(name)] = alliance.pk
        self._by_code: dict[str, int] = {}
        self._by_name: dict[str, int] = {}

    def alliance_of(self, row: Row) -> int | None:
        if row.alliance:
            return self._alliances[fold(row.alliance)]
        return self._options.alliance.pk if self._options.alliance else None

    def enterprise_of(self, row: Row) -> int:
        """The id of the enterprise of a row: by credit code, else by organisation, else that of the file.

        Raises Undecided if nobody said whether the organisation is the registered enterprise of that name.
        """
        if self._options.for_member and self._options.enterprise:
            return self._options.enterprise.pk
        if row.enterprise:
            return self._by_code[normalise_credit_code(row.enterprise)]
        if not row.organisation and self._options.enterprise:
            return self._options.enterprise.pk
        name = self._name_of(row)
        if fold_name(name) not in self._by_name:
            raise Undecided([name])
        return self._by_name[fold_name(name)]

    def missing(self, batch: list[Row]) -> Iterable[CellError]:
        """An error for each cell that names an unknown alliance or enterprise."""
        self._find_codes(batch)
        for row in batch:
            if row.alliance and fold(row.alliance) not in self._alliances:
                yield row.fault("alliance", _("There is no alliance “%(name)s”.") % {"name": row.alliance})
            is_named = row.enterprise and not self._options.for_member
            if is_named and normalise_credit_code(row.enterprise) not in self._by_code:
                yield row.fault(
                    "enterprise", _("No enterprise has the code “%(code)s”.") % {"code": row.enterprise}
                )

    def make_organisations(self, batch: list[Row]) -> None:
        """Find or create an enterprise, marked as imported, for each organisation without a credit code."""
        if self._options.for_member:
            return
        self._find_codes(batch)
        unnamed = (row for row in batch if not row.enterprise)
        names = [self._name_of(row) for row in unnamed if row.organisation or not self._options.enterprise]
        wanted = {fold_name(name): name for name in reversed(names)}  # the first spelling becomes its name
        wanted = {folded: name for folded, name in wanted.items() if folded not in self._by_name}
        found, new = namesakes(wanted), []
        for folded, name in sorted(wanted.items()):
            with suppress(Undecided):  # raised again for a row that needs it
                owner = owner_among(folded, found.get(folded, []), self._options.owners)
                if owner is None:
                    new.append(Enterprise(name=name, origin=Origin.IMPORTED))
                else:
                    self._by_name[folded] = owner.pk
        self._by_name.update((made.folded_name, made.pk) for made in Enterprise.objects.bulk_create(new))

    def _name_of(self, row: Row) -> str:
        return row.organisation or NOBODY[self._options.kind]

    def _find_codes(self, batch: list[Row]) -> None:
        codes = {normalise_credit_code(row.enterprise) for row in batch if row.enterprise}
        found = Enterprise.objects.filter(credit_code__in=codes - self._by_code.keys())
        self._by_code.update((str(code), pk) for code, pk in found.values_list("credit_code", "pk"))
