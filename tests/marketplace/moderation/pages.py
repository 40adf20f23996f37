"""The requests of an administrator, and their results."""

from datetime import timedelta
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from tests.factories import (
    make_enterprise,
    make_member,
    make_offer,
)
from ydeu.marketplace.models import ListingEvent, Offer
from ydeu.marketplace.states import State
from ydeu.notices.models import Notice
from ydeu.notices.wording import spoken

QUEUE = "/admin/marketplace/offer/"


def submitted(days: int = 0, **fields: Any) -> Offer:
    enterprise = fields.pop("enterprise", None) or make_enterprise()
    return make_offer(
        state=State.SUBMITTED,
        submitted_at=timezone.now() - timedelta(days=days),
        enterprise=enterprise,
        created_by=make_member(enterprise),
        **fields,
    )


def page_of(offer: Offer) -> str:
    return f"{QUEUE}{offer.pk}/change/"


def decide(desk: Client, offer: Offer, name: str, **said: str) -> Any:
    return desk.post(f"{QUEUE}{offer.pk}/decide/{name}/", said)


def many(desk: Client, name: str, *offers: Offer, **said: str) -> Any:
    chosen = [offer.pk for offer in offers]
    return desk.post(f"{QUEUE}?state=all", {"action": name, "_selected_action": chosen, **said})


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def state_of(offer: Offer) -> str:
    return Offer.objects.get(pk=offer.pk).state


def steps_of(offer: Offer) -> list[tuple[Any, ...]]:
    return list(
        ListingEvent.objects.filter(offer=offer).values_list(
            "actor__name", "from_state", "to_state", "reason", "note"
        )
    )


def notices_to(person: Any) -> list[tuple[str, str, str]]:
    notices = Notice.objects.filter(recipient=person)
    told = [(notice.kind, spoken(notice.context)) for notice in notices]
    return [(kind, context["note"], context["reason"]) for kind, context in told]
