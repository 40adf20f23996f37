"""The content of the form, and its POST data."""

from typing import Any

from django.contrib.messages import get_messages

from tests.marketplace.posts import demand_post
from ydeu.marketplace.models import Demand


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def cycle_life(**changes: str) -> dict[str, str]:
    return {"name": "cycle life", "operator": "ge", "value": "3,000", "unit": "cycles", **changes}


def seen(listing: Any) -> str:
    listing.refresh_from_db()
    return str(listing.updated_at.isoformat())


def as_posted(demand: Demand) -> dict[str, Any]:
    """The POST data of the form of a stored demand without changes."""
    return demand_post(
        demand.alliance,
        title=demand.title,
        summary=demand.summary,
        description=demand.description,
        technology_keywords="; ".join(demand.technology_keywords),
        cooperation_modes=demand.cooperation_modes,
        problem=demand.problem,
        seen=seen(demand),
    )
