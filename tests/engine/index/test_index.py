import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from matching.engine import DEFAULT, Config, Delta, Document, Engine, Index, Side, TopK, top_k
from tests.engine.index.test_postings import is_mapped
from tests.engine.market import (
    DEMAND_GROUPS,
    DEMANDS,
    OFFER_GROUPS,
    OFFERS,
    engine,
    index,
    made_up,
    same,
    same_weights,
)

MANY_OFFERS, MANY_DEMANDS = made_up(90, 21), made_up(50, 22)


@cache
def large() -> Index:
    return Index.build(Engine.fit(MANY_OFFERS, MANY_DEMANDS), MANY_OFFERS, MANY_DEMANDS)


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
    assert ids(index().more_like_this("offers", [words], 9)) == [11]
    assert ids(index().more_like_this("demands", [words], 9)) == [21]
    assert ids(index().more_like_this("demands", [words], 9, withdrawn=[21], delta=Delta([OFFERS[0]]))) == [
        11
    ]


def test_a_listing_that_is_posted_twice_is_most_like_itself() -> None:
    sides: tuple[tuple[Side, Sequence[Document]], ...] = (("offers", OFFERS), ("demands", DEMANDS))
    for side, listings in sides:
        found = index().more_like_this(side, listings, 1)
        assert found.ids[:, 0].tolist() == [listing.id for listing in listings]


def test_what_is_withdrawn_is_not_found_and_the_next_moves_up() -> None:
    before = ids(index().best_offers(DEMANDS[:1], 9))
    assert ids(index().best_offers(DEMANDS[:1], 2, withdrawn=[before[0], 999])) == before[1:3]


def test_a_search_uses_the_query_weights_with_feedback() -> None:
    found = large().best_offers(MANY_DEMANDS, 7)
    document_weights = large().engine.weigh_offers(MANY_OFFERS)
    reading = large().engine.read(MANY_DEMANDS)
    query_weights = large().feedback.extend(
        large().engine.weigh_read_demands(reading), reading.are_word_based()
    )
    assert same_weights(query_weights, large().weigh_demands(MANY_DEMANDS))
    assert same(found, top_k(query_weights, document_weights, [offer.id for offer in MANY_OFFERS], 7))


def test_a_search_by_words_has_no_feedback() -> None:
    found = large().more_like_this("offers", MANY_DEMANDS, 7)
    document_weights = large().engine.weigh_offers(MANY_OFFERS)
    query_weights = large().engine.weigh_demands(MANY_DEMANDS)
    assert same(found, top_k(query_weights, document_weights, [offer.id for offer in MANY_OFFERS], 7))


def test_a_search_follows_common_words_that_a_demand_has_no_room_for() -> None:
    offers = [Document(1, "pump"), Document(2, "pump seal"), Document(3, "pump"), Document(4, "valve seal")]
    fitted = Engine.fit(offers, (), Config(max_postings=2, max_market_postings=0, fb_weight=0))
    words, postings = Document(0, "pump seal"), Index.build(fitted, offers, ())
    assert ids(postings.best_offers([words], 9)) == [2, 4]
    found = postings.more_like_this("offers", [words], 9).pairs(0)
    assert [number for number, _ in found] == [2, 4, 1, 3]
    for number, score in found:
        explanation = postings.explain(demand=words, offer=offers[number - 1], without_feedback=True)
        assert explanation.score == pytest.approx(score)


def test_one_by_one_they_find_what_they_find_together() -> None:
    for search, rows in ((large().best_offers, MANY_DEMANDS), (large().best_demands, MANY_OFFERS)):
        together = search(rows, 5)
        alone = [search([row], 5) for row in rows]
        ids, scores = (np.vstack([getattr(each, part) for each in alone]) for part in ("ids", "scores"))
        assert same(TopK(ids, scores), together)


def test_listings_newer_than_the_index_are_searched_as_if_they_were_in_it() -> None:
    # Without feedback, because feedback terms come from offers of the index only.
    plain = Engine.fit(OFFERS, DEMANDS, replace(DEFAULT, fb_weight=0))
    whole = Index.build(plain, OFFERS, DEMANDS, offer_groups=OFFER_GROUPS, demand_groups=DEMAND_GROUPS)
    old = Index.build(
        plain, OFFERS[:3], DEMANDS[:2], offer_groups=OFFER_GROUPS[:3], demand_groups=DEMAND_GROUPS[:2]
    )
    delta = Delta(OFFERS[3:], OFFER_GROUPS[3:])
    for groups in (None, [3, 3, 4]):
        expected = whole.best_offers(DEMANDS, 4, groups=groups)
        assert same(old.best_offers(DEMANDS, 4, groups=groups, delta=delta), expected)
    delta = Delta(DEMANDS[2:], DEMAND_GROUPS[2:])
    for offering in (None, OFFER_GROUPS):
        expected = whole.best_demands(OFFERS, 3, groups=offering)
        assert same(old.best_demands(OFFERS, 3, groups=offering, delta=delta), expected)


def test_a_demand_newer_than_the_index_gets_feedback_from_its_offers() -> None:
    old = Index.build(large().engine, MANY_OFFERS, [])
    delta = Delta(MANY_DEMANDS)
    assert same(old.best_demands(MANY_OFFERS, 5, delta=delta), large().best_demands(MANY_OFFERS, 5))


def test_an_edited_listing_counts_as_it_is_now() -> None:
    edited = Delta([Document(11, "玻璃瓶"), Document(99, DEMANDS[0].title)])
    found = ids(index().best_offers(DEMANDS[:1], 9, delta=edited))
    assert found[0] == 99
    assert 11 not in found
    assert 99 not in ids(index().best_offers(DEMANDS[:1], 9, delta=edited, withdrawn=[99]))


def test_two_listings_newer_than_the_index_meet_on_a_word_new_to_both() -> None:
    demand, offer = Document(31, "MXene"), Document(32, "mxene")
    assert ids(index().best_offers([demand], 5, delta=Delta([offer]))) == [32]
    assert ids(index().best_offers([demand], 5, delta=Delta([]))) == []


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
    assert is_mapped(loaded.offers.matrix.data)
    assert is_mapped(loaded.demands.matrix.indices)
    assert same(
        loaded.best_offers(DEMANDS, 4, groups=[1, 3, 5]), index().best_offers(DEMANDS, 4, groups=[1, 3, 5])
    )
    assert same(loaded.best_demands(OFFERS, 4), index().best_demands(OFFERS, 4))
    for side in ("offers", "demands"):
        assert same(loaded.more_like_this(side, OFFERS, 4), index().more_like_this(side, OFFERS, 4))
    assert loaded.explain(demand=DEMANDS[0], offer=OFFERS[0]) == index().explain(
        demand=DEMANDS[0], offer=OFFERS[0]
    )
    for part in ("ids", "revisions", "groups"):
        np.testing.assert_array_equal(getattr(loaded.offers, part), getattr(index().offers, part))
    assert not any(path.suffix not in {".npy", ".json"} for path in tmp_path.iterdir())


def test_a_label_and_a_version_are_kept(tmp_path: Path) -> None:
    replace(index(), label="锂 \ud800", version="v1").save(tmp_path)
    loaded = Index.load(tmp_path, "v7")
    assert (loaded.label, loaded.version) == ("锂 \ud800", "v7")
    assert (index().label, index().version, Index.load(tmp_path).version) == ("", "", "")


def test_an_index_of_another_format_is_not_loaded(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Index.load(tmp_path)
    index().save(tmp_path)
    (tmp_path / "index.json").write_text(json.dumps({"format": 2}))
    with pytest.raises(ValueError, match="has format 2, this version reads 5"):
        Index.load(tmp_path)


def test_an_index_without_a_listing_can_be_saved_and_searched(tmp_path: Path) -> None:
    Index.build(engine(), [], []).save(tmp_path)
    assert ids(Index.load(tmp_path).best_offers(DEMANDS[:1], 3)) == []
    assert ids(Index.load(tmp_path).best_offers(DEMANDS[:1], 1, delta=Delta(OFFERS))) == [11]


def test_wrong_arguments_are_named_at_once() -> None:
    with pytest.raises(ValueError, match="must not repeat"):
        Index.build(engine(), [OFFERS[0], OFFERS[0]], [])
    with pytest.raises(ValueError, match="2 group codes for 5 documents"):
        Index.build(engine(), OFFERS, [], offer_groups=[1, 2])
    with pytest.raises(ValueError, match="must not repeat"):
        Index.build(engine(), [], [DEMANDS[0], DEMANDS[0]])
    with pytest.raises(ValueError, match="must not repeat"):
        index().best_offers(DEMANDS, 3, delta=Delta([OFFERS[0], OFFERS[0]]))
    with pytest.raises(ValueError, match="1 revisions for 3 documents"):
        Index.build(engine(), [], DEMANDS, demand_revisions=[1])
    with pytest.raises(TypeError, match="sequence of Document"):
        index().best_offers(DEMANDS[0], 3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="1 groups for 3 documents"):
        index().best_offers(DEMANDS, 3, groups=[1])
    with pytest.raises(ValueError, match="at least 1"):
        index().best_offers(DEMANDS, 0)


def test_a_search_by_words_is_explained_without_feedback() -> None:
    words = Document(0, "explosion proof battery")
    found = index().explain(demand=words, offer=OFFERS[2], without_feedback=True)
    assert all(each.demand_spans for each in found.terms)
    assert found.score == pytest.approx(dict(index().more_like_this("offers", [words], 9).pairs(0))[13])
