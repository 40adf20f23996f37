from mmap import mmap
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from scipy import sparse

from matching.engine import Document, Postings
from matching.engine.index.postings import NO_GROUP, codes_of, ids_of

PARTS = ("ids", "groups", "revisions")
WEIGHTS = np.array([[0.5, 0, 0.25], [0, 0.75, 0], [0, 0, 0], [0.125, 0.5, 0]], dtype=np.float32)


def postings_of(ids: list[int]) -> Postings:
    numbers = (np.array(ids, np.int64), np.arange(10, 10 + len(ids)), np.arange(20, 20 + len(ids)))
    return Postings.of(sparse.csr_matrix(WEIGHTS[: len(ids)]), *numbers)


def contents(postings: Postings) -> list[object]:
    return [*(getattr(postings, part).tolist() for part in PARTS), postings.matrix.toarray().tolist()]


def is_mapped(array: npt.NDArray[np.generic]) -> bool:
    """True if the array is mapped from a file and not a copy."""
    owner: object = array
    while isinstance(owner, np.ndarray):
        owner = owner.base
    return isinstance(owner, mmap)


def test_rows_stand_in_the_order_of_their_ids() -> None:
    assert contents(postings_of([7, -5, 2**40, 1])) == [
        [-5, 1, 7, 2**40],
        [11, 13, 10, 12],
        [21, 23, 20, 22],
        WEIGHTS[[1, 3, 0, 2]].tolist(),
    ]


def test_rows_that_stand_in_order_stay() -> None:
    assert contents(postings_of([1, 2, 3, 4])) == [
        [1, 2, 3, 4],
        [10, 11, 12, 13],
        [20, 21, 22, 23],
        WEIGHTS.tolist(),
    ]


def test_two_rows_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="must not repeat"):
        postings_of([3, 1, 3, 2])


@pytest.mark.parametrize("ids", [[7, -5, 9, 1], [3], []])
def test_postings_survive_a_round_trip_through_files_and_are_mapped(ids: list[int], tmp_path: Path) -> None:
    postings = postings_of(ids)
    postings.save(tmp_path, "offers")
    loaded = Postings.load(tmp_path, "offers")
    assert contents(loaded) == contents(postings)
    for part in PARTS:
        assert getattr(loaded, part).dtype == np.int64
    for part in ("data", "indices", "indptr"):
        one, other = getattr(loaded.matrix, part), getattr(postings.matrix, part)
        assert (one.dtype, is_mapped(one)) == (other.dtype, True)


def test_postings_that_do_not_exist_are_not_loaded(tmp_path: Path) -> None:
    postings_of([1]).save(tmp_path, "offers")
    with pytest.raises(FileNotFoundError):
        Postings.load(tmp_path, "demands")


def test_rows_are_found_by_their_ids() -> None:
    postings = postings_of([7, -5, 9, 1])
    assert postings.rows({9, -5, 1000}).tolist() == [True, False, False, True]
    assert postings.rows([]).tolist() == [False] * 4
    assert postings_of([]).rows([1]).tolist() == []


def test_a_revision_is_found_by_its_id() -> None:
    postings = postings_of([7, -5, 9, 1])
    assert [postings.revision_of(number) for number in (7, -5, 9, 1)] == [20, 21, 22, 23]
    assert [postings.revision_of(number) for number in (-6, 0, 8, 10)] == [None] * 4
    assert postings_of([]).revision_of(1) is None


def test_ids_are_whole_numbers_of_64_bits() -> None:
    found = ids_of([Document(2**63 - 1), Document(-(2**63))])
    assert (found.tolist(), found.dtype) == ([2**63 - 1, -(2**63)], np.dtype(np.int64))
    assert ids_of([]).tolist() == []
    with pytest.raises(TypeError, match="document ids must be whole numbers"):
        ids_of([Document("5")])  # type: ignore[arg-type]


def test_codes_mean_no_group_unless_they_are_given() -> None:
    assert codes_of(None, 2, "groups").tolist() == [NO_GROUP, NO_GROUP]
    assert codes_of([4, -1], 2, "groups").tolist() == [4, -1]
    assert codes_of([], 0, "groups").dtype == np.int64
    with pytest.raises(ValueError, match="1 groups for 2 documents"):
        codes_of([4], 2, "groups")
    with pytest.raises(TypeError, match="groups must be whole numbers"):
        codes_of([0.5], 1, "groups")  # type: ignore[list-item]
