"""What a person wants to get by e-mail, kind by kind: at once, in the daily digest, or not at all.

The inbox in the site has everything, whatever they choose.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ydeu.accounts.models import User
from ydeu.notices.enums import Choice, Delivery, NoticeKind
from ydeu.notices.models import Notice, Preference
from ydeu.notices.topics import DEFAULTS, is_free
from ydeu.transitions import DomainError

STATES = {
    Choice.AT_ONCE: Delivery.WAITING,
    Choice.DIGEST: Delivery.FOR_DIGEST,
    Choice.OFF: Delivery.INBOX_ONLY,
}
"""Where an e-mail begins its way."""


def choices_of(user: User) -> dict[NoticeKind, Choice]:
    """For every kind, whether or not they ever chose."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "choice"))
    return {kind: _effective(kind, chosen.get(kind)) for kind in NoticeKind}


def choice_of(user: User, kind: NoticeKind) -> Choice:
    if not is_free(kind):
        return Choice.AT_ONCE
    chosen = Preference.objects.filter(user=user, kind=kind).values_list("choice", flat=True)
    return _effective(kind, chosen.first())


def first_state(user: User | None, kind: NoticeKind) -> Delivery:
    """Where the e-mail of a new notice begins; who has no account has nothing to choose with."""
    return STATES[choice_of(user, kind)] if user else Delivery.WAITING


def choose(choices: Mapping[NoticeKind, Choice], *, by: User) -> None:
    """Store what ``by`` wants; what already waits for them follows. A kind that is not named stays."""
    if not all(is_free(kind) for kind in choices):
        raise DomainError(_("These e-mails cannot be turned off."))
    with transaction.atomic():
        for kind, choice in choices.items():
            Preference.objects.update_or_create(user=by, kind=kind, defaults={"choice": choice})
            state = STATES[choice]
            Notice.objects.filter(recipient=by, kind=kind).queued().exclude(state=state).move(state)


def _effective(kind: NoticeKind, chosen: str | None) -> Choice:
    if not is_free(kind):
        return Choice.AT_ONCE
    return Choice(chosen) if chosen else DEFAULTS.get(kind, Choice.AT_ONCE)
