"""Shared phrases: the longest runs of atoms that two documents hold as whole words."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..text.keys import CHARACTER
from .phrases import LONGEST, PhraseReader, is_in_name
from .wording import Wording

Slice = tuple[int, int]
"""The first atom of a phrase, and the atom after its last."""
Side = tuple[Wording, list[Slice]]
"""The wording of a listing, and the places of a phrase in it."""


@dataclass(frozen=True, slots=True)
class SharedPhrase:
    """A phrase of both documents by its terms, with its slices of the atoms of each."""

    keys: tuple[int, ...]
    in_demand: list[Slice]
    in_offer: list[Slice]


def shared_phrases(
    demand: Wording, offer: Wording, reader: PhraseReader, stretches: list[Slice]
) -> list[SharedPhrase]:
    """The phrases that both documents hold, each once, in the order of the demand.

    ``stretches`` are those of the demand. Runs that overlap are settled in favour of the longer one.
    """
    found: dict[tuple[int, ...], SharedPhrase] = {}
    for stretch in stretches:
        for first, stop in _apart(list(_runs(demand, offer, stretch))):
            first, stop = reader.trimmed(demand, first, stop)  # noqa: PLW2901 -- the slice without its edges
            keys = tuple(demand.keys[first:stop])
            if keys in found:
                if found[keys].in_offer:
                    found[keys].in_demand.append((first, stop))
            elif keys:
                is_specific = reader.is_specific(demand, first, stop)
                places = offer.occurrences(keys) if is_specific else []
                found[keys] = SharedPhrase(keys, [(first, stop)], places)
    named = (
        SharedPhrase(each.keys, _outside_names(demand, each.in_demand), _outside_names(offer, each.in_offer))
        for each in found.values()
    )
    return [phrase for phrase in named if phrase.in_demand and phrase.in_offer]


def _outside_names(wording: Wording, places: list[Slice]) -> list[Slice]:
    return [place for place in places if not is_in_name(wording, *place)]


def _runs(demand: Wording, offer: Wording, stretch: Slice) -> Iterator[Slice]:
    """From each place where a word of the stretch begins, the longest run of whole words in the offer.

    A single character of a script without spaces says nothing, so it is no run.
    """
    first, stop = stretch
    for start in range(first, stop):
        if demand.opens(start):
            least = 2 if demand.atoms.kinds[start] == CHARACTER else 1
            end = _reach(demand, offer, start, min(stop, start + LONGEST), least)
            if end > start:
                yield start, end


def _reach(demand: Wording, offer: Wording, start: int, stop: int, least: int) -> int:
    """The end of the longest run of at least ``least`` atoms; ``start`` if the offer has none."""
    best, size = start, len(offer.keys)
    farthest = next((end for end in range(stop, start, -1) if demand.closes(end - 1)), start)
    for place in offer.places.of_atoms(demand.keys[start]):
        at, there = start + 1, place + 1
        while at < stop and there < size and demand.keys[at] == offer.keys[there] and offer.follows[there]:
            at, there = at + 1, there + 1
        if at > best and at - start >= least and offer.opens(place):
            ends = range(max(best, start + least - 1) + 1, at + 1)
            whole = (end for end in reversed(ends) if demand.closes(end - 1))
            best = next((end for end in whole if offer.closes(place + end - start - 1)), best)
        if best == farthest:
            break  # no run is longer, and a word may stand in thousands of places
    return best


def _apart(runs: list[Slice]) -> list[Slice]:
    """The longest runs first, then those that overlap none of them; in the order of the text."""
    kept: list[Slice] = []
    for first, stop in sorted(runs, key=lambda run: (run[0] - run[1], run[0])):
        if all(stop <= start or end <= first for start, end in kept):
            kept.append((first, stop))
    return sorted(kept)
