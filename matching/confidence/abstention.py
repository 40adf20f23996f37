"""Which of the pairs of one demand are worth reading. The others are folded, each for one reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from matching.confidence.scales import Scale
from matching.enums import Band, FoldReason

GAP = 0.1
"""A pair with less than this share of the strength of the one before it stands behind a gap."""
BEST = 10
"""Places of a demand: a fair pair that only its offer wants is shown if so few pairs that are not weak are
better."""


@dataclass(frozen=True)
class Candidate:
    """A pair of a demand as the rules see it. A score orders the offers of a demand, a strength compares all.

    ``is_one_sided``: the offer counts the demand among its best, but the demand does not count the offer.
    """

    score: float
    strength: float
    scale: Scale
    is_one_sided: bool = False


@dataclass(frozen=True)
class Verdict:
    """The band of a pair, and why it is folded; empty if it is worth reading."""

    band: Band
    fold_reason: str = ""


def judge(candidates: Sequence[Candidate], *, is_vague: bool = False) -> list[Verdict]:
    """The verdicts on pairs of one demand, in the same order. All that are not weak have to be among them.

    A pair is folded if the demand is too vague, if it is below the floor of its scale, if it stands behind
    the largest gap and is not strong, or if only the offer wants it and it is neither strong nor among the
    best of the demand. Only pairs above the floor have a say in the last two.
    """
    if is_vague:
        return [Verdict(Band.WEAK, FoldReason.VAGUE) for _ in candidates]
    above = [each for each in candidates if each.scale.band_of(each.strength) != Band.WEAK]
    least = _behind_the_gap(above)
    scores = sorted((each.score for each in above), reverse=True)
    last_place = scores[:BEST][-1] if scores else 0.0
    return [_verdict(each, least, last_place) for each in candidates]


def _verdict(pair: Candidate, least: float, last_place: float) -> Verdict:
    band = pair.scale.band_of(pair.strength)
    if band == Band.WEAK:
        return Verdict(band, FoldReason.FLOOR)
    if band == Band.STRONG:
        return Verdict(band)
    if pair.strength < least:
        return Verdict(Band.WEAK, FoldReason.GAP)
    if pair.is_one_sided and pair.score < last_place:
        return Verdict(Band.WEAK, FoldReason.ONE_SIDED)
    return Verdict(band)


def _behind_the_gap(above: Sequence[Candidate]) -> float:
    """The strength above the largest gap between two of the pairs above the floor; 0 without a gap.

    Fair pairs below it are folded. Strong ones never are: several offers may answer a demand well.
    """
    falling = sorted((each.strength for each in above), reverse=True)
    drops = [(after / before, before) for before, after in pairwise(falling) if before]
    share, before = min(drops, default=(1.0, 0.0))
    return before if share < GAP else 0.0
