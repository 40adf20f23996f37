"""The formulae of weighting.py, computed again by hand."""

from math import exp, log

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from matching.engine import Document, FieldWeights
from matching.engine.text.counting import Matrix, count
from matching.engine.text.documents import FIELDS
from matching.engine.text.tokens import key_of
from matching.engine.weights.statistics import Statistics
from matching.engine.weights.vocabulary import HASHED_COLUMNS, Vocabulary
from matching.engine.weights.weighting import (
    PRIOR,
    DocumentWeights,
    QueryWeights,
    boilerplate_ratios,
    inverse_document_frequencies,
    pmi_weights,
)
from tests.engine.hard_texts import MARKETS
from tests.engine.market import DEMANDS, OFFERS
from tests.engine.reference_terms import is_spaceless, terms

Held = tuple[bool, set[str]]
"""True for a document in a script without spaces, and the terms it holds."""


def statistics(offers: list[Document], demands: list[Document]) -> Statistics:
    return Statistics.merged(
        [Statistics.of(count(offers), "offers"), Statistics.of(count(demands), "demands")]
    )


def columns_of(vocabulary: Vocabulary, *words: str) -> npt.NDArray[np.int32]:
    return vocabulary.columns_of(np.array([key_of(word) for word in words], dtype=np.uint64))


def table(weights: Matrix, vocabulary: Vocabulary, *words: str) -> list[list[float]]:
    assert weights.dtype == np.float32
    assert weights.has_sorted_indices
    rows: list[list[float]] = weights[:, columns_of(vocabulary, *words)].toarray().tolist()
    return rows


def held(documents: list[Document]) -> list[Held]:
    found = [[term for name in FIELDS for term in terms(document.text(name))] for document in documents]
    return [(2 * sum(map(is_spaceless, each)) > len(each), set(each)) for each in found]


def drawn(having: int, size: int, part: float, whole: float) -> float:
    return (having + 0.5 * part + PRIOR * whole) / (size + part + PRIOR)


def slow_idf(term: str, documents: list[Held]) -> float:
    """idf(t): -ln of the largest share, overall or in a language."""
    whole = (sum(term in words for _, words in documents) + 0.5) / (len(documents) + 1)
    shares = [whole]
    for language in (False, True):
        rows = [words for script, words in documents if script == language]
        if rows:
            having = sum(term in words for words in rows)
            shares.append(drawn(having, len(rows), len(rows) / len(documents), whole))
    return -log(max(shares))


def slow_odds(term: str, offers: list[Held], demands: list[Held]) -> float:
    """min(1, s_o / s_d) in the language in which most documents hold the term."""
    documents = [*offers, *demands]
    whole = (sum(term in words for _, words in documents) + 0.5) / (len(documents) + 1)
    stands = [sum(term in words for script, words in documents if script == each) for each in (False, True)]
    language = stands[1] > stands[0]
    shares = []
    for side in (offers, demands):
        rows = [words for script, words in side if script == language]
        shares.append(drawn(sum(term in words for words in rows), len(rows), 1, whole))
    return min(1, shares[0] / shares[1])


def slow_cohesion(term: str, documents: list[Held], middle: float) -> float:
    """c(t) of a pair of characters, among the documents in scripts without spaces."""
    if len(term) != 2 or not is_spaceless(term):
        return 1
    rows = [words for script, words in documents if script]
    both, left, right = (sum(each in words for words in rows) + 0.5 for each in (term, *term))
    return 1 / (1 + exp(-(log(both * (len(rows) + 1) / (left * right)) - middle) / 2))


def test_a_pair_of_characters_that_straddles_two_words_weighs_less() -> None:
    documents = [
        Document(number, title) for number, title in enumerate(("电池", "电池", "池水", "水电", "水", "电"))
    ]
    found = statistics(documents, [])
    whole, across = pmi_weights(found, 1.0)[columns_of(Vocabulary(found.keys), "电池", "池水")]
    assert whole == pytest.approx(1 / (1 + exp(-(log(2.5 * 7 / (4.5 * 3.5)) - 1) / 2)))
    assert across == pytest.approx(1 / (1 + exp(-(log(1.5 * 7 / (3.5 * 3.5)) - 1) / 2)))
    assert across < whole


def test_document_weights_saturate_and_are_normalised_by_the_mean_length() -> None:
    offers = [Document(1, "led zinc"), Document(2, "led", body="pump pump pump pump zinc zinc")]
    weighting = DocumentWeights(FieldWeights(title=2), saturation=1.5, length=0.5)
    weighting.fit(statistics(offers, [Document(3, "led led led")]))
    long_title, short_title = 2 / (0.5 + 0.5 * 2 / 1.5), 2 / (0.5 + 0.5 * 1 / 1.5)
    expected = [
        [long_title / (long_title + 1.5), 0, long_title / (long_title + 1.5)],
        [short_title / (short_title + 1.5), 4 / (4 + 1.5), 2 / (2 + 1.5)],
    ]
    found = table(weighting.transform(count(offers)), weighting.vocabulary_, "led", "pump", "zinc")
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert weighting.mean_lengths_.tolist() == [1.5, float("inf"), float("inf"), 6]


def test_a_word_in_two_fields_is_counted_in_both() -> None:
    offers = [Document(1, "led", ("led", "zinc"), "", "led zinc pump")]
    weighting = DocumentWeights(FieldWeights(title=2, keywords=3), saturation=1.5, length=0.65)
    weighting.fit(statistics(offers, []))
    found = table(weighting.transform(count(offers)), weighting.vocabulary_, "led", "zinc", "pump")
    np.testing.assert_allclose(found, [[6 / 7.5, 4 / 5.5, 1 / 2.5]], rtol=1e-6)


def test_an_empty_body_is_neither_punished_nor_rewarded() -> None:
    bare, long = Document(1, "led pump"), Document(2, "led zinc", body="pump zinc " * 5)
    alone = DocumentWeights().fit(statistics([bare, Document(2, "led zinc")], []))
    fitted = DocumentWeights().fit(statistics([bare, long], []))
    words = ("led", "pump", "zinc")
    assert table(alone.transform(count([bare])), alone.vocabulary_, *words) == table(
        fitted.transform(count([bare])), fitted.vocabulary_, *words
    )


def test_a_field_of_no_weight_is_not_read() -> None:
    weighting = DocumentWeights(FieldWeights(body=0)).fit(statistics([Document(1, "led", body="pump")], []))
    assert weighting.transform(count([Document(1, "led", body="pump")])).nnz == 1


def test_query_weights_sum_to_one_and_rare_terms_weigh_more() -> None:
    demands = [Document(1, "led zinc"), Document(2, "led", body="pump pump"), Document(3)]
    weighting = QueryWeights(FieldWeights(title=4), saturation=8, rarity=1, boilerplate=0)
    weighting.fit(statistics([], demands))
    common, rare = log(4 / 2.5), log(4 / 1.5)
    title, body = 4 * 9 / 12, 2 * 9 / 10
    expected: list[list[float]] = [
        [common / (common + rare), 0, rare / (common + rare)],
        [title * common / (title * common + body * rare), body * rare / (title * common + body * rare), 0],
        [0, 0, 0],
    ]
    found = table(weighting.transform(count(demands)), weighting.vocabulary_, "led", "pump", "zinc")
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_the_boilerplate_of_demands_weighs_less() -> None:
    offers, demands = (
        [Document(1, "led"), Document(2, "zinc")],
        [Document(3, "seek led"), Document(4, "seek")],
    )
    found = statistics(offers, demands)
    weighting = QueryWeights(rarity=2, boilerplate=0.5).fit(found)
    # Two of four documents hold each word, all in one language, so only the sides differ.
    whole = 2.5 / 5
    seek = ((0 + 0.5 + PRIOR * whole) / (2 + 1 + PRIOR)) / ((2 + 0.5 + PRIOR * whole) / (2 + 1 + PRIOR))
    columns = columns_of(weighting.vocabulary_, "led", "seek")
    expected = [log(2) ** 2, log(2) ** 2 * seek**0.5]
    np.testing.assert_allclose(weighting.term_weights_[columns], expected, rtol=1e-12)


def test_a_word_common_in_its_own_language_is_light_though_rare_in_the_whole() -> None:
    demands = [Document(number, "led") for number in range(50)]
    demands += [Document(number, "电") for number in range(50, 1000)]
    found = statistics([], demands)
    whole = 50.5 / 1001
    assert inverse_document_frequencies(found)[columns_of(Vocabulary(found.keys), "led")] == pytest.approx(
        -log((50 + 0.5 * 0.05 + PRIOR * whole) / (50 + 0.05 + PRIOR))
    )


@pytest.mark.slow
@given(MARKETS, MARKETS)
def test_the_weight_of_a_term_is_what_the_formula_says(
    offers: list[Document], demands: list[Document]
) -> None:
    found = statistics(offers, demands)
    weighting = QueryWeights(rarity=1.5, boilerplate=0.2, cohesion=1.0).fit(found)
    sides = held(offers), held(demands)
    words = sorted({term for side in sides for _, each in side for term in each}, key=key_of)
    assert [key_of(word) for word in words] == found.keys.tolist()
    idf = [slow_idf(word, [*sides[0], *sides[1]]) for word in words]
    odd = [slow_odds(word, *sides) for word in words]
    np.testing.assert_allclose(inverse_document_frequencies(found), idf, rtol=1e-9)
    np.testing.assert_allclose(boilerplate_ratios(found), odd, rtol=1e-9)
    cohesion = [slow_cohesion(word, [*sides[0], *sides[1]], 1.0) for word in words]
    np.testing.assert_allclose(pmi_weights(found, 1.0), cohesion, rtol=1e-9)
    worth = [i**1.5 * o**0.2 * c for i, o, c in zip(idf, odd, cohesion, strict=True)]
    np.testing.assert_allclose(weighting.term_weights_[: len(words)], worth, rtol=1e-9)
    assert np.all(inverse_document_frequencies(found) > 0)


def test_an_unknown_word_weighs_as_much_as_one_that_no_document_holds() -> None:
    weighting = QueryWeights(rarity=1.5).fit(statistics(list(OFFERS), list(DEMANDS)))
    assert weighting.term_weights_.shape == (weighting.vocabulary_.columns,)
    np.testing.assert_allclose(weighting.term_weights_[-HASHED_COLUMNS:], (-log(0.5 / 9)) ** 1.5, rtol=1e-12)
    assert weighting.term_weights_[-1] > weighting.term_weights_[:-HASHED_COLUMNS].max()


def test_new_words_that_share_a_column_are_counted_together() -> None:
    by_column: dict[int, str] = {}
    for number in range(10_000):
        word = f"x{number}"
        [column] = columns_of(Vocabulary(np.zeros(0, np.uint64)), word).tolist()
        other = by_column.setdefault(column, word)
        if other != word:
            break
    empty = statistics([], [])
    document_weights = (
        DocumentWeights(saturation=1.5).fit(empty).transform(count([Document(1, f"{word} {other}")]))
    )
    query_weights = QueryWeights().fit(empty).transform(count([Document(1, f"{word} {other}")]))
    assert document_weights.nnz == query_weights.nnz == 1
    assert document_weights.data.tolist() == [pytest.approx(2 / (2 + 1.5))]
    assert query_weights.data.tolist() == [1]


def test_an_empty_market_weighs_by_counts_alone() -> None:
    empty = statistics([], [])
    demands = QueryWeights(FieldWeights(), saturation=8).fit(empty)
    assert set(demands.term_weights_.tolist()) == {log(2) ** demands.rarity}
    query_weights = table(
        demands.transform(count([Document(1, "led led pump")])), demands.vocabulary_, "led", "pump"
    )
    twice, once = 2 * 9 / 10, 1.0
    np.testing.assert_allclose(query_weights, [[twice / (twice + once), once / (twice + once)]], rtol=1e-6)
    offers = DocumentWeights().fit(empty)
    assert offers.mean_lengths_.tolist() == [float("inf")] * 4
    assert offers.transform(count([])).shape == (0, HASHED_COLUMNS)


@pytest.mark.parametrize("estimator", [DocumentWeights(), QueryWeights()])
def test_they_are_estimators_of_scikit_learn(estimator: DocumentWeights | QueryWeights) -> None:
    market, counts = statistics(list(OFFERS), list(DEMANDS)), count(DEMANDS)
    before = counts.by_field.toarray().tolist()
    copy = clone(estimator.set_params(saturation=3))
    assert copy.get_params()["saturation"] == 3
    with pytest.raises(NotFittedError):
        copy.transform(counts)
    assert copy.fit(market) is copy
    once, again = copy.transform(counts), copy.fit(market).transform(counts)
    assert (once != again).nnz == 0
    assert counts.by_field.toarray().tolist() == before
