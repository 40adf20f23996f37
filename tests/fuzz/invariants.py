"""What must be true of the rows after every request, and what a refused request must leave unchanged."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F, Model, OuterRef, Subquery

from matching.models import (
    Introduction,
    IntroductionEvent,
    IntroductionSide,
    MessageFile,
    Suggestion,
    SuggestionEvent,
)
from matching.states import SuggestionState
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.marketplace.models import Attachment, Demand, ListingEvent, Offer
from ydeu.marketplace.states import State
from ydeu.privacy.models import Deletion, Leftover

WITH_EVENTS: tuple[tuple[Any, Any, str], ...] = (
    (Offer, ListingEvent, "offer"),
    (Demand, ListingEvent, "demand"),
    (Suggestion, SuggestionEvent, "suggestion"),
    (Introduction, IntroductionEvent, "introduction"),
)
MOVED: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Offer, ("state", "revision", "moderated_revision", "updated_at")),
    (Demand, ("state", "revision", "moderated_revision", "updated_at")),
    (Suggestion, ("state", "assignee")),
    (Introduction, ("state", "connected_at")),
    (IntroductionSide, ("state", "reason", "note")),
    (Enterprise, ("name", "credit_code", "verified_at")),
    (Membership, ("role",)),
    (User, ("email", "password", "is_active", "is_staff")),
    (Deletion, ("state",)),
    (Attachment, ("upload", "file", "state")),
    (MessageFile, ("upload", "file", "state")),
)
"""The tables and columns that a request changes only if it succeeds."""
FOLDERS = ("unchecked", "attachments", "messages")


def faults() -> set[str]:
    """Rows that were stored by halves. A state without its event, a pair without its introduction, a file
    without its row, and the like."""
    return {*_states_without_event(), *_odd_revisions(), *_odd_pairs(), *_odd_files()}


def stored() -> dict[str, Any]:
    """The values that no refused request changes, by table."""
    return {
        model._meta.label: set(model.objects.order_by().values_list("pk", *names)) for model, names in MOVED
    }


def _states_without_event() -> Iterator[str]:
    for model, events, name in WITH_EVENTS:
        last = events.objects.filter(**{name: OuterRef("pk")}).order_by("-pk").values("to_state")[:1]
        odd = model.objects.annotate(told=Subquery(last)).exclude(told=None).exclude(told=F("state"))
        yield from (f"{_name(row)} is {row.state}, its last event says {row.told}" for row in odd)


def _odd_revisions() -> Iterator[str]:
    for model in (Offer, Demand):
        rows: Any = model.objects
        yield from (
            f"{_name(row)}: moderated beyond its revision"
            for row in rows.filter(moderated_revision__gt=F("revision"))
        )
        unpublished = rows.filter(state=State.PUBLISHED, published_at=None)
        yield from (f"{_name(row)} is published at no time" for row in unpublished)


def _odd_pairs() -> Iterator[str]:
    approved = Suggestion.objects.filter(state=SuggestionState.APPROVED, introduction=None)
    yield from (f"{_name(row)} is approved without an introduction" for row in approved)
    timed = Suggestion.objects.folded().exclude(due_at=None)
    yield from (f"{_name(row)} is folded and has a deadline" for row in timed)
    unfolded = Suggestion.objects.exclude(state=SuggestionState.FOLDED).exclude(fold_reason="")
    yield from (f"{_name(row)} is {row.state} and says why it is folded" for row in unfolded)
    for row in Introduction.objects.prefetch_related("sides"):
        if len(row.sides.all()) != 2:
            yield f"{_name(row)} has not two sides"


def _odd_files() -> Iterator[str]:
    """A file lies in ``upload`` until it is checked, and in ``file`` afterwards."""
    rows = chain.from_iterable(
        model.objects.values_list("upload", "file") for model in (Attachment, MessageFile)
    )
    named = {path for path in chain.from_iterable(rows) if path}
    kept = {*named, *Leftover.objects.values_list("path", flat=True)}
    media = Path(settings.MEDIA_ROOT)
    files = chain.from_iterable((media / folder).glob("**/*") for folder in FOLDERS)
    there = {str(path.relative_to(media)) for path in files if path.is_file()}
    yield from (f"{path} has a row but is not there" for path in named if not (media / path).is_file())
    yield from (f"{path} has no row" for path in there - kept)


def _name(row: Model) -> str:
    return f"{row._meta.label} {row.pk}"
