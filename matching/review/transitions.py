"""How a person or the clock moves a pair: permission, table, compare-and-swap, event and deadline.

Only ``decisions``, ``bulk``, ``second_opinions``, ``interests``, ``unfolding`` and ``deferrals`` move pairs
through this module. A pair that comes into the queue in this way is kept there: the matcher does not fold it.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.enums import Band, Escalation
from matching.models import Suggestion, SuggestionEvent
from matching.review import signals
from matching.states import DECIDED, OPEN, SUGGESTION_TRANSITIONS, SuggestionState
from matching.suggestions import banding, deadlines
from ydeu.accounts.models import Enterprise, User
from ydeu.transitions import DomainError, LostRace, TransitionRefused, allows, swap_state

DECIDED_OR_SECOND = DECIDED | {SuggestionState.SECOND_OPINION}
"""States in which the row names the person who decided."""


CHANGES_BANDS = frozenset({SuggestionState.APPROVED, SuggestionState.REJECTED, SuggestionState.PENDING})
"""A step to one of these is told: decisions teach, and a pair that comes back may have an old band."""


class NotYourAlliance(DomainError):
    """Only a coordinator of either side's alliance, or an administrator, decides."""


class OwnEnterprise(NotYourAlliance):
    """Nobody may decide on a pair of their own enterprise, in any spelling of its name."""


class OneOrganisation(DomainError):
    """Both listings are of one organisation: its name is the same in another spelling."""


class NotPublished(DomainError):
    """One of the two listings is no longer published."""


def check_reviewer(suggestion: Suggestion, user: User) -> None:
    if Suggestion.objects.reviewable_by(user).filter(pk=suggestion.pk).exists():
        return
    sides = (suggestion.offer.enterprise_id, suggestion.demand.enterprise_id)
    if Enterprise.objects.akin_to(user).filter(pk__in=sides).exists():
        raise OwnEnterprise(_("A pair of your own enterprise is decided by somebody else."))
    raise NotYourAlliance(_("Only a coordinator of one of the two alliances can decide on this pair."))


def describe_decision(suggestion: Suggestion) -> str:
    """A sentence on what was decided about the pair and by whom, for a person who comes too late."""
    now = Suggestion.objects.select_related("decided_by").get(pk=suggestion.pk)
    if now.decided_by is None:
        return _("This pair has changed since you opened it. It is now: %(state)s.") % {
            "state": now.get_state_display()
        }
    return _("%(person)s has already decided on this pair: %(state)s.") % {
        "person": now.decided_by,
        "state": now.get_state_display(),
    }


def require_state(suggestion: Suggestion, state: SuggestionState) -> None:
    """Raises TransitionRefused unless the pair is in ``state``: some actions allow less than the table."""
    if suggestion.state != state:
        raise TransitionRefused(describe_decision(suggestion))


def lock_published(suggestion: Suggestion, *, seen: str = "") -> None:
    """Lock the pair and its listings, so that both listings stay published until the transaction ends.

    The pair is locked before its listings, as in the matcher, to avoid a deadlock. ``seen`` holds the
    revisions that were on the page (``Suggestion.revisions``). Raises NotPublished if a withdrawal was
    faster, LostRace if a text has changed since, and OneOrganisation if nobody is to be introduced to itself.
    """
    Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    live = Suggestion.objects.of_live_listings()
    pair = live.select_related("offer__enterprise", "demand__enterprise")
    now = pair.select_for_update(of=("offer", "demand")).filter(pk=suggestion.pk).first()
    if now is None:
        raise NotPublished(
            _("One of the two listings is no longer published. Please reject or defer the pair.")
        )
    if now.offer.enterprise.is_same_as(now.demand.enterprise):
        raise OneOrganisation(
            _("Both sides are one organisation in two spellings. Please reject the pair as a duplicate.")
        )
    if seen and seen != now.revisions:
        raise LostRace(_("One of the two texts has changed since you opened the pair. Please read it again."))


def move(
    suggestion: Suggestion,
    to: SuggestionState,
    *,
    by: User | None,
    explanation: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Move a pair and write the event.

    ``explanation`` holds reason, note and poster_note: they go into the event, and stay on the row as long
    as the decision does. Raises LostRace or TransitionRefused with a sentence on what was decided.
    """
    was, explanation = suggestion.state, explanation or {}
    with transaction.atomic():
        try:
            swap_state(
                suggestion,
                to=to,
                transitions=SUGGESTION_TRANSITIONS,
                **{
                    **_queue_fields(to),
                    **_decision_fields(to, by, explanation),
                    **_deadline_fields(suggestion, to, changes),
                    **changes,
                },
            )
        except (LostRace, TransitionRefused) as refusal:
            raise type(refusal)(describe_decision(suggestion)) from refusal
        SuggestionEvent.objects.create(
            suggestion=suggestion, actor=by, from_state=was, to_state=to, **explanation
        )
        _make_room([suggestion], to)
        _tell([suggestion.demand_id], to)


def move_many(
    pairs: Sequence[Suggestion],
    to: SuggestionState,
    *,
    by: User,
    explanation: dict[str, Any] | None = None,
    **changes: Any,
) -> list[Suggestion]:
    """Move rows that the caller has locked, in two statements. Returns the pairs that were moved.

    Pairs that the table does not let move are left out. ``explanation`` is as in ``move``. For pairs that
    come into the queue, the caller passes the fields of the deadline in ``changes``.
    """
    explanation = explanation or {}
    movable = [pair for pair in pairs if allows(SUGGESTION_TRANSITIONS, pair.state, to)]
    Suggestion.objects.filter(pk__in=[pair.pk for pair in movable]).update(
        state=to,
        second_side="",
        deferred_until=None,
        **_queue_fields(to),
        **_decision_fields(to, by, explanation),
        **changes,
    )
    SuggestionEvent.objects.bulk_create(
        [
            SuggestionEvent(suggestion=pair, actor=by, from_state=pair.state, to_state=to, **explanation)
            for pair in movable
        ],
        batch_size=500,
    )
    _make_room(movable, to)
    _tell([pair.demand_id for pair in movable], to)
    return movable


def _make_room(pairs: Sequence[Suggestion], to: SuggestionState) -> None:
    """After the commit, let pairs come that waited because their enterprise had enough open strong ones."""
    strong = [pair.offer_id for pair in pairs if pair.band == Band.STRONG]
    if not strong or to not in DECIDED:
        return

    def admit() -> None:  # Django names a robust callback in the log, and a partial has no name
        banding.admit_waiting(strong)

    transaction.on_commit(admit, robust=True)


def _tell(demands: list[int], to: SuggestionState) -> None:
    """Send ``pairs_decided`` after the commit if the step changes bands.

    The decision stands, even if a receiver fails: that is logged.
    """
    if demands and to in CHANGES_BANDS:
        tell = signals.pairs_decided.send_robust
        transaction.on_commit(partial(tell, sender=Suggestion, demands=sorted(set(demands))))


def _decision_fields(to: SuggestionState, by: User | None, explanation: dict[str, Any]) -> dict[str, Any]:
    """The fields of the row about the decision; empty if the new state is not a decision."""
    kept = {"reason": "", "note": "", "poster_note": ""}
    if to not in DECIDED_OR_SECOND:
        return {**kept, "decided_by": None, "decided_at": None}
    return {**kept, **explanation, "decided_by": by, "decided_at": timezone.now()}


def _queue_fields(to: SuggestionState) -> dict[str, Any]:
    return {"fold_reason": "", "kept": to == SuggestionState.PENDING}


def _deadline_fields(suggestion: Suggestion, to: SuggestionState, changes: dict[str, Any]) -> dict[str, Any]:
    """The fields of the row about time: a pair that comes into the queue waits from now on.

    Unless ``changes`` sets them, the side of a second opinion and the day to come back are cleared.
    """
    rest: dict[str, Any] = {"second_side": "", "deferred_until": None}
    if to not in OPEN:
        return rest
    now = timezone.now()
    due_at = deadlines.due_at(suggestion, second_side=changes.get("second_side", ""), since=now)
    return {**rest, "waiting_since": now, "due_at": due_at, "escalation": Escalation.NOBODY}
