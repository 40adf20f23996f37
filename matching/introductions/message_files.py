"""Files of a message: which are accepted, how they are stored, who may read them."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from matching.models import Introduction, IntroductionMessage, MessageFile
from ydeu.marketplace.attachments import SUFFIXES, Upload, cleaned, fitting_name

MAX_FILES = 5


def ready(upload: Upload) -> MessageFile:
    """An unsaved file without metadata, with a random name on disk. Raises Unsuitable.

    Cleaning takes a while, so it happens before any row is locked or any file is stored.
    """
    content_type, content = cleaned(upload)
    content.name = f"{uuid.uuid4().hex}{SUFFIXES[content_type][0]}"
    name = fitting_name(str(upload.name), content_type)
    return MessageFile(name=name, content_type=content_type, size=content.size, file=content)


def keep(message: IntroductionMessage, file: MessageFile) -> None:
    file.message = message
    file.save()


def discard(files: Iterable[MessageFile]) -> None:
    """Delete files from the disk whose rows were not saved."""
    for file in files:
        file.file.storage.delete(str(file.file.name))


def discard_after_commit(file: MessageFile) -> None:
    """Delete the file of a deleted row from the disk, once the transaction is committed."""

    def discard_it() -> None:
        discard([file])

    transaction.on_commit(discard_it, robust=True)


def is_readable_by(file: MessageFile, user: Any) -> bool:
    """True for everyone who may see the introduction. For others the file does not exist."""
    if not user.is_authenticated:
        return False
    seen = Introduction.objects.visible_to(user)
    return seen.filter(pk=file.message.introduction_id).exists()
