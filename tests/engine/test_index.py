from mmap import mmap
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from matching.engine import Document, Index, Newer, TopK
from tests.engine.market import DEMANDS, OFFER_GROUPS, OFFERS, engine, index


def same(first: TopK, second: TopK) -> bool:
    return np.array_equal(first.ids, second.ids) and np.array_equal(first.scores, second.scores)


def is_mapped(array: npt.NDArray[np.generic]) -> bool:
    """Whether the numbers still lie in the file and not in a copy."""
    owner: object = array
    while isinstance(owner, np.ndarray):
        owner = owner.base
    return isinstance(owner, mmap)


def ids(found: TopK) -> list[int]:
    return [number for number, _ in found.pairs(0)]


def test_a_demand_finds_its_offers_best_first() -> None:
    found = index().best_offers(DEMANDS, 3)
    assert found.ids[:, 0].tolist() == [11, 13, 14]
    assert found.scores.shape == (3, 3)


def test_an_offer_finds_the_same_pairs_with_the_same_scores() -> None:
    forward, back = index().best_offers(DEMANDS, 9), index().best_demands(OFFERS, 9)
    pairs = {(d.id, number): score for row, d in enumerate(DEMANDS) for number, score in forward.pairs(row)}
    assert pairs == {(n, o.id): score for row, o in enumerate(OFFERS) for n, score in back.pairs(row)}
    assert pairs


def test_an_enterprise_does_not_meet_its_own_listings() -> None:
    everyone = ids(index().best_offers(DEMANDS[1:2], 9))
    assert 13 in everyone
    others = ids(index().best_offers(DEMANDS[1:2], 9, groups=[3]))
    assert others == [number for number in everyone if number not in {13, 15}]


def test_the_words_of_a_search_find_listings_of_either_side() -> None:
    words = Document(0, "锂离子电池")
    assert ids(index().most_like("offers", [words], 9)) == [11]
    assert ids(index().most_like("demands", [words], 9)) == [21]
    assert ids(index().most_like("demands", [words], 9, withdrawn=[21], newer=Newer([OFFERS[0]]))) == [11]


def test_a_listing_that_is_posted_twice_is_most_like_itself() -> None:
    for side, listings in (("offers", OFFERS), ("demands", DEMANDS)):
        found = index().most_like(side, listings, 1)
        assert found.ids[:, 0].tolist() == [listing.id for listing in listings]


def test_what_is_withdrawn_is_not_found_and_the_next_moves_up() -> None:
    before = ids(index().best_offers(DEMANDS[:1], 9))
    assert ids(index().best_offers(DEMANDS[:1], 2, withdrawn=[before[0], 999])) == before[1:3]


def test_listings_newer_than_the_index_are_searched_as_if_they_were_in_it() -> None:
    old = Index.build(engine(), OFFERS[:3], DEMANDS, offer_groups=OFFER_GROUPS[:3])
    newer = Newer(OFFERS[3:], OFFER_GROUPS[3:])
    for groups in (None, [3, 3, 4]):
        expected = index().best_offers(DEMANDS, 4, groups=groups)
        assert same(old.best_offers(DEMANDS, 4, groups=groups, newer=newer), expected)


def test_an_edited_listing_counts_as_it_is_now() -> None:
    edited = Newer([Document(11, "玻璃瓶"), Document(99, DEMANDS[0].title)])
    found = ids(index().best_offers(DEMANDS[:1], 9, newer=edited))
    assert found[0] == 99
    assert 11 not in found
    assert 99 not in ids(index().best_offers(DEMANDS[:1], 9, newer=edited, withdrawn=[99]))


def test_two_listings_newer_than_the_index_meet_on_a_word_new_to_both() -> None:
    demand, offer = Document(31, "MXene"), Document(32, "mxene")
    assert ids(index().best_offers([demand], 5, newer=Newer([offer]))) == [32]
    assert ids(index().best_offers([demand], 5, newer=Newer([]))) == []


def test_the_order_in_which_listings_come_does_not_matter() -> None:
    turned = Index.build(engine(), OFFERS[::-1], DEMANDS[::-1], offer_revisions=(5, 4, 3, 2, 1))
    assert same(turned.best_offers(DEMANDS, 4), index().best_offers(DEMANDS, 4))
    assert turned.offers.ids.tolist() == [11, 12, 13, 14, 15]
    assert turned.offers.revisions.tolist() == [1, 2, 3, 4, 5]


def test_the_index_knows_the_revision_it_holds() -> None:
    assert [index().offers.revision_of(number) for number in (11, 15, 16, 5)] == [1, 5, None, None]


def test_a_loaded_index_gives_bit_by_bit_the_same_answers(tmp_path: Path) -> None:
    index().save(tmp_path)
    loaded = Index.load(tmp_path)
    assert is_mapped(loaded.offers.postings.data)
    assert is_mapped(loaded.demands.postings.indices)
    assert same(
        loaded.best_offers(DEMANDS, 4, groups=[1, 3, 5]), index().best_offers(DEMANDS, 4, groups=[1, 3, 5])
    )
    assert same(loaded.best_demands(OFFERS, 4), index().best_demands(OFFERS, 4))
    for part in ("ids", "revisions", "groups"):
        np.testing.assert_array_equal(getattr(loaded.offers, part), getattr(index().offers, part))
    assert not any(path.suffix not in {".npy", ".json"} for path in tmp_path.iterdir())


def test_an_index_without_a_listing_can_be_kept_and_asked(tmp_path: Path) -> None:
    Index.build(engine(), [], []).save(tmp_path)
    assert ids(Index.load(tmp_path).best_offers(DEMANDS[:1], 3)) == []
    assert ids(Index.load(tmp_path).best_offers(DEMANDS[:1], 1, newer=Newer(OFFERS))) == [11]


def test_wrong_arguments_are_named_at_the_door() -> None:
    with pytest.raises(ValueError, match="must not repeat"):
        Index.build(engine(), [OFFERS[0], OFFERS[0]], [])
    with pytest.raises(ValueError, match="2 group codes for 5 documents"):
        Index.build(engine(), OFFERS, [], offer_groups=[1, 2])
    with pytest.raises(ValueError, match="1 groups for 3 documents"):
        index().best_offers(DEMANDS, 3, groups=[1])
    with pytest.raises(ValueError, match="at least 1"):
        index().best_offers(DEMANDS, 0)
