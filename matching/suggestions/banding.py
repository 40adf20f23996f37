"""States the bands of pairs again, and moves them: into the queue, or folded.

A band depends on the other pairs of the demand that are not weak, so these are rated together. The matcher
calls ``restate_scored`` for the demands whose pairs it has scored; others call ``restate`` when a decision or
a scale has changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F

from matching.confidence import lessons, scales
from matching.confidence.abstention import Candidate, judge
from matching.confidence.scales import Scales
from matching.enums import Band, FoldReason
from matching.models import Suggestion
from matching.models.suggestion_query import SuggestionQuerySet
from matching.states import SuggestionState
from matching.suggestions import exposure
from matching.suggestions.moves import move
from matching.suggestions.rated import NUMBERS, RatedPair, locked
from ydeu.marketplace.models import Offer

CHUNK = 50
"""Demands per transaction."""


def restate(demands: Iterable[int]) -> int:
    """State the bands of the undecided pairs of these demands again. Returns how many pairs moved.

    A pair that a member asked for, that a person has brought into the queue or that somebody has taken gets
    its band but stays in the queue.
    """
    return _restate_all(demands, Suggestion.objects.to_rate())


def restate_scored(scored: SuggestionQuerySet) -> int:
    """State the bands of pairs that the matcher has just scored, and of those that depend on them.

    Most new pairs are weak: they are rated by themselves. Only for the others are those read that are not
    weak either, because a demand may have thousands of weak ones. Returns how many pairs moved.
    """
    demands = set(scored.unrated().order_by().values_list("demand", flat=True).distinct())
    taught = lessons.demands_with_decisions(demands)
    moved = restate(taught)
    return moved + restate_without_weak(_fold(scored.unrated().filter(demand__in=demands - taught)))


def _fold(new: SuggestionQuerySet) -> set[int]:
    """Fold the weak of these pairs for their floor, by one statement. Returns the demands of the others.

    Without per cent, all weak pairs get the same numbers. With per cent, each has its own, so nothing is
    folded, nor locked, here.
    """
    if scales.current().give_shares:
        return set(new.order_by().values_list("demand", flat=True).distinct())
    with transaction.atomic():
        rows = locked(new)
        known = scales.current()  # under the locks, as in ``_restate``
        weak = {row.pk for row in rows if row.is_weak_as_before(known.least) and not known.give_shares}
        Suggestion.objects.filter(pk__in=weak).update(
            strength=F("base_strength"),
            confidence=None,
            band=Band.WEAK,
            fold_reason=FoldReason.FLOOR,
            is_rated=True,
        )
    return {row.demand_id for row in rows if row.pk not in weak}


def restate_without_weak(demands: Iterable[int]) -> int:
    """Like ``restate``, while decisions and scales are the same: what was weak and is weak is not read."""
    that_may_move = Suggestion.objects.to_rate().that_may_move(scales.current().least)
    return _restate_all(demands, that_may_move)


def _restate_all(demands: Iterable[int], pairs: SuggestionQuerySet) -> int:
    pks, moved = sorted(set(demands)), 0
    for start in range(0, len(pks), CHUNK):
        chunk = pairs.filter(demand__in=pks[start : start + CHUNK])
        with transaction.atomic():
            moved += _restate(chunk)
    return moved


def restate_of(alliance: int | None) -> int:
    """State the bands again that the scale of this alliance measures; None: those of all alliances."""
    pairs = Suggestion.objects.to_rate()
    ours = pairs if alliance is None else pairs.measured_by(alliance)
    return restate(ours.order_by().values_list("demand", flat=True).distinct())


def admit_waiting(offers: Sequence[int]) -> int:
    """Bring strong pairs of the enterprises of these offers into the queue, as far as there is room."""
    enterprises = Offer.objects.filter(pk__in=offers).order_by().values("enterprise")
    waiting = Suggestion.objects.waiting_for_room().filter(offer__enterprise__in=enterprises)
    found = waiting.order_by().values_list("offer__enterprise", flat=True).distinct()
    return sum(_admit(waiting.filter(offer__enterprise=enterprise), enterprise) for enterprise in list(found))


def admit_all_waiting() -> int:
    """Do the same for all enterprises: a listing that leaves makes room too. Without a limit, all come."""
    waiting = Suggestion.objects.waiting_for_room()
    return restate(waiting.order_by().values_list("demand", flat=True).distinct())


def _admit(waiting: SuggestionQuerySet, enterprise: int) -> int:
    room = exposure.room_of(enterprise)
    return restate(waiting.order_by("-strength", "pk").values_list("demand", flat=True)[:room])


def _restate(pairs: SuggestionQuerySet) -> int:
    exposure.lock_enterprises(pairs, scales.current())
    rows = locked(pairs)
    # Read under the locks: if a scale changes later, its task waits for them and rates these pairs again.
    known = scales.current()
    before = {row.pk: row.numbers() for row in rows}
    new = {row.pk for row in rows if row.state == SuggestionState.FOLDED and not row.band}
    of_demand: dict[int, list[RatedPair]] = defaultdict(list)
    for row in rows:
        of_demand[row.demand_id].append(row)
    taught = lessons.demands_with_decisions(of_demand)
    for demand, own in of_demand.items():
        untaught = [row.base_strength for row in own]
        _rate(own, lessons.strengths_of(demand, own) if demand in taught else untaught, known)
    exposure.hold_back(rows)
    changed = [row for row in rows if row.numbers() != before[row.pk]]
    _store(changed)
    moved = 0
    for state in (SuggestionState.PENDING, SuggestionState.FOLDED):
        moved += move([row for row in rows if row.state != state == row.place], state, new=new)
    return moved


def _rate(pairs: Sequence[RatedPair], strengths: Sequence[float], known: Scales) -> None:
    """Set the numbers of all pairs of one demand.

    ``strengths`` order the queue: decisions on the demand have moved them. A band is that of the strength of
    the texts, so that no decision folds the pair that somebody reads next.
    """
    found = [known.of_sides(row.demand_alliance, row.offer_alliance) for row in pairs]
    candidates = [
        Candidate(row.score, row.base_strength, scale, row.is_one_sided)
        for row, scale in zip(pairs, found, strict=True)
    ]
    verdicts = judge(candidates, is_vague=pairs[0].is_vague)
    for row, strength, candidate, verdict in zip(pairs, strengths, candidates, verdicts, strict=True):
        row.strength, row.is_rated = strength, True
        row.confidence = candidate.scale.confidence_of(candidate.strength)
        row.band = verdict.band
        row.fold_reason = "" if row.is_held else verdict.fold_reason


def _store(rows: Sequence[RatedPair]) -> None:
    """Write the numbers of locked rows.

    Most have the strength of their texts and share the rest with many others, so one statement writes them.
    """
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    others = []
    for row in rows:
        if row.confidence is None and row.strength == row.base_strength and row.is_rated:
            alike[row.band, row.fold_reason].append(row.pk)
        else:
            others.append(row)
    plain = {"strength": F("base_strength"), "confidence": None, "is_rated": True}
    for (band, reason), pks in alike.items():
        Suggestion.objects.filter(pk__in=pks).update(**plain, band=band, fold_reason=reason)
    Suggestion.objects.bulk_update([row.as_row() for row in others], NUMBERS, batch_size=200)
