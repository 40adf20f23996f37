"""A text in one spelling of signs, digits and units, with the way back to the original.

The engine's normalisation lowers the case and makes a milliwatt of a megawatt. Units need one of their own.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_SUPERSCRIPTS = {each: str(number) for number, each in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {"⁻": "-", "⁺": ""}
_SIGNS = dict.fromkeys("‐‑‒–—―−－", "-") | dict.fromkeys("～〜∼", "~") | dict.fromkeys("⋅∙•・‧", "·")
_SIGNS |= (
    dict.fromkeys("✕╳", "×") | dict.fromkeys("≧⩾", "≥") | dict.fromkeys("≦⩽", "≤") | dict.fromkeys("º˚", "°")
)
_SIGNS |= {"µ": "μ", "℃": "°C", "℉": "°F", "＋": "+", "￥": "¥", "½": "0.5", "№": "No"}
_SIGNS |= {each: each for each in "，；！？"} | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", "")
# What may need another spelling: neither ASCII nor a Chinese character nor a sign that ends a sentence.
_OTHER = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+|[^\x00-\x7f\u4e00-\u9fff。、，；]|(?<=\\d)，(?=000(?!\\d))")

_MAYBE_OTHER = re.compile("[^\x00-\x7f\u4e00-\u9fff。、，；]|，000")
"""Without any of these a text is legible as it is, which is seen in a fraction of the time."""
_IN_SYMBOL = re.compile(r",(?<=[a-z]\d\d,)(?=[a-z](?![a-z]))")


@dataclass(frozen=True)
class Written:
    """The legible text. ``origin`` and ``end_in_original`` lead back to the original."""

    text: str
    lower: str
    _starts: tuple[int, ...]
    _origins: tuple[int, ...]
    _widths: tuple[int, ...]

    def origin(self, at: int) -> int:
        """The position in the original of the character at ``at``."""
        piece = bisect_right(self._starts, at) - 1
        inside = at - self._starts[piece]
        return self._origins[piece] + (inside if not self._widths[piece] else 0)

    def end_in_original(self, end: int) -> int:
        """The position in the original after the character before ``end``."""
        if end <= 0:
            return self.origin(0)
        piece = bisect_right(self._starts, end - 1) - 1
        if self._widths[piece]:
            return self._origins[piece] + self._widths[piece]
        return self.origin(end - 1) + 1


@lru_cache(512)
def written(text: str) -> Written:
    """``text`` with one spelling of every sign: ² is ^2, ℃ is °C, a full-width digit is a digit."""
    if not _MAYBE_OTHER.search(text):
        return Written(text, _lowered(text), (0,), (0,), (0,))
    pieces, starts, origins, widths = [], [0], [0], [0]
    length = at = 0
    for other in _OTHER.finditer(text):
        spelt = _spelt(other[0])
        if spelt == other[0]:
            continue
        pieces += [text[at : other.start()], spelt]
        length += other.start() - at
        _mark(starts, origins, widths, (length, other.start(), other.end() - other.start()))
        length += len(spelt)
        _mark(starts, origins, widths, (length, other.end(), 0))
        at = other.end()
    pieces.append(text[at:])
    whole = "".join(pieces)
    return Written(whole, _lowered(whole), tuple(starts), tuple(origins), tuple(widths))


def _mark(starts: list[int], origins: list[int], widths: list[int], piece: tuple[int, int, int]) -> None:
    start, origin, width = piece
    if starts[-1] == start:  # the piece before is empty
        starts.pop(), origins.pop(), widths.pop()
    starts.append(start)
    origins.append(origin)
    widths.append(width)


def _spelt(part: str) -> str:
    if part[0] in _SUPERSCRIPTS:
        return "^" + "".join(_SUPERSCRIPTS[each] for each in part)
    if part == "，":
        return ","
    known = _SIGNS.get(part)
    return unicodedata.normalize("NFKC", part) if known is None else known


def _lowered(text: str) -> str:
    """Lower case of the same length, so that positions agree. The comma of e31,f ends no clause."""
    lower = _IN_SYMBOL.sub("·", text.lower())
    return lower if len(lower) == len(text) else "".join(each.lower()[:1] or each for each in text)
