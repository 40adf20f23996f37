"""A reason in the making."""

from dataclasses import dataclass

from .shared import Slice


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase of the pair: its slices of the atoms of both texts, and its share of the score, absolute."""

    in_demand: list[Slice]
    in_offer: list[Slice]
    share: float
    is_translated: bool = False
    is_clear: bool = True
    needs_company: bool = False
    """True if it says something only together with another reason, see ``company``."""
    is_chance: bool = False
    """True if it says less than it seems to. It may still be a part of a longer phrase."""
    is_granted: bool = False
    """True for a translation that the union's glossary has."""
    is_certain: bool = False
    """True for a translation without any other sense, as a pair of the glossary is."""
