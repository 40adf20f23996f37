"""The formulae of translations.py, computed again by hand, and a lexicon reduced to a market."""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from matching.engine.expansion.translations import HEADWORDS, MOST, Expansion
from matching.engine.lexicon.glossary import GlossaryTerm
from matching.engine.lexicon.lexicon import NESTED, Lexicon
from matching.engine.text.counting import Counts, Matrix, count_tokens, sum_fields
from matching.engine.text.documents import FIELDS, Document
from matching.engine.text.tokens import key_of, tokens
from matching.engine.weights.statistics import Statistics
from matching.engine.weights.vocabulary import Vocabulary
from matching.engine.weights.weighting import QueryWeights, inverse_document_frequencies

LEXICON = Lexicon.of(
    [
        ("鋰電池", "锂电池", ["lithium battery"]),
        ("電池", "电池", ["battery", "cell"]),
        ("隔膜", "隔膜", ["diaphragm (anatomy)", "membrane"]),
        ("膜", "膜", ["membrane", "film"]),
    ]
)
OFFERS = (
    Document(1, "Lithium battery"),
    Document(2, "Battery membrane"),
    Document(3, "锂电池的隔膜"),
    Document(4, "隔膜"),
)
DEMANDS = (
    Document(11, "锂电池，锂电池", body="隔膜"),
    Document(12, "A membrane for a battery"),
    Document(13),
    Document(14, "Nothing"),
)


class Market:
    """Offers and demands, counted and weighed as in an engine."""

    def __init__(
        self, offers: Sequence[Document], demands: Sequence[Document], lexicon: Lexicon = LEXICON
    ) -> None:
        self.lexicon = lexicon
        self.statistics = Statistics.merged(
            [
                Statistics.of(self.read(offers)[0], "offers"),
                Statistics.of(self.read(demands)[0], "demands"),
            ]
        )
        self.weighting = QueryWeights().fit(self.statistics)
        self.idf = inverse_document_frequencies(self.statistics)
        self.held = self.statistics.frequencies[0].sum(axis=0)

    def read(self, documents: Sequence[Document]) -> tuple[Counts, Matrix]:
        texts = [document.text(name) for document in documents for name in FIELDS]
        found = tokens(texts, fold=self.lexicon.fold)
        sources = sum_fields(self.lexicon.sources_in(found, len(texts)))
        return count_tokens(found, len(documents)), sources

    def weighed(self, documents: Sequence[Document]) -> tuple[Counts, Matrix, Matrix]:
        counts, sources = self.read(documents)
        return counts, sources, self.weighting.transform(counts)

    def expansion(self, translation_weight: float = 0.5) -> Expansion:
        vocabulary = Vocabulary(self.statistics.keys)
        return Expansion.of(self.lexicon, vocabulary, self.held, self.idf, translation_weight)

    def translate(
        self, documents: Sequence[Document], translation_weight: float = 0.5
    ) -> list[dict[int, float]]:
        found = self.expansion(translation_weight).translate(*self.weighed(documents))
        keys = self.statistics.keys
        rows = [found[row] for row in range(found.shape[0])]
        return [dict(zip(keys[row.indices].tolist(), row.data.tolist(), strict=True)) for row in rows]

    def idf_of(self, term: str) -> float:
        """idf(t) / largest idf of a term."""
        (place,) = np.flatnonzero(self.statistics.keys == key_of(term))
        return float(self.idf[place]) / float(self.idf.max())


MARKET = Market(OFFERS, DEMANDS)


def test_a_chinese_demand_asks_for_what_its_words_mean() -> None:
    counts, _, query_weights = MARKET.weighed(DEMANDS[:1])
    keys = MARKET.statistics.keys[query_weights.indices].tolist()
    share: dict[int, float] = dict(zip(keys, query_weights.data.tolist(), strict=True))
    occurrences = {"锂": 2, "电": 2, "池": 2, "锂电": 2, "电池": 2, "隔": 1, "膜": 1, "隔膜": 1}
    assert sum_fields(counts.by_field).sum() == sum(occurrences.values())

    def asked_in(*terms: str) -> float:
        return sum(share[key_of(term)] / occurrences[term] for term in terms)

    lithium_battery = 2 * asked_in("锂", "电", "池", "锂电", "电池")
    battery = 2 * NESTED * asked_in("电", "池", "电池")
    diaphragm, film = asked_in("隔", "膜", "隔膜"), NESTED * asked_in("膜")
    lithium, batteri, membran = map(MARKET.idf_of, ("lithium", "batteri", "membran"))
    weights = {
        "lithium": lithium_battery / sqrt(2) * lithium,
        "batteri": (lithium_battery / sqrt(2) + battery) * batteri,
        "membran": (diaphragm + film) * membran,
    }
    scale = 0.5 * min(1, lithium_battery + battery + diaphragm + film) / sum(weights.values())
    expected = {key_of(term): weight * scale for term, weight in weights.items()}
    assert MARKET.translate(DEMANDS[:1]) == [pytest.approx(expected, rel=1e-5)]


def test_an_english_demand_asks_for_the_headwords_that_mean_it() -> None:
    demand = Document(15, "membrane")
    both = Counter({"隔": 1 / 2 / 3 + 0, "膜": 1 / 2 / 3 + 1 / 2, "隔膜": 1 / 2 / 3})
    length = sqrt(sum(value**2 for value in both.values()))
    weights = {key_of(term): value / length * MARKET.idf_of(term) for term, value in both.items()}
    scale = 0.5 / sum(weights.values())
    expected = {key: weight * scale for key, weight in weights.items()}
    assert MARKET.translate([demand]) == [pytest.approx(expected, rel=1e-5)]


def test_only_terms_that_an_offer_holds_are_translations() -> None:
    market = Market(OFFERS[1:3], DEMANDS)
    chinese, english = (set(row) for row in market.translate(DEMANDS[:2]))
    assert chinese == {key_of("batteri"), key_of("membran")}
    assert key_of("隔膜") in english
    assert not set(market.translate(DEMANDS)[3])


def test_a_headword_of_which_a_part_is_missing_is_not_meant() -> None:
    market = Market([Document(1, "膜")], DEMANDS)
    assert market.translate([Document(15, "membrane")]) == [{key_of("膜"): 0.5}]
    assert market.translate([Document(15, "diaphragm")]) == [{}]


def test_the_best_headwords_of_an_english_word_are_taken() -> None:
    heads = [chr(0x4E00 + number) for number in range(HEADWORDS + 2)]
    entries = [(head, head, ["pump"] + ["other"] * number) for number, head in enumerate(heads)]
    market = Market([Document(1, "，".join(heads))], [Document(2, "pump")], Lexicon.of(entries))
    assert set(*market.translate([Document(2, "pump")])) == set(map(key_of, heads[:HEADWORDS]))


def test_the_sum_is_the_mass_times_the_share_that_was_translated() -> None:
    for translation_weight in (0.3, 1.0):
        full, half = MARKET.translate(
            [Document(15, "membrane"), Document(16, "membrane nothing")], translation_weight
        )
        assert sum(full.values()) == pytest.approx(translation_weight, rel=1e-5)
        assert 0 < sum(half.values()) < 0.9 * translation_weight
    assert MARKET.translate(DEMANDS, 0) == [{}] * len(DEMANDS)


def test_no_more_than_so_many_terms_are_added() -> None:
    words = [f"x{chr(97 + n // 26)}{chr(97 + n % 26)}q" for n in range(MOST + 20)]
    glossary = [GlossaryTerm("膜", word, 1) for word in words]
    market = Market([Document(1, " ".join(words))], DEMANDS, Lexicon.of([], glossary))
    (found,) = market.translate([Document(15, "膜")])
    assert len(found) == MOST
    assert sum(found.values()) == pytest.approx(0.5, rel=1e-5)


def test_a_demand_alone_is_expanded_as_in_a_batch() -> None:
    rng = np.random.default_rng(3)
    texts = ["".join(rng.choice(list("锂电池隔膜，的 "), 40)) + " membrane batteries" for _ in range(600)]
    demands = [Document(number, text) for number, text in enumerate(texts)]
    expansion = MARKET.expansion()
    together = expansion.translate(*MARKET.weighed(demands))
    for row in (0, 1, 511, 512, 599):
        alone = expansion.translate(*MARKET.weighed([demands[row]]))
        np.testing.assert_array_equal(alone.data, together[row].data)
        np.testing.assert_array_equal(alone.indices, together[row].indices)
    assert together.dtype == np.float32
    assert together.has_canonical_format


def test_demands_without_words_of_the_lexicon_are_left_alone() -> None:
    assert MARKET.translate([Document(13), Document(14, "Nothing")]) == [{}, {}]
    assert MARKET.translate([]) == []
    empty = Market(OFFERS, DEMANDS, Lexicon.of([]))
    assert empty.translate(DEMANDS) == [{}] * len(DEMANDS)
    assert Market([], []).translate(DEMANDS) == [{}] * len(DEMANDS)


def test_a_pair_forbidden_by_the_glossary_is_no_translation() -> None:
    entries = [("膜", "膜", ["membrane", "battery"])]
    market = Market(OFFERS, DEMANDS, Lexicon.of(entries, [GlossaryTerm("膜", "battery", 0)]))
    assert set(*market.translate([Document(15, "膜")])) == {key_of("membran")}
    assert set(*market.translate([Document(15, "battery")])) == set()


def test_origins_say_which_word_gave_how_much() -> None:
    expansion, weighed = MARKET.expansion(), MARKET.weighed(DEMANDS[:1])
    translation, extra = expansion.translation(*weighed), expansion.translate(*weighed)
    assert (translation.weights != extra).nnz == 0
    origins = expansion.origins(translation, 0)
    for column, weight in enumerate(extra.toarray()[0].tolist()):
        assert sum(origins.get(column, {}).values()) == pytest.approx(weight, rel=1e-6)
    found = LEXICON.matches(tokens([DEMANDS[0].text(name) for name in FIELDS], fold=LEXICON.fold))
    of_lithium = np.searchsorted(MARKET.statistics.keys, key_of("lithium"))
    (giver,) = origins[int(of_lithium)]
    assert found.spans_of(giver) == [(0, 0, 3), (0, 4, 7)]


def test_a_demand_without_extra_has_no_origins() -> None:
    expansion = MARKET.expansion()
    assert expansion.origins(expansion.translation(*MARKET.weighed([Document(13)])), 0) == {}


def test_an_expansion_is_the_same_after_it_was_saved(tmp_path: Path) -> None:
    expansion, weighed = MARKET.expansion(0.7), MARKET.weighed(DEMANDS)
    expansion.save(tmp_path)
    loaded = Expansion.load(tmp_path, expansion.vocabulary, expansion.own.shape[0])
    assert loaded.translation_weight == 0.7
    assert (loaded.translate(*weighed) != expansion.translate(*weighed)).nnz == 0


def test_numbers_that_do_not_belong_together_are_refused() -> None:
    vocabulary = Vocabulary(MARKET.statistics.keys)
    with pytest.raises(ValueError, match="shape"):
        Expansion.of(LEXICON, vocabulary, MARKET.held[1:], MARKET.idf)
    with pytest.raises(ValueError, match="translation_weight"):
        Expansion.of(LEXICON, vocabulary, MARKET.held, MARKET.idf, -1)
