"""Hypothesis strategies for texts and listings that are hard for an engine."""

from hypothesis import strategies as st

from matching.engine import Document

HARD_CHARACTERS = st.one_of(
    st.characters(),
    st.characters(categories=["Cs", "Cc", "Cf", "Co"]),
    st.sampled_from("锂电池电机的ＡＢ㎏①ﬁİßΣς가각ｶﾞ\u0301\u0327\u1161\u11a8👩\u200d🔬٣²½⁸⁻❷⻓㎧ABs"),
)
HARD_TEXTS = st.text(HARD_CHARACTERS, max_size=40)
WORDS = st.sampled_from(
    ("锂离子电池", "电池", "电机", "防爆", "的", "battery", "Batteries", "10", "kWh", "ﬁlter", "ＬＥＤ", "㎏")
)
WORD_LISTS = st.lists(WORDS, max_size=12)
LISTING_TEXTS = st.one_of(HARD_TEXTS, WORD_LISTS.map(" ".join), WORD_LISTS.map("".join))
LISTINGS = st.builds(
    Document,
    id=st.integers(-(2**63), 2**63 - 1),
    title=LISTING_TEXTS,
    keywords=st.lists(LISTING_TEXTS, max_size=3).map(tuple),
    summary=LISTING_TEXTS,
    body=LISTING_TEXTS,
)
MARKETS = st.lists(LISTINGS, max_size=6)
