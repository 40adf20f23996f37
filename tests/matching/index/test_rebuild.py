"""When a new version of the index is due, and the steps that build it."""

import os
import random
import time
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from matching.index import lexicons, lock, market_index, match_queue, rebuild
from matching.index.plan import Part
from matching.index.store import Label
from matching.models import GlossaryEntry, Suggestion
from matching.suggestions import failures, matcher
from tests.factories import make_published_demand, make_published_offer
from ydeu.marketplace.models import Demand, Offer

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def begun() -> tuple[str, list[Part]]:
    found = rebuild.start()
    assert found is not None
    return found[0], list(found[1])


def content(root: Path) -> dict[str, bytes]:
    """Every file of the version in use, without the moment in its label."""
    version = market_index.store().current_version()
    assert version is not None
    files = {path.name: path.read_bytes() for path in (root / version).iterdir()}
    label = Label.of(market_index.current_or_build()).read_at
    assert label is not None
    files["index.json"] = files["index.json"].replace(label.isoformat().encode(), b"")
    return files


def tidy(root: Path) -> None:
    left = {path.name for path in root.iterdir()}
    assert {name for name in left if not name.startswith("v0")} == {"BUILD", "CURRENT", "LOCK"}


def let_the_lease_run_out() -> None:
    for builder in lock.unfinished_builds():
        long_ago = time.time() - lock.LEASE_SECONDS - 1
        os.utime(builder.directory, (long_ago, long_ago))


@pytest.mark.parametrize("size", [1, 3, 7])
def test_the_version_is_the_same_bit_by_bit_however_it_is_dealt_out(size: int, settings: Settings) -> None:
    for number in range(11):
        make_published_offer(
            title=f"锂离子电池隔膜 {number}", description=f"ceramic membrane {number % 3} μm"
        )
    for number in range(5):
        make_published_demand(title=f"寻求 电池 {number}")
    market_index.rebuild()
    wanted = content(market_index.store().root)

    settings.MATCHING_INDEX_PART = size
    build, parts = begun()
    chance = random.Random(size)
    for part in chance.sample(parts, len(parts)):
        rebuild.count_shard(build, *part)
    assert rebuild.fit(build) == parts
    for part in chance.sample(parts, len(parts)):
        rebuild.weigh_shard(build, part.side, part.number)
    made = rebuild.publish(build)

    assert len(parts) == -(-11 // size) + -(-5 // size)
    assert (made.version, len(wanted)) == (
        "v00000002",
        len(list((market_index.store().root / "v00000002").iterdir())),
    )
    assert content(market_index.store().root) == wanted
    tidy(market_index.store().root)


def test_a_market_without_listings_has_an_index_too() -> None:
    build, parts = begun()

    assert (parts, rebuild.fit(build)) == ([], [])
    assert rebuild.publish(build).offers.ids.tolist() == []


def test_the_last_steps_do_what_the_others_did_not(settings: Settings) -> None:
    settings.MATCHING_INDEX_PART = 1
    offers = [make_published_offer() for _ in range(3)]
    build, parts = begun()
    rebuild.count_shard(build, *parts[1])
    rebuild.fit(build)
    rebuild.weigh_shard(build, parts[2].side, parts[2].number)

    assert rebuild.publish(build).offers.ids.tolist() == [offer.pk for offer in offers]


def test_a_step_that_is_delivered_again_changes_nothing() -> None:
    """A second reading would give an edited listing other terms than those that were counted."""
    offer = make_published_offer()
    build, parts = begun()
    rebuild.count_shard(build, *parts[0])
    rebuild.fit(build)
    Offer.objects.filter(pk=offer.pk).update(title="Another one", revision=2)
    make_published_offer(pk=offer.pk - 1)

    rebuild.count_shard(build, *parts[0])
    rebuild.fit(build)
    made = rebuild.publish(build)

    assert (made.offers.ids.tolist(), made.offers.revisions.tolist()) == ([offer.pk], [1])
    with pytest.raises(FileNotFoundError):
        rebuild.publish(build)


def test_a_listing_of_the_time_of_the_build_is_searched_beside_it() -> None:
    make_published_offer()
    build, parts = begun()
    rebuild.count_shard(build, *parts[0])
    late = make_published_offer()
    rebuild.fit(build)

    made = rebuild.publish(build)

    assert market_index.changes(made, late.kind).newer == [late.pk]


def test_one_build_at_a_time() -> None:
    make_published_offer()
    begun()

    assert (rebuild.start(), rebuild.is_due()) == (None, False)


def test_nobody_begins_beside_one_who_builds_a_whole_one() -> None:
    with lock.exclusive(wait=True):
        assert rebuild.start() is None


def test_a_build_that_does_not_move_is_replaced_and_its_steps_are_told() -> None:
    make_published_offer()
    market_index.rebuild()
    dead, parts = begun()
    let_the_lease_run_out()
    assert rebuild.is_due() is True

    build, _ = begun()

    for step in (rebuild.fit, rebuild.publish, lambda name: rebuild.count_shard(name, *parts[0])):
        with pytest.raises(FileNotFoundError):
            step(dead)
    rebuild.fit(build)
    rebuild.publish(build)
    tidy(market_index.store().root)
    assert rebuild.is_due() is False


def test_a_step_keeps_its_build_alive() -> None:
    make_published_offer()
    build, parts = begun()
    let_the_lease_run_out()

    rebuild.count_shard(build, *parts[0])

    assert lock.is_under_way() is True


def test_a_step_that_takes_its_worker_along_is_not_begun_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    make_published_offer()
    build, parts = begun()

    def deadly(_: Offer) -> None:
        raise SystemExit

    monkeypatch.setattr(rebuild, "document_of", deadly)
    for _ in range(lock.ATTEMPTS):
        with pytest.raises(SystemExit):
            rebuild.count_shard(build, *parts[0])
    with pytest.raises(lock.StepFailed, match="3 times"):
        rebuild.count_shard(build, *parts[0])


class TestDue:
    def test_without_an_index(self) -> None:
        assert rebuild.is_due() is True

    def test_when_too_much_has_changed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rebuild, "DRIFT_LEAST", 1)
        make_published_offer()
        market_index.rebuild()
        make_published_offer()
        assert rebuild.is_due() is False

        make_published_demand()
        assert rebuild.is_due() is True

        assert len(market_index.rebuild().offers.ids) == 2
        assert rebuild.is_due() is False

    def test_when_the_glossary_has_changed(self) -> None:
        make_published_offer()
        market_index.rebuild()
        assert rebuild.is_due() is False

        GlossaryEntry.objects.create(zh="隔膜", en="separator")

        assert rebuild.is_due() is True

    def test_when_the_index_cannot_be_read(self) -> None:
        market_index.rebuild()
        (market_index.store().root / "CURRENT").write_text("")

        assert rebuild.is_due() is True


class TestGlossary:
    def test_all_is_matched_again_once_the_index_has_the_new_words(self) -> None:
        make_published_offer(matched_revision=1), make_published_demand(matched_revision=1)
        market_index.rebuild()
        GlossaryEntry.objects.create(zh="隔膜", en="separator")
        assert match_queue.count() == 0

        made = market_index.rebuild()

        assert Label.of(made).words == lexicons.fingerprint()
        assert match_queue.count() == 2

    def test_the_same_words_let_nobody_wait(self) -> None:
        make_published_offer(matched_revision=1)
        market_index.rebuild()
        market_index.rebuild()

        assert match_queue.count() == 0

    def test_whoever_dies_after_publishing_is_made_up_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        make_published_offer(matched_revision=1)
        market_index.rebuild()
        GlossaryEntry.objects.create(zh="隔膜", en="separator")

        def deadly() -> int:
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(match_queue, "requeue_all", deadly)
            with pytest.raises(SystemExit):
                market_index.rebuild()
        assert rebuild.has_new_lexicon(market_index.current_or_build()) is False
        let_the_lease_run_out()
        assert rebuild.is_due() is True

        market_index.rebuild()

        assert match_queue.count() == 1

    def test_a_match_that_began_with_the_old_words_is_made_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_published_offer(matched_revision=1)
        demand = make_published_demand()
        match = failures.match_or_record

        def overtaken(*words: Any) -> None:
            GlossaryEntry.objects.create(zh="隔膜", en="separator")
            rebuild.rebuild_here()
            match(*words)

        with monkeypatch.context() as patch:
            patch.setattr(failures, "match_or_record", overtaken)
            matcher.match_one(demand.kind, demand.pk)
        assert Suggestion.objects.count() == 1

        assert Demand.objects.awaiting_matching().count() == 1
        matcher.match_one(demand.kind, demand.pk)
        assert Demand.objects.awaiting_matching().count() == 0


def test_a_batch_waits_for_the_version_that_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "DRIFT_LEAST", 1)
    market_index.rebuild()
    make_published_offer(), make_published_demand()
    build, _ = begun()
    assert matcher.match_some() == 0

    rebuild.fit(build)
    rebuild.publish(build)

    assert matcher.match_some() == 1


def test_a_label_of_another_release_says_nothing() -> None:
    assert [Label.read(text) for text in ("", "{", "[]", '{"words": 1}')] == [Label()] * 4
    label = Label("abc", timezone.now())
    assert Label.read(str(label)) == label
