"""Which e-mails a person wants, by kind: at once, in the daily digest, or not at all.

The inbox on the site has every notice, with any choice.
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
"""The first state of an e-mail, by choice."""


def choices_of(user: User) -> dict[NoticeKind, Choice]:
    """The choice that applies for each kind; the default if the person has not chosen."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "choice"))
    return {kind: _effective(kind, chosen.get(kind)) for kind in NoticeKind}


def choice_of(user: User, kind: NoticeKind) -> Choice:
    if not is_free(kind):
        return Choice.AT_ONCE
    chosen = Preference.objects.filter(user=user, kind=kind).values_list("choice", flat=True)
    return _effective(kind, chosen.first())


def first_state(user: User | None, kind: NoticeKind) -> Delivery:
    """The first state of a new notice's e-mail. A reader without an account has no choice: it is sent."""
    return STATES[choice_of(user, kind)] if user else Delivery.WAITING


def choose(choices: Mapping[NoticeKind, Choice], *, by: User) -> None:
    """Store the choices of ``by`` and apply them to e-mails that still wait. Other kinds stay as they are.

    Raises DomainError for a kind that cannot be turned off.
    """
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
