"""Copies the events of listings into the log of the site."""

from ydeu.audit import following, log
from ydeu.audit.enums import Action
from ydeu.audit.models import Entry
from ydeu.marketplace.models import Demand, ListingEvent, Offer


def register() -> None:
    following.follow(ListingEvent, _read)


def _read(event: ListingEvent) -> Entry:
    label = (Offer if event.offer_id else Demand)._meta.label_lower
    if not event.from_state:
        action = Action.CREATED
    else:
        action = Action.REVISED if event.from_state == event.to_state else Action.MOVED
    return log.entry_of(
        action,
        by=event.actor_id,
        on=(label, event.offer_id or event.demand_id),
        old=event.from_state,
        new=event.to_state,
        revision=event.revision,
        reason=event.reason or event.step,
    )
