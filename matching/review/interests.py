"""An enterprise is interested in a listing: the pair goes to the coordinators, marked as a member's interest.

An introduction needs an offer and a demand, so the enterprise names one of its own listings of the other
kind.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from matching.enums import Origin, RejectionReason
from matching.index.documents import MODELS
from matching.models import Interest, Introduction, Suggestion
from matching.review.rejection_advice import advice_on
from matching.review.transitions import move
from matching.states import OPEN, IntroductionState, SuggestionState
from matching.suggestions import banding, deadlines
from matching.suggestions.strengths import Rating, rating_of
from ydeu.accounts.models import Enterprise, User
from ydeu.marketplace.enums import ListingKind
from ydeu.marketplace.models import Listing, ListingQuerySet
from ydeu.marketplace.states import State
from ydeu.notices import notices
from ydeu.notices.enums import NoticeKind
from ydeu.transitions import DomainError

MAX_OPEN = 20
"""Open questions of one enterprise at a time, because a person reads each of them."""

CLOSED = frozenset({IntroductionState.CLOSED_NO_DEAL, IntroductionState.CONTRACT_SIGNED})


class NotEntitled(DomainError):
    """Only a member of a verified enterprise may ask, and only with one of its own published listings."""


class NoLongerOpen(DomainError):
    """The listing is not published, or is stale."""


class AlreadyAsked(DomainError):
    """The enterprise already waits for an answer, or is already in contact."""


def partners_of(wanted: Listing, *, by: User) -> ListingQuerySet:
    """The own listings with which ``by`` may express interest in ``wanted``."""
    others = Enterprise.objects.exclude(
        pk__in=Enterprise.objects.named([wanted.enterprise.name]).values("pk")
    )
    enterprises = others.verified().of(by)
    return MODELS[ListingKind(wanted.kind).opposite].objects.current().filter(enterprise__in=enterprises)


def may_ask(wanted: Listing, *, by: User) -> bool:
    return _is_open(wanted) and is_entitled(wanted, by=by)


def is_entitled(wanted: Listing, *, by: User) -> bool:
    """True if ``by`` acts for a verified enterprise, and not for that of the listing in any spelling.

    Only verified namesakes count: anybody can sign up under the name of a suspect, and would read from the
    answer who posted an anonymous listing.
    """
    own = Enterprise.objects.of(by)
    itself = Q(pk=wanted.enterprise_id) | Q(
        pk__in=Enterprise.objects.verified().named([wanted.enterprise.name]).values("pk")
    )
    return own.verified().exists() and not own.filter(itself).exists()


def require_open(wanted: Listing) -> None:
    """Raises NoLongerOpen if the listing was taken off the market while the person wrote."""
    if not _is_open(wanted):
        raise NoLongerOpen(_("This listing is no longer open, so your question was not sent."))


def express(
    own: Listing, wanted: Listing, *, by: User, mode: str, question: str = "", about: str
) -> Interest:
    """Ask the coordinators to introduce the enterprise of ``own`` to that of ``wanted``.

    Raises NoLongerOpen, NotEntitled or AlreadyAsked.
    """
    require_open(wanted)
    if not is_entitled(wanted, by=by) or not partners_of(wanted, by=by).filter(pk=own.pk).exists():
        raise NotEntitled(_("Please choose one of your own published listings."))
    offer: Any
    demand: Any
    offer, demand = (own, wanted) if own.kind == ListingKind.OFFER else (wanted, own)
    rating = rating_of(offer, demand)  # may load the index, so outside the transaction
    with transaction.atomic():
        Enterprise.objects.select_for_update(no_key=True).get(pk=own.enterprise_id)  # one interest at a time
        _refuse_repeated(own.enterprise, wanted)
        suggestion = _pair(offer, demand, rating)
        _bring_into_queue(suggestion, by=by)
        interest, _created = Interest.objects.update_or_create(
            suggestion=suggestion,
            enterprise=own.enterprise,
            defaults={
                "side": ListingKind(own.kind),
                "mode": mode,
                "question": question,
                "about": about,
                "by": by,
                "notice": None,
            },
        )
    banding.restate([demand.pk])  # locks enterprises, so not while one is locked
    return interest


def tell_refused(pairs: Iterable[Suggestion], *, reason: str, note: str = "", poster_note: str = "") -> None:
    """Tell the enterprises that asked for these pairs why not, and what to change.

    ``note`` is internal and not sent.
    """
    waiting = Interest.objects.filter(suggestion__in=[pair.pk for pair in pairs]).with_pair()
    for interest in waiting.select_related("enterprise", "by"):
        interest.notice = notices.tell(
            NoticeKind.INTEREST_REFUSED,
            user=interest.by,
            enterprise=interest.enterprise,
            url=reverse("matching:interest_list"),
            context={
                "title": str(interest.wanted),
                "reason": RejectionReason(reason).label,
                "advice": advice_on(reason),
                "note": poster_note,
            },
            delay=timedelta(seconds=settings.MATCHING_UNDO_SECONDS),
        )
        interest.save(update_fields=["notice"])


def withdraw_notices(pairs: Iterable[Suggestion]) -> None:
    """Withdraw the notices of rejections that were undone, if they were neither sent nor read."""
    refused = Interest.objects.filter(suggestion__in=[pair.pk for pair in pairs], notice__isnull=False)
    notices.withdraw(refused.values_list("notice", flat=True))


def _is_open(wanted: Listing) -> bool:
    return wanted.state == State.PUBLISHED and not wanted.is_stale


def _refuse_repeated(enterprise: Enterprise, wanted: Listing) -> None:
    side = ListingKind(wanted.kind)
    waiting = Interest.objects.filter(enterprise=enterprise, suggestion__state__in=OPEN)
    if waiting.filter(**{f"suggestion__{side}": wanted.pk}).exists():
        raise AlreadyAsked(_("You have asked for this already. A coordinator is checking it."))
    if waiting.count() >= MAX_OPEN:
        raise AlreadyAsked(
            _("%(count)s of your questions wait for an answer: please wait for some of them first.")
            % {"count": MAX_OPEN}
        )
    met = Introduction.objects.filter(**{side: wanted.pk, f"{side.opposite}__enterprise": enterprise})
    if met.exclude(state__in=CLOSED).exists():
        raise AlreadyAsked(_("An introduction with this listing is under way: see “Introductions”."))


def _pair(offer: Any, demand: Any, rating: Rating) -> Suggestion:
    """The locked row of the pair, new or existing. Its origin becomes a member's interest."""
    Suggestion.objects.bulk_create(
        [Suggestion(offer=offer, demand=demand, score=rating.score, base_strength=rating.strength)],
        ignore_conflicts=True,
    )
    suggestion = Suggestion.objects.select_for_update().get(offer=offer, demand=demand)
    Suggestion.objects.filter(pk=suggestion.pk).update(origin=Origin.MEMBER)
    deadlines.set_missing(Suggestion.objects.filter(pk=suggestion.pk))
    suggestion.refresh_from_db()
    return suggestion


def _bring_into_queue(suggestion: Suggestion, *, by: User) -> None:
    """Make the pair pending, even if it was rejected: a member who has followed the advice may ask again."""
    if suggestion.state == SuggestionState.APPROVED:
        raise AlreadyAsked(_("These two have been introduced to each other before: see “Introductions”."))
    if suggestion.state not in OPEN:
        move(suggestion, SuggestionState.PENDING, by=by)
