from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import IO

import numpy as np
import pytest

from matching.engine import DEFAULT, Config, Document, Engine, Index, IndexBuilder, Lexicon, Shard, Side
from matching.engine.index import builder
from matching.engine.lexicon.lexicon import EMPTY
from tests.engine.market import DEMANDS, OFFERS, made_up, same

pytestmark = pytest.mark.slow

LISTINGS: dict[Side, list[Document]] = {"offers": made_up(41, 3), "demands": made_up(23, 4, first=30)}
GROUPS = {document.id: document.id % 7 - 1 for side in LISTINGS.values() for document in side}


def files(folder: Path, pattern: str = "*") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob(pattern)}


def shard_of(side: Side, number: int, documents: Sequence[Document]) -> Shard:
    groups = [GROUPS[each.id] for each in documents]
    return Shard(side, number, documents, groups, [each.id * 3 for each in documents])


def dealt(listings: dict[Side, list[Document]], size: int, chance: Random) -> list[Shard]:
    """Shards of at most so many listings, in random order."""
    shards = []
    for side, documents in listings.items():
        shuffled = chance.sample(documents, len(documents))
        parts = [shuffled[start : start + size] for start in range(0, len(shuffled), size)]
        shards += [shard_of(side, number, part) for number, part in enumerate(parts)]
    return chance.sample(shards, len(shards))


def built(folder: Path, shards: Sequence[Shard], config: Config = DEFAULT, lexicon: Lexicon = EMPTY) -> Index:
    folder.mkdir()
    work = IndexBuilder(folder)
    work.set_lexicon(lexicon)
    for shard in shards:
        work.count(shard)
    work.fit(config)
    for shard in shards:
        work.weigh((shard.side, shard.number))
    return work.assemble("a label")


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 2, 7, 30, 100])
def test_however_the_listings_are_dealt_the_files_are_those_of_an_index_built_at_once(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "AT_ONCE", 3)
    built(tmp_path / "shards", dealt(LISTINGS, size, Random(size))).save(tmp_path / "index")
    offers, demands = LISTINGS["offers"], LISTINGS["demands"]
    at_once = Index.build(
        Engine.fit(offers, demands),
        offers,
        demands,
        offer_groups=[GROUPS[each.id] for each in offers],
        demand_groups=[GROUPS[each.id] for each in demands],
        offer_revisions=[each.id * 3 for each in offers],
        demand_revisions=[each.id * 3 for each in demands],
    )
    at_once.save(tmp_path / "at once")
    expected = files(tmp_path / "at once") | {"index.json": b'{"format": 5, "label": "a label"}'}
    found = files(tmp_path / "index")
    assert sorted(found) == sorted(expected)
    assert [name for name in found if found[name] != expected[name]] == []


def test_listings_have_no_group_unless_one_is_given(tmp_path: Path) -> None:
    index = built(tmp_path / "shards", [Shard("offers", 0, OFFERS), Shard("demands", 0, DEMANDS)])
    assert index.offers.groups.tolist() == [-1] * 5
    assert index.demands.revisions.tolist() == [-1] * 3
    assert index.label == "a label"


@pytest.mark.parametrize("sides", [(), ("offers",), ("demands",)])
def test_a_market_may_lack_a_side_or_both(sides: tuple[Side, ...], tmp_path: Path) -> None:
    listings = {side: LISTINGS[side] for side in sides}
    built(tmp_path / "shards", dealt(listings, 9, Random(5))).save(tmp_path / "index")
    index = Index.load(tmp_path / "index")
    assert len(index.offers.ids) == len(listings.get("offers", ()))
    assert len(index.demands.ids) == len(listings.get("demands", ()))
    assert index.best_offers(LISTINGS["demands"], 3).ids.shape == (23, 3)


def test_the_settings_are_those_of_fit(tmp_path: Path) -> None:
    config = Config(saturation=2, fb_weight=0)
    assert built(tmp_path / "shards", dealt(LISTINGS, 20, Random(6)), config).engine.config == config


def test_a_step_that_is_done_twice_leaves_the_same_files(tmp_path: Path) -> None:
    shards = dealt(LISTINGS, 20, Random(7))
    built(tmp_path / "shards", shards)
    once = files(tmp_path / "shards")
    work = IndexBuilder(tmp_path / "shards")
    for shard in shards:
        work.count(shard)
    assert files(tmp_path / "shards") == once
    work.fit()
    assert files(tmp_path / "shards") == once
    for shard in shards:
        work.weigh((shard.side, shard.number))
    assert files(tmp_path / "shards") == once
    assert not any(name.endswith("unfinished") for name in once)


def test_a_second_fit_does_not_disturb_readers_of_the_first(tmp_path: Path) -> None:
    work = IndexBuilder(tmp_path)
    work.count(shard_of("offers", 0, LISTINGS["offers"]))
    work.fit()
    before = (tmp_path / "terms.npy").stat().st_ino
    reader = Engine.load(tmp_path)
    work.fit()
    # A file that is rewritten in place would kill a reader that has mapped it with SIGBUS.
    assert (tmp_path / "terms.npy").stat().st_ino != before
    assert reader.weigh_offers(OFFERS).shape[0] == 5


def test_the_lexicon_that_was_set_is_the_one_that_is_published(tmp_path: Path) -> None:
    entries = [(word, word, (meaning,)) for word, meaning in (("电池", "battery"), ("隔膜", "membrane"))]
    lexicon = Lexicon.of(entries)
    shards = dealt(LISTINGS, 20, Random(10))
    index = built(tmp_path / "shards", shards, lexicon=lexicon)
    at_once = Index.build(
        Engine.fit(LISTINGS["offers"], LISTINGS["demands"], DEFAULT, lexicon),
        LISTINGS["offers"],
        LISTINGS["demands"],
    )
    lexicon.save(tmp_path)
    index.save(tmp_path / "index")
    expected = files(tmp_path, "lexicon.*")
    assert files(tmp_path / "shards", "lexicon.*") == files(tmp_path / "index", "lexicon.*") == expected
    demands = LISTINGS["demands"]
    assert same(Index.load(tmp_path / "index").best_offers(demands, 5), at_once.best_offers(demands, 5))


def test_a_build_that_was_given_up_takes_no_step_more(tmp_path: Path) -> None:
    folder = tmp_path / "shards"
    built(folder, dealt(LISTINGS, 20, Random(8)))
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    work = IndexBuilder(folder)
    steps: list[Callable[[], object]] = [
        lambda: work.count(shard_of("offers", 0, LISTINGS["offers"])),
        lambda: work.weigh(("offers", 0)),
        work.assemble,
        work.fit,
    ]
    for step in steps:
        with pytest.raises(FileNotFoundError):
            step()
        assert not folder.exists()


def test_a_shard_that_was_not_counted_is_not_weighed(tmp_path: Path) -> None:
    work = IndexBuilder(tmp_path)
    with pytest.raises(FileNotFoundError):
        work.weigh(("offers", 0))
    work.count(shard_of("offers", 0, LISTINGS["offers"]))
    with pytest.raises(FileNotFoundError):
        work.weigh(("offers", 0))
    work.fit()
    with pytest.raises(FileNotFoundError):
        work.weigh(("offers", 1))
    work.weigh(("offers", 0))


@pytest.mark.parametrize("side", ["offers", "demands"])
def test_listings_that_were_not_weighed_are_an_error_and_no_gap(side: Side, tmp_path: Path) -> None:
    work = IndexBuilder(tmp_path)
    for number, start in enumerate((0, 10)):
        work.count(shard_of(side, number, LISTINGS[side][start : start + 10]))
    work.fit()
    with pytest.raises(ValueError, match="0 weights for 20 documents"):
        work.assemble()
    work.weigh((side, 0))
    with pytest.raises(ValueError, match="10 weights for 20 documents"):
        work.assemble()
    work.weigh((side, 1))
    assert len(getattr(work.assemble(), side).ids) == 20


def test_a_file_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = IndexBuilder(tmp_path)

    def fill_the_disk(file: IO[bytes], **_: object) -> None:
        file.write(b"PK")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", fill_the_disk)
        with pytest.raises(OSError, match="No space"):
            work.count(Shard("offers", 0, OFFERS))
    assert files(tmp_path, "offers*") == {}
    assert work.numbers("offers")[0].tolist() == []
    work.count(Shard("offers", 0, OFFERS))
    assert work.numbers("offers")[0].tolist() == [11, 12, 13, 14, 15]


def test_an_id_that_stands_in_two_shards_is_refused(tmp_path: Path) -> None:
    shards = [Shard("offers", 0, OFFERS[:3]), Shard("offers", 1, OFFERS[2:])]
    with pytest.raises(ValueError, match="must not repeat"):
        built(tmp_path / "shards", shards)


def test_shards_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    work = IndexBuilder(tmp_path)
    for number in (10, 2, 1, 0):
        work.count(Shard("demands", number, [Document(number, "led")], [number + 1], [number + 2]))
    found = [each.tolist() for each in work.numbers("demands")]
    assert found == [[0, 1, 2, 10], [1, 2, 3, 11], [2, 3, 4, 12]]


def test_codes_of_another_length_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="1 group codes for 5 documents"):
        IndexBuilder(tmp_path).count(Shard("offers", 0, OFFERS, [1]))
    assert files(tmp_path) == {}
