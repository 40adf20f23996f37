"""Words that stand in both texts by chance: in passing, with another sense, or as somebody's name."""

from ..text.documents import FIELDS
from .candidate import Candidate
from .codes import is_another_code, is_code, is_mixed
from .expansions import are_expanded_differently
from .generality import LONG_NAME
from .names import is_common, is_name
from .phrases import FOREMOST, PhraseReader
from .shared import Side, Slice
from .sides import Asking, Offering
from .wholeness import is_without_its_edge
from .wording import SPACELESS, Wording

BODY = FIELDS.index("body")


def is_chance(candidate: Candidate, demand: Asking, offer: Offering, reader: PhraseReader) -> bool:
    """True if a word says less than it seems to: in passing, as an acronym, or as a name.

    A translation with one sense only may have capitals of its own: GaN.
    """
    if _is_in_passing(candidate, demand, offer):
        return True
    sides = (demand.wording, candidate.in_demand), (offer.wording, candidate.in_offer)
    if candidate.is_translated:
        return any(is_name(*side) for side in sides) or (
            not candidate.is_clear and any(is_mixed(wording.written(*places[0])) for wording, places in sides)
        )
    return (
        is_without_its_edge(sides, reader)
        or _is_name_of_another(*sides)
        or is_another_code(*_first_places(*sides))
        or are_expanded_differently(*sides)
    )


def _is_name_of_another(demand: Side, offer: Side) -> bool:
    return (is_name(*demand) and is_common(*offer)) or (is_name(*offer) and is_common(*demand))


def _first_places(*sides: Side) -> list[tuple[Wording, Slice]]:
    return [(wording, places[0]) for wording, places in sides]


def _is_in_passing(candidate: Candidate, demand: Asking, offer: Offering) -> bool:
    """True for a word that both say once, and in no title, keyword or summary. A phrase says more.

    A usual word or one with many senses has to stand in the title or keywords of both.
    """
    sides = (demand.wording, candidate.in_demand), (offer.wording, candidate.in_offer)
    if candidate.is_clear:
        return all(_is_mentioned(wording, *places[0]) for wording, places in sides)
    return not all(_is_foremost(wording, places) for wording, places in sides)


def _is_foremost(wording: Wording, places: list[Slice]) -> bool:
    return any(wording.fields[first] in FOREMOST for first, _ in places)


def _is_mentioned(wording: Wording, first: int, stop: int) -> bool:
    """True for one word that the body holds once and no other text. A long name or a code says more."""
    words = list(wording.words_in(first, stop))
    if wording.fields[first] != BODY or len(words) > 1:
        return False
    if words[0].script == SPACELESS and len(words[0].text) >= LONG_NAME:
        return False
    return (
        not is_code(wording.written(first, stop)) and len(wording.occurrences(wording.keys[first:stop])) == 1
    )
