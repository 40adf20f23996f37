"""Reasons in the making: shared and translated phrases with their shares, and which of them are shown."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from .candidate import Candidate
from .chance import is_chance
from .codes import is_short_code
from .company import is_about, is_weak, says_little
from .expansions import is_expanded_alone
from .names import is_of_party
from .phrases import PhraseReader
from .reasons import LEAST_SHARE, Reason
from .shared import Slice, shared_phrases
from .shares import TermPlaces, shares_of
from .sides import Asking, Offering
from .translated import CERTAIN, GRANTED, TranslatedPhrase
from .wholeness import whole_places
from .wording import SPACELESS
from .worth import is_worth_showing


def shared_candidates(demand: Asking, offer: Offering, reader: PhraseReader) -> Iterator[Candidate]:
    """The phrases that stand in both texts."""
    phrases = shared_phrases(demand.wording, offer.wording, reader, demand.stretches)
    places, share_of = [phrase.in_demand for phrase in phrases], demand.own_weights * offer.held(demand)
    for phrase, share in zip(phrases, shares_of(places, demand.places, share_of), strict=True):
        place = phrase.in_demand[0]
        is_clear = not is_short_code(demand.wording, *place) and reader.is_clear(demand.wording, *place)
        sides = (demand.wording, phrase.in_demand), (offer.wording, phrase.in_offer)
        needs_company = is_weak(demand.wording, *place, reader) or is_expanded_alone(*sides)
        yield Candidate(
            phrase.in_demand, phrase.in_offer, share, is_clear=is_clear, needs_company=needs_company
        )


def translated_candidates(
    demand: Asking, offer: Offering, reader: PhraseReader, pairs: Iterable[TranslatedPhrase]
) -> Iterator[Candidate]:
    """The words of the demand that stand in the offer in the other language.

    Of several words with one translation, the one with the largest share stands for all.
    """
    by_target: dict[int, list[tuple[float, TranslatedPhrase]]] = defaultdict(list)
    for pair in pairs:
        share = _share(demand, offer, pair)
        if share > 0 and _are_specific(demand, offer, reader, pair):
            by_target[pair.target].append((share, pair))
    for each in by_target.values():
        _, heaviest = max(each, key=lambda item: (item[0], -item[1].source))
        total = sum(share for share, _ in each)
        is_clear = _is_clear(demand, offer, reader, heaviest)
        yield Candidate(
            heaviest.in_demand,
            heaviest.in_offer,
            total,
            is_translated=True,
            is_clear=is_clear,
            needs_company=not is_clear or _says_little(demand, offer, reader, heaviest),
            is_granted=heaviest.clarity >= GRANTED,
            is_certain=heaviest.clarity >= 1,
        )


class Shown(NamedTuple):
    """The reasons of a pair by falling share; without any, the words that lack company, see ``company``."""

    reasons: tuple[Reason, ...]
    mentions: tuple[Reason, ...]


def shown(
    candidates: Iterable[Candidate], demand: Asking, offer: Offering, score: float, reader: PhraseReader
) -> Shown:
    """What is shown of a pair: phrases with at least ``LEAST_SHARE`` of the score.

    A phrase inside a longer one lends it its share and is not shown itself. A single word that both
    listings only mention in passing is no reason.
    """
    marked = (replace(each, is_chance=is_chance(each, demand, offer, reader)) for each in candidates)
    said = _lent(_once(list(marked), demand, offer), demand, offer)
    kept = (each for each in said if each.share >= LEAST_SHARE * score > 0)
    whole = (_whole(each, demand, offer, reader) for each in kept)
    left = [each for each in whole if each.in_demand and each.in_offer]
    worthy = [each for each in left if is_worth_showing(each, demand, offer, reader, len(left))]
    if _have_company(worthy, demand, offer):
        return Shown(_reasons(worthy, demand, offer, score), ())
    return Shown((), _reasons(left, demand, offer, score))


def _reasons(
    candidates: Iterable[Candidate], demand: Asking, offer: Offering, score: float
) -> tuple[Reason, ...]:
    """The candidates as reasons, by falling share."""
    found = (_reason(each, demand, offer, score) for each in candidates)
    return tuple(sorted(found, key=lambda reason: (-reason.share, reason.text)))


def _whole(candidate: Candidate, demand: Asking, offer: Offering, reader: PhraseReader) -> Candidate:
    """The candidate without the slices that are pieces of longer words or of names. None may be left."""
    in_demand, in_offer = (
        [place for place in whole_places(wording, places, reader) if not is_of_party(wording, *place)]
        for wording, places in ((demand.wording, candidate.in_demand), (offer.wording, candidate.in_offer))
    )
    return replace(candidate, in_demand=in_demand, in_offer=in_offer)


def _once(candidates: list[Candidate], demand: Asking, offer: Offering) -> list[Candidate]:
    """The candidates without translations of words that both texts share: LED = 发光二极管."""
    own = [each for each in candidates if not each.is_translated and not each.is_chance]
    shared = {tuple(_names(each, demand, offer)[0]) for each in own}
    return [
        each
        for each in candidates
        if not each.is_translated or shared.isdisjoint(map(tuple, _names(each, demand, offer)))
    ]


def _have_company(candidates: list[Candidate], demand: Asking, offer: Offering) -> bool:
    """True if one of the candidates needs no company. See ``company``."""
    sides = demand.wording, offer.wording
    return any(
        each.is_certain
        or (not each.needs_company and all(map(is_about, sides, (each.in_demand, each.in_offer))))
        for each in candidates
    )


def _lent(candidates: list[Candidate], demand: Asking, offer: Offering) -> list[Candidate]:
    """The candidates that are inside no other and no chance, with the shares of those inside them."""
    ordered = sorted(candidates, key=lambda each: _size(each.in_demand))
    names = [_names(each, demand, offer) for each in ordered]
    lent = [False] * len(ordered)
    for at, small in enumerate(ordered):
        hosts = [
            other
            for other in range(at + 1, len(ordered))
            if ordered[other].is_translated == small.is_translated
            and not ordered[other].is_chance
            and _is_inside(names[at], names[other])
        ]
        if hosts:
            host = max(hosts, key=lambda other: ordered[other].share)
            ordered[host] = replace(ordered[host], share=ordered[host].share + small.share)
            lent[at] = True
    return [each for each, is_lent in zip(ordered, lent, strict=True) if not is_lent and not each.is_chance]


def _reason(candidate: Candidate, demand: Asking, offer: Offering, score: float) -> Reason:
    asking, offering = demand.wording, offer.wording
    return Reason(
        asking.written(*candidate.in_demand[0]),
        offering.written(*candidate.in_offer[0]) if candidate.is_translated else "",
        candidate.share / score,
        tuple(asking.span(*place) for place in candidate.in_demand),
        tuple(offering.span(*place) for place in candidate.in_offer),
    )


Names = tuple[list[int], list[int]]
"""The terms of a candidate in the demand and in the offer."""


def _names(candidate: Candidate, demand: Asking, offer: Offering) -> Names:
    sides = (demand.wording, candidate.in_demand[0]), (offer.wording, candidate.in_offer[0])
    in_demand, in_offer = (wording.keys[slice(*place)] for wording, place in sides)
    return in_demand, in_offer


def _is_inside(small: Names, large: Names) -> bool:
    """True if both sides of one candidate stand inside those of another, which is longer on one of them."""
    return small != large and all(_holds(*sides) for sides in zip(large, small, strict=True))


def _holds(whole: Sequence[int], part: Sequence[int]) -> bool:
    size = len(part)
    return any(whole[at : at + size] == part for at in range(len(whole) - size + 1))


def _size(slices: list[Slice]) -> int:
    first, stop = slices[0]
    return stop - first


def _share(demand: Asking, offer: Offering, pair: TranslatedPhrase) -> float:
    """What the terms of the translation add to the score by way of the word that it translates."""
    origins = demand.weights.origins
    return sum(
        origins.get(at, {}).get(pair.source, 0.0) * offer.weights.get(at, 0.0)
        for at in _columns(offer.places, pair.in_offer)
    )


def _columns(places: TermPlaces, slices: Iterable[Slice]) -> list[int]:
    """The distinct columns of the terms in slices of atoms."""
    numbers = {number for place in slices for number in places.terms_in(*place)}
    return places.columns[sorted(numbers)].tolist()  # type: ignore[no-any-return]


def _is_clear(demand: Asking, offer: Offering, reader: PhraseReader, pair: TranslatedPhrase) -> bool:
    is_sure = pair.clarity >= CERTAIN or not _is_usual_english(demand, offer, reader, pair)
    return pair.is_clear and is_sure


def _says_little(demand: Asking, offer: Offering, reader: PhraseReader, pair: TranslatedPhrase) -> bool:
    return any(
        says_little(wording, *place, reader)
        for wording, place in ((demand.wording, pair.in_demand[0]), (offer.wording, pair.in_offer[0]))
    )


def _is_usual_english(demand: Asking, offer: Offering, reader: PhraseReader, pair: TranslatedPhrase) -> bool:
    """True if the English side of a translation is one word that the general language uses often."""
    sides = (demand.wording, pair.in_demand[0]), (offer.wording, pair.in_offer[0])
    return any(
        reader.is_usual(wording, *place)
        for wording, place in sides
        if not any(word.script == SPACELESS for word in wording.words_in(*place))
    )


def _are_specific(demand: Asking, offer: Offering, reader: PhraseReader, pair: TranslatedPhrase) -> bool:
    sides = (demand.wording, pair.in_demand[0]), (offer.wording, pair.in_offer[0])
    return all(reader.is_translatable(wording, *place) for wording, place in sides)
