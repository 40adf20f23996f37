"""What a person sees on the site, for staff who help them: numbers, states and dates, but no texts.

Staff cannot act as the person, and they read no more than they could find in the admin.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count

from matching.models import Introduction, IntroductionSide
from ydeu.accounts.models import Enterprise, Membership, User
from ydeu.alliances.models import Coordinator
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry
from ydeu.marketplace.models import Demand, Offer
from ydeu.notices.models import Notice

LATEST = 50
States = list[tuple[str, int]]


@dataclass(frozen=True)
class View:
    """The data of the page. Each list holds only the latest rows; the counts cover all."""

    memberships: list[Membership]
    coordinates: list[Coordinator]
    listings: list[Any]
    listing_states: States
    sides: list[IntroductionSide]
    introduction_states: States
    notices: list[Notice]
    notice_states: States
    unread: int
    door: list[Entry]


def view_of(person: User) -> View:
    own = Enterprise.objects.of(person).values("pk")
    inbox = Notice.objects.filter(recipient=person)
    introductions = Introduction.objects.filter(sides__enterprise__in=own).distinct()
    at_the_door = (Action.LOGGED_IN, Action.LOGIN_FAILED, Action.FACTOR_FAILED)
    sides = IntroductionSide.objects.filter(enterprise__in=own).select_related("introduction", "enterprise")
    entries = Entry.objects.about(person).filter(action__in=at_the_door)
    return View(
        memberships=list(Membership.objects.filter(user=person).select_related("enterprise")),
        coordinates=list(Coordinator.objects.filter(user=person).select_related("alliance")),
        listings=_latest_listings(own),
        listing_states=_states(
            Offer.objects.filter(enterprise__in=own), Demand.objects.filter(enterprise__in=own)
        ),
        sides=list(sides.order_by("-pk")[:LATEST]),
        introduction_states=_states(introductions),
        notices=list(inbox.only("kind", "state", "created_at", "sent_at", "read_at")[:LATEST]),
        notice_states=_states(inbox),
        unread=Notice.objects.inbox_of(person).unread().count(),
        door=list(entries[:10]),
    )


def _latest_listings(enterprises: Any) -> list[Any]:
    """Offers and demands with number, state and dates, the latest change first."""
    found: list[Any] = []
    for model in (Offer, Demand):
        rows = model.objects.filter(enterprise__in=enterprises).order_by("-updated_at")
        found += rows.only("state", "updated_at", "published_at", "valid_until")[:LATEST]
    return sorted(found, key=lambda listing: listing.updated_at, reverse=True)[:LATEST]


def _states(*querysets: models.QuerySet[Any]) -> States:
    """The number of rows in each state, by the label of the state."""
    counts: dict[str, int] = {}
    for rows in querysets:
        labels = dict(rows.model._meta.get_field("state").flatchoices)
        for state, number in rows.order_by().values_list("state").annotate(number=Count("pk", distinct=True)):
            label = str(labels.get(state, state))
            counts[label] = counts.get(label, 0) + number
    return sorted(counts.items())
