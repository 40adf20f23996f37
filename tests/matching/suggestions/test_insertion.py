"""Pairs that the matcher has found become rows, unless they are rows already."""

import pytest

from matching.models import Suggestion
from matching.states import SuggestionState
from matching.suggestions.insertion import NewPair, insert_missing
from tests.factories import make_published_demand, make_published_offer, make_suggestion

pytestmark = pytest.mark.django_db

OF_THE_MOMENT = {"suggested_at", "scored_at", "waiting_since"}


def test_a_new_pair_has_what_was_found_and_the_defaults_of_a_row() -> None:
    offer, demand = make_published_offer(), make_published_demand()
    pair = NewPair(offer.pk, demand.pk, 0.5, 0.25, "v7", 3, 4, demand_rank=2)
    insert_missing([pair])

    row = Suggestion.objects.get()
    expected = Suggestion(pk=row.pk, state=SuggestionState.FOLDED, **pair._asdict())
    for field in Suggestion._meta.concrete_fields:
        if field.name not in OF_THE_MOMENT:
            assert getattr(row, field.attname) == getattr(expected, field.attname), field.name
    assert min(getattr(row, name) for name in OF_THE_MOMENT) >= offer.created_at


def test_what_a_row_does_not_have_is_the_null_of_the_database_and_not_that_of_json() -> None:
    """Both are read as None, but a worker looks only for pairs whose ``terms`` are not there."""
    pair = NewPair(make_published_offer().pk, make_published_demand().pk, 0.5, 0.25, "v7", 3, 4)
    insert_missing([pair])
    empty = [field.attname for field in Suggestion._meta.concrete_fields if _is_empty(field.attname)]
    assert "terms" in empty
    assert Suggestion.objects.filter(**{f"{name}__isnull": True for name in empty}).count() == 1


def _is_empty(column: str) -> bool:
    return Suggestion.objects.values_list(column, flat=True).get() is None


def test_a_pair_that_exists_keeps_its_row() -> None:
    decided = make_suggestion(state=SuggestionState.APPROVED, score=0.9)
    before = Suggestion.objects.values().get()
    other = make_published_offer()

    again = NewPair(decided.offer_id, decided.demand_id, 0.1, 0.1, "v7", 1, 1, offer_rank=1)
    new = NewPair(other.pk, decided.demand_id, 0.2, 0.2, "v7", 1, 1, offer_rank=2)
    insert_missing([again, new])

    assert Suggestion.objects.values().get(pk=decided.pk) == before
    assert Suggestion.objects.exclude(pk=decided.pk).get().offer == other


def test_nothing_found_is_nothing_inserted() -> None:
    insert_missing([])
    assert not Suggestion.objects.exists()
