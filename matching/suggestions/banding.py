"""States the bands of pairs again, and moves them: into the queue, or folded.

A band depends on the other pairs of the demand that are not weak, so these are rated together. The matcher
calls ``restate_scored`` for the demands whose pairs it has scored; others call ``restate`` when a decision or
a scale has changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

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
from ydeu.marketplace.models import Offer

CHUNK = 50
"""Demands per transaction."""

NUMBERS = ("strength", "confidence", "band", "fold_reason", "is_rated")
NEEDED = (
    "pk", "offer_id", "demand_id", "state", "origin", "kept", "assignee_id", "score", "base_strength",
    "offer_rank", "demand_rank", *NUMBERS,
)  # fmt: skip


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
    known = scales.current()
    demand_of = dict(scored.unrated().order_by().values_list("pk", "demand"))
    taught = lessons.demands_with_decisions(demand_of.values())
    new = Suggestion.objects.to_rate().filter(pk__in=[pk for pk in demand_of if demand_of[pk] not in taught])
    moved = restate(taught)
    if not known.give_shares:
        _fold(new.weak_as_before(known.least))
    left = new.filter(is_rated=False).order_by().values_list("demand", flat=True)
    return moved + restate_without_weak(set(left))


def _fold(weak: SuggestionQuerySet) -> None:
    """Fold new pairs for their floor, all in one statement: without per cent, they get the same numbers."""
    with transaction.atomic():
        locked = weak.select_for_update(of=("self",)).order_by("offer_id", "demand_id")
        pks = list(locked.values_list("pk", flat=True))
        least = scales.current().least  # under the locks, as in ``_restate``
        Suggestion.objects.filter(pk__in=pks, base_strength__lt=least).update(
            strength=F("base_strength"),
            confidence=None,
            band=Band.WEAK,
            fold_reason=FoldReason.FLOOR,
            is_rated=True,
        )


def restate_without_weak(demands: Iterable[int]) -> int:
    """Like ``restate``, while decisions and scales are the same: what was weak and is weak is not read."""
    return _restate_all(demands, Suggestion.objects.to_rate().that_may_move(scales.current().least))


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
    rows = _locked(pairs)
    # Read under the locks: if a scale changes later, its task waits for them and rates these pairs again.
    known = scales.current()
    before = {row.pk: _numbers(row) for row in rows}
    new = {row.pk for row in rows if row.state == SuggestionState.FOLDED and not row.band}
    of_demand: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_demand[row.demand_id].append(row)
    taught = lessons.demands_with_decisions(of_demand)
    for demand, own in of_demand.items():
        untaught = [row.base_strength for row in own]
        _rate(own, lessons.strengths_of(demand, own) if demand in taught else untaught, known)
    exposure.hold_back(rows)
    changed = [row for row in rows if _numbers(row) != before[row.pk]]
    _store(changed)
    moved = 0
    for state in (SuggestionState.PENDING, SuggestionState.FOLDED):
        moved += move([row for row in rows if row.state != state == _place_of(row)], state, new=new)
    return moved


def _locked(pairs: SuggestionQuerySet) -> list[Any]:
    """The pairs, with the rows around them, locked in the order in which everybody locks pairs."""
    context = pairs.only(*NEEDED).annotate(
        demand_alliance=F("demand__alliance_id"),
        offer_alliance=F("offer__alliance_id"),
        enterprise=F("offer__enterprise_id"),
        is_vague=F("demand__is_vague"),
    )
    return list(context.select_for_update(of=("self",)).order_by("offer_id", "demand_id"))


def _rate(pairs: Sequence[Any], strengths: Sequence[float], known: Scales) -> None:
    """Set the numbers of all pairs of one demand.

    ``strengths`` order the queue: decisions on the demand have moved them. A band is that of the strength of
    the texts, so that no decision folds the pair that somebody reads next.
    """
    found = [known.of_sides(row.demand_alliance, row.offer_alliance) for row in pairs]
    candidates = [
        Candidate(row.score, row.base_strength, scale, row.offer_rank is None and row.demand_rank is not None)
        for row, scale in zip(pairs, found, strict=True)
    ]
    verdicts = judge(candidates, is_vague=pairs[0].is_vague)
    for row, strength, candidate, verdict in zip(pairs, strengths, candidates, verdicts, strict=True):
        row.strength, row.is_rated = strength, True
        row.confidence = candidate.scale.confidence_of(candidate.strength)
        row.band = verdict.band
        row.fold_reason = "" if _is_held(row) else verdict.fold_reason


def _store(rows: Sequence[Suggestion]) -> None:
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
    Suggestion.objects.bulk_update(others, NUMBERS, batch_size=200)


def _is_held(row: Suggestion) -> bool:
    """True if the pair is in the queue because of a person."""
    is_taken = row.kept or row.assignee_id is not None or row.is_from_a_member
    return row.state == SuggestionState.PENDING and is_taken


def _place_of(row: Suggestion) -> SuggestionState:
    return SuggestionState.FOLDED if row.fold_reason else SuggestionState.PENDING


def _numbers(row: Suggestion) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in NUMBERS)
