"""Inserts the pairs that the matcher has found, by one statement that is filled in for each.

``bulk_create`` prepares thirty columns for each row. Most columns of a new pair have their default, and to
prepare these again and again took longer than the search.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.constants import OnConflict

from matching.models import Suggestion
from matching.states import SuggestionState


class NewPair(NamedTuple):
    """A pair as the matcher sees it now, by the columns of ``Suggestion``."""

    offer_id: int
    demand_id: int
    score: float
    base_strength: float
    index_version: str
    offer_revision: int
    demand_revision: int
    offer_rank: int | None = None
    demand_rank: int | None = None


def insert_missing(pairs: Sequence[NewPair]) -> None:
    """Insert the pairs that do not exist, in this order. They are folded until they are rated.

    A pair that exists keeps its row as it is: a coordinator may have decided it.
    """
    connection = connections[router.db_for_write(Suggestion)]
    others = _defaults(connection)
    statement = _insertion(connection, [*NewPair._fields, *others])
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(*pair, *others.values()) for pair in pairs])


def _insertion(connection: BaseDatabaseWrapper, columns: Sequence[str]) -> str:
    """The statement that inserts one row, as ``bulk_create`` would write it."""
    ops, ignore = connection.ops, OnConflict.IGNORE
    parts = (
        ops.insert_statement(on_conflict=ignore),
        ops.quote_name(Suggestion._meta.db_table),
        f"({', '.join(map(ops.quote_name, columns))})",
        f"VALUES ({', '.join(['%s'] * len(columns))})",
        ops.on_conflict_suffix_sql([], ignore, [], []),
    )
    return " ".join(parts)


def _defaults(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """What the other columns of a new pair hold, as the database takes it."""
    row = Suggestion(state=SuggestionState.FOLDED)
    return {
        field.attname: field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for field in Suggestion._meta.concrete_fields
        if not field.primary_key and field.attname not in NewPair._fields
    }
