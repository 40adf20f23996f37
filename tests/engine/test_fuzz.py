"""The engine with its dictionary on ten thousand texts that no one would write."""

import time
from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain
from random import Random

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from matching.engine import DEFAULT, Document, Engine, Explanation, Index, TopK, dictionary
from matching.engine.explanation import explanation
from matching.engine.text import slices
from matching.engine.text.documents import FIELDS
from tests.engine.hard_texts import LISTINGS, MARKETS
from tests.engine.market import DEMANDS, OFFERS, same

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]  # a busy machine is no failure

TEXTS = 10_000
MARKETS_OF_TEXTS = 5
EXPLAINED = 120
"""The pairs that are explained in each market."""
HIGHEST = 1 + DEFAULT.translation_weight + 1e-5
"""The highest score, with rounding errors."""
SEEDS = st.integers(0, 2**32)
Make = Callable[[Random], str]


def some(characters: str, least: int = 0, most: int = 60) -> Make:
    return lambda chance: "".join(chance.choices(characters, k=chance.randint(least, most)))


def any_characters(chance: Random) -> str:
    """Code points of all planes, including lone surrogates."""
    return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.randint(0, 40)))


def words_of(*written: str) -> Make:
    return lambda chance: chance.choice(("", " ", "-", "\u200b", "，")).join(
        chance.choices(written, k=chance.randint(0, 15))
    )


def new_words(chance: Random) -> str:
    return " ".join(f"x{chance.randrange(10**9):x}" for _ in range(chance.randint(0, 20)))


MAKERS: Sequence[Make] = (
    lambda chance: "",
    any_characters,
    some("👩🔬👍🏽🇨🇳❤\u200d\ufe0f😀"),
    some("".join(map(chr, chain(range(32), range(0x7F, 0xA0))))),
    some("שלום אבטחה مرحبا بطارية\u202e\u202b\u200f١٢٣"),
    some("0123456789٣²½①.,"),
    some("\ud800\udbff\udc00\udfff"),
    some("的了和与及或在为是对等"),
    some("锂离子电池隔膜防爆电機電池的一二三"),
    some("e\u0301\u0327\u1161\u11a8ｶﾞΣσςİßﬁ"),
    words_of("the", "and", "of", "we", "our", "a", "is", "to"),
    words_of("battery", "Batteries", "10 kWh", "5㎏", "25℃", "1,000.5", "LED灯", "锂离子电池", "CO2", "m3/h"),
    words_of(
        "鋰離子電池", "电池", "隔膜", "lithium-ion battery", "membranes", "废水处理", "waste water", "pump"
    ),
    new_words,
)


def wild(size: int, seed: int) -> list[Document]:
    """Listings of wild texts, some of them long. The same seed gives the same listings."""
    chance = Random(seed)

    def text() -> str:
        return chance.choice(MAKERS)(chance) * (50 if chance.random() < 0.01 else 1)

    return [Document(number, text(), (text(), text()), text(), text()) for number in range(size)]


def built_of(offers: Sequence[Document], demands: Sequence[Document]) -> Index:
    return Index.build(Engine.fit(offers, demands, lexicon=dictionary()), offers, demands)


@cache
def index() -> Index:
    return built_of(OFFERS, DEMANDS)


def searched(offers: Sequence[Document], demands: Sequence[Document]) -> tuple[Index, TopK, TopK, TopK]:
    built = built_of(offers, demands)
    return (
        built,
        built.best_offers(demands, 5),
        built.best_demands(offers, 5),
        built.more_like_this("demands", demands, 5),
    )


def check_explanation(found: Explanation, demand: Document, offer: Document) -> None:
    """Check that the shares sum to the score and that spans are slices of the texts."""
    assert found.score == pytest.approx(sum(each.share for each in found.terms))
    assert all(each.share > 0 for each in found.terms)
    spans = [(demand, each.demand_spans) for each in found.terms]
    spans += [(demand, each.demand_spans) for each in found.missing_terms]
    spans += [(offer, each.offer_spans) for each in found.terms]
    for document, positions in spans:
        for field, start, end in positions:
            assert 0 <= start < end <= len(document.text(field))


def check_scores(answer: TopK) -> None:
    assert np.isfinite(answer.scores).all()
    assert answer.scores.min() >= 0
    assert answer.scores.max() <= HIGHEST


@given(SEEDS, SEEDS)
@settings(max_examples=MARKETS_OF_TEXTS, derandomize=True, phases=[Phase.generate], deadline=None)
def test_ten_thousand_wild_texts_are_learnt_searched_and_explained_alike_twice(one: int, two: int) -> None:
    texts_of_one = len(FIELDS) + 1  # two keywords
    size = TEXTS // texts_of_one // 2 // MARKETS_OF_TEXTS
    offers, demands = wild(size, one), wild(size, two)
    built, *answers = searched(offers, demands)
    again, *same_answers = searched(wild(size, one), wild(size, two))
    assert all(same(first, second) for first, second in zip(answers, same_answers, strict=True))
    for answer in answers:
        check_scores(answer)
    found, chance = answers[0], Random(two)
    assert np.count_nonzero(found.scores[:, 0]) > size / 2
    named = set()
    for row in chance.sample(range(size), EXPLAINED):
        best = int(found.ids[row, 0])
        number = best if best >= 0 else chance.randrange(size)
        why = built.explain(demand=demands[row], offer=offers[number])
        assert why.score == pytest.approx(float(found.scores[row, 0]), abs=1e-5)
        check_explanation(why, demands[row], offers[number])
        assert chance.random() > 0.1 or why == again.explain(demand=demands[row], offer=offers[number])
        named |= {each.term for each in why.terms}
    assert any(" = " in term for term in named)  # in the other language


@given(MARKETS, MARKETS, LISTINGS, LISTINGS)
@settings(max_examples=40, deadline=None)
def test_a_market_of_any_shape_is_learnt_searched_and_explained(
    offers: list[Document], demands: list[Document], offer: Document, demand: Document
) -> None:
    offers = list({each.id: each for each in offers}.values())
    demands = list({each.id: each for each in demands}.values())
    built, forward, back, _ = searched(offers, demands)
    table = {(d.id, number): score for row, d in enumerate(demands) for number, score in forward.pairs(row)}
    table_back = {(number, o.id): s for row, o in enumerate(offers) for number, s in back.pairs(row)}
    assert all(table_back.get(pair, score) == score for pair, score in table.items())
    check_explanation(built.explain(demand=demand, offer=offer), demand, offer)
    for number, score in built.best_offers([demand], 3).pairs(0):
        best = next(each for each in offers if each.id == number)
        assert built.explain(demand=demand, offer=best).score == pytest.approx(score, abs=1e-5)


def calls_to(patch: pytest.MonkeyPatch, module: object, name: str) -> list[int]:
    """Count the calls of a function of a module."""
    calls = [0]
    function = getattr(module, name)

    def counted(*arguments: object, **named: object) -> object:
        calls[0] += 1
        return function(*arguments, **named)

    patch.setattr(module, name, counted)
    return calls


THREE_MEGABYTES, TEN_MEGABYTES = 3_000_000, 10_000_000


@pytest.mark.parametrize(
    "piece",
    [
        "锂",
        "锂离子电池的隔膜，",
        "lithium battery ",
        "鋰離子電池 membranes，",
        "1,2 ",
        "3d4y",
        "x",
        "👩\u200d🔬",
        "e\u0301\u0327",
        "\ud800\x00",
        "שלום ",
    ],
)
def test_three_megabytes_are_learnt_and_searched(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In any two texts, the regular expression runs at most once for each number.

    The bound is one of processor time, which other work on the machine hardly changes.
    """
    text = piece * (THREE_MEGABYTES // len(piece.encode("utf-8", "surrogatepass")))
    built = index()
    matches = calls_to(monkeypatch, slices, "_end_of_number")
    began = time.process_time()
    found = built.best_offers([Document(1, body=text)], 3)
    check_scores(found)
    assert matches[0] <= 2 * sum(map(str.isdecimal, piece)) * len(text) // len(piece)
    assert time.process_time() - began < 20


def test_a_listing_of_ten_megabytes_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    long = Document(1, "led", body="锂离子电池的隔膜 10 kWh batteries，" * (TEN_MEGABYTES // 60))
    built, forward, back, _ = searched([long, Document(2, "pump")], [long, Document(3, "pump")])
    check_scores(forward)
    assert forward.ids[:, 0].tolist() == [1, 2]
    assert back.ids[:, 0].tolist() == [1, 3]
    assert built.demands.matrix.nnz < 2 * built.engine.config.max_terms


@pytest.mark.parametrize(
    "text",
    [
        "锂离子电池的隔膜，" * 10_000,
        "的" * 100_000,
        "锂" * 99_999 + "电",
        "battery 10 kWh " * 10_000,
        "👩\u200d🔬锂" * 20_000,
        "\ud800电\x00" * 20_000,
        "ｶﾞe\u0301\u0327锂" * 10_000,
    ],
)
def test_explaining_two_long_texts_is_no_more_work_than_reading_them(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look-ups for phrases grow with the lengths of the texts, not with their product."""
    looked = calls_to(monkeypatch, explanation, "_longest")
    demand, offer = Document(1, body=text), Document(2, body=text)
    found = index().explain(demand=demand, offer=offer)
    check_explanation(found, demand, offer)
    assert looked[0] <= len(text)


@pytest.mark.parametrize("turned", [False, True])
def test_two_long_texts_of_two_languages_are_explained_by_what_means_the_same(turned: bool) -> None:
    chinese = Document(1, body="鋰離子電池 隔膜 废水处理 " * 2_000)
    english = Document(2, body="lithium-ion battery membranes, waste water treatment. " * 2_000)
    demand, offer = (english, chinese) if turned else (chinese, english)
    found = index().explain(demand=demand, offer=offer)
    check_explanation(found, demand, offer)
    battery = "lithium-ion battery = 锂离子电池" if turned else "锂离子电池 = battery"
    [spans] = [(each.demand_spans, each.offer_spans) for each in found.terms if each.term == battery]
    assert [len(positions) >= 2_000 for positions in spans] == [True, True]


def test_some_sets_of_texts_are_only_of_one_kind() -> None:
    for number, make in enumerate(MAKERS):
        chance = Random(number)
        rows = [Document(at, make(chance), body=make(chance)) for at in range(30)]
        built, forward, back, like = searched(rows, rows)
        assert forward.ids.shape == back.ids.shape == like.ids.shape == (30, 5)
        for row in range(0, 30, 10):
            check_explanation(built.explain(demand=rows[row], offer=rows[row]), rows[row], rows[row])


@given(st.lists(st.integers(0, len(MAKERS) - 1), min_size=4, max_size=4), SEEDS)
@settings(max_examples=40, deadline=None)
def test_a_listing_is_the_best_answer_to_itself(kinds: list[int], seed: int) -> None:
    chance = Random(seed)
    title, keyword, summary, body = (MAKERS[kind](chance) for kind in kinds)
    document = Document(1, title, (keyword,), summary, body)
    built = built_of([document], [])
    found = built.more_like_this("offers", [document], 1).pairs(0)
    assert [number for number, _ in found] == [1] * bool(built.engine.vocabulary.keys.size)
