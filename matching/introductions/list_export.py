"""Introductions as a table for download. It shows no names that the page would not show."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from matching.introductions.disclosure import Viewer
from matching.models import Introduction
from matching.models.introduction import IntroductionQuerySet
from ydeu.accounts.models import User
from ydeu.downloads import MAX_ROWS, Value


def head() -> list[str]:
    return [
        _("Number"),
        _("State"),
        _("Demand"),
        _("Enterprise of the demand"),
        _("Answer of the demand side"),
        _("Offer"),
        _("Enterprise of the offer"),
        _("Answer of the offer side"),
        _("Proposed"),
        _("Connected"),
        _("Next step"),
        _("Due"),
        _("Confidentiality agreement signed on"),
        _("Reason of the end"),
        _("Cooperation mode"),
        _("Contract signed on"),
        _("Amount"),
        _("Registration number"),
    ]


def rows(found: IntroductionQuerySet, user: User) -> Iterator[Sequence[Value]]:
    """One row per introduction, in the order of ``found``."""
    viewer = Viewer.of(user)
    whole = found.with_parties().with_open_step().select_related("contract")
    for introduction in whole[: MAX_ROWS + 1]:
        yield _row(introduction, viewer)


def _row(introduction: Introduction, viewer: Viewer) -> list[Value]:
    demand, offer = viewer.parties(introduction)
    step = introduction.next_step
    return [
        introduction.pk,
        introduction.get_state_display(),
        str(introduction.demand),
        demand.name,
        demand.side.get_state_display(),
        str(introduction.offer),
        offer.name,
        offer.side.get_state_display(),
        introduction.opened_at,
        introduction.connected_at,
        step.text if step else "",
        step.due_on if step else None,
        introduction.nda_signed_on,
        introduction.get_close_reason_display(),
        *_contract(introduction),
    ]


def _contract(introduction: Introduction) -> list[Value]:
    contract = getattr(introduction, "contract", None)
    if contract is None:
        return ["", None, "", ""]
    return [
        contract.get_mode_display(),
        contract.signed_on,
        contract.get_amount_band_display(),
        contract.registration_number,
    ]
