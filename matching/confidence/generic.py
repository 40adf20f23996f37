"""Phrases that say nothing in an alliance. Rejections as a technical mismatch propose them.

If five pairs of an alliance that share a phrase were rejected so, the phrase led the matcher astray there. An
administrator decides, who also sees how many approved pairs share it.
"""

from collections import Counter
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.enums import RejectionReason
from matching.models import GenericPhrase, Suggestion
from matching.models.generic_phrase import LONGEST_PHRASE
from matching.models.suggestion_query import MEASURED_BY, SuggestionQuerySet
from matching.states import PHRASE_TRANSITIONS, PhraseState, SuggestionState
from ydeu.accounts.models import User
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.transitions import DomainError, swap_state

MISMATCHES = 5
"""As many rejected pairs of an alliance have to share a phrase before it is proposed."""
TRANSLATES = " = "
"""Stands in a shared term between a word and its translation."""

Counts = Counter[tuple[int, str]]
Granted = dict[int, frozenset[str]]


class NotAnAdministrator(DomainError):
    """A generic phrase hides reasons from all coordinators of an alliance."""


def granted() -> Granted:
    """All phrases that were granted, by the primary key of the alliance, in folded case. One query.

    Read it once for a page or a batch.
    """
    found: dict[int, set[str]] = {}
    for alliance, phrase in GenericPhrase.objects.granted().values_list("alliance", "phrase"):
        found.setdefault(alliance, set()).add(phrase.casefold())
    return {alliance: frozenset(phrases) for alliance, phrases in found.items()}


def propose() -> int:
    """Propose phrases that have led astray often enough, and update the counts. Returns how many are new."""
    rejected = Suggestion.objects.filter(
        state=SuggestionState.REJECTED, reason=RejectionReason.TECHNICAL_MISMATCH
    )
    astray = {key: number for key, number in _count(rejected).items() if number >= MISMATCHES}
    if not astray:
        return 0
    good = _count(Suggestion.objects.filter(state=SuggestionState.APPROVED))
    with transaction.atomic():
        known = {(row.alliance_id, row.phrase): row for row in GenericPhrase.objects.select_for_update()}
        rows = [
            GenericPhrase(alliance_id=key[0], phrase=key[1], mismatches=number, approvals=good[key])
            for key, number in sorted(astray.items())
        ]
        fresh = [row for row in rows if (row.alliance_id, row.phrase) not in known]
        GenericPhrase.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
        _bring_up_to_date(known, rows)
    return len(fresh)


def grant(phrase: GenericPhrase, *, by: User) -> None:
    """From now on the phrase is no reason for a pair in its alliance.

    Raises NotAnAdministrator, LostRace, TransitionRefused.
    """
    _move(phrase, PhraseState.GRANTED, by=by)


def decline(phrase: GenericPhrase, *, by: User) -> None:
    """The phrase says something. It is not proposed again.

    Raises NotAnAdministrator, LostRace, TransitionRefused.
    """
    _move(phrase, PhraseState.DECLINED, by=by)


def _move(phrase: GenericPhrase, to: PhraseState, *, by: User) -> None:
    if not by.is_superuser:
        raise NotAnAdministrator(_("Only an administrator decides on a generic phrase."))
    was = phrase.state
    with transaction.atomic():
        changes = {"decided_by": by, "decided_at": timezone.now()}
        swap_state(phrase, to=to, transitions=PHRASE_TRANSITIONS, **changes)
        log.record(Action.MOVED, by=by, on=phrase, old=was, new=to)
        if PhraseState.GRANTED in (was, to):
            _forget_terms(phrase.alliance_id)


def _forget_terms(alliance: int) -> None:
    """Have workers note the reasons of the undecided pairs again. Decided ones keep what was read."""
    found = Suggestion.objects.undecided().measured_by(alliance).select_for_update(of=("self",))
    locked = list(found.order_by("offer_id", "demand_id").values_list("pk", flat=True))
    Suggestion.objects.filter(pk__in=locked).update(terms=None)


def _count(pairs: SuggestionQuerySet) -> Counts:
    """How many of the pairs of each alliance share each phrase, by (alliance, phrase)."""
    found = pairs.filter(terms__isnull=False).annotate(alliance=MEASURED_BY).filter(alliance__isnull=False)
    rows = found.order_by().values_list("alliance", "terms").iterator(chunk_size=2000)
    return Counter((alliance, phrase) for alliance, terms in rows for phrase in set(_phrases_in(terms)))


def _phrases_in(terms: list[str]) -> Iterator[str]:
    """The phrases of stored terms. A word and its translation are two."""
    for term in terms:
        parts = (part.strip() for part in term.split(TRANSLATES))
        yield from (part for part in parts if 0 < len(part) <= LONGEST_PHRASE)


def _bring_up_to_date(known: dict[tuple[int, str], GenericPhrase], rows: list[GenericPhrase]) -> None:
    changed = []
    for row in rows:
        old = known.get((row.alliance_id, row.phrase))
        if old and (old.mismatches, old.approvals) != (row.mismatches, row.approvals):
            old.mismatches, old.approvals = row.mismatches, row.approvals
            changed.append(old)
    GenericPhrase.objects.bulk_update(changed, ["mismatches", "approvals"], batch_size=500)
