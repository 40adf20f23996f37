"""The requirements of a demand and the texts of an offer, as ``matching.requirements`` takes them."""

from matching.requirements import Asked, Check, check
from ydeu.marketplace.models import Demand, Offer, Requirement


def checks_of(demand: Demand, offer: Offer) -> list[Check]:
    """The checks of the demand's requirements, in their order.

    ``weighing.factor`` turns them into a factor.
    """
    asked = [_asked(row) for row in demand.requirements.all()]
    return check(asked, list(texts_of(offer).items())) if asked else []


def _asked(row: Requirement) -> Asked:
    return Asked(row.name, row.operator, row.value, row.unit, row.priority)


def texts_of(offer: Offer) -> dict[str, str]:
    """The texts of an offer that may answer a requirement, by field.

    The package knows an amount in ``price``.
    """
    texts = {
        "title": offer.title,
        "summary": offer.summary,
        "description": offer.description,
        "advantages": offer.advantages,
        "evidence": offer.evidence,
        "keywords": "\n".join([*offer.technology_keywords, *offer.market_keywords]),
        "price": offer.indicative_price,
    }
    return {field: text for field, text in texts.items() if text}
