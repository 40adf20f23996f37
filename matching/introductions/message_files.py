"""Files that come with a message: what is let in, how it is kept, who may have it."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from matching.models import Introduction, IntroductionMessage, MessageFile
from ydeu.marketplace.attachments import SUFFIXES, Upload, cleaned, fitting_name

MOST_FILES = 5


def ready(upload: Upload) -> MessageFile:
    """A file as it will be kept: without metadata, its name on disk says nothing. Raises Unsuitable.

    Cleaning takes a while; nothing is held or stored meanwhile.
    """
    content_type, content = cleaned(upload)
    content.name = f"{uuid.uuid4().hex}{SUFFIXES[content_type][0]}"
    name = fitting_name(str(upload.name), content_type)
    return MessageFile(name=name, content_type=content_type, size=content.size, file=content)


def keep(message: IntroductionMessage, file: MessageFile) -> None:
    file.message = message
    file.save()


def discard(files: Iterable[MessageFile]) -> None:
    """What was stored for rows that have not come about leaves the disk again."""
    for file in files:
        file.file.storage.delete(str(file.file.name))


def discard_after_commit(file: MessageFile) -> None:
    """Its row is deleted; the file follows once that is sure."""

    def discard_it() -> None:
        discard([file])

    transaction.on_commit(discard_it, robust=True)


def is_readable_by(file: MessageFile, user: Any) -> bool:
    """Who takes part in the introduction; for everybody else the file does not exist."""
    if not user.is_authenticated:
        return False
    seen = Introduction.objects.visible_to(user)
    return seen.filter(pk=file.message.introduction_id).exists()
