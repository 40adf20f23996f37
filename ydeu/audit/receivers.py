"""Log the signals of Django and allauth: log-ins, addresses, second factors and edits in the admin."""

import json
from collections.abc import Sequence
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Model
from django.db.models.signals import post_save
from django.dispatch import Signal, receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from ydeu.audit import log
from ydeu.audit.enums import Action
from ydeu.audit.networks import network_of
from ydeu.lookups import is_number

ADMIN_ACTIONS = {
    ADDITION: Action.ADMIN_ADDED,
    CHANGE: Action.ADMIN_CHANGED,
    DELETION: Action.ADMIN_DELETED,
}
OWN_ACTIONS: tuple[tuple[Signal, Action], ...] = (
    (account.user_signed_up, Action.SIGNED_UP),
    (account.email_added, Action.EMAIL_ADDED),
    (account.email_changed, Action.EMAIL_CHANGED),
    (account.email_removed, Action.EMAIL_REMOVED),
    (account.password_set, Action.PASSWORD_CHANGED),
    (account.password_changed, Action.PASSWORD_CHANGED),
    (account.password_reset, Action.PASSWORD_CHANGED),
    (mfa.authenticator_added, Action.FACTOR_ADDED),
    (mfa.authenticator_removed, Action.FACTOR_REMOVED),
    (mfa.authenticator_reset, Action.FACTOR_ADDED),
    (mfa.authentication_failed, Action.FACTOR_FAILED),
    (user_logged_in, Action.LOGGED_IN),
    (user_logged_out, Action.LOGGED_OUT),
)
"""What people do with their own accounts. Each of these signals sends ``user`` and ``request``."""


def _note_own(action: Action, signal: Signal) -> None:
    def note(user: Any, request: HttpRequest | None = None, **_kwargs: Any) -> None:
        if user is not None:
            log.record(action, by=user, on=user, network=network_of(request))

    signal.connect(note, weak=False, dispatch_uid=f"audit.{action}")


for _signal, _action in OWN_ACTIONS:
    _note_own(_action, _signal)


@receiver(user_login_failed)
def note_failed_login(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any
) -> None:
    """Log the account it was aimed at. For an unknown address log a key that shows repeated attempts."""
    typed = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    person = get_user_model()._default_manager.filter(email=typed).first() if typed else None
    key = "" if person or not typed else salted_hmac("ydeu.audit.receivers", typed).hexdigest()[:16]
    log.record(Action.LOGIN_FAILED, by=None, on=person, network=network_of(request), unknown=key)


@receiver(post_save, sender=LogEntry)
def note_admin_edit(instance: LogEntry, created: bool, **_kwargs: Any) -> None:
    """Log an edit in the admin. Django's history names rows in words; the log keeps fields and number."""
    if not created or instance.content_type is None:
        return
    number = str(instance.object_id or "")
    entry = log.entry_of(
        ADMIN_ACTIONS[instance.action_flag],
        by=instance.user_id,
        on=(
            f"{instance.content_type.app_label}.{instance.content_type.model}",
            int(number) if is_number(number) else None,
        ),
        fields=_fields_of(instance.change_message),
    )
    entry.save(force_insert=True)


def note_admin_edits(flag: int, rows: Sequence[Model], *, by: Any) -> None:
    """Log rows that an administrator adds, changes or deletes together: Django sends no signal for several.

    A single row is logged by ``note_admin_edit``, through its entry in Django's history.
    """
    if len(rows) > 1:
        log.record_many(log.entry_of(ADMIN_ACTIONS[flag], by=by.pk, on=row) for row in rows)


def _fields_of(message: str) -> list[str]:
    """The names of changed fields and of the kinds of rows added, changed or deleted below the object."""
    try:
        steps = json.loads(message or "[]")
    except ValueError:
        return []
    names: list[str] = []
    for step in steps if isinstance(steps, list) else []:
        for what in step.values():
            names += [what["name"]] if "name" in what else []
            names += what.get("fields", [])
    return [str(name)[: log.LONGEST] for name in names]
