"""Messages between the two sides and their coordinators in an introduction."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.introductions import message_files
from matching.introductions.history import lock
from matching.introductions.notices import tell_coordinators, tell_sides
from matching.introductions.permissions import Action, ParticipantRole, check
from matching.models import Introduction, IntroductionMessage, MessageFile, ReadMark
from ydeu.accounts.models import User
from ydeu.marketplace.attachments import Upload
from ydeu.notices.enums import NoticeKind
from ydeu.transitions import DomainError


class NotAMessage(DomainError):
    """The message is empty or has too many files."""


def write(
    introduction: Introduction, *, by: User, text: str, uploads: Iterable[Upload] = ()
) -> IntroductionMessage:
    """Write to all other participants. Each gets an e-mail. Raises NotAMessage, Unsuitable for a bad file, or
    TooMuch.

    The e-mail contains the text, unless a listing is anonymous: others may read the same mailbox.
    """
    uploads = list(uploads)
    if not text.strip() or len(uploads) > message_files.MAX_FILES:
        raise NotAMessage(_("Please write something, with five files at most."))
    files: list[MessageFile] = []
    try:
        files += map(message_files.ready, uploads)  # one by one: if the last is refused, the others go
        with transaction.atomic():
            return _write(introduction, files, by=by, text=text)
    except BaseException:
        message_files.discard(files)
        raise


def mark_read(introduction: Introduction, *, by: User, shown: Iterable[IntroductionMessage]) -> None:
    """Mark the shown messages and all earlier ones as read by this person. The mark only moves forward.

    A message that was written after the page was read from the database stays new.
    """
    last = max((message.pk for message in shown), default=0)
    ReadMark.objects.get_or_create(introduction=introduction, user=by)
    ReadMark.objects.filter(introduction=introduction, user=by, last_message__lt=last).update(
        last_message=last
    )


def unread_count(introduction: Introduction, user: User) -> int:
    return introduction.messages.unread_by(user).count()


def _write(
    introduction: Introduction, files: list[MessageFile], *, by: User, text: str
) -> IntroductionMessage:
    lock(introduction)
    side = check(introduction, Action.WRITE, by=by).side_in(introduction)
    message_files.require_room(files, by=by)
    message = IntroductionMessage.objects.create(introduction=introduction, author=by, side=side, text=text)
    for file in files:
        message_files.keep(message, file)
    _tell(message, by=by)
    return message


def _tell(message: IntroductionMessage, *, by: User) -> None:
    introduction = message.introduction
    details: dict[str, Any] = {
        "sender": message.get_side_display() if message.side else ParticipantRole.COORDINATOR.label,
        "text": "" if introduction.has_anonymous_side else message.text,
        "url": reverse("matching:introduction_messages", args=[introduction.pk]),
    }
    tell_sides(NoticeKind.INTRODUCTION_MESSAGE, introduction, but=by, **details)
    tell_coordinators(NoticeKind.INTRODUCTION_MESSAGE, introduction, but=by, **details)
