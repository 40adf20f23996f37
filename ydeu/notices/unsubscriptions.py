"""Turn e-mails off by the link in one of them, without logging in.

The link is signed and names a person and a kind. It can only turn that kind off. It never expires, because
people must be able to unsubscribe from an old e-mail.
"""

from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse

from ydeu.accounts.models import User
from ydeu.notices import preferences
from ydeu.notices.enums import Choice, NoticeKind
from ydeu.notices.models import Notice
from ydeu.notices.topics import is_free

SALT = "ydeu.notices.unsubscriptions"


class Unsubscription(NamedTuple):
    user: User
    kind: NoticeKind


def token_for(user: User, kind: NoticeKind) -> str:
    return signing.Signer(salt=SALT).sign_object([user.pk, kind])


def url_for(notice: Notice) -> str:
    """The unsubscribe link in the e-mail of this notice. Empty if its kind cannot be turned off."""
    kind = NoticeKind(notice.kind)
    if notice.recipient is None or not _can_end(kind):
        return ""
    return f"{settings.SITE_URL}{reverse('notices:unsubscribe', args=[token_for(notice.recipient, kind)])}"


def read(token: str) -> Unsubscription | None:
    """The person and kind that a link names. None if it is not ours, or person or kind no longer exist."""
    try:
        pk, code = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return (
        Unsubscription(user, NoticeKind(code))
        if user and code in NoticeKind.values and _can_end(NoticeKind(code))
        else None
    )


def end(asked: Unsubscription) -> None:
    """Turn the kind off. For the digest, turn off all kinds that are in it."""
    preferences.choose(dict.fromkeys(_meant_by(asked), Choice.OFF), by=asked.user)


def _can_end(kind: NoticeKind) -> bool:
    return is_free(kind) or kind == NoticeKind.DIGEST


def _meant_by(asked: Unsubscription) -> list[NoticeKind]:
    if asked.kind != NoticeKind.DIGEST:
        return [asked.kind]
    choices = preferences.choices_of(asked.user)
    return [kind for kind, choice in choices.items() if choice == Choice.DIGEST]
