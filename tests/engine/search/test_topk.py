from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import sparse

from matching.engine.search import topk
from matching.engine.search.topk import Forbidden, TopK, merged, top_k

# Halves and quarters add up without rounding, so ties are exact.
VALUES = st.sampled_from([0, 0, 0, 0.25, 0.5, 1])


def slow_answer(
    queries: npt.NDArray[np.float32],
    candidates: npt.NDArray[np.float32],
    ids: list[int],
    k: int,
    forbidden: npt.NDArray[np.bool_],
) -> TopK:
    """The same by brute force: all scores, and one sort."""
    found = TopK(np.full((len(queries), k), -1), np.zeros((len(queries), k), np.float32))
    for row, query in enumerate(queries):
        scores = candidates @ query
        hits = [(-scores[at], ids[at]) for at in range(len(ids)) if scores[at] > 0 and not forbidden[row, at]]
        for place, (score, number) in enumerate(sorted(hits)[:k]):
            found.ids[row, place], found.scores[row, place] = number, -score
    return found


def assert_same(found: TopK, expected: TopK) -> None:
    np.testing.assert_array_equal(found.ids, expected.ids)
    np.testing.assert_array_equal(found.scores, expected.scores)
    assert found.ids.dtype == np.int64
    assert found.scores.dtype == np.float32


@st.composite
def problems(draw: st.DrawFn) -> dict[str, object]:
    queries, candidates, terms = (draw(st.integers(0, 6)), draw(st.integers(0, 12)), draw(st.integers(1, 5)))
    groups = st.integers(-1, 2)
    return {
        "queries": draw(hnp.arrays(np.float32, (queries, terms), elements=VALUES)),
        "candidates": draw(hnp.arrays(np.float32, (candidates, terms), elements=VALUES)),
        "ids": draw(
            st.lists(st.integers(-(2**40), 2**40), min_size=candidates, max_size=candidates, unique=True)
        ),
        "k": draw(st.integers(1, 15)),
        "query_groups": draw(hnp.arrays(np.int64, queries, elements=groups)),
        "candidate_groups": draw(hnp.arrays(np.int64, candidates, elements=groups)),
        "rows": draw(hnp.arrays(np.bool_, candidates)),
        "threads": draw(st.sampled_from([None, 1, 3])),
        "block": draw(st.sampled_from([1, 20, 1 << 22])),
        "rows_at_once": draw(st.sampled_from([1, 4, 1 << 16])),
        "candidates_at_once": draw(st.sampled_from([1, 5, 1 << 16])),
        "many": draw(st.sampled_from([1, 4])),
        "spare": draw(st.sampled_from([1, 3, 22])),
        "layout": draw(st.sampled_from([sparse.csr_matrix, sparse.csc_matrix])),
    }


@pytest.mark.slow
@given(problems())
def test_the_quick_answer_is_the_slow_answer(problem: dict) -> None:
    queries, candidates = problem["queries"], problem["candidates"]
    groups, candidate_groups, rows = problem["query_groups"], problem["candidate_groups"], problem["rows"]
    exclude = Forbidden(groups, candidate_groups, rows)
    same = groups[:, None] == candidate_groups[None, :]
    forbidden = (same & (groups >= 0)[:, None]) | rows[None, :]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(topk, "BLOCK_HITS", problem["block"])
        patch.setattr(topk, "BLOCK_ROWS", problem["rows_at_once"])
        patch.setattr(topk, "SPARE_HITS", problem["spare"])
        patch.setattr(topk, "BLOCK_CANDIDATES", problem["candidates_at_once"])
        patch.setattr(topk, "MANY_ROWS", problem["many"])
        found = top_k(
            sparse.csr_matrix(queries),
            problem["layout"](candidates),
            problem["ids"],
            problem["k"],
            exclude=exclude,
            threads=problem["threads"],
        )
    assert_same(found, slow_answer(queries, candidates, problem["ids"], problem["k"], forbidden))


def test_random_weights_give_the_slow_answer_up_to_rounding() -> None:
    generator = np.random.default_rng(7)
    queries = sparse.random(40, 300, 0.1, "csr", np.float32, rng=generator)
    candidates = sparse.random(500, 300, 0.05, "csr", np.float32, rng=generator)
    found = top_k(queries, candidates, np.arange(500), 10)
    dense = queries.toarray().astype(np.float64) @ candidates.toarray().T
    np.testing.assert_allclose(found.scores, -np.sort(-dense, axis=1)[:, :10], rtol=1e-5)
    np.testing.assert_allclose(np.take_along_axis(dense, found.ids, 1), found.scores, rtol=1e-5)


def test_a_pair_has_the_same_score_whichever_side_asks() -> None:
    generator = np.random.default_rng(8)
    demands = sparse.random(60, 400, 0.1, "csr", np.float32, rng=generator)
    offers = sparse.random(50, 400, 0.1, "csr", np.float32, rng=generator)
    forward = top_k(demands, offers, range(50), 50)
    back = top_k(offers, demands, range(60), 60)
    table = {(row, number): score for row in range(60) for number, score in forward.pairs(row)}
    assert table == {(number, row): score for row in range(50) for number, score in back.pairs(row)}


def test_among_equals_the_lower_id_wins_whatever_their_order() -> None:
    same = sparse.csr_matrix(np.ones((6, 1), np.float32))
    found = top_k(same[:1], same, [50, 10, 40, 20, 60, 30], 3)
    assert found.pairs(0) == [(10, 1.0), (20, 1.0), (30, 1.0)]


def test_an_enterprise_never_meets_itself_and_still_gets_k_others() -> None:
    same = sparse.csr_matrix(np.ones((5, 1), np.float32))
    groups = Forbidden(np.array([7]), np.array([7, 7, 8, -1, 7]))
    assert top_k(same[:1], same, range(5), 2, exclude=groups).ids.tolist() == [[2, 3]]


def test_where_nothing_is_found_there_is_no_id_and_no_score() -> None:
    found = top_k(
        sparse.csr_matrix((2, 3), dtype=np.float32), sparse.csr_matrix((0, 3), dtype=np.float32), [], 2
    )
    assert found.ids.tolist() == [[-1, -1], [-1, -1]]
    assert found.pairs(1) == []


@pytest.mark.slow
@given(problems())
def test_two_halves_merged_are_the_whole(problem: dict) -> None:
    queries, ids, k = sparse.csr_matrix(problem["queries"]), problem["ids"], problem["k"]
    candidates, half = sparse.csr_matrix(problem["candidates"]), len(problem["ids"]) // 2
    whole = top_k(queries, candidates, ids, k)
    parts = top_k(queries, candidates[:half], ids[:half], k), top_k(queries, candidates[half:], ids[half:], k)
    assert_same(merged(*parts), whole)


MATRIX = sparse.csr_matrix(np.eye(3, dtype=np.float32))


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"k": 0}, ValueError, "at least 1"),
        ({"k": 1.5}, TypeError, "whole number"),
        ({"k": True}, TypeError, "whole number"),
        ({"ids": [1, 2]}, ValueError, "2 ids for 3 candidates"),
        ({"ids": [1, 2, 2]}, ValueError, "must not repeat"),
        ({"ids": [[1], [2], [3]]}, ValueError, "one-dimensional"),
        ({"ids": [1.0, 2.0, 3.5]}, TypeError, "whole numbers"),
        ({"queries": sparse.csr_matrix((1, 4))}, ValueError, "4 terms, candidates 3"),
        ({"queries": np.eye(3)}, TypeError, "sparse"),
        ({"exclude": Forbidden(queries=np.zeros(3, int))}, ValueError, "both sides"),
        ({"exclude": Forbidden(rows=np.zeros(2, bool))}, ValueError, r"shape \(3,\)"),
        ({"exclude": Forbidden(np.zeros(3, int), np.zeros(4, int))}, ValueError, r"shape \(3,\)"),
    ],
)
def test_a_wrong_argument_is_named_at_once(change: dict, error: type[Exception], words: str) -> None:
    arguments = {"queries": MATRIX, "candidates": MATRIX, "ids": [1, 2, 3], "k": 2, "exclude": None, **change}
    with pytest.raises(error, match=words):
        top_k(**arguments)


def test_answers_of_different_shapes_cannot_be_merged() -> None:
    one, two = top_k(MATRIX, MATRIX, [1, 2, 3], 1), top_k(MATRIX, MATRIX, [4, 5, 6], 2)
    with pytest.raises(ValueError, match=r"\(3, 1\) and \(3, 2\)"):
        merged(one, two)


@st.composite
def crowds(draw: st.DrawFn) -> dict[str, object]:
    """Many ties: few distinct rows, repeated, in groups that forbid most pairs."""
    terms, kinds = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    rows = draw(hnp.arrays(np.float32, (kinds, terms), elements=VALUES))
    size = draw(st.integers(0, 80))
    return {
        "queries": rows,
        "candidates": rows[draw(hnp.arrays(np.int64, size, elements=st.integers(0, kinds - 1)))],
        "ids": draw(st.permutations(range(size))),
        "k": draw(st.sampled_from([1, 5, 30, 90])),
        "query_groups": draw(hnp.arrays(np.int64, kinds, elements=st.integers(-1, 1))),
        "candidate_groups": draw(hnp.arrays(np.int64, size, elements=st.integers(-1, 1))),
        "rows": draw(hnp.arrays(np.bool_, size)),
    }


@pytest.mark.slow
@given(crowds())
def test_a_crowd_of_equals_is_answered_as_slowly_whatever_is_forbidden(crowd: dict) -> None:
    queries, candidates = crowd["queries"], crowd["candidates"]
    groups, candidate_groups, rows = crowd["query_groups"], crowd["candidate_groups"], crowd["rows"]
    exclude = Forbidden(groups, candidate_groups, rows)
    same = groups[:, None] == candidate_groups[None, :]
    forbidden = (same & (groups >= 0)[:, None]) | rows[None, :]
    found = top_k(
        sparse.csr_matrix(queries), sparse.csc_matrix(candidates), crowd["ids"], crowd["k"], exclude=exclude
    )
    assert_same(found, slow_answer(queries, candidates, crowd["ids"], crowd["k"], forbidden))


def test_all_are_alike_and_the_best_are_forbidden() -> None:
    size = 5000
    same = sparse.csr_matrix(np.ones((size, 1), np.float32))
    own = Forbidden(np.array([1, -1]), np.where(np.arange(size) < size - 3, 1, 2))
    found = top_k(same[:2], same.tocsc(), range(size), 5, exclude=own)
    assert found.ids.tolist() == [[size - 3, size - 2, size - 1, -1, -1], [0, 1, 2, 3, 4]]
    assert found.scores.tolist() == [[1, 1, 1, 0, 0], [1] * 5]


@pytest.mark.parametrize("layout", [sparse.csr_matrix, sparse.csc_matrix])
def test_empty_rows_and_columns_find_nothing(layout: type[sparse.spmatrix]) -> None:
    candidates = np.zeros((4, 50), np.float32)
    candidates[2, 49] = 0.5
    queries = np.zeros((3, 50), np.float32)
    queries[1, [0, 49]] = 1
    found = top_k(sparse.csr_matrix(queries), layout(candidates), [4, 3, 2, 1], 2)
    assert found.ids.tolist() == [[-1, -1], [2, -1], [-1, -1]]
    assert found.scores.tolist() == [[0, 0], [0.5, 0], [0, 0]]


def test_zeros_that_are_stored_are_no_hits() -> None:
    stored = sparse.csr_matrix((np.zeros(3, np.float32), [0, 1, 2], [0, 3]), shape=(1, 3))
    assert top_k(stored, MATRIX, [1, 2, 3], 2).ids.tolist() == [[-1, -1]]
    assert top_k(MATRIX, stored, [1], 2).ids.tolist() == [[-1, -1]] * 3


@pytest.mark.parametrize("many", [1, topk.MANY_ROWS])
def test_stored_zeros_are_no_hits_in_a_crowd_of_equals_either(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topk, "ROWS_PER_THREAD", 1)
    monkeypatch.setattr(topk, "MANY_ROWS", many)
    monkeypatch.setattr(topk, "BLOCK_CANDIDATES", 50)
    values = np.random.default_rng(5).choice([0, 0.5, 1], (40, 6), p=[0.5, 0.25, 0.25]).astype(np.float32)
    full = sparse.csr_matrix((values.ravel(), np.tile(np.arange(6), 40), np.arange(0, 241, 6)), (40, 6))
    crowd = sparse.vstack([full] * 5, format="csr")
    forbidden = np.arange(200) % 7 == 0
    found = top_k(full, crowd, np.arange(200), 3, exclude=Forbidden(rows=forbidden), threads=2)
    dense = np.tile(forbidden, (40, 1))
    assert_same(found, slow_answer(values, crowd.toarray(), list(range(200)), 3, dense))


SCORES = st.floats(2**-10, 1, width=32)


@pytest.mark.slow
@given(
    hnp.arrays(np.float32, (6, 5), elements=st.one_of(st.just(0), SCORES)),
    hnp.arrays(np.float32, (3, 5), elements=st.one_of(st.just(0), SCORES)),
    st.sampled_from([1, 5, 1 << 16]),
    st.sampled_from([1, 30, 1 << 20]),
    st.sampled_from([1, 2]),
)
def test_ties_of_any_scores_are_settled_by_the_id(
    queries: npt.NDArray[np.float32],
    kinds: npt.NDArray[np.float32],
    candidates_at_once: int,
    hits_at_once: int,
    threads: int,
) -> None:
    """Each candidate is repeated ten times, so more tie than the product keeps at first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(topk, "SPARE_HITS", 1)
        patch.setattr(topk, "ROWS_PER_THREAD", 1)
        patch.setattr(topk, "MANY_ROWS", 1)
        patch.setattr(topk, "BLOCK_CANDIDATES", candidates_at_once)
        patch.setattr(topk, "BLOCK_HITS", hits_at_once)
        crowd = sparse.csr_matrix(np.tile(kinds, (10, 1)))
        query_weights = sparse.csr_matrix(queries)
        found = top_k(query_weights, crowd, np.arange(30), 4, threads=threads)
        whole = top_k(query_weights, crowd, np.arange(30), 30)
    assert_same(found, TopK(whole.ids[:, :4], whole.scores[:, :4]))
    for ids, scores in zip(whole.ids.tolist(), (-whole.scores).tolist(), strict=True):
        hits = [hit for hit in zip(scores, ids, strict=True) if hit[0]]
        assert hits == sorted(hits)
        assert len({number % 3 for _score, number in hits}) * 10 == len(hits)


@pytest.mark.slow
@given(
    hnp.arrays(np.float32, (7, 9), elements=st.one_of(st.just(0), SCORES)),
    hnp.arrays(np.float32, (11, 9), elements=st.one_of(st.just(0), SCORES)),
    st.sampled_from([1, 22]),
)
def test_from_either_side_a_pair_has_the_same_score_to_the_last_bit(
    demands: npt.NDArray[np.float32], offers: npt.NDArray[np.float32], spare: int
) -> None:
    one, other = sparse.csr_matrix(demands), sparse.csr_matrix(offers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(topk, "SPARE_HITS", spare)
        forward, back = top_k(one, other.tocsc(), range(11), 11), top_k(other, one.tocsc(), range(7), 7)
    table = {(row, number): score for row in range(7) for number, score in forward.pairs(row)}
    assert table == {(number, row): score for row in range(11) for number, score in back.pairs(row)}
    alone = [top_k(one[[row]], other, range(11), 11) for row in range(7)]
    assert [each.pairs(0) for each in alone] == [forward.pairs(row) for row in range(7)]


def test_many_queries_on_many_threads_are_answered_as_on_one() -> None:
    generator = np.random.default_rng(9)
    queries = sparse.random(3000, 200, 0.03, "csr", np.float32, rng=generator)
    candidates = sparse.random(400, 200, 0.05, "csc", np.float32, rng=generator)
    assert_same(
        top_k(queries, candidates, range(400), 10, threads=4),
        top_k(queries, candidates, range(400), 10, threads=1),
    )


@given(st.lists(st.integers(0, 50)), st.integers(1, 100))
def test_blocks_of_rows_cost_no_more_than_they_may_or_hold_one_row(costs: list[int], most: int) -> None:
    found = [costs[block] for block in topk.blocks(np.array(costs, dtype=np.int64), most)]
    assert [cost for block in found for cost in block] == costs
    assert all(len(block) == 1 or sum(block) <= most for block in found)
    assert all(sum(block) + after[0] > most for block, after in pairwise(found))
