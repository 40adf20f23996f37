"""Row numbers, row sums and row scaling of sparse matrices, including empty rows; files read by threads."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from scipy import sparse

from matching.engine.text.arrays import (
    load_csc,
    load_csr,
    mapped,
    row_sums,
    rows_of,
    save_sparse,
    scale_rows,
    unpacked,
)

DENSE = np.array([[0, 2, 3], [0, 0, 0], [4, 0, 0], [0, 0, 0]], dtype=np.float64)


def test_every_value_knows_its_row() -> None:
    assert rows_of(sparse.csr_matrix(DENSE)).tolist() == [0, 0, 2]


def test_a_row_without_values_adds_up_to_nothing() -> None:
    assert row_sums(sparse.csr_matrix(DENSE)).tolist() == [5, 0, 4, 0]


def test_sums_of_an_empty_matrix_are_floats_too() -> None:
    sums = row_sums(sparse.csr_matrix((2, 3), dtype=np.float32))
    assert sums.tolist() == [0, 0]
    assert sums.dtype == np.float64


def test_sums_of_small_floats_are_added_up_in_double_precision() -> None:
    thirds = sparse.csr_matrix(np.full((1, 3000), 1 / 3, dtype=np.float32))
    assert row_sums(thirds)[0] == pytest.approx(3000 * float(np.float32(1 / 3)), rel=1e-12)


def test_each_row_is_multiplied_by_its_factor_in_place() -> None:
    matrix = sparse.csr_matrix(DENSE)
    scaled = scale_rows(matrix, np.array([10.0, 7.0, 0.5, 7.0]))
    assert scaled is matrix
    assert matrix.toarray().tolist() == [[0, 20, 30], [0, 0, 0], [2, 0, 0], [0, 0, 0]]


def test_whole_numbers_are_not_scaled() -> None:
    with pytest.raises(TypeError):
        scale_rows(sparse.csr_matrix(DENSE.astype(np.int64)), np.ones(4))


@pytest.mark.parametrize("load", [load_csr, load_csc])
@pytest.mark.parametrize("shape", [(3, 3), (4, 4), (2, 2)])
def test_files_that_do_not_fit_the_shape_are_not_loaded(
    load: Callable[..., sparse.spmatrix], shape: tuple[int, int], tmp_path: Path
) -> None:
    square = sparse.csr_matrix(np.eye(3, dtype=np.float32))
    save_sparse(tmp_path / "square", square)
    if shape == (3, 3):
        assert (load(tmp_path / "square", shape).toarray() == square.toarray()).all()
        return
    with pytest.raises(ValueError, match="index"):
        load(tmp_path / "square", shape)


def test_the_heads_of_two_files_are_never_read_at_the_same_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NumPy compiles a head as Python; older versions of CPython fail when two threads do that at once."""
    np.save(tmp_path / "one.npy", np.arange(3))
    np.savez(tmp_path / "two.npz", two=np.arange(3))
    load, reading, most = np.load, [0], [0]

    def slowly(*arguments: object, **options: object) -> object:
        reading[0] += 1
        most[0] = max(most[0], reading[0])
        time.sleep(0.01)
        found = load(*arguments, **options)  # type: ignore[arg-type]
        reading[0] -= 1
        return found

    monkeypatch.setattr(np, "load", slowly)
    with ThreadPoolExecutor(4) as pool:
        ones = [pool.submit(mapped, tmp_path / "one.npy") for _ in range(4)]
        twos = [pool.submit(unpacked, tmp_path / "two.npz") for _ in range(4)]
    assert all(each.result().tolist() == [0, 1, 2] for each in ones)
    assert all(each.result()["two"].tolist() == [0, 1, 2] for each in twos)
    assert most == [1]
