"""The formulae of weighting.py, computed again by hand."""

from math import log

import numpy as np
import pytest
from scipy import sparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from matching.engine.config import FieldWeights
from matching.engine.counting import FieldCounts
from matching.engine.documents import FIELDS
from matching.engine.weighting import PRIOR, DemandWeighting, OfferWeighting


def fields(**rows: list[list[float]]) -> FieldCounts:
    shape = np.shape(next(iter(rows.values())))
    return {name: sparse.csr_matrix(np.array(rows.get(name, np.zeros(shape)), np.float32)) for name in FIELDS}


def test_what_is_spoken_saturates_and_is_measured_against_the_mean_length() -> None:
    counts = fields(title=[[1, 0, 1], [1, 0, 0]], body=[[0, 0, 0], [0, 4, 2]])
    spoken = OfferWeighting(FieldWeights(title=2), saturation=1.5, length=0.5).fit_transform(counts).toarray()
    long_title, short_title = 2 / (0.5 + 0.5 * 2 / 1.5), 2 / (0.5 + 0.5 * 1 / 1.5)
    expected = [
        [long_title / (long_title + 1.5), 0, long_title / (long_title + 1.5)],
        [short_title / (short_title + 1.5), 4 / (4 + 1.5), 2 / (2 + 1.5)],
    ]
    np.testing.assert_allclose(spoken, expected, rtol=1e-6)
    assert spoken.dtype == np.float32


def test_an_empty_body_is_neither_punished_nor_rewarded() -> None:
    titles = [[1, 1, 0], [1, 0, 1]]
    alone = OfferWeighting().fit_transform(fields(title=titles)).toarray()
    beside = OfferWeighting().fit_transform(fields(title=titles, body=[[0, 0, 0], [0, 5, 5]])).toarray()
    np.testing.assert_array_equal(alone[0], beside[0])


def test_what_is_asked_sums_to_one_and_rare_terms_weigh_more() -> None:
    counts = fields(title=[[1, 1, 0], [1, 0, 0], [0, 0, 0]], body=[[0, 0, 0], [0, 0, 2], [0, 0, 0]])
    asked = DemandWeighting(FieldWeights(title=4), saturation=8).fit_transform(counts).toarray()
    common, rare = log(4 / 2.5), log(4 / 1.5)
    title, body = 4 * 9 / 12, 2 * 9 / 10
    expected = [
        [common / (common + rare), rare / (common + rare), 0],
        [title * common / (title * common + body * rare), 0, body * rare / (title * common + body * rare)],
        [0, 0, 0],
    ]
    np.testing.assert_allclose(asked, expected, rtol=1e-6)


def test_a_word_common_in_its_own_language_is_light_though_rare_in_the_whole() -> None:
    counts = fields(title=[[1, 0]] * 50 + [[0, 1]] * 950)
    apart = DemandWeighting().fit(counts, [0] * 50 + [1] * 950)
    whole = 50.5 / 1001
    assert apart.idf_[0] == pytest.approx(-log((50 + 0.025 + PRIOR * whole) / (50 + 0.05 + PRIOR)))
    assert apart.idf_[0] < DemandWeighting().fit(counts).idf_[0]


def test_idf_is_never_negative() -> None:
    assert DemandWeighting().fit(fields(title=[[1, 1]] * 500)).idf_.min() >= 0


@pytest.mark.parametrize("estimator", [OfferWeighting(), DemandWeighting()])
def test_they_are_estimators_of_scikit_learn(estimator: OfferWeighting | DemandWeighting) -> None:
    counts = fields(title=[[1, 2, 0], [0, 1, 1]])
    copy = clone(estimator.set_params(saturation=3))
    assert copy.get_params()["saturation"] == 3
    with pytest.raises(NotFittedError):
        copy.transform(counts)
    assert copy.fit(counts) is copy
    once, again = copy.transform(counts), copy.fit(counts).transform(counts)
    assert (once != again).nnz == 0
    assert counts["title"].toarray().tolist() == [[1, 2, 0], [0, 1, 1]]


@pytest.mark.parametrize("estimator", [OfferWeighting(), DemandWeighting()])
def test_counts_of_another_kind_are_refused(estimator: OfferWeighting | DemandWeighting) -> None:
    with pytest.raises(ValueError, match="one matrix for each of title"):
        estimator.fit(sparse.csr_matrix((2, 2)))
    uneven = {**fields(title=[[1]]), "body": sparse.csr_matrix((2, 1))}
    with pytest.raises(ValueError, match="one shape"):
        estimator.fit(uneven)
    with pytest.raises(ValueError, match="language of each of 1"):
        DemandWeighting().fit(fields(title=[[1]]), [1, 2])
