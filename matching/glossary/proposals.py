"""Proposed entries of the glossary: coordinators propose what they miss, administrators grant or decline."""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from matching.models import GlossaryEntry, GlossaryProposal, Suggestion
from matching.states import PROPOSAL_TRANSITIONS, ProposalState
from ydeu.accounts.models import User
from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.transitions import DomainError, swap_state

MOST_WAITING = 50
"""Proposals of one person that may wait at a time: each is a notice to every administrator."""
RIGHT = "matching.add_glossaryentry"
"""The right of those who decide."""


class NotACoordinator(DomainError):
    """Only a coordinator, who reads pairs, proposes terms."""


class AlreadyThere(DomainError):
    """The glossary has the pair of terms, or it waits for a decision."""


class TooManyWaiting(DomainError):
    """The limit that prevents anybody from filling the inboxes of the administrators."""


class ReasonNeeded(DomainError):
    """The coordinator has to be told why."""


def propose(*, zh: str, en: str, suggestion: Suggestion | None, by: User) -> GlossaryProposal:
    """Propose a pair of terms, in its stored spelling, which was noticed in a suggestion.

    Raises NotACoordinator, AlreadyThere or TooManyWaiting.
    """
    if not by.coordinates.exists():
        raise NotACoordinator(_("Only a coordinator proposes terms for the glossary."))
    if GlossaryEntry.objects.filter(zh=zh, en=en).exists():
        raise AlreadyThere(_("This pair of terms is in the glossary already."))
    if GlossaryProposal.objects.waiting().by(by).count() >= MOST_WAITING:
        raise TooManyWaiting(
            _("%(most)d of your proposals wait for an administrator. Please wait for an answer first.")
            % {"most": MOST_WAITING}
        )
    try:
        with transaction.atomic():
            return _written(GlossaryProposal(zh=zh, en=en, suggestion=suggestion, proposed_by=by), by)
    except IntegrityError as error:
        raise AlreadyThere(_("This pair of terms was proposed already and waits for an answer.")) from error


def grant(proposal: GlossaryProposal, *, by: User) -> GlossaryEntry:
    """Add the pair of terms to the glossary, with the weight of a dictionary entry, and tell the coordinator.

    An entry that somebody has added in between stays as it is. Raises LostRace if somebody else has decided.
    """
    note = _("Proposed on %(day)s.") % {"day": f"{proposal.proposed_at:%Y-%m-%d}"}
    fields: dict[str, Any] = {"weight": Decimal(1), "note": note, "created_by": by, "updated_by": by}
    with transaction.atomic():
        _decide(proposal, ProposalState.GRANTED, by=by)
        entry, _is_new = GlossaryEntry.objects.get_or_create(zh=proposal.zh, en=proposal.en, defaults=fields)
    return entry


def decline(proposal: GlossaryProposal, *, by: User, reason: str) -> None:
    """Leave the glossary as it is, and tell the coordinator why. Raises ReasonNeeded or LostRace."""
    if not reason.strip():
        raise ReasonNeeded(_("Please write why: the coordinator reads it."))
    with transaction.atomic():
        _decide(proposal, ProposalState.DECLINED, by=by, reason=reason.strip())


def _written(proposal: GlossaryProposal, by: User) -> GlossaryProposal:
    proposal.save()
    log.record(Action.CREATED, by=by, on=proposal, new=proposal.state)
    for admin in User.objects.filter(is_superuser=True, is_active=True).order_by("pk"):
        notices.tell(
            NoticeKind.REVIEW_TERM,
            user=admin,
            url=reverse("admin:matching_glossaryproposal_change", args=[proposal.pk]),
            context={"title": str(proposal), "by": str(by)},
        )
    return proposal


def _decide(proposal: GlossaryProposal, to: ProposalState, *, by: User, reason: str = "") -> None:
    was = proposal.state
    changes = {"decided_by": by, "decided_at": timezone.now(), "reason": reason}
    swap_state(proposal, to=to, transitions=PROPOSAL_TRANSITIONS, **changes)
    log.record(Action.MOVED, by=by, on=proposal, old=was, new=to)
    if proposal.proposed_by is None:
        return
    notices.tell(
        NoticeKind.REVIEW_TERM_ANSWERED,
        user=proposal.proposed_by,
        url=_page_of(proposal),
        context={"title": str(proposal), "state": ProposalState(to).label, "note": reason},
    )


def _page_of(proposal: GlossaryProposal) -> str:
    """The pair in which the term was noticed, or the queue if the pair is gone."""
    if proposal.suggestion is None:
        return reverse("matching:queue")
    return proposal.suggestion.get_absolute_url()
