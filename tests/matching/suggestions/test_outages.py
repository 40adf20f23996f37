"""Failures that are not the fault of a listing: a damaged index, a full disk, a worker that dies."""

import gc
import shutil
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from matching.engine import Document
from matching.index import market_index, match_queue, store
from matching.models import MatchingFailure, Suggestion
from matching.suggestions import explanations, failures, partners, refresh
from tests.factories import make_published_demand, make_published_offer
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Demand

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def lose_the_files(root: Path) -> None:
    for version in root.glob("v*"):
        shutil.rmtree(version)


def cut_short(root: Path) -> None:
    for file in root.glob("v*/offers.data.npy"):
        file.write_bytes(file.read_bytes()[:100])


def change_the_format(root: Path) -> None:
    for file in root.glob("v*/index.json"):
        file.write_text('{"format": 0}')


def empty_the_pointer(root: Path) -> None:
    (root / "CURRENT").write_text("")


def empty_the_folder(root: Path) -> None:
    shutil.rmtree(root)


DAMAGES = (lose_the_files, cut_short, change_the_format, empty_the_pointer, empty_the_folder)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_built_anew_and_breaks_no_page(damage: Callable[[Path], None]) -> None:
    make_published_offer()
    refresh.refresh_one(make_published_demand())
    damage(market_index.store().root)
    store._store.cache_clear()

    assert explanations.reasons(Suggestion.objects.get()).reasons
    refresh.refresh_one(make_published_demand())

    assert Suggestion.objects.count() == 2
    renewed = market_index.current()
    assert renewed is not None
    assert len(renewed.demands.ids) == 2


def test_a_worker_whose_folder_was_emptied_does_not_take_its_old_index_for_the_new_one() -> None:
    make_published_offer()
    assert len(market_index.current_or_build().offers.ids) == 1
    make_published_offer()
    shutil.rmtree(market_index.store().root)

    assert len(market_index.current_or_build().offers.ids) == 2


def test_a_full_disk_is_no_fault_of_the_listings_that_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    demand = make_published_demand()

    def full() -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(market_index, "current_or_build", full)
    with pytest.raises(OSError, match="no space"):
        failures.match_or_record(ListingKind.DEMAND, [demand])

    assert not MatchingFailure.objects.exists()
    assert match_queue.count() == 1


def test_the_attempt_that_kills_its_worker_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    demand = make_published_demand()

    def deadly(_: Demand) -> Document:
        raise SystemExit

    monkeypatch.setattr(partners, "document_of", deadly)
    with pytest.raises(SystemExit):
        failures.match_or_record(ListingKind.DEMAND, [demand])

    assert MatchingFailure.objects.values_list("listing_id", "attempts").get() == (demand.pk, 1)


def test_the_engine_of_an_old_index_is_let_go() -> None:
    make_published_offer()
    refresh.refresh_one(make_published_demand())
    explanations.reasons(Suggestion.objects.get())
    built = market_index.current()
    assert built is not None
    engine = weakref.ref(built.engine)
    del built

    market_index.rebuild()
    explanations.reasons(Suggestion.objects.get())

    gc.collect()
    assert engine() is None
