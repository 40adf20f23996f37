"""When the index is built, and what is searched beside it."""

import pytest

from matching import index, suggestions
from matching.models import Suggestion
from tests.factories import make_published_demand, make_published_offer
from ydeu.marketplace.enums import Kind

pytestmark = pytest.mark.django_db


def test_there_is_no_index_before_the_first_match() -> None:
    assert index.current() is None


def test_a_small_change_is_searched_beside_the_index() -> None:
    make_published_offer()
    version = index.fresh().version
    late = make_published_offer()
    demand = make_published_demand()

    suggestions.refresh(demand)

    assert late.pk in Suggestion.objects.values_list("offer", flat=True)
    assert index.fresh().version == version


def test_an_edit_counts_at_once() -> None:
    offer, demand = make_published_offer(title="旧标题"), make_published_demand()
    built = index.fresh()
    offer.title, offer.revision = "Slurry", 2
    offer.save()

    assert index.changes(built, Kind.OFFER) == index.Changes(newer=[offer.pk], withdrawn=[])
    assert index.changes(built, Kind.DEMAND) == index.Changes()
    assert built.demands.ids.tolist() == [demand.pk]


def test_a_withdrawal_counts_at_once() -> None:
    offer = make_published_offer()
    built = index.fresh()
    type(offer).objects.filter(pk=offer.pk).update(state="withdrawn")

    assert index.changes(built, Kind.OFFER) == index.Changes(newer=[], withdrawn=[offer.pk])


def test_too_much_change_is_a_reason_for_a_new_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "DRIFT_LEAST", 1)
    make_published_offer()
    first = index.fresh()
    make_published_offer()
    assert index.fresh().version == first.version

    make_published_offer()

    renewed = index.fresh()
    assert renewed.version > first.version
    assert len(renewed.offers.ids) == 3
    assert index.has_drifted(renewed) is False
