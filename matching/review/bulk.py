"""Reject many pairs, or undo that, in one transaction. Pairs that cannot be moved stay as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from matching.models import Suggestion
from matching.models.suggestion_query import SuggestionQuerySet
from matching.review import interests
from matching.review.decisions import check_reason
from matching.review.transitions import move_many
from matching.states import SuggestionState
from matching.suggestions import deadlines
from ydeu.accounts.models import User
from ydeu.transitions import DomainError

MAX_AT_ONCE = 500


class TooMany(DomainError):
    """More pairs than one transaction should move."""


@dataclass(frozen=True)
class Rejected:
    """The result for many pairs: those that were rejected, and those that could not be."""

    done: list[Suggestion]
    refused: list[Suggestion]
    unknown: int
    """How many requested pairs do not exist or may not be decided by this person."""

    @property
    def at(self) -> datetime | None:
        """The moment of the decision, which all of them share: ``undo`` uses it to find the pairs."""
        first = Suggestion.objects.filter(pk__in=[pair.pk for pair in self.done[:1]])
        return first.values_list("decided_at", flat=True).first()


def reject(pks: Sequence[int], *, by: User, reason: str, note: str = "", poster_note: str = "") -> Rejected:
    """Reject all of these pairs for one reason. Raises ReasonForPosterNeeded or TooMany."""
    check_reason(reason, poster_note)
    if len(set(pks)) > MAX_AT_ONCE:
        raise TooMany(_("At most %(most)s pairs at once.") % {"most": MAX_AT_ONCE})
    explanation = {"reason": reason, "note": note, "poster_note": poster_note}
    with transaction.atomic():
        rows = _locked(Suggestion.objects.filter(pk__in=pks), by)
        done = move_many(rows, SuggestionState.REJECTED, by=by, explanation=explanation)
        interests.tell_refused(done, **explanation)
    left = {row.pk for row in rows} - {row.pk for row in done}
    refused = Suggestion.objects.with_parties().filter(pk__in=left)
    return Rejected(done, list(refused), len(set(pks)) - len(rows))


def undo(at: datetime, *, by: User) -> list[Suggestion]:
    """Take back the rejections that ``by`` made at the moment ``at``.

    Pairs that were decided again stay so.
    """
    own = Suggestion.objects.filter(state=SuggestionState.REJECTED, decided_by=by, decided_at=at)
    with transaction.atomic():
        done = move_many(_locked(own, by), SuggestionState.PENDING, by=by, **deadlines.restart_fields())
        deadlines.set_missing(Suggestion.objects.filter(pk__in=[pair.pk for pair in done]))
        interests.withdraw_notices(done)
    return done


def _locked(pairs: SuggestionQuerySet, by: User) -> list[Suggestion]:
    """Those pairs that ``by`` may decide on, locked in the order in which the matcher locks them."""
    mine = Suggestion.objects.filter(pk__in=pairs.reviewable_by(by).values("pk"))
    return list(mine.select_for_update(of=("self",)).order_by("offer_id", "demand_id"))
