"""The transitions of a notice's delivery, as a table."""

from ydeu.notices.enums import Delivery
from ydeu.transitions import allows, table

TRANSITIONS = table(
    {
        Delivery.WAITING: {
            Delivery.SENDING,
            Delivery.FOR_DIGEST,
            Delivery.INBOX_ONLY,
            Delivery.WITHDRAWN,
        },
        Delivery.SENDING: {
            Delivery.SENT,
            Delivery.WAITING,
            Delivery.FOR_DIGEST,
            Delivery.INBOX_ONLY,
            Delivery.FAILED,
            Delivery.UNDELIVERABLE,
        },
        Delivery.FOR_DIGEST: {
            Delivery.IN_DIGEST,
            Delivery.WAITING,
            Delivery.INBOX_ONLY,
            Delivery.WITHDRAWN,
        },
        Delivery.IN_DIGEST: {Delivery.WAITING},
        Delivery.INBOX_ONLY: {Delivery.WITHDRAWN},
        Delivery.FAILED: {Delivery.WAITING},
        Delivery.UNDELIVERABLE: {Delivery.WAITING, Delivery.WITHDRAWN},
    }
)


def sources(to: Delivery) -> list[Delivery]:
    """The states from which a delivery may move to ``to``."""
    return [state for state in Delivery if allows(TRANSITIONS, state, to)]
