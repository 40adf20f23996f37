"""No combination of shown values belongs to fewer than k enterprises that can be named."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ydeu.accounts import industries, regions
from ydeu.marketplace.anonymity import LADDER, NOTHING, Profile, Shown, at_rung, shown_of

LITHIUM, ROBOTS = 1, 2


def profile(
    enterprise: int,
    province: str = "32",
    industry: str = "38",
    *,
    size: str = "large",
    alliance: int | None = LITHIUM,
    segment: str = "upstream",
) -> Profile:
    return Profile(enterprise, alliance, segment, province, industry, size)


def fitting(shown: Shown, named: set[Profile]) -> set[int]:
    """The attacker's join: the named enterprises with a row that agrees with all shown values."""
    return {row.enterprise for row in named if shown in {at_rung(row, rung) for rung in LADDER}}


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        (
            [profile(n) for n in range(2, 7)],
            Shown(LITHIUM, "upstream", "32", "38", "large"),
        ),
        (
            [profile(n, segment="midstream") for n in range(2, 7)],
            Shown(LITHIUM, "", "32", "38", "large"),
        ),
        ([profile(n, size="sme_49") for n in range(2, 7)], Shown(LITHIUM, "", "32", "38")),
        ([profile(n, industry="39") for n in range(2, 7)], Shown(LITHIUM, "", "32", "C")),
        ([profile(n, province="33") for n in range(2, 7)], Shown(LITHIUM, "", "delta", "38")),
        ([profile(n, "33", "39") for n in range(2, 7)], Shown(LITHIUM, "", "delta", "C")),
        ([profile(n, "33", "73") for n in range(2, 7)], Shown(LITHIUM, "", "delta")),
        ([profile(n, alliance=ROBOTS) for n in range(2, 7)], Shown(None, "", "32", "38")),
        ([profile(n, "33", "39", alliance=ROBOTS) for n in range(2, 7)], Shown(None, "", "delta", "C")),
        ([profile(n, "33", "73", alliance=ROBOTS) for n in range(2, 7)], Shown(None, "", "delta")),
        ([profile(n, "", "73", alliance=ROBOTS) for n in range(2, 7)], NOTHING),
        ([profile(n) for n in range(2, 5)], NOTHING),
    ],
)
def test_values_become_coarser_until_five_can_be_named(others: list[Profile], shown: Shown) -> None:
    poster = profile(1)

    assert shown_of([poster], {poster, *others}, 5)[poster] == shown


def test_who_would_have_been_shown_more_precisely_does_not_count() -> None:
    """If Jiangsu were shown of the five, the delta would tell that the sixth is the one of Zhejiang."""
    jiangsu = {profile(n) for n in range(1, 6)}
    zhejiang = profile(6, province="33")

    shown = shown_of([*jiangsu, zhejiang], {*jiangsu, zhejiang}, 5)

    assert set(shown.values()) == {Shown(LITHIUM, "", "delta", "38")}


def test_a_large_group_lends_what_it_can_spare_and_stays_precise() -> None:
    jiangsu = {profile(n) for n in range(1, 16)}
    zhejiang = profile(99, province="33")

    shown = shown_of([*jiangsu, zhejiang], {*jiangsu, zhejiang}, 5)

    precise, coarse = Shown(LITHIUM, "upstream", "32", "38", "large"), Shown(LITHIUM, "", "delta", "38")
    assert Counter(shown.values()) == {precise: 11, coarse: 5}
    assert shown[zhejiang] == coarse


def test_a_poster_without_a_name_elsewhere_is_shown_like_those_with_one_and_moves_none_of_them() -> None:
    jiangsu = {profile(n) for n in range(1, 6)}
    unnamed, far = profile(7), profile(8, province="33")

    shown = shown_of([*jiangsu, unnamed, far], jiangsu, 5)

    precise = Shown(LITHIUM, "upstream", "32", "38", "large")
    assert shown == {**dict.fromkeys([*jiangsu, unnamed], precise), far: NOTHING}


def test_enterprises_count_once_with_all_their_listings() -> None:
    one = [profile(1, segment=segment) for segment in ("upstream", "midstream", "downstream", "service", "")]

    assert set(shown_of(one, set(one), 2).values()) == {NOTHING}


RANDOM_PROFILES = st.builds(
    Profile,
    st.integers(1, 60),
    st.sampled_from([None, 1, 2, 3]),
    st.sampled_from(["", "upstream", "service"]),
    st.sampled_from(["", *(code for code, _zh, _en in regions.PROVINCES)]),
    st.sampled_from(["", "38", "39", "65", "73"]),
    st.sampled_from(["", "sme_49", "large", "university"]),
)


@settings(max_examples=1000)
@given(st.lists(st.tuples(RANDOM_PROFILES, st.booleans()), max_size=120), st.integers(2, 8))
def test_in_random_unions_every_anonymous_poster_hides_among_k(
    union: list[tuple[Profile, bool]], k: int
) -> None:
    profiles, named = [row for row, _is in union], {row for row, is_named in union if is_named}
    least = min(k, len({row.enterprise for row in named}))

    shown = shown_of(profiles, named, k)

    groups: dict[Shown, set[int]] = defaultdict(set)
    for row in named:
        groups[shown[row]].add(row.enterprise)
    assert set(shown) == set(profiles)
    for row, values in shown.items():
        assert values in {at_rung(row, rung) for rung in LADDER}  # and all that is shown is true
        assert len(groups[values]) >= least or (values == NOTHING and not groups[values])
        assert len(fitting(values, named)) >= least
        assert least == k or values == NOTHING


@pytest.mark.parametrize(
    ("division", "section"),
    [("01", "A"), ("05", "A"), ("06", "B"), ("13", "C"), ("43", "C"), ("44", "D"), ("65", "I"), ("97", "T")],
)
def test_each_division_lies_in_a_section_of_the_standard(division: str, section: str) -> None:
    assert industries.section_of(division) == section


def test_sections_have_names_in_both_languages(in_english: None) -> None:
    assert (industries.section_of(""), industries.section_of("99")) == ("", "")
    assert len(industries.SECTIONS) == 20
    assert {industries.section_of(code) for code, *_names in industries.DIVISIONS} == set(
        "ABCDEFGHIJKLMNOPQRST"
    )
    assert (industries.name("C"), regions.name("delta")) == ("Manufacturing", "Yangtze River Delta")
