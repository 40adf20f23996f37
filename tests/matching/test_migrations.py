"""The bands can be taken back: the version before them finds no folded pairs, and keeps every decision."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from matching.models import Suggestion, SuggestionEvent
from matching.states import SuggestionState
from tests.factories import make_published_demand, make_suggestion

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

BEFORE = [("matching", "0008_checked_files")]
MOVES = [
    ("superseded", "folded"),
    ("folded", "superseded"),
    ("pending", "folded"),
    ("folded", "pending"),
    ("pending", "approved"),
]


@pytest.fixture
def latest() -> Iterator[list[tuple[str, str]]]:
    """The newest migrations. They are applied again after the test, also if it fails."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield newest
    MigrationExecutor(connection).migrate(newest)


def test_the_way_back_unfolds_and_the_way_forward_has_everything_matched_again(
    latest: list[tuple[str, str]],
) -> None:
    folded = make_suggestion(
        state=SuggestionState.FOLDED, band="weak", fold_reason="floor", terms=["pump"], due_at=None
    )
    approved = make_suggestion(state=SuggestionState.APPROVED, terms=["pump"])
    matched = make_published_demand(matched_revision=1)
    for was, now in MOVES:
        SuggestionEvent.objects.create(suggestion=folded, from_state=was, to_state=now)

    executor = MigrationExecutor(connection)
    old = executor.migrate(BEFORE).apps
    pairs = old.get_model("matching", "Suggestion").objects.order_by("pk")
    assert list(pairs.values_list("pk", "state")) == [(folded.pk, "pending"), (approved.pk, "approved")]
    events = old.get_model("matching", "SuggestionEvent").objects.order_by("pk")
    assert list(events.values_list("from_state", "to_state")) == [
        ("pending", "superseded"),
        ("superseded", "pending"),
        ("pending", "approved"),
    ]

    MigrationExecutor(connection).migrate(latest)
    after = Suggestion.objects.order_by("pk")
    assert list(after.values_list("state", "band", "is_rated", "terms")) == [
        ("pending", "", False, None),
        ("approved", "", False, None),
    ]
    matched.refresh_from_db()
    assert matched.matched_revision == 0
