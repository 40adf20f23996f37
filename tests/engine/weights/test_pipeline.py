"""The counter and the weights as transformers of scikit-learn, and the checks that it has for them."""

import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.model_selection import GridSearchCV
from sklearn.naive_bayes import MultinomialNB
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.utils import estimator_checks, get_tags
from sklearn.utils.estimator_checks import estimator_checks_generator
from sklearn.utils.validation import check_is_fitted, validate_data

from matching.engine import (
    DEFAULT,
    Document,
    DocumentWeights,
    Engine,
    FieldWeights,
    Lexicon,
    QueryWeights,
    TermCounter,
)
from matching.engine.text.counting import Matrix, count
from matching.engine.text.tokens import key_of
from matching.engine.weights.vocabulary import HASHED_COLUMNS
from tests.engine.market import DEMANDS, OFFERS, made_up, same_weights

MARKET = [*OFFERS, *DEMANDS]
SIDES = ["offers"] * len(OFFERS) + ["demands"] * len(DEMANDS)
ESTIMATORS = [TermCounter(), DocumentWeights(), QueryWeights()]


def spoken() -> Pipeline:
    return make_pipeline(TermCounter(), DocumentWeights(DEFAULT.offer_fields))


def asked() -> Pipeline:
    return make_pipeline(TermCounter(), QueryWeights(DEFAULT.demand_fields))


@pytest.mark.parametrize("size", [0, 1, 300])
def test_documents_become_the_weights_of_an_engine_of_these_documents(size: int) -> None:
    documents = made_up(size, seed=1)
    new = made_up(50, seed=2)
    offers, demands = Engine.fit(documents, []), Engine.fit([], documents)
    assert same_weights(spoken().fit(documents).transform(documents), offers.weigh_offers(documents))
    assert same_weights(spoken().fit_transform(documents), offers.weigh_offers(documents))
    assert same_weights(spoken().fit(documents).transform(new), offers.weigh_offers(new))
    assert same_weights(asked().fit(documents).transform(new), demands.query_weighting.transform(count(new)))


def test_pipelines_of_both_sides_give_the_scores_of_the_engine() -> None:
    offers = spoken().fit(MARKET, documentweights__sides=SIDES)
    demands = asked().fit(MARKET, queryweights__sides=SIDES)
    engine = Engine.fit(OFFERS, DEMANDS)
    assert same_weights(offers.transform(OFFERS), engine.weigh_offers(OFFERS))
    assert same_weights(demands.transform(DEMANDS), engine.weigh_demands(DEMANDS))
    shuffled = np.random.default_rng(0).permutation(len(MARKET))
    again = clone(demands).fit(
        [MARKET[at] for at in shuffled], queryweights__sides=[SIDES[at] for at in shuffled]
    )
    assert same_weights(again.transform(DEMANDS), engine.weigh_demands(DEMANDS))


def test_traditional_characters_are_read_with_the_fold_of_a_lexicon() -> None:
    lexicon = Lexicon.of([("鋰", "锂", ("lithium",)), ("萬", "万", ("ten thousand",))])
    documents = [Document(1, "鋰電池隔膜"), Document(2, "锂电池 10萬元")]
    pipeline = make_pipeline(TermCounter(lexicon.fold), DocumentWeights(DEFAULT.offer_fields))
    expected = Engine.fit(documents, [], lexicon=lexicon).weigh_offers(documents)
    assert same_weights(pipeline.fit(documents).transform(documents), expected)
    assert {"锂电", "10万元"} < set(pipeline.get_feature_names_out())


def test_a_str_is_a_document_with_a_body() -> None:
    texts = ["陶瓷膜 for water", ""]
    documents = [Document(1, body=texts[0]), Document(2)]
    assert same_weights(spoken().fit_transform(texts), spoken().fit_transform(documents))
    assert same_weights(spoken().fit_transform(iter(texts)), spoken().fit_transform(documents))


def test_columns_are_named_by_their_terms() -> None:
    pipeline = spoken().fit(OFFERS)
    names, weights = pipeline.get_feature_names_out(), pipeline.transform(OFFERS)
    assert names.shape == (weights.shape[1],)
    assert len(set(names)) == len(names)
    assert names[-HASHED_COLUMNS:].tolist() == [f"unseen_{at}" for at in range(HASHED_COLUMNS)]
    assert {"隔膜", "膜", "membran", "10kwh", "12μm", "five"} < set(names)
    column = names.tolist().index("membran")
    assert np.flatnonzero(weights[:, column].toarray()).tolist() == [4]
    assert pipeline[1].vocabulary_.columns_of(np.array([key_of("membran")], np.uint64)).tolist() == [column]
    assert np.array_equal(pipeline[0].get_feature_names_out(), names[:-HASHED_COLUMNS])


def test_without_the_counter_a_column_is_named_as_far_as_its_key_tells() -> None:
    engine = Engine.fit(OFFERS, [])
    names = engine.document_weighting.get_feature_names_out()
    known = spoken().fit(OFFERS).get_feature_names_out()
    assert {"隔膜", "膜"} < set(names)
    assert {name.split("_")[0] for name in set(names) - set(known)} == {"stem", "number"}
    with pytest.raises(ValueError, match="terms have been learnt, and 2 names are given"):
        engine.document_weighting.get_feature_names_out(["a", "b"])


def test_the_weights_serve_other_estimators() -> None:
    weights = spoken().fit_transform(OFFERS)
    assert cosine_similarity(weights).argmax(axis=1).tolist() == [0, 1, 2, 3, 4]
    neighbours = make_pipeline(*spoken(), NearestNeighbors(n_neighbors=1, metric="cosine")).fit(OFFERS)
    found = neighbours[-1].kneighbors(neighbours[:-1].transform(["废水处理用的膜"]), return_distance=False)
    assert found.tolist() == [[3]]


def test_a_union_puts_columns_side_by_side() -> None:
    texts = [f"{each.title} {each.body}" for each in OFFERS]
    union = FeatureUnion([("terms", spoken()), ("tfidf", TfidfVectorizer())]).fit(texts)
    apart = [spoken().fit_transform(texts), TfidfVectorizer().fit_transform(texts)]
    both, names = union.transform(texts), union.get_feature_names_out()
    assert both.shape == (len(texts), apart[0].shape[1] + apart[1].shape[1])
    assert (len(names), names[-1]) == (both.shape[1], "tfidf__高温合金叶片精密铸造技术")
    assert "terms__隔膜" in names
    assert (both[:, : apart[0].shape[1]] != apart[0]).nnz == 0


def test_labels_are_not_taken_for_sides_and_settings_can_be_searched() -> None:
    documents = made_up(60, seed=3)
    labels = ["隔膜" in document.body for document in documents]
    model = make_pipeline(TermCounter(), DocumentWeights(), MultinomialNB())
    grid = {
        "documentweights__fields": [None, FieldWeights(title=2)],
        "documentweights__saturation": [0.5, 1.5],
    }
    search = GridSearchCV(model, grid, cv=2).fit(documents, labels)
    assert search.best_score_ > 0.7
    assert len(search.cv_results_["params"]) == 4


@pytest.mark.parametrize("pipeline", [spoken(), asked()])
def test_a_pickle_and_a_clone_give_the_same(pipeline: Pipeline) -> None:
    fitted = pipeline.fit(MARKET)
    for copy in (pickle.loads(pickle.dumps(fitted)), clone(fitted).fit(MARKET)):
        assert same_weights(copy.transform(OFFERS), fitted.transform(OFFERS))
        assert np.array_equal(copy.get_feature_names_out(), fitted.get_feature_names_out())
    with pytest.raises(NotFittedError):
        clone(fitted).transform(OFFERS)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_nothing_is_told_before_it_is_learnt(estimator: Any) -> None:
    with pytest.raises(NotFittedError):
        estimator.get_feature_names_out()
    with pytest.raises(NotFittedError):
        estimator.transform(["text"])
    assert get_tags(estimator).requires_fit


@pytest.mark.parametrize("given", ["one text", b"bytes", OFFERS[0], [1], [None]])
def test_what_is_no_document_is_refused(given: Any) -> None:
    with pytest.raises(TypeError, match="must be"):
        TermCounter().fit(given)


@pytest.mark.parametrize(
    ("weights", "sides", "error", "words"),
    [
        (DocumentWeights(saturation=0), None, ValueError, "saturation must be a finite number > 0"),
        (DocumentWeights(length=1.1), None, ValueError, "length must lie between 0 and 1"),
        (QueryWeights(rarity=-1), None, ValueError, "rarity must be a finite number >= 0"),
        (
            QueryWeights().set_params(fields={"title": 2}),
            None,
            TypeError,
            "fields must be FieldWeights or None, not dict",
        ),
        (QueryWeights(), ["offers"], ValueError, "sides must be 5 names, each of them offers or demands"),
        (QueryWeights(), ["offer"] * 5, ValueError, "sides must be 5 names, each of them offers or demands"),
    ],
)
def test_a_wrong_setting_is_refused_when_it_is_used(
    weights: Any, sides: list[str] | None, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        weights.fit(count(OFFERS), sides=sides)


def test_weights_take_no_plain_matrix() -> None:
    plain: Any = np.ones((2, 3))
    with pytest.raises(TypeError, match="takes the Counts of a TermCounter or Statistics, not ndarray"):
        DocumentWeights().fit(plain)


# -- the checks of scikit-learn

APPLICABLE = (
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_estimator_tags_renamed",
    "check_estimators_unfitted",
    "check_get_feature_names_out_error",
    "check_get_params_invariance",
    "check_mixin_order",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_set_params",
    "check_transformers_unfitted",
    "check_valid_tag_types",
)
"""All checks that need no array of numbers. For an estimator that reads none, ``CountVectorizer`` say,
``check_estimator`` itself runs only ``check_estimator_cloneable``."""


@pytest.mark.parametrize("name", APPLICABLE)
@pytest.mark.parametrize("estimator", ESTIMATORS, ids=lambda each: type(each).__name__)
def test_the_checks_that_need_no_numbers_pass(estimator: BaseEstimator, name: str) -> None:
    check: Callable[[str, BaseEstimator], None] = getattr(estimator_checks, name)
    check(type(estimator).__name__, clone(estimator))


class OfNumbers(TransformerMixin, BaseEstimator):
    """A pipeline of ours that is given numbers, so that the checks which fit and transform arrays run too.

    A row becomes a text: 1.0, 3.4 become the word aa twice and the word bb four times.
    """

    def __init__(self, weights: Any = None) -> None:
        self.weights = weights

    def fit(self, X: Any, y: object = None) -> "OfNumbers":  # noqa: N803
        self.pipeline_ = make_pipeline(TermCounter(), clone(self.weights)).fit(self._texts(X, reset=True))
        return self

    def transform(self, X: Any) -> Matrix:  # noqa: N803
        check_is_fitted(self)
        return self.pipeline_.transform(self._texts(X, reset=False))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = []
        return tags

    def _texts(self, X: Any, *, reset: bool) -> list[str]:  # noqa: N803
        rows = validate_data(self, X, reset=reset)
        words = [f"{chr(97 + column)}{chr(97 + column)} " for column in range(rows.shape[1])]
        return [
            "".join(word * (1 + int(abs(value)) % 9) for word, value in zip(words, row, strict=True))
            for row in rows
        ]


BEHIND_NUMBERS = [
    pytest.param(estimator, check, id=f"{type(weights).__name__}-{check.func.__name__}")
    for weights in (DocumentWeights(), QueryWeights())
    for estimator, check in estimator_checks_generator(OfNumbers(weights))
    if check.func is not estimator_checks.check_array_api_input  # needs SCIPY_ARRAY_API in the environment
]


@pytest.mark.parametrize(("estimator", "check"), BEHIND_NUMBERS)
def test_a_pipeline_that_is_given_numbers_passes_all_checks(estimator: Any, check: Any) -> None:
    check(estimator)
