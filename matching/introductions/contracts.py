"""What the two sides sign: confidentiality agreement, contract, and consent to a success story."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.enums import EventKind
from matching.introductions import follow_ups, meetings, next_steps
from matching.introductions.history import lock, move, record
from matching.introductions.permissions import Action, check
from matching.introductions.pipeline import tell_move
from matching.models import Introduction, IntroductionContract
from matching.models.introduction_contract import AMOUNT_BANDS
from matching.states import IntroductionState
from ydeu.accounts.models import Enterprise, User
from ydeu.marketplace.enums import CooperationMode
from ydeu.transitions import DomainError


class NotAContract(DomainError):
    """The data cannot describe a signed contract or agreement."""


def sign(
    introduction: Introduction,
    *,
    by: User,
    mode: str,
    signed_on: date,
    amount_band: str,
    registration_number: str = "",
) -> IntroductionContract:
    """Record the contract. Both sides are asked after 6 and 12 months how the cooperation went.

    Ends the next step and cancels a coming meeting. Raises NotAContract, NotYourRole or TransitionRefused.
    """
    if mode not in CooperationMode.values or amount_band not in dict(AMOUNT_BANDS):
        raise NotAContract(_("Please choose a cooperation mode and an amount."))
    _refuse_future(signed_on)
    with transaction.atomic():
        lock(introduction)
        check(introduction, Action.SIGN, by=by)
        next_steps.drop(introduction)
        meetings.cancel_coming(introduction, by=by)
        move(introduction, IntroductionState.CONTRACT_SIGNED, by=by)
        contract = IntroductionContract.objects.create(
            introduction=introduction,
            mode=mode,
            signed_on=signed_on,
            amount_band=amount_band,
            registration_number=registration_number,
            recorded_by=by,
        )
        follow_ups.schedule(contract)
        tell_move(introduction, by=by)
    return contract


def mark_nda(introduction: Introduction, *, by: User, signed_on: date) -> None:
    """Record that a confidentiality agreement was signed, and when. A second call corrects the day."""
    _refuse_future(signed_on)
    with transaction.atomic():
        lock(introduction)
        check(introduction, Action.MARK_NDA, by=by)
        introduction.nda_signed_on = signed_on
        introduction.save(update_fields=["nda_signed_on"])
        record(introduction, EventKind.NDA_SIGNED, by=by, note=signed_on.isoformat())


def tell_story(introduction: Introduction, *, by: User, may_be_told: bool) -> None:
    """Record if the union may present the contract as a success story. A side may change its answer."""
    with transaction.atomic():
        lock(introduction)
        check(introduction, Action.TELL_STORY, by=by)
        for side in introduction.sides.filter(enterprise__in=Enterprise.objects.of(by)):
            side.may_be_told = may_be_told
            side.save(update_fields=["may_be_told"])
            record(introduction, EventKind.STORY, by=by, side=side.side, is_internal=True)


def _refuse_future(day: date) -> None:
    if day > timezone.localdate():
        raise NotAContract(_("What was signed was signed today or before."))
