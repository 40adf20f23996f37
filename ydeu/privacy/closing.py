"""End the listings and introductions of an enterprise before it is deleted, by the rules of their rooms."""

from django.db.models import QuerySet

from matching.enums import CloseReason
from matching.introductions import pipeline
from matching.models import Introduction
from matching.states import IntroductionState
from ydeu.accounts.models import Enterprise, User
from ydeu.marketplace import listings
from ydeu.marketplace.models import Demand, Offer

ENDED = (IntroductionState.CONTRACT_SIGNED, IntroductionState.CLOSED_NO_DEAL)


def open_introductions(enterprise: Enterprise) -> int:
    """The number of the enterprise's introductions that are neither a contract nor closed."""
    return _open_introductions(enterprise).count()


def end_listings(enterprise: Enterprise, *, by: User) -> None:
    """Delete drafts and take all other listings out of market and moderation. Erasing empties those later."""
    for model in (Offer, Demand):
        for listing in model.objects.filter(enterprise=enterprise):
            listings.leave(listing, by=by)


def end_introductions(enterprise: Enterprise, *, by: User) -> None:
    """Close the open introductions, as the administrator ``by`` who has agreed.

    A dormant one is woken first, because the table of transitions has no direct way.
    """
    for introduction in _open_introductions(enterprise):
        if introduction.state == IntroductionState.DORMANT:
            pipeline.wake(introduction, by=by)
        pipeline.close(introduction, by=by, reason=CloseReason.WITHDRAWN)


def _open_introductions(enterprise: Enterprise) -> QuerySet[Introduction]:
    involved = Introduction.objects.filter(sides__enterprise=enterprise)
    return involved.exclude(state__in=ENDED).order_by("pk")
