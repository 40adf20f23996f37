import time
import unicodedata

import pytest
from hypothesis import given

from matching.engine.text.characters import join_texts, text_of
from matching.engine.text.normalise import PLURAL, normalise, normalise_with_offsets
from tests.engine.hard_texts import HARD_TEXTS


def test_full_width_letters_and_compatibility_signs_read_like_plain_ones() -> None:
    assert normalise("ＬＥＤ灯 5㎏ ﬁlter ①") == "led灯 5kg filter  1 "


def test_a_sigma_reads_the_same_wherever_it_stands() -> None:
    assert normalise("Σ ΣΟΦΟΣ σοφος A.Σ 𝛓") == "σ σοφοσ σοφοσ a.σ σ"
    assert normalise_with_offsets("cafe\u0301 ΣΑΣ").text == "café σασ"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("⻓三⻆新能源⻋", "长三角新能源车"),
        ("⼯⻔⻢⻛⻥⻰", "工门马风鱼龙"),
        ("10⁸", "10^8"),
        ("10⁻³", "10^-3"),
        ("10¹²", "10^12"),
        ("m²", "m2"),
        ("cm⁻¹", "cm-1"),
        ("H₂O CO₂ Al₂O₃", "h2o co2 al2o3"),
        ("30㎧", "30m/s"),
        ("9.8㎨", "9.8m/s2"),
        ("㎡ ㎥ ㎞ ㎾ ㎐ ㏄ ㎛", "m2 m3 km kw hz cc μm"),
        ("2½", "2 1/2"),
        ("½", " 1/2"),
        ("①AI ❷5G", " 1 ai  2 5g"),
        ("10①", "10 1 "),
        ("15 k\u2126", "15 kω"),
        ("15 kΩ", "15 kω"),
        ("5 \u00b5m", "5 \u03bcm"),
        ("25℃ −40°C", "25°c -40°c"),
        ("PCBs", f"pcb{PLURAL}"),
        ("ICs和LEDs", f"ic{PLURAL}和led{PLURAL}"),
        ("SoCs, IoTs", f"soc{PLURAL}, iot{PLURAL}"),
        ("MEMS As is GaAs PCBsx", "mems as is gaas pcbsx"),
    ],
)
def test_texts_as_they_come_read_like_typed_ones(written: str, read: str) -> None:
    assert normalise(written) == read
    assert normalise_with_offsets(written).text == read
    assert text_of(join_texts([written, "x"]).points) == f"\n{read}\nx\n"


def test_a_long_run_of_radicals_keeps_its_places() -> None:
    normalised = normalise_with_offsets("ｘ⻓三⻆")
    assert normalised.span(1, 4) == (1, 4)


def test_anything_but_a_text_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="must be a str, not bytes"):
        normalise(b"LED")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("original", "part", "source"),
    [
        ("plain text", "text", "text"),
        ("大ＬＥＤ灯", "led", "ＬＥＤ"),
        ("重5㎏以上", "kg", "㎏"),
        ("cafe\u0301 au lait", "café", "cafe\u0301"),
        ("İstanbul LED", "led", "LED"),
        ("ｶﾞｽ", "ガ", "ｶﾞ"),
        ("\u1100\u1161\u11a8 산", "각", "\u1100\u1161\u11a8"),
    ],
)
def test_a_slice_of_the_normalised_text_leads_back_to_the_original(
    original: str, part: str, source: str
) -> None:
    normalised = normalise_with_offsets(original)
    at = normalised.text.index(part)
    start, end = normalised.span(at, at + len(part))
    assert original[start:end] == source


@given(HARD_TEXTS)
def test_the_offset_map_belongs_to_the_very_text_that_is_weighed(text: str) -> None:
    normalised = normalise_with_offsets(text)
    assert normalised.text == normalise(text)
    assert len(normalised.starts) == len(normalised.ends) == len(normalised.text)
    assert all(
        0 <= start < end <= len(text) for start, end in zip(normalised.starts, normalised.ends, strict=True)
    )


def test_a_hundred_thousand_marks_in_the_worst_order_take_no_time() -> None:
    marks = "\u0301\u0327" * 50_000
    began = time.perf_counter()
    assert unicodedata.is_normalized("NFKC", normalise("e" + marks + " led"))
    assert time.perf_counter() - began < 10
    assert normalise_with_offsets("e" + marks + "LED").text.endswith("led")
