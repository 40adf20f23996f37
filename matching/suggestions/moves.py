"""How the matcher moves pairs that it has locked: between the queue, the folded pairs and the superseded."""

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from matching.enums import Escalation
from matching.models import Suggestion, SuggestionEvent
from matching.states import SuggestionState
from matching.suggestions import deadlines

NO_CLOCK = {"due_at": None, "escalation": Escalation.NOBODY}
NO_OPINION = {"decided_by": None, "decided_at": None, "second_side": ""}


class Placed(Protocol):
    """A locked pair, a ``Suggestion`` or a plain row, and where it is."""

    @property
    def pk(self) -> int: ...
    @property
    def state(self) -> str: ...


def move(rows: Sequence[Placed], to: SuggestionState, *, new: Collection[int] = ()) -> int:
    """Move locked rows, with events. The clock of a pair that comes into the queue starts. Returns how many.

    ``new`` are primary keys of pairs that were only just found: their first place needs no event.
    """
    pks = [row.pk for row in rows]
    Suggestion.objects.filter(pk__in=pks).update(state=to, **_changes(to))
    events = [
        SuggestionEvent(suggestion_id=row.pk, from_state=row.state, to_state=to)
        for row in rows
        if row.pk not in new
    ]
    SuggestionEvent.objects.bulk_create(events, batch_size=500)
    if to == SuggestionState.PENDING:
        deadlines.set_missing(Suggestion.objects.filter(pk__in=pks))
    return len(rows)


def _changes(to: SuggestionState) -> dict[str, Any]:
    if to == SuggestionState.PENDING:
        return deadlines.restart_fields()
    if to == SuggestionState.FOLDED:
        return {**NO_OPINION, **NO_CLOCK}
    return {**NO_OPINION, "fold_reason": "", "kept": False}
